"""The chart of a figure."""

from rich.cells import cell_len

from zuiqing_desk.tui.tally_chart import MARK, Points, chart

DAY = 739_000


def drawn(points: Points, width: int = 70, height: int = 4) -> list[str]:
    shown = chart(points, "received", (width, height), range(DAY, DAY + 1))
    return [row.replace("\u00a0", " ") for row in shown.plain.split("\n")]


def test_the_largest_fills_the_height_and_the_smallest_is_seen() -> None:
    rows = drawn([(DAY, 100), (DAY + 1, 1), (DAY + 2, 0), (DAY + 3, None)], width=13)
    assert rows[0] == "100┤█       "
    assert rows[3] == "  0┤█ ▁   · "
    assert rows[5].split() == ["04-24", "04-27"]


def test_half_the_largest_is_half_the_height() -> None:
    rows = drawn([(DAY, 10), (DAY + 1, 5)], width=8, height=4)
    assert [row[5:6] for row in rows[:4]] == [" ", " ", "█", "█"]


def test_thirty_days_fit_the_narrowest_detail_and_one_without_numbers_is_drawn() -> None:
    for width in (36, 44, 76):
        rows = drawn([(DAY + one, one) for one in range(30)], width=width)
        assert max(map(cell_len, rows)) <= width
    assert "·" in drawn([(DAY, None), (DAY + 1, None)])[3]


def test_beside_a_wide_number_the_oldest_days_go() -> None:
    shown = chart([(DAY + one, 123_456_700) for one in range(30)], "sales_fen", (36, 4), range(0))
    rows = shown.plain.replace("\u00a0", " ").split("\n")
    assert max(map(cell_len, rows)) <= 36
    assert rows[5].endswith("05-23")


def test_the_days_in_question_are_told_by_more_than_their_colour() -> None:
    points = [(DAY + one, 1) for one in range(3)]
    shown = chart(points, "received", (30, 2), range(DAY + 1, DAY + 3))
    top, foot, marks, _ = shown.plain.replace("\u00a0", " ").split("\n")
    assert marks == foot.replace("0┤", "  ").replace("████", "    ", 1).replace("█", MARK)
    spans = [span for span in shown.spans if "accent" in str(span.style)]
    other = "".join(shown.plain[span.start : span.end] for span in spans)
    assert other.count("█") == 2 * (top.count("█") - 4)
