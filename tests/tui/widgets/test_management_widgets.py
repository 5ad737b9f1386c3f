"""What the management screens are built of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from support.painted import OneWidget
from textual.content import Content

from zuiqing_desk.tui.difference_text import difference_content
from zuiqing_desk.tui.text import wrap
from zuiqing_desk.tui.widgets.browse_list import row_of, widths
from zuiqing_desk.tui.widgets.prose import Prose, tidy, wrapped
from zuiqing_desk.tui.widgets.view_bar import ViewBar

TEXT = st.text(alphabet="酒好，。 ab\n\t「」👍🏽\x1b\u202e{?}", max_size=60)
VIEWS = {"all": "全部", "team": "团队", "own": "个人", "late": "很久没有用过的"}


@given(TEXT, st.integers(2, 20))
def test_styled_text_breaks_where_plain_text_does(text: str, width: int) -> None:
    rows = wrapped(Content.styled(tidy(text), "bold"), width)
    assert [row.plain for row in rows] == wrap(tidy(text), width)


def test_wrapping_keeps_the_looks() -> None:
    first, second = wrapped(Content.assemble(("甲乙", "bold"), "丙丁"), 4)
    assert (first, second) == (Content.styled("甲乙", "bold"), Content("丙丁"))


async def test_prose_is_as_high_as_its_text() -> None:
    prose = Prose(Content("一二三四五六七八九十"))
    async with OneWidget(prose).run_test(size=(10, 8)) as pilot:
        assert prose.size.height == 2
        prose.update(Content("短"))
        await pilot.pause()
        assert prose.size.height == 1


@given(TEXT, TEXT)
def test_a_difference_never_reaches_the_terminal_raw(before: str, after: str) -> None:
    assert not set(difference_content(before, after).plain) & set("\x1b\u202e\t")


def test_a_difference_is_marked_without_colours_too() -> None:
    assert difference_content("今天发货", "明天发货").plain == "［－今］［＋明］天发货"


@pytest.mark.parametrize(
    ("columns", "room", "cells"),
    [((4, 0, 6), 30, [4, 16, 6]), ((0,), 10, [10]), ((4, 0, 6), 8, [4, 4, 6])],
)
def test_the_open_column_takes_what_is_left(
    columns: tuple[int, ...], room: int, cells: list[int]
) -> None:
    assert widths(columns, room) == cells


@given(st.text(max_size=30), st.integers(20, 60))
def test_a_row_fills_its_columns_whatever_stands_in_them(text: str, room: int) -> None:
    row = "".join(span for span, _ in row_of([(text, ""), ("尾", "muted")], (0, 4), room))
    assert cell_len(row) == room + 2
    assert "尾" in row


async def bar_at(width: int, view: str) -> str:
    """What the bar shows in so many cells."""
    bar = ViewBar(VIEWS, id="bar")
    async with OneWidget(bar).run_test(size=(width, 3)) as pilot:
        bar.show(view, {"all": 209, "team": 7, "own": 0}.get)
        await pilot.pause()
        return bar.render().plain


async def test_the_bar_marks_the_view_and_counts_what_is_known() -> None:
    assert await bar_at(60, "team") == "全部 209  [团队 7]  个人 0  很久没有用过的"


async def test_a_narrow_bar_keeps_the_view_that_is_shown() -> None:
    assert await bar_at(24, "all") == "[全部 209]  团队 7"
    assert await bar_at(24, "late") == "[很久没有用过的]"


def test_the_views_go_round() -> None:
    bar = ViewBar(VIEWS, id="bar")
    assert bar.step(-1) == "late"
    assert bar.step(1) == "team"
