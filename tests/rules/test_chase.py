"""The clock of an unpaid order."""

from datetime import UTC, datetime

import pytest

from zuiqing_desk.rules.chase import (
    MINUTE,
    Chase,
    ChaseFacts,
    Stay,
    Touch,
    duty_officer,
    elapsed,
    follow,
    lost_in_all,
    phone_from,
    reaches,
    too_early,
)
from zuiqing_desk.rules.chase_words import Medium

SHANGHAI = "Asia/Shanghai"
EARLY, LATE = 1, 2
"""Two agents."""


def on(who: int, begin: float, end: float | None = None, *, away: bool = False) -> Stay:
    """A stay in minutes."""
    return Stay(who, not away, int(begin * MINUTE), None if end is None else int(end * MINUTE))


def chase(now: float, *stays: Stay, **facts: float | None) -> Chase:
    """An order placed at minute 0, looked at in minute ``now``."""
    told = {name: None if at is None else int(at * MINUTE) for name, at in facts.items()}
    return follow(ChaseFacts(0, stays, **told), int(now * MINUTE))  # type: ignore[arg-type]


def touched(now: float, *touches: tuple[float, int], stays: tuple[Stay, ...]) -> Chase:
    made = tuple(Touch(int(at * MINUTE), who) for at, who in touches)
    return follow(ChaseFacts(0, stays, made), int(now * MINUTE))


ALL_DAY = (on(EARLY, -60),)


@pytest.mark.parametrize(
    ("now", "step", "ran"),
    [
        (-30, "due", 0),
        (0, "due", 0),
        (4.99, "due", 4.99),
        (5, "late", 5),
        (19.99, "late", 19.99),
        (20, "lost", 20),
        (3000, "lost", 20),
    ],
)
def test_nobody_makes_contact(now: float, step: str, ran: float) -> None:
    found = chase(now, *ALL_DAY)
    assert (found.step, found.elapsed_us) == (step, int(ran * MINUTE))


def test_without_contact_the_duty_officer_loses_it() -> None:
    found = chase(25, *ALL_DAY)
    assert (found.lost_to, found.lost_why, found.ended_at) == (EARLY, "no_contact", 20 * MINUTE)


def test_with_contact_and_no_result_the_one_who_made_contact_loses_it() -> None:
    stays = (*ALL_DAY, on(LATE, -5))
    assert touched(12, (4, LATE), stays=stays).step == "ok"
    found = touched(25, (18, EARLY), (4, LATE), stays=stays)
    assert (found.lost_to, found.lost_why, found.touch) == (
        LATE,
        "no_result",
        Touch(4 * MINUTE, LATE),
    )


@pytest.mark.parametrize(("contact", "why"), [(20, "no_result"), (20.01, "no_contact")])
def test_a_contact_counts_until_the_time_has_run(contact: float, why: str) -> None:
    assert touched(60, (contact, LATE), stays=ALL_DAY).lost_why == why


@pytest.mark.parametrize("fact", ["paid_at", "settled_at"])
@pytest.mark.parametrize(("at", "ended"), [(3, True), (20, True), (20.01, False)])
def test_what_ends_it_in_time(fact: str, at: float, ended: bool) -> None:
    found = chase(60, *ALL_DAY, **{fact: at})
    if ended:
        assert found.step == "ok"
        assert found.ended == ("paid" if fact == "paid_at" else "settled")
        assert (found.ended_at, found.elapsed_us) == (at * MINUTE, at * MINUTE)
        assert found.lost_to is None
    else:
        assert (found.ended, found.lost_to) == ("lost", EARLY)


def test_it_pauses_while_nobody_is_on_duty() -> None:
    stays = (on(EARLY, -60, 8), on(LATE, 600))
    found = chase(300, *stays)
    assert (found.step, found.elapsed_us, found.running) == ("late", 8 * MINUTE, False)
    found = chase(605, *stays)
    assert (found.elapsed_us, found.running) == (13 * MINUTE, True)
    found = chase(2000, *stays)
    assert (found.ended_at, found.lost_to) == (612 * MINUTE, LATE)


def test_nobody_ever_on_duty() -> None:
    found = chase(100_000)
    assert (found.step, found.elapsed_us, found.running) == ("due", 0, False)


def test_away_is_not_on_duty() -> None:
    stays = (on(EARLY, -60, 2), on(EARLY, 2, 50, away=True), on(EARLY, 50))
    assert chase(50, *stays).elapsed_us == 2 * MINUTE
    assert chase(100, *stays).ended_at == 68 * MINUTE


def test_two_on_duty_do_not_make_it_run_faster() -> None:
    assert chase(10, on(EARLY, -60), on(LATE, -60), on(LATE, 3, 4)).elapsed_us == 10 * MINUTE


def test_over_midnight_and_a_change_of_shift() -> None:
    """Placed at 22:55, the shop closes at 23:00, the morning begins at 09:00."""
    placed = int(datetime(2026, 3, 2, 14, 55, tzinfo=UTC).timestamp()) * 1_000_000
    evening = Stay(EARLY, True, placed - 300 * MINUTE, placed + 5 * MINUTE)
    morning = Stay(LATE, True, placed + 605 * MINUTE, None)
    facts = ChaseFacts(placed, (evening, morning))
    assert follow(facts, placed + 604 * MINUTE).elapsed_us == 5 * MINUTE
    found = follow(facts, placed + 700 * MINUTE)
    assert (found.ended_at, found.lost_to) == (placed + 620 * MINUTE, LATE)


def test_the_officer_is_who_came_first_of_those_there() -> None:
    stays = [on(EARLY, 0, 30), on(LATE, 10)]
    assert [duty_officer(stays, at * MINUTE) for at in (0, 1, 20, 30, 31)] == [
        None,
        EARLY,
        EARLY,
        EARLY,
        LATE,
    ]


def test_a_break_makes_nobody_a_newcomer() -> None:
    stays = [on(EARLY, 0, 30), on(EARLY, 30, 40, away=True), on(EARLY, 40), on(LATE, 10)]
    assert [duty_officer(stays, at * MINUTE) for at in (35, 41)] == [LATE, EARLY]
    left = [on(EARLY, 0, 30), on(EARLY, 40), on(LATE, 10)]
    assert duty_officer(left, 41 * MINUTE) == LATE


def test_who_came_at_the_same_moment() -> None:
    assert duty_officer([on(LATE, 0), on(EARLY, 0)], MINUTE) == EARLY


def test_reaching_a_length() -> None:
    stays = [on(EARLY, 0, 3), on(LATE, 10, 12)]
    assert reaches(stays, 0, 5 * MINUTE, 11 * MINUTE) is None
    assert reaches(stays, 0, 5 * MINUTE, 12 * MINUTE) == 12 * MINUTE
    assert reaches(stays, 0, 3 * MINUTE, 60 * MINUTE) == 3 * MINUTE
    assert elapsed(stays, 0, 60 * MINUTE) == 5 * MINUTE


@pytest.mark.parametrize(
    ("medium", "clock", "early"),
    [
        ("phone", (9, 29), True),
        ("phone", (9, 30), False),
        ("sms", (0, 0), True),
        ("sms", (23, 59), False),
        ("chat", (3, 0), False),
        ("wechat", (9, 0), False),
    ],
)
def test_no_phone_before_half_past_nine(
    medium: Medium, clock: tuple[int, int], early: bool
) -> None:
    hours, mins = clock
    midnight = int(datetime(2026, 3, 1, 16, 0, tzinfo=UTC).timestamp()) * 1_000_000
    at = midnight + (hours * 60 + mins) * MINUTE
    assert too_early(medium, at, SHANGHAI, "09:30") is early
    if early:
        assert phone_from(at, SHANGHAI, "09:30") == midnight + 570 * MINUTE


@pytest.mark.parametrize(
    ("orders", "cross_sells", "lost"), [(0, 0, 0), (0, 1, 0), (0, 2, 1), (3, 5, 5)]
)
def test_every_two_cross_sells_are_one_order(orders: int, cross_sells: int, lost: int) -> None:
    assert lost_in_all(orders, cross_sells) == lost
