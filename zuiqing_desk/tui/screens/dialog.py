"""What all dialogs share: a box in the middle, Esc to leave without doing anything."""

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from zuiqing_desk.tui.help_entry import Entry
from zuiqing_desk.tui.key_words import with_keys
from zuiqing_desk.tui.screens.everywhere import Everywhere
from zuiqing_desk.tui.text import one_line

T = TypeVar("T")


class Dialog(Everywhere[T | None], ModalScreen[T | None]):
    """A box with a title, a body and a line that says which keys act. Esc gives None. In the title
    and that line ``{action id}`` stands for a key."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "取消", show=False),
    ]

    def __init__(self, title: str, hint: str) -> None:
        super().__init__()
        self._title = title
        self._hint = hint

    def body(self) -> Iterable[Widget]:
        """The widgets between the title and the hint."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Static(
                Content(with_keys(self.app, one_line(self._title))), classes="dialog-title"
            )
            yield from self.body()
            yield Static(Content(with_keys(self.app, self._hint)), classes="dialog-hint")

    @property
    def unsaved(self) -> bool:
        """Whether anything was written; what was filled in for the user counts, too."""
        return any(field.value for field in self.query(Input)) or any(
            field.text for field in self.query(TextArea)
        )

    def help_entries(self) -> Iterable[Entry]:
        """What the hint says."""
        for part in self._hint.split(" · "):
            key, _, what = part.partition(" ")
            yield Entry(key, "", what)

    def action_cancel(self) -> None:
        """Leave without a result."""
        self.dismiss(None)
