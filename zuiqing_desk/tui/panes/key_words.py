"""Words that name keys, with the keys that are in force."""

from typing import Any

from textual.screen import Screen

from zuiqing_desk.tui import keys
from zuiqing_desk.tui.actions import by_id
from zuiqing_desk.tui.widgets.key_footer import reachable


def with_keys(screen: Screen[Any], words: str) -> str:
    """``words`` with every ``{action id}`` replaced by the key that leads to it on this screen, or
    its default key where it cannot be reached just now."""
    found = reachable(screen)
    for id_, action in by_id().items():
        mark = f"{{{id_}}}"
        if mark in words:
            key = found.get(id_) or keys.display(action.keys[0])
            words = words.replace(mark, keys.in_a_sentence(key))
    return words
