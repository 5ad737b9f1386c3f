"""A list to choose from with the arrow keys and Enter."""

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from zuiqing_desk.tui.widgets.prose import harmless


class Choices(OptionList):
    """Rows are ``(id, content)``; what is chosen arrives as OptionList.OptionSelected."""

    DEFAULT_CSS = """
    Choices, Choices:focus {
        height: auto;
        max-height: 9;
        border: none;
        padding: 0;
        background: transparent;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    def __init__(self, rows: Iterable[tuple[str, Content]] = (), *, id: str) -> None:
        super().__init__(*_options(rows), id=id, markup=False)

    def show(self, rows: Iterable[tuple[str, Content]]) -> None:
        """Replace the rows; the highlight stays on the same id where that is still there."""
        before = self.chosen
        options = _options(rows)
        self.clear_options()
        self.add_options(options)
        ids = [option.id for option in options]
        if ids:
            self.highlighted = ids.index(before) if before in ids else 0

    @property
    def chosen(self) -> str | None:
        """The id of the highlighted row."""
        option = self.highlighted_option
        return None if option is None else option.id


def _options(rows: Iterable[tuple[str, Content]]) -> list[Option]:
    return [Option(harmless(content), id=id_) for id_, content in rows]
