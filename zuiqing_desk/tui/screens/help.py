"""F1: which keys act here, then all the others."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from zuiqing_desk.tui import keys
from zuiqing_desk.tui.actions import ACTIONS, SCOPES, Action
from zuiqing_desk.tui.text import one_line, pad

MOVING = (
    ("↑ ↓", "在列表里移动"),
    ("Tab", "换到下一块；Shift+Tab 换回来"),
    ("Enter", "打开选中的一行；在回复框里是发送"),
    ("Esc", "离开回复框，或关掉弹出的窗口"),
)


class HelpScreen(ModalScreen[None]):
    """``here``: the actions that act now, with the key shown; ``in_force``: every action's keys."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q,enter", "close", "关闭", show=False)
    ]

    def __init__(
        self,
        here: Mapping[str, str],
        in_force: Mapping[str, tuple[str, ...]],
        notices: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._text = help_text(here, in_force, notices)

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog", classes="-help"):
            yield Static(Content("按键与说明"), classes="dialog-title")
            yield VerticalScroll(Static(self._text), id="help-text")
            yield Static(Content("↑↓ PgUp PgDn 翻看 · Esc 关闭"), classes="dialog-hint")

    def on_mount(self) -> None:
        self.query_one("#help-text").focus()

    def action_close(self) -> None:
        """Back to work."""
        self.dismiss(None)


def help_text(
    here: Mapping[str, str], in_force: Mapping[str, tuple[str, ...]], notices: Sequence[str]
) -> Content:
    """The whole help: notices, what acts here, then every scope's actions, then moving about."""
    parts: list[Content] = []
    if notices:
        parts.append(Content.styled("提示", "bold $text-warning"))
        parts.extend(Content(f"  ! {one_line(text)}") for text in notices)
        parts.append(Content(""))
    parts.append(Content.styled("这里能用的", "bold"))
    parts.extend(_row(action, here[action.id]) for action in ACTIONS if action.id in here)
    for scope, name in SCOPES.items():
        rows = [action for action in ACTIONS if action.scope == scope and action.id not in here]
        if rows:
            parts += [Content(""), Content.styled(f"其他 · {name}", "bold")]
            parts.extend(_row(action, _keys(in_force[action.id])) for action in rows)
    parts += [Content(""), Content.styled("移动", "bold")]
    parts.extend(_line(key, "", what) for key, what in MOVING)
    return Content("\n").join(parts)


def _keys(of_action: tuple[str, ...]) -> str:
    return " ".join(keys.display(key) for key in of_action)


def _row(action: Action, shown: str) -> Content:
    return _line(shown, action.label, action.help)


def _line(key: str, label: str, what: str) -> Content:
    return Content.assemble(
        "  ", (pad(key, 8), "bold $text-accent"), (pad(label, 10) if label else ""), what
    )
