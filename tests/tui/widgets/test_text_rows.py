"""The rows of a text box, kept up edit by edit, are those of the whole text wrapped anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual._wrap import compute_wrap_offsets
from textual.document._document import Document
from textual.expand_tabs import get_tab_widths

from zuiqing_desk.rules.text import graphemes
from zuiqing_desk.tui.widgets.text_rows import TextRows

TAB = 4
FAMILY = "👨\u200d👩\u200d👧"
TEXT = st.text(st.sampled_from("酒好。ab  \n\t1👨\u200d👩\u0301"), max_size=60)
LONG = st.text(st.sampled_from("酒好。ab "), min_size=30, max_size=90)
EDITS = st.lists(
    st.tuples(
        st.integers(0, 200), st.integers(0, 8), st.text(st.sampled_from("酒a \n\t"), max_size=5)
    ),
    max_size=6,
)


def place(document: Document, index: int) -> tuple[int, int]:
    return document.get_location_from_index(min(index, len(document.text)))


def state(rows: TextRows) -> tuple[object, ...]:
    return (rows._wrap_offsets, rows._offset_to_line_info, rows._line_index_to_offsets)


@given(text=st.one_of(TEXT, LONG), width=st.integers(2, 20), edits=EDITS)
def test_after_every_edit_the_rows_are_those_of_the_text_wrapped_anew(
    text: str, width: int, edits: list[tuple[int, int, str]]
) -> None:
    document = Document(text)
    rows = TextRows(document, width, TAB)
    for index, deleted, inserted in edits:
        start, end = place(document, index), place(document, index + deleted)
        result = document.replace_range(start, end, inserted)
        rows.wrap_range(start, end, result.end_location)
        assert state(rows) == state(TextRows(document, width, TAB))


@pytest.mark.parametrize(
    ("text", "start", "end", "inserted", "after"),
    [
        pytest.param("aaaa bbbb", 6, 9, "", ["aaaa b"], id="a shorter word goes back"),
        pytest.param("aaaa b", 6, 6, "b", ["aaaa ", "bb"], id="a longer one comes down"),
        pytest.param("aaaaaa", 3, 3, " ", ["aaa ", "aaa"], id="a word is parted"),
        pytest.param("aaa aaa", 3, 4, "", ["aaaaaa"], id="two words become one"),
    ],
)
def test_the_rows_around_an_edit(
    text: str, start: int, end: int, inserted: str, after: list[str]
) -> None:
    document = Document(text)
    rows = TextRows(document, 6, TAB)
    result = document.replace_range((0, start), (0, end), inserted)
    rows.wrap_range((0, start), (0, end), result.end_location)
    assert rows.get_sections(0) == after


@given(text=TEXT, width=st.integers(2, 20))
def test_they_break_where_textual_breaks_a_line(text: str, width: int) -> None:
    document = Document(text)
    rows = TextRows(document, width, TAB)
    for index, line in enumerate(document.lines):
        tabs = get_tab_widths(line, TAB)
        if len(graphemes(line)) == len(line):
            assert rows.get_offsets(index) == compute_wrap_offsets(
                line, width, TAB, precomputed_tab_sections=tabs
            )
        assert "".join(rows.get_sections(index)) == line
    assert rows.height == sum(len(rows.get_sections(one)) for one in range(document.line_count))


@given(text=TEXT, width=st.integers(8, 20))
def test_every_row_is_found_again_and_the_caret_stands_behind_what_is_drawn(
    text: str, width: int
) -> None:
    document = Document(text)
    rows = TextRows(document, width, TAB)
    for y in range(rows.height):
        index, start, row, last = rows.row(y)
        line = document[index]
        assert last == (start + len(row) == len(line))
        for column in range(start, start + len(row) + last):
            drawn = cell_len(line[start:column].replace("\t", ""))
            drawn += sum(rows.tab_widths(index, start, column))
            assert rows.location_to_offset((index, column)) == (drawn, y)
    for index, line in enumerate(document.lines):
        widths = [width for part, width in get_tab_widths(line, TAB) if width]
        assert [one for one in rows.tab_widths(index, 0, len(line)) if one] == widths


@given(
    text=st.lists(
        st.sampled_from(["酒", "a", " ", FAMILY, "👋🏽", "🇨🇳", "e\u0301"]), max_size=20
    ).map("".join),
    width=st.integers(12, 20),
)
def test_no_row_tears_an_emoji(text: str, width: int) -> None:
    rows = TextRows(Document(text), width, TAB)
    parts = rows.get_sections(0)
    assert [one for part in parts for one in graphemes(part)] == graphemes(text)
    assert all(cell_len(part.rstrip()) <= width for part in parts)


def test_without_a_width_nothing_breaks() -> None:
    rows = TextRows(Document("酒" * 100 + "\n好"), 0, TAB)
    assert (rows.height, rows.get_sections(0)) == (2, ["酒" * 100])
