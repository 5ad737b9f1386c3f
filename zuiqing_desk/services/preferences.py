"""How one person wants their desk, wherever they sit.

Not journalled: it is nobody else's. What another version of the program keeps here is left alone.
"""

import json
from dataclasses import dataclass, fields
from typing import Any, Final

from zuiqing_desk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Preferences:
    """``quiet``: nothing rings; ``theme``: the theme's name, "" for the machine's own."""

    quiet: bool = False
    theme: str = ""


_KINDS: Final[dict[str, type]] = {one.name: type(one.default) for one in fields(Preferences)}


def get(tx: Tx, staff_id: int) -> Preferences:
    """What this person has chosen; an unknown key or an unreadable value counts as not chosen."""
    rows = tx.all("SELECT key, value FROM preference WHERE staff_id = :staff", staff=staff_id)
    found = {key: _read(value) for key, value in rows}
    return Preferences(
        **{key: found[key] for key, kind in _KINDS.items() if type(found.get(key)) is kind}
    )


def put(tx: Tx, staff_id: int, key: str, value: bool | str) -> Preferences:
    """Keep one choice; all that are in force then.

    Raises ValueError for a key or a kind of value that Preferences lacks.
    """
    if type(value) is not _KINDS.get(key):
        raise ValueError(f"no preference {key!r} of {type(value).__name__}")
    tx.run(
        "INSERT INTO preference (staff_id, key, value, updated_at)"
        " VALUES (:staff, :key, :value, :now)"
        " ON CONFLICT (staff_id, key) DO UPDATE SET value = excluded.value,"
        " updated_at = excluded.updated_at",
        staff=staff_id,
        key=key,
        value=json.dumps(value, ensure_ascii=False),
        now=tx.now,
    )
    return get(tx, staff_id)


def _read(value: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None
