"""Which copies are kept, and when the next one is due."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.backup_keeping import ASIDE, NEVER_FEWER, Copy, Sort, is_due, to_keep

ZONE = "Asia/Shanghai"
DAY = 24 * 3600 * 1_000_000
MONDAY = datetime(2026, 11, 2, tzinfo=UTC).toordinal()


def copy(number: int, day: int, sort: Sort = "auto", *, at: int | None = None) -> Copy:
    return Copy(f"{sort}-{number}", sort, day * DAY + number if at is None else at, day)


def nightly(*days: int) -> list[Copy]:
    return [copy(number, day) for number, day in enumerate(days)]


def kept_days(copies: list[Copy], *, daily: int = 7, weekly: int = 4) -> list[int]:
    keep = to_keep(copies, daily=daily, weekly=weekly)
    return sorted(one.day for one in copies if one.name in keep)


def test_seven_days_and_the_last_of_four_weeks_before_them() -> None:
    sunday = MONDAY + 41
    days = kept_days(nightly(*range(MONDAY, sunday + 1)))
    assert days[4:] == list(range(sunday - 6, sunday + 1))
    assert days[:4] == [sunday - 7 * weeks for weeks in (4, 3, 2, 1)]


def test_night_after_night_the_same_copies_stay() -> None:
    """What is thrown away tonight is not what next week wants to keep."""
    there: list[Copy] = []
    for number, day in enumerate(range(MONDAY, MONDAY + 100)):
        there.append(copy(number, day))
        keep = to_keep(there, daily=7, weekly=4)
        there = [one for one in there if one.name in keep]
        if number > 42:
            assert len(there) == 11
            assert 21 <= day - there[0].day <= 35


def test_of_one_day_the_newest() -> None:
    copies = [*nightly(*[MONDAY + 5] * 5), *nightly(MONDAY)]
    keep = to_keep(copies, daily=1, weekly=0)
    assert keep >= {"auto-4"}
    assert "auto-0" not in keep


def test_other_sorts_are_kept_by_number_until_the_nightly_ones_are_complete() -> None:
    aside = [copy(number, MONDAY, "manual") for number in range(9)]
    keep = to_keep([*aside, *nightly(MONDAY + 1)], daily=7, weekly=4)
    assert {name for name in keep if name.startswith("manual")} == {
        f"manual-{number}" for number in (8, 7, 6, 5, 4)
    }
    years = nightly(*range(MONDAY + 1, MONDAY + 60))
    assert not any(
        name.startswith("manual") for name in to_keep([*aside, *years], daily=7, weekly=4)
    )


SORTS: st.SearchStrategy[Sort] = st.sampled_from(["auto", "auto", *ASIDE])
COPIES = st.lists(
    st.tuples(SORTS, st.integers(MONDAY - 400, MONDAY + 400), st.integers(0, DAY - 1)), max_size=40
).map(lambda rows: [Copy(f"{n}", s, d * DAY + us, d) for n, (s, d, us) in enumerate(rows)])
MANY = st.integers(0, 9)


@given(COPIES, MANY, MANY)
def test_never_fewer_than_the_newest_three_and_never_more_than_asked(
    copies: list[Copy], daily: int, weekly: int
) -> None:
    keep = to_keep(copies, daily=daily, weekly=weekly)
    newest = sorted(copies, key=lambda one: (one.at, one.name))[-NEVER_FEWER:]
    assert keep >= {one.name for one in newest}
    assert keep <= {one.name for one in copies}
    assert len(keep) <= daily + weekly + sum(ASIDE.values()) + NEVER_FEWER


@given(COPIES, st.integers(1, 9), MANY, st.sampled_from([-1, 1]))
def test_a_clock_a_day_off_costs_no_more_than_one_copy_of_those_kept(
    copies: list[Copy], daily: int, weekly: int, jump: int
) -> None:
    """One copy whose maker's clock was a day off takes the place of one at most."""
    before = to_keep(copies, daily=daily, weekly=weekly)
    newest = max((one.day for one in copies), default=MONDAY)
    wrong = Copy("wrong", "auto", (newest + jump) * DAY + DAY - 1, newest + jump)
    lost = {
        one.name
        for one in copies
        if one.name in before - to_keep([*copies, wrong], daily=daily, weekly=weekly)
        and one.sort == "auto"
    }
    assert len(lost) <= 3


@given(COPIES)
def test_throwing_away_twice_changes_nothing(copies: list[Copy]) -> None:
    keep = to_keep(copies, daily=7, weekly=4)
    left = [one for one in copies if one.name in keep]
    assert {one.name for one in left if one.sort == "auto"} >= {
        name for name in to_keep(left, daily=7, weekly=4) if name in keep
    } - {one.name for one in left if one.sort != "auto"}


# -- when ----------------------------------------------------------------------------------------


def at(text: str) -> int:
    moment = datetime.fromisoformat(text + "+08:00")
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def due(now: str, *made: str, founded: str = "2026-01-01T12:00") -> bool:
    return is_due(at(now), ZONE, "03:30", made=[at(one) for one in made], founded=at(founded))


def test_once_a_day_from_half_past_three() -> None:
    assert due("2026-11-22T03:30", "2026-11-21T03:30")
    assert not due("2026-11-22T03:29", "2026-11-21T03:30")
    assert not due("2026-11-22T23:00", "2026-11-22T03:31")


def test_what_was_missed_is_made_up_for() -> None:
    assert due("2026-11-22T02:00", "2026-11-20T03:30")
    assert due("2026-11-22T15:00")


def test_a_shop_of_today_waits_for_its_first_night() -> None:
    assert not due("2026-11-22T15:00", founded="2026-11-22T09:00")
    assert due("2026-11-23T03:30", founded="2026-11-22T09:00")


def test_copies_of_a_clock_that_was_ahead_stop_nothing() -> None:
    assert due("2026-11-22T04:00", "2026-11-23T03:30", "2026-11-21T03:30")
    assert due("2026-11-22T04:00", "2027-11-23T03:30")
    assert due("2026-11-22T04:00", founded="2027-01-01T00:00")


def test_in_the_hour_that_comes_twice_one_copy_is_enough() -> None:
    """A name tells the hour, not which of the two."""
    twice = {"zone": "Europe/Berlin", "nightly_at": "02:30"}
    second_two_forty = int(datetime(2026, 10, 25, 1, 40, tzinfo=UTC).timestamp()) * 1_000_000
    named_two_thirty_one = int(datetime(2026, 10, 25, 0, 31, tzinfo=UTC).timestamp()) * 1_000_000
    assert is_due(second_two_forty, **twice, made=[], founded=0)
    assert not is_due(second_two_forty, **twice, made=[named_two_thirty_one], founded=0)
