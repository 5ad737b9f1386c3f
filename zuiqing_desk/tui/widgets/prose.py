"""Text to read: styled, wrapped as Chinese is."""

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from zuiqing_desk.tui.text import TAB, safe, wrap


def tidy(text: str) -> str:
    """Text of several lines, fit for Prose."""
    return safe(text).replace("\t", TAB)


def harmless(content: Content) -> Content:
    """``content`` as it is if it went through ``tidy``; otherwise its text that did, without its
    styles: it must not reach the terminal as it is."""
    tidied = tidy(content.plain)
    return content if tidied == content.plain else Content(tidied)


def wrapped(content: Content, width: int) -> list[Content]:
    """``content`` in rows of at most ``width`` cells, broken where tui.text.wrap breaks."""
    content = harmless(content)
    plain, rows, at = content.plain, [], 0
    for row in wrap(plain, width):
        at = plain.index(row, at)
        rows.append(content[at : at + len(row)])
        at += len(row)
    return rows


class Prose(Widget):
    """Shows one text; as high as that takes."""

    DEFAULT_CSS = "Prose { width: 1fr; height: auto; }"

    def __init__(
        self, content: Content | None = None, *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._content = content or Content()

    def update(self, content: Content) -> None:
        """Show this text instead."""
        if content != self._content:
            self._content = content
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(wrapped(self._content, width))

    def render(self) -> Content:
        return Content("\n").join(wrapped(self._content, self.content_size.width))
