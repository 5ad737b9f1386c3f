"""Words that name keys: ``{action id}`` in them stands for the key in force.

What the services refuse may name keys so, and whatever is said on the screen.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from zuiqing_desk.tui import keys
from zuiqing_desk.tui.actions import by_id

if TYPE_CHECKING:
    # Named only: commands use these words, too, and need no screen.
    from textual.app import App

NameKeys = Callable[[str], str]
_MARK: Final = re.compile(r"\{([a-z_]+(?:\.[a-z_]+)?)\}")


def with_keymap(words: str, in_force: Mapping[str, Sequence[str]] | None = None) -> str:
    """``words`` with every ``{action id}`` replaced by its first key: of these, else the default
    one. Braces about anything else stay."""

    def key(found: re.Match[str]) -> str:
        action = by_id().get(found[1])
        if action is None:
            return found[0]
        mine = (in_force or {}).get(action.id, action.keys)
        return keys.in_a_sentence(keys.display(mine[0]))

    return _MARK.sub(key, words)


def with_keys(app: "App[Any]", words: str) -> str:
    """``words`` with the keys that are in force in this program."""
    name_keys: NameKeys = getattr(app, "name_keys", with_keymap)
    return name_keys(words)
