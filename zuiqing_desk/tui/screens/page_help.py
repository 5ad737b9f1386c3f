"""F1 on the screens beside the desk: which keys act there, each with a sentence.

The sentences stand at the bindings themselves (their tooltip); what a widget does with a key stands
in the screen's ``MORE_KEYS``.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from textual.binding import Binding
from textual.screen import Screen

from zuiqing_desk.tui import keys
from zuiqing_desk.tui.help_entry import Entry
from zuiqing_desk.tui.widgets.key_footer import reachable
from zuiqing_desk.tui.widgets.page_keys import Keys

MoreKeys = tuple[tuple[str, str, str], ...]
"""A key as it is shown, its label, and a sentence."""


def help_keys(screen: Screen[Any]) -> Keys:
    """What a footer says of the help."""
    key = reachable(screen).get("help")
    return () if key is None else ((key, "帮助"),)


def page_entries(screen: Screen[Any], first: Iterable[Entry] = ()) -> Iterator[Entry]:
    """What belongs to the screen itself first, then what it shares with others."""
    in_force = reachable(screen)
    seen: set[str] = set()
    yield Entry(heading="这里能用的")
    yield from first
    for one in type(screen).__mro__:
        for key, label, what in vars(one).get("MORE_KEYS", ()):
            if key not in seen:
                seen.add(key)
                yield Entry(key, label, what)
        for binding in vars(one).get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.tooltip and binding.action not in seen:
                seen.add(binding.action)
                yield Entry(_key(binding, in_force), binding.description, binding.tooltip)


def _key(binding: Binding, in_force: dict[str, str]) -> str:
    if binding.id in in_force:
        return in_force[binding.id]
    return binding.key_display or keys.display(binding.key.split(",")[0])
