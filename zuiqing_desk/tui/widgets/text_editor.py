"""A text area for Chinese: what an input method commits stays whole, and keys act in order.

What Textual's own does differently on the pinned version, and why this one does not:

- it drops typed U+3000 and U+200D, which are no "printable" characters to Python;
- it moves and deletes by code point, splitting emoji, and takes a Chinese run for one word;
- a key that is a binding (Enter, Backspace …) is carried out after characters typed later in the
  same burst; here every key acts in its turn;
- Tab stays out of the text, F6 and F7 belong to the panes.
"""

import unicodedata
from typing import ClassVar

from rich.console import RenderableType
from textual import events
from textual.binding import Binding, BindingType
from textual.document._document import EditResult, Location
from textual.document._edit import Edit

from zuiqing_desk.rules.text import clean, graphemes
from zuiqing_desk.tui import keys
from zuiqing_desk.tui.widgets.row_editor import RowEditor
from zuiqing_desk.tui.words import word_end, word_start


def _keys(*rows: tuple[str, str, str]) -> list[Binding]:
    return [Binding(keys, action, words, show=False) for keys, action, words in rows]


EDITING_KEYS = _keys(
    ("up", "cursor_up", "上移"),
    ("down", "cursor_down", "下移"),
    ("left", "cursor_left", "左移"),
    ("right", "cursor_right", "右移"),
    ("ctrl+left", "cursor_word_left", "左移一词"),
    ("ctrl+right", "cursor_word_right", "右移一词"),
    ("home,ctrl+a", "cursor_line_start", "行首"),
    ("end,ctrl+e", "cursor_line_end", "行尾"),
    ("pageup", "cursor_page_up", "上一页"),
    ("pagedown", "cursor_page_down", "下一页"),
    ("shift+up", "cursor_up(True)", "向上选"),
    ("shift+down", "cursor_down(True)", "向下选"),
    ("shift+left", "cursor_left(True)", "向左选"),
    ("shift+right", "cursor_right(True)", "向右选"),
    ("shift+home", "cursor_line_start(True)", "选到行首"),
    ("shift+end", "cursor_line_end(True)", "选到行尾"),
    ("backspace", "delete_left", "删前一字"),
    ("delete", "delete_right", "删后一字"),
    ("ctrl+w", "delete_word_left", "删前一词"),
    ("alt+delete", "delete_word_right", "删后一词"),
    ("ctrl+u", "delete_to_start_of_line", "删到行首"),
    ("ctrl+k", "delete_to_end_of_line_or_delete_line", "删到行尾"),
    ("ctrl+x", "cut", "剪切"),
    ("ctrl+c", "copy", "复制"),
    ("ctrl+v", "paste", "粘贴"),
    ("ctrl+z", "undo", "撤销"),
    ("ctrl+y", "redo", "重做"),
)


_BY_KEY = {key: row.action for row in EDITING_KEYS for key in row.key.split(",")}


class TextEditor(RowEditor, inherit_bindings=False):
    """A multi-line text box. Its text is clean (rules.text.clean) whatever the source."""

    BINDINGS: ClassVar[list[BindingType]] = [*EDITING_KEYS]
    DEFAULT_CSS = """
    TextEditor .text-area--placeholder { color: $foreground; text-style: italic; }
    """

    def __init__(
        self,
        *,
        id: str | None = None,
        classes: str | None = None,
        tooltip: RenderableType | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes, tooltip=tooltip, highlight_cursor_line=False)
        self.cursor_blink = False
        self.match_cursor_bracket = False

    # --- what subclasses hear

    def user_typed(self, text: str) -> bool:
        """Whether ``text``, just typed or pasted, may go in; asked before it does."""
        return not self.read_only

    def text_edited(self) -> None:
        """The text was changed by an edit, an undo or a redo."""

    # --- input

    def typed_text(self, event: events.Key) -> str:
        """The text a key stands for; empty if it is a command."""
        char = event.character
        if char is None or len(char) != 1 or unicodedata.category(char) in ("Cc", "Cs"):
            return ""
        return clean(char)

    async def _on_key(self, event: events.Key) -> None:
        event.prevent_default()
        text = self.typed_text(event)
        if text:
            event.stop()
            self._put(text)
        elif await self._carry_out(event.key):
            event.stop()

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self._put(clean(event.text))

    def _put(self, text: str) -> None:
        if text and self.user_typed(text):
            self._replace_via_keyboard(text, *self.selection)

    async def _carry_out(self, key: str) -> bool:
        """Run this widget's own binding of ``key`` now, before the next key is looked at."""
        for binding in self.own_bindings(key):
            if await self.app.run_action(binding.action, self):
                return True
        # A user's key map takes a key away from everything else that had it.
        return key in _BY_KEY and await self.app.run_action(_BY_KEY[key], self)

    def own_bindings(self, key: str) -> list[Binding]:
        """What this widget itself does with a key, by the key map in force."""
        for node, found in self.screen._binding_chain:
            if node is self:
                return [*found.key_to_bindings.get(key, ())]
        return []

    def key_of(self, action: str) -> str:
        """The key by which this widget carries an action out, as a sentence names it."""
        found = self._bindings.copy()
        found.apply_keymap(self.app._keymap)
        for key, binding in found:
            if binding.action == action:
                return keys.in_a_sentence(keys.display(key))
        return ""

    def action_paste(self) -> None:
        """Paste from the desk's own register."""
        self._put(clean(self.app.clipboard))

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Characters are text here, never somebody's shortcut."""
        if keys.is_character(key):
            # Textual does not know which character "slash" is.
            return True
        return character is not None and unicodedata.category(character[0]) not in ("Cc", "Cs")

    # --- the text is clean, and its edits are told

    def load_text(self, text: str) -> None:
        """Show another text and forget the edits."""
        super().load_text(clean(text))

    def edit(self, edit: Edit) -> EditResult:
        """Carry out an edit."""
        edit.text = clean(edit.text)
        result = super().edit(edit)
        # Textual scrolls to the cursor before it knows that the text has grown by a row.
        self.scroll_cursor_visible()
        self.text_edited()
        return result

    def undo(self) -> None:
        """Undo the last batch of edits."""
        super().undo()
        self.text_edited()

    def redo(self) -> None:
        """Redo what was undone last."""
        super().redo()
        self.text_edited()

    @property
    def cursor_index(self) -> int:
        """The cursor as a count of code points from the start of the text."""
        lines = self.document.lines
        row, column = self.cursor_location
        return sum(map(len, lines[:row])) + row + column

    @cursor_index.setter
    def cursor_index(self, index: int) -> None:
        left = max(0, index)
        for row, line in enumerate(self.document.lines):
            if left <= len(line):
                self.move_cursor((row, left))
                return
            left -= len(line) + 1
        self.move_cursor(self.document.end)

    # --- by what a reader takes for one character, or one word

    def clamp_visitable(self, location: Location) -> Location:
        """The nearest place the cursor may stand: never inside an emoji or under its mark."""
        row, column = super().clamp_visitable(location)
        line = self.document.get_line(row)
        if 0 < column < len(line) and not line.isascii():
            column = _border(line, column)
        return row, column

    def get_cursor_left_location(self) -> Location:
        """One character to the left, over the end of the line above."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        if not before:
            return super().get_cursor_left_location()
        return row, column - len(graphemes(before)[-1])

    def get_cursor_right_location(self) -> Location:
        """One character to the right, over the end of the line."""
        row, column = self.cursor_location
        after = self.document.get_line(row)[column:]
        if not after:
            return super().get_cursor_right_location()
        return row, column + len(graphemes(after)[0])

    def get_cursor_word_left_location(self) -> Location:
        """One word to the left (tui.words says what a word is)."""
        row, column = self.cursor_location
        if column == 0:
            return super().get_cursor_left_location()
        return row, word_start(self.document.get_line(row)[:column])

    def get_cursor_word_right_location(self) -> Location:
        """One word to the right."""
        row, column = self.cursor_location
        after = self.document.get_line(row)[column:]
        if not after:
            return super().get_cursor_right_location()
        return row, column + word_end(after)

    def action_delete_word_right(self) -> None:
        """Delete the selection, or one word to the right."""
        start, end = self.selection
        if start == end:
            end = self.get_cursor_word_right_location()
        self._delete_via_keyboard(start, end)


def _border(line: str, column: int) -> int:
    """The start of the character ``column`` falls into."""
    if len(graphemes(line[column - 1 : column + 1])) == 2:
        return column
    at = 0
    for cluster in graphemes(line):
        if at + len(cluster) > column:
            return at
        at += len(cluster)
    return at
