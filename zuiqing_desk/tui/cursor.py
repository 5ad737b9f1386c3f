"""Where the terminal's own cursor stands: an input method opens its candidate window there.

Textual draws its own cursor and only parks the terminal's. On the pinned version the parking place
is one cell too far right at the end of an Input, and stale after mounting, a new layout, a resize
or a value set by the program. It is computed here afresh before every frame instead.
"""

from typing import TYPE_CHECKING, TypeGuard

from rich.cells import cell_len
from textual.expand_tabs import expand_tabs_inline
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Input

if TYPE_CHECKING:
    from textual.widgets import TextArea

_INPUT_TAB: int = 4


def caret(widget: Widget | None) -> Offset | None:
    """The screen cell of the text cursor of ``widget``; None if it is no text widget."""
    if isinstance(widget, Input):
        return _input_caret(widget)
    if _is_text_area(widget):
        return _text_area_caret(widget)
    return None


def _is_text_area(widget: Widget | None) -> "TypeGuard[TextArea]":
    """Told without importing it: the first frame has no text area and need not pay for one."""
    return hasattr(widget, "wrapped_document")


def _input_caret(widget: Input) -> Offset:
    before = widget.value[: widget.cursor_position]
    # A password is drawn as one-cell dots, however wide its characters are.
    cells = len(before) if widget.password else cell_len(expand_tabs_inline(before, _INPUT_TAB))
    return widget.content_region.offset + Offset(cells, 0) - _scrolled(widget)


def _text_area_caret(widget: "TextArea") -> Offset:
    offset = widget.wrapped_document.location_to_offset(widget.cursor_location)
    inside = Offset(offset.x + widget.gutter_width, offset.y)
    return widget.content_region.offset + inside - _scrolled(widget)


def _scrolled(widget: Widget) -> Offset:
    return Offset(round(widget.scroll_x), round(widget.scroll_y))
