"""Planning the roster: a lead's commands, each of which can be taken back."""

from zuiqing_desk.services.roster.records import Change, EntryKind
from zuiqing_desk.store.tx import Tx


def put(
    tx: Tx,
    staff_id: int,
    day: int,
    kind: EntryKind,
    shift_line: str,
    actor: int | None,
    *,
    duty: bool = False,
    beside: bool = False,
) -> Change:
    """Set what somebody does on a day (ordinal), instead of what stood there; ``beside``: as a
    second shift of the day.

    ``shift_line``: the name of a preset or 班名 HH:MM-HH:MM, '' for rest and leave. Raises Refused
    ``not_lead``, ``no_staff``, ``disabled``, ``bad_shift``, ``kind`` or ``double``.
    """
    raise NotImplementedError


def remove(
    tx: Tx, staff_id: int, day: int, actor: int | None, *, entry_id: int | None = None
) -> Change:
    """Empty a person's day, or take one entry off it. Raises Refused ``empty_day``."""
    raise NotImplementedError


def toggle_duty(tx: Tx, entry_id: int, actor: int | None) -> Change:
    """Make the person of this shift its 当值 instead of who was, or nobody.

    Raises Refused ``no_entry`` or ``no_shift``."""
    raise NotImplementedError


def copy_week(tx: Tx, from_monday: int, to_monday: int, actor: int | None) -> Change:
    """Make a week as another was, for everybody who works here; leave stays where it is.

    Raises Refused ``not_monday``, ``same_week`` or ``empty_week``."""
    raise NotImplementedError


def undo(tx: Tx, change: Change, actor: int | None) -> None:
    """Take back a change. Raises Refused ``changed_meanwhile``."""
    raise NotImplementedError
