"""The bottom of the screen: which keys act here, in Chinese."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.cells import cell_len
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from zuiqing_desk.tui import keys
from zuiqing_desk.tui.actions import ACTIONS, Action

GAP = "  "


def reachable(screen: Screen[Any]) -> dict[str, str]:
    """The actions that act now on this screen: id → the key in force, as shown."""
    found: dict[str, str] = {}
    for key, active in screen.active_bindings.items():
        id_ = active.binding.id
        if id_ is not None and active.enabled and id_ not in found:
            found[id_] = keys.display(key)
    return found


def footer_items(found: dict[str, str]) -> list[tuple[str, str]]:
    """Key and label of what the footer shows.

    What a newcomer needs stands first and is never cut off, then what belongs to the focus.
    """
    always = ("help", "palette", "chat.next", "reply.pick", "remark.open")
    farther = {"list": 1, "chat": 2, "app": 3}
    nearer = {"order.open": 1, "handover.open": 1}

    def order(action: Action) -> tuple[int, int]:
        if action.id in always:
            return -1, always.index(action.id)
        return nearer.get(action.id, farther.get(action.scope, 0)), ACTIONS.index(action)

    shown = (action for action in ACTIONS if action.footer and action.id in found)
    return [(found[action.id], action.label) for action in sorted(shown, key=order)]


def footer_row(items: Sequence[tuple[str, str]], width: int) -> Content:
    """As many whole items as fit into ``width`` cells."""
    parts: list[Content] = []
    used = 0
    for key, label in items:
        cells = cell_len(f"{key} {label}") + (len(GAP) if parts else 0)
        if used + cells > width:
            break
        used += cells
        parts.append(Content.assemble((key, "bold $text-accent"), " ", label))
    return Content(GAP).join(parts)


class KeyFooter(Widget):
    """Follows the focus: shows the keys of the actions that act there."""

    DEFAULT_CSS = """
    KeyFooter { dock: bottom; height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    def __init__(self, fixed: Iterable[tuple[str, str]] | None = None) -> None:
        super().__init__()
        self._fixed = None if fixed is None else list(fixed)

    def on_mount(self) -> None:
        if self._fixed is None:
            self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def render(self) -> Content:
        items = self._fixed
        if items is None:
            items = footer_items(reachable(self.screen))
        return footer_row(items, self.content_size.width)
