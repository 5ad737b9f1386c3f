"""The list that shows a text line by line."""

from rich.cells import cell_len

from zuiqing_desk.tui.widgets.review_list import TextList, TextRow
from zuiqing_desk.tui.widgets.virtual_list import Cursor, Shown


def test_every_row_is_filled_up_to_the_scrollbar() -> None:
    row = TextRow(0, 0, (("漏发两瓶，", "error"), ("今晚要回", "")))
    spans = TextList(id="text").item_spans(Shown(row, 0, Cursor.NONE, None, "▐"), 40)
    assert sum(cell_len(text) for text, _ in spans) == 40
