"""The chase of an unpaid order and the roster: planned hours run the clock, the 当值 answers."""

import pytest

from zuiqing_desk.rules.chase import MINUTE, ChaseFacts, Shift, Stay, duty_officer, follow

EARLY, LATE, OFFICER = 1, 2, 3


def shift(who: int, begin: int, end: int, *, officer: bool = False) -> Shift:
    return Shift(who, officer, begin * MINUTE, end * MINUTE)


def on(who: int, begin: int, end: int | None = None) -> Stay:
    return Stay(who, True, begin * MINUTE, None if end is None else end * MINUTE)


def test_a_rostered_hour_with_nobody_there_runs_the_clock() -> None:
    facts = ChaseFacts(0, (on(EARLY, 0, 10),), planned=(shift(LATE, 15, 60),))
    before, after = follow(facts, 12 * MINUTE), follow(facts, 17 * MINUTE)
    assert (before.elapsed_us, before.running) == (10 * MINUTE, False)
    assert (after.elapsed_us, after.running) == (12 * MINUTE, True)
    lost = follow(facts, 90 * MINUTE)
    assert (lost.ended_at, lost.lost_to, lost.lost_why) == (25 * MINUTE, LATE, "no_contact")


def test_hours_both_planned_and_worked_count_once() -> None:
    facts = ChaseFacts(0, (on(EARLY, 0),), planned=(shift(EARLY, -60, 60),))
    assert follow(facts, 12 * MINUTE).elapsed_us == 12 * MINUTE


def test_hours_that_are_over_run_no_clock() -> None:
    facts = ChaseFacts(0, (), planned=(shift(LATE, -60, 5),))
    found = follow(facts, 90 * MINUTE)
    assert (found.elapsed_us, found.running, found.ended) == (5 * MINUTE, False, None)


@pytest.mark.parametrize(
    ("planned", "officer"),
    [
        ((), LATE),
        ((shift(EARLY, -60, 60),), LATE),
        ((shift(OFFICER, 0, 60, officer=True),), OFFICER),
        ((shift(OFFICER, 0, 30, officer=True),), OFFICER),
        ((shift(OFFICER, 0, 29, officer=True),), LATE),
        ((shift(OFFICER, 30, 60, officer=True),), LATE),
        ((shift(OFFICER, 5, 60, officer=True), shift(EARLY, 0, 60, officer=True)), EARLY),
    ],
)
def test_the_rostered_officer_answers_before_who_came_first(
    planned: tuple[Shift, ...], officer: int
) -> None:
    assert duty_officer([on(LATE, 10)], 30 * MINUTE, planned) == officer


def test_with_nobody_there_who_should_have_been_answers() -> None:
    planned = (shift(LATE, 10, 60), shift(EARLY, 0, 60))
    assert duty_officer([on(OFFICER, 0, 20)], 30 * MINUTE, planned) == EARLY
    assert duty_officer([], 61 * MINUTE, planned) is None
