"""The user's own keys, laid over the table of actions.

A faulty entry is reported and the action keeps its default key; Textual itself would take unknown
ids and impossible keys in silence and let one action steal another's key.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zuiqing_desk.tui import keys
from zuiqing_desk.tui.actions import ACTIONS, Action, by_id
from zuiqing_desk.tui.scopes import LETTERS, SCOPES, overlap

Overrides = Mapping[str, Sequence[str]]
"""Action id → the keys the user wants for it."""


@dataclass(frozen=True, slots=True)
class KeyMap:
    """The keys of every action, and what was wrong with the user's own (Chinese, for people)."""

    keys: Mapping[str, tuple[str, ...]]
    problems: tuple[str, ...]


def resolve(overrides: Overrides) -> KeyMap:
    """Lay the user's keys over the defaults, leaving out every faulty entry."""
    problems: list[str] = []
    wanted = dict(_usable(overrides, problems))
    while clash := _first_clash(wanted):
        loser, message = clash
        problems.append(message)
        del wanted[loser]
    return KeyMap(_merged(wanted), tuple(problems))


def validate(overrides: Overrides) -> list[str]:
    """What is wrong with the user's keys, one Chinese sentence each."""
    return list(resolve(overrides).problems)


def _usable(overrides: Overrides, problems: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The entries whose action exists and whose keys all arrive; the others are reported."""
    for id_, written in overrides.items():
        action = by_id().get(id_)
        if action is None:
            problems.append(f"按键设置：没有“{id_}”这个操作{_near_miss(id_)}，这一行没有生效")
            continue
        wanted = tuple(dict.fromkeys(keys.normalise(key) for key in written))
        bad = [key for key in wanted if not _fits(key, action)]
        if bad or not wanted:
            problems.append(_unsafe(action, bad))
            continue
        yield id_, wanted


def _fits(key: str, action: Action) -> bool:
    """Whether the action may have this key: a safe one, or one that is its own by default (``/`` in
    an empty reply box, say), for it knows when to leave that to the text."""
    return key in action.keys or keys.is_safe(key, action.scope)


def _near_miss(id_: str) -> str:
    close = difflib.get_close_matches(id_, by_id(), n=1)
    return f"（是不是 {close[0]}？）" if close else ""


def _unsafe(action: Action, bad: list[str]) -> str:
    where = f"按键设置：{action.id}（{action.label}）"
    default = f"仍用默认的 {'、'.join(action.keys)}"
    if not bad:
        return f"{where}没有写按键，{default}"
    allowed = "f1–f9，或 ctrl 加 f g l n o p q r s t"
    if action.scope in LETTERS:
        allowed += "，或单个字母、数字、标点"
    elif action.scope in ("reply", "remark"):
        allowed += "，或 enter、escape、ctrl+j"
    return f"{where}不能用 {'、'.join(bad)}：终端送不到或另有用处。可用 {allowed}；{default}"


def _merged(wanted: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {action.id: wanted.get(action.id, action.keys) for action in ACTIONS}


def _first_clash(wanted: Mapping[str, tuple[str, ...]]) -> tuple[str, str] | None:
    """An entry of the user's that takes a key another action has, and the words for it."""
    found = _merged(wanted)
    for id_ in reversed(list(wanted)):
        action = by_id()[id_]
        for other in ACTIONS:
            if other.id == id_ or not overlap(action.scope, other.scope):
                continue
            shared = set(found[id_]) & set(found[other.id])
            if shared:
                key = min(shared)
                return id_, (
                    f"按键设置：{action.id}（{action.label}）想用的 {key} 已是 "
                    f"{other.id}（{SCOPES[other.scope]}·{other.label}）的按键，"
                    f"仍用默认的 {'、'.join(action.keys)}"
                )
    return None
