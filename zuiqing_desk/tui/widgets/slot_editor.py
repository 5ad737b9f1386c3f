"""A text editor that knows what is still to be filled in: ``{?几瓶}``."""

from typing import ClassVar

from textual.binding import BindingType
from textual.document._document import Location, Selection

from zuiqing_desk.rules.template import Placeholder, placeholders
from zuiqing_desk.tui.widgets.text_editor import TextEditor


class SlotEditor(TextEditor, inherit_bindings=False):
    """Selects the placeholders of its text one after the other, so that typing replaces them."""

    BINDINGS: ClassVar[list[BindingType]] = []

    @property
    def unfilled(self) -> tuple[Placeholder, ...]:
        """What is still to be filled in, from left to right."""
        return placeholders(self.text)

    def put_ready(self, text: str) -> None:
        """Put text in place of the selection; the first thing to fill in it is selected then.

        What is still to be filled in is selected by us, not to be replaced by ready words: they
        come behind everything then, on their own line.
        """
        ends = tuple(self._index(one) for one in sorted(self.selection))
        if ends in [(one.start, one.end) for one in self.unfilled]:
            self.to_end()
            text = f"\n{text}"
        start = self._index(min(self.selection))
        self._replace_via_keyboard(text, *self.selection)
        self.select_slot(start)

    def to_end(self) -> None:
        """Put the cursor behind everything; nothing stays selected."""
        self.selection = Selection.cursor(self.document.end)

    def select_slot(self, start: int) -> None:
        """Select the first placeholder from this place on (code points), or else the first.

        Where none is left the cursor stays.
        """
        open_ = self.unfilled
        if open_:
            chosen = next((one for one in open_ if one.start >= start), open_[0])
            self.selection = Selection(self._location(chosen.start), self._location(chosen.end))

    def next_slot(self) -> None:
        """Select the placeholder after the cursor; after the last comes the first."""
        selected = self._index(max(self.selection))
        here = self._index(min(self.selection))
        self.select_slot(selected if selected > here else here)

    def _index(self, location: Location) -> int:
        row, column = location
        return sum(map(len, self.document.lines[:row])) + row + column

    def _location(self, index: int) -> Location:
        left = index
        for row, line in enumerate(self.document.lines):
            if left <= len(line):
                return row, left
            left -= len(line) + 1
        return self.document.end
