"""How the index is asked for days."""

from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.services.history.pieces import DAY_US, MONTH_DAYS, kept, within

moments = st.integers(0, 400 * DAY_US)


def _days_of(told: str) -> list[int]:
    days = list[int]()
    for token in told.strip("()").split(" OR "):
        number = int(token[3:])
        if token.startswith("qqm"):
            days += range(number * MONTH_DAYS, (number + 1) * MONTH_DAYS)
        else:
            days.append(number)
    return sorted(days)


@given(moments, st.integers(1, 200 * DAY_US))
def test_the_days_asked_for_are_those_the_time_touches_each_once(since: int, length: int) -> None:
    told = within(since, since + length)
    assert told is not None
    first, last = since // DAY_US, (since + length - 1) // DAY_US
    assert _days_of(told) == list(range(first, last + 1))


def test_months_are_asked_for_where_there_are_whole_ones() -> None:
    told = within(MONTH_DAYS * DAY_US - 1, 3 * MONTH_DAYS * DAY_US + 1)
    assert told == "(qqm1 OR qqm2 OR qqy29 OR qqy90)"


def test_a_time_of_too_many_months_is_not_asked_for() -> None:
    assert within(0, 10_000 * MONTH_DAYS * DAY_US) is None
    assert within(-1, DAY_US) is None


def test_a_line_is_kept_by_single_characters_and_pairs_and_by_all_that_stands_beside_it() -> None:
    at = 31 * DAY_US + 5
    assert kept("发ＡA", 12, 3, 4, at).split() == [
        *("发", "a", "发a", "aa"),
        *("qqt12", "qqs3", "qqy31", "qqm1", "qqw4"),
    ]
    assert "qqw" not in kept("发", 12, 3, None, at)
