"""A field of a form that is only read."""

from textual.content import Content

from zuiqing_desk.tui.widgets.form import FormField
from zuiqing_desk.tui.widgets.prose import Prose, tidy


class FixedField(FormField):
    """Something that is read and not written."""

    def __init__(self, key: str, label: str) -> None:
        self._said = Prose()
        super().__init__(key, label, self._said)

    def show(self, words: str) -> None:
        """Say this."""
        self._said.update(Content(tidy(words)))

    def focus_in(self) -> None:
        """There is nothing to write."""
