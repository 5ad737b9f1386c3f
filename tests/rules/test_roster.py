"""The rules of the roster: what is wrong with a month, what was not covered."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.roster import Entry, Span, problems, short_notice, uncovered

HOUR = 3_600_000_000
DAY_ONE = 739_677
NAMES = {1: "1001 甲**", 2: "1002 乙**"}


def work(
    staff: int, day: int, begin: float, end: float, shift: str = "白班", *, duty: bool = True
) -> Entry:
    """A shift; hours after midnight of its day."""
    base = day * 24 * HOUR
    return Entry(
        staff, DAY_ONE + day, "work", shift, base + int(begin * HOUR), base + int(end * HOUR), duty
    )


def free(staff: int, day: int, kind: str = "rest") -> Entry:
    base = day * 24 * HOUR
    return Entry(staff, DAY_ONE + day, kind, "", base, base + 24 * HOUR, False)


def found(*entries: Entry, rest_days: int = 0, days: int = 2) -> list[tuple[str, str, int | None]]:
    some = problems(entries, range(DAY_ONE, DAY_ONE + days), NAMES, rest_days)
    return [(one.level, one.what, one.staff_id) for one in some]


FINE = (work(1, 0, 9, 18), work(1, 1, 9, 18))


def test_a_planned_month_without_fault_says_nothing() -> None:
    assert found(*FINE) == []


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        (work(1, 0, 17, 23, "晚班"), ("bad", "double", 1)),
        (work(1, -1, 22, 34, "夜班"), ("bad", "double", 1)),
        (free(1, 0), ("bad", "free_and_shift", 1)),
        (free(1, 1, "leave"), ("bad", "free_and_shift", 1)),
        (work(1, 0, 19, 26, "晚班"), ("told", "short_night", 1)),
        (work(2, 0, 9, 18), ("told", "duty", None)),
        (work(2, 0, 9, 17, duty=False), ("told", "duty", None)),
        (work(2, 0, 9, 18, duty=False), None),
        (work(1, 0, 18, 25, "晚班"), None),
    ],
)
def test_each_fault_is_found(more: Entry, problem: tuple[str, str, int | None] | None) -> None:
    assert found(*FINE, more) == ([] if problem is None else [problem])


def test_a_day_without_anybody_is_told_once_something_is_planned() -> None:
    assert found(work(1, 0, 9, 18)) == [("told", "nobody", None)]
    assert found(free(1, 0)) == []


def test_rest_days_are_counted_for_whoever_is_planned() -> None:
    month = [*(free(1, day) for day in range(3)), work(1, 4, 9, 18), free(2, 0, "leave")]
    some = problems(month, range(DAY_ONE, DAY_ONE + 30), {**NAMES, 3: "1003 丙**"}, 4)
    assert [one.text for one in some if one.level == "bad"] == [
        "1001 甲** 休息 3/4 天，还差 1 天。",
        "1002 乙** 休息 0/4 天，还差 4 天。",
    ]


@pytest.mark.parametrize(("ahead", "late"), [(0, True), (1, True), (2, False), (9, False)])
def test_a_swap_is_asked_two_days_ahead(ahead: int, late: bool) -> None:
    assert short_notice(DAY_ONE + ahead, DAY_ONE, 2) is late


def test_what_nobody_covered() -> None:
    planned = [Span(1, 0, 10), Span(2, 5, 20), Span(3, 30, 40)]
    assert uncovered(planned, [Span(9, 3, 7), Span(9, 15, 35)]) == [
        (0, 3, {1}),
        (7, 15, {1, 2}),
        (35, 40, {3}),
    ]


SPANS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 30), st.integers(0, 12)).map(
        lambda one: Span(one[0], one[1], one[1] + one[2])
    ),
    max_size=6,
)


@given(SPANS, SPANS)
def test_uncovered_agrees_with_counting_moment_by_moment(
    planned: list[Span], present: list[Span]
) -> None:
    def stands(spans: list[Span], at: int) -> bool:
        return any(one.begin <= at < one.end for one in spans)

    gaps = uncovered(planned, present)
    missed = {at for begin, end, _ in gaps for at in range(begin, end)}
    assert missed == {at for at in range(60) if stands(planned, at) and not stands(present, at)}
    assert all(earlier[1] < later[0] for earlier, later in pairwise(gaps))
