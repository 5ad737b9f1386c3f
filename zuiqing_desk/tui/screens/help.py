"""F1: which keys act here, then all the others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from zuiqing_desk.tui import keys
from zuiqing_desk.tui.actions import ACTIONS, Action
from zuiqing_desk.tui.help_entry import Entry
from zuiqing_desk.tui.scopes import SCOPES
from zuiqing_desk.tui.screens.everywhere import Everywhere
from zuiqing_desk.tui.screens.page_help import page_entries

MOVING = (
    ("↑ ↓", "在列表里移动"),
    ("Tab", "换到下一块；Shift+Tab 换回来"),
    ("Enter", "打开选中的一行；在回复框里是发送"),
    ("Esc", "离开回复框，或关掉弹出的窗口"),
)


class HelpBox(Everywhere[None], ModalScreen[None]):
    """A box with these entries, wrapped to its width."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "close", "关闭", show=False, tooltip="回到原处。"),
    ]

    def __init__(self, title: str, shown: Sequence[Entry]) -> None:
        super().__init__()
        self._title = title
        self._entries = shown
        self._text = Static(id="help-rows")

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog", classes="-help"):
            yield Static(Content(self._title), classes="dialog-title")
            yield VerticalScroll(self._text, id="help-text")
            yield Static(Content("↑↓ PgUp PgDn 翻看 · Esc 关闭"), classes="dialog-hint")

    def on_mount(self) -> None:
        self.set_focus(self.query_one("#help-text"))

    def on_resize(self) -> None:
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        width = self.query_one("#help-text").scrollable_content_region.width
        self._text.update(
            Content("\n").join(row for one in self._entries for row in one.rows(width))
        )

    def action_help(self) -> None:
        """The key that opened it closes it."""
        self.dismiss(None)

    def action_close(self) -> None:
        """Back to work."""
        self.dismiss(None)


class PageHelp(HelpBox):
    """The keys of one screen; ``first`` is what it says of itself."""

    def __init__(self, screen: Screen[Any], first: Iterable[Entry] = ()) -> None:
        super().__init__("按键与说明", [*page_entries(screen, first)])


class HelpScreen(HelpBox):
    """``here``: the actions that act now, with the key shown; ``in_force``: every action's keys."""

    def __init__(
        self,
        here: Mapping[str, str],
        in_force: Mapping[str, tuple[str, ...]],
        notices: Sequence[str] = (),
    ) -> None:
        super().__init__("按键与说明", [*entries(here, in_force, notices)])


def entries(
    here: Mapping[str, str], in_force: Mapping[str, tuple[str, ...]], notices: Sequence[str]
) -> Iterator[Entry]:
    """The whole help: notices, what acts here, then every scope's actions, then moving about."""
    if notices:
        yield Entry(heading="提示")
        yield from (Entry(what=f"! {text}") for text in notices)
        yield Entry()
    yield Entry(heading="这里能用的")
    yield from (_entry(action, here[action.id]) for action in ACTIONS if action.id in here)
    for scope, name in SCOPES.items():
        rest = [action for action in ACTIONS if action.scope == scope and action.id not in here]
        if rest:
            yield Entry()
            yield Entry(heading=f"其他 · {name}")
            yield from (_entry(action, _keys(in_force[action.id])) for action in rest)
    yield Entry()
    yield Entry(heading="移动")
    yield from (Entry(key, "", what) for key, what in MOVING)


def _keys(of_action: tuple[str, ...]) -> str:
    return " ".join(keys.display(key) for key in of_action)


def _entry(action: Action, shown: str) -> Entry:
    return Entry(shown, action.label, action.help)
