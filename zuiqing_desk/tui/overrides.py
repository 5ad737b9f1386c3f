"""The user's own keys, laid over the table of actions.

A faulty entry is reported and the action keeps its default key; Textual itself would take unknown
ids and impossible keys in silence and let one action steal another's key.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.tui import keys
from zuiqing_desk.tui.actions import ACTIONS, Action, by_id
from zuiqing_desk.tui.reserved_keys import is_known, reason
from zuiqing_desk.tui.scopes import LETTERS, SCOPES, overlap

Overrides = Mapping[str, Sequence[str]]
"""Action id → the keys the user wants for it."""


Kind = Literal["unknown_id", "no_key", "unknown_key", "reserved_key", "clash"]
WHERE: Final = "按键设置："


@dataclass(frozen=True, slots=True)
class Fault:
    """One entry that is not in force, and why (Chinese, for people)."""

    id: str
    kind: Kind
    message: str


@dataclass(frozen=True, slots=True)
class KeyMap:
    """The keys of every action, and what was wrong with the user's own."""

    keys: Mapping[str, tuple[str, ...]]
    faults: tuple[Fault, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """The faults, a sentence each."""
        return tuple(f"{WHERE}{fault.message}" for fault in self.faults)


def resolve(overrides: Overrides) -> KeyMap:
    """Lay the user's keys over the defaults, leaving out every faulty entry."""
    faults: list[Fault] = []
    wanted = dict(_usable(overrides, faults))
    while fault := _first_clash(wanted):
        faults.append(fault)
        del wanted[fault.id]
    return KeyMap(_merged(wanted), tuple(faults))


def validate(overrides: Overrides) -> list[str]:
    """What is wrong with the user's keys, one Chinese sentence each."""
    return list(resolve(overrides).problems)


def _usable(overrides: Overrides, faults: list[Fault]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The entries whose action exists and whose keys all arrive; the others are reported."""
    for id_, written in overrides.items():
        action = by_id().get(id_)
        if action is None:
            message = f"没有“{id_}”这个操作{_near_miss(id_)}，这一行没有生效"
            faults.append(Fault(id_, "unknown_id", message))
            continue
        wanted = tuple(dict.fromkeys(keys.normalise(key) for key in written))
        bad = [key for key in wanted if not _fits(key, action)]
        if bad or not wanted:
            faults.append(_unfit(action, bad))
            continue
        yield id_, wanted


def _fits(key: str, action: Action) -> bool:
    """Whether the action may have this key: a safe one, or one that is its own by default (``/`` in
    an empty reply box, say), for it knows when to leave that to the text."""
    return key in action.keys or keys.is_safe(key, action.scope)


def _near_miss(id_: str) -> str:
    close = difflib.get_close_matches(id_, by_id(), n=1)
    return f"（是不是 {close[0]}？）" if close else ""


def _unfit(action: Action, bad: list[str]) -> Fault:
    where = f"{action.id}（{action.label}）"
    default = f"仍用默认的 {_list(action.keys)}"
    if not bad:
        return Fault(action.id, "no_key", f"{where}没有写按键，{default}")
    why = "、".join(f"{_quoted(key)}（{_why(key, action)}）" for key in bad)
    kind: Kind = "reserved_key" if all(map(is_known, bad)) else "unknown_key"
    allowed = "f1–f9，或 ctrl 加 d f g l n o p q r s t"
    if action.scope in LETTERS:
        allowed += "，或单个字母、数字、标点"
    elif action.scope in ("reply", "remark"):
        allowed += "，或 enter、escape、ctrl+j"
    return Fault(action.id, kind, f"{where}不能用 {why}。可用 {allowed}；{default}")


def _why(key: str, action: Action) -> str:
    return reason(key, action.scope) if is_known(key) else "没有这个键"


def _quoted(key: str) -> str:
    return clean_line(key)[:40] or "空白"


def _list(of_action: Sequence[str]) -> str:
    return "、".join(of_action)


def _merged(wanted: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {action.id: wanted.get(action.id, action.keys) for action in ACTIONS}


def _first_clash(wanted: Mapping[str, tuple[str, ...]]) -> Fault | None:
    """An entry of the user's that takes a key another action has."""
    found = _merged(wanted)
    for id_ in reversed(list(wanted)):
        action = by_id()[id_]
        for other in ACTIONS:
            if other.id == id_ or not overlap(action.scope, other.scope):
                continue
            shared = set(found[id_]) & set(found[other.id])
            if shared:
                return Fault(id_, "clash", _clash(action, other, min(shared)))
    return None


def _clash(action: Action, other: Action, key: str) -> str:
    """Which two want one key, and what to write instead."""
    free = next((one for one in action.keys if one != key and _fits(one, other)), None)
    if free is not None and key in other.keys:
        how = f'要对调，就两行都写：{other.id} = "{free}"，{action.id} = "{key}"'
    else:
        how = f"要用它，先给 {other.id} 换一个键"
    return (
        f"{action.id}（{action.label}）想用的 {key} 已是 "
        f"{other.id}（{SCOPES[other.scope]}·{other.label}）的按键，"
        f"仍用默认的 {_list(action.keys)}；{how}"
    )
