"""What a row-wise widget drew, and how often it was asked to."""

from typing import Any, TypeVar

from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget

W = TypeVar("W", bound=Widget)


class OneWidget(App[None]):
    """An app that shows one widget, which tests reach as ``widget``."""

    CSS = "Screen { layout: vertical; }"

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        yield self.widget


def rows_of(widget: Widget) -> list[str]:
    """The text of every row of the widget's content."""
    return [widget.render_line(y).text for y in range(widget.content_size.height)]


def counted(widget_class: type[W]) -> type[Any]:
    """The class, with every row Textual has drawn noted in ``drawn``."""

    class Counted(widget_class):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self.drawn: list[int] = []
            super().__init__(*args, **kwargs)

        def render_line(self, y: int) -> Strip:
            self.drawn.append(y)
            strip: Strip = super().render_line(y)
            return strip

        def drawn_since(self) -> set[int]:
            """The rows drawn since the last call."""
            rows, self.drawn = set(self.drawn), []
            return rows

    return Counted
