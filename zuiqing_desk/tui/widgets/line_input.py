"""A line of text for Chinese: what an input method commits goes in whole, and keys act in order.

What Textual's own does differently on the pinned version, and why this one does not:

- it drops typed U+3000 and U+200D, which are no "printable" characters to Python;
- it moves and deletes by code point, splitting emoji, and takes a Chinese run for one word;
- a key that is a binding (Backspace, the arrows …) is carried out after characters typed later in
  the same burst; here every key acts in its turn;
- a text with line ends, put in from the register, keeps them, and of a paste only the first line.
"""

import unicodedata

from textual import events
from textual.widgets import Input
from textual.widgets.input import Selection

from zuiqing_desk.rules.text import clean, clean_line, graphemes, is_one_line
from zuiqing_desk.tui.words import word_end, word_start


class LineInput(Input):
    """An Input that moves and deletes by what a reader takes for a character, or a word."""

    def validate_value(self, value: str) -> str:
        """Whoever puts text in, a program too: it is one line, and a terminal obeys none of it."""
        return value if is_one_line(value) else clean_line(value)

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable:
            await super()._on_key(event)
            return
        char = event.character or ""
        if len(char) == 1 and unicodedata.category(char) not in ("Cc", "Cs"):
            self.take_in(char)
        elif not await self._edit(event.key):
            return
        event.stop()
        event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        self.take_in(event.text)
        event.stop()
        event.prevent_default()

    def action_paste(self) -> None:
        """Paste from the desk's own register."""
        self.take_in(self.app.clipboard)

    def take_in(self, text: str) -> None:
        """Put text at the cursor, or in place of what is selected, as one clean line. Of blanks
        alone, one: a Chinese input method sends U+3000 for the space bar."""
        self.replace(clean_line(text) or " " * bool(clean(text)), *self.selection)

    async def _edit(self, key: str) -> bool:
        """Run this widget's own binding of ``key`` now, before the next key is looked at."""
        for node, found in self.screen._binding_chain:
            if node is self:
                for binding in found.key_to_bindings.get(key, ()):
                    if await self.app.run_action(binding.action, self):
                        return True
        return False

    # --- by what a reader takes for one character, or one word

    def _left(self) -> int:
        before = graphemes(self.value[: self.cursor_position])
        return self.cursor_position - len(before[-1]) if self.cursor_position else 0

    def _right(self) -> int:
        after = self.value[self.cursor_position :]
        return self.cursor_position + (len(graphemes(after)[0]) if after else 0)

    def _word_left(self) -> int:
        return 0 if self.password else word_start(self.value[: self.cursor_position])

    def _word_right(self) -> int:
        if self.password:
            # Where its words end is nobody's business.
            return len(self.value)
        return self.cursor_position + word_end(self.value[self.cursor_position :])

    def _go(self, to: int, select: bool) -> None:
        self.selection = Selection(self.selection.start if select else to, to)

    def action_cursor_left(self, select: bool = False) -> None:
        """One character to the left, or to the left end of the selection."""
        chosen = not (select or self.selection.is_empty)
        self._go(min(self.selection) if chosen else self._left(), select)

    def action_cursor_right(self, select: bool = False) -> None:
        """One character to the right, or to the right end of the selection; at the end of the
        text, take what is offered there."""
        if not select and self.cursor_at_end and self._suggestion:
            self.value = self._suggestion
            self.cursor_position = len(self.value)
            return
        chosen = not (select or self.selection.is_empty)
        self._go(max(self.selection) if chosen else self._right(), select)

    def action_cursor_left_word(self, select: bool = False) -> None:
        """One word to the left (tui.words says what a word is)."""
        self._go(self._word_left(), select)

    def action_cursor_right_word(self, select: bool = False) -> None:
        """One word to the right."""
        self._go(self._word_right(), select)

    def action_delete_left(self) -> None:
        """Delete the selection, or one character to the left."""
        self._delete_to(self._left())

    def action_delete_right(self) -> None:
        """Delete the selection, or one character to the right."""
        self._delete_to(self._right())

    def action_delete_left_word(self) -> None:
        """Delete the selection, or one word to the left."""
        self._delete_to(self._word_left())

    def action_delete_right_word(self) -> None:
        """Delete the selection, or one word to the right."""
        self._delete_to(self._word_right())

    def _delete_to(self, to: int) -> None:
        if self.selection.is_empty:
            self.delete(self.cursor_position, to)
        else:
            self.delete_selection()
