"""What holds for the clock of an unpaid order, whatever happened."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.chase import (
    MINUTE,
    ChaseFacts,
    Stay,
    Touch,
    duty_officer,
    elapsed,
    follow,
    reaches,
)

MOMENTS = st.integers(-60 * MINUTE, 120 * MINUTE)


@st.composite
def stays(draw: st.DrawFn) -> Stay:
    begin = draw(MOMENTS)
    # A clock set back leaves ends before their begins.
    end = draw(st.none() | MOMENTS)
    return Stay(draw(st.integers(1, 4)), draw(st.booleans()), begin, end)


STAYS = st.lists(stays(), max_size=8).map(tuple)
TOUCHES = st.lists(
    st.builds(Touch, st.integers(0, 120 * MINUTE), st.integers(1, 4)), max_size=4
).map(tuple)
FACTS = st.builds(
    ChaseFacts,
    since=st.just(0),
    stays=STAYS,
    touches=TOUCHES,
    paid_at=st.none() | MOMENTS,
    settled_at=st.none() | MOMENTS,
)


def by_the_minute(known: tuple[Stay, ...], until: int) -> int:
    """The same by counting whole minutes one by one."""
    return sum(
        any(one.on and one.begin <= at and (one.end is None or at < one.end) for one in known)
        for at in range(0, until, MINUTE)
    )


@st.composite
def whole_stays(draw: st.DrawFn) -> Stay:
    begin = draw(st.integers(-10, 60))
    end = draw(st.none() | st.integers(-10, 60))
    return Stay(1, draw(st.booleans()), begin * MINUTE, None if end is None else end * MINUTE)


@given(st.lists(whole_stays(), max_size=6).map(tuple), st.integers(0, 60))
def test_it_counts_each_minute_on_duty_once(known: tuple[Stay, ...], until: int) -> None:
    assert elapsed(known, 0, until * MINUTE) == by_the_minute(known, until * MINUTE) * MINUTE


@given(STAYS, MOMENTS, MOMENTS)
def test_it_never_runs_backwards_nor_faster_than_time(
    known: tuple[Stay, ...], one: int, other: int
) -> None:
    early, late = sorted((one, other))
    assert 0 <= elapsed(known, 0, early) <= elapsed(known, 0, late)
    assert elapsed(known, 0, late) - elapsed(known, 0, early) <= late - early


@given(STAYS, st.integers(1, 60 * MINUTE), MOMENTS)
def test_a_length_is_reached_when_it_has_run(
    known: tuple[Stay, ...], length: int, until: int
) -> None:
    at = reaches(known, 0, length, until)
    if at is None:
        assert elapsed(known, 0, until) < length
    else:
        assert at <= until
        assert elapsed(known, 0, at) == length
        assert elapsed(known, 0, at - 1) == length - 1


@given(FACTS, MOMENTS, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(facts: ChaseFacts, now: int, dice: Random) -> None:
    stays, touches = list(facts.stays), list(facts.touches)
    dice.shuffle(stays)
    dice.shuffle(touches)
    again = replace(facts, stays=tuple(stays), touches=tuple(touches))
    assert follow(again, now) == follow(facts, now)


@given(FACTS, MOMENTS, st.integers(0, 500 * MINUTE))
def test_once_lost_it_stays_lost_to_the_same_agent(facts: ChaseFacts, now: int, more: int) -> None:
    found = follow(facts, now)
    if found.ended == "lost":
        assert follow(facts, now + more) == found
        later = Touch(now + more + 1, 9)
        assert follow(replace(facts, touches=(*facts.touches, later)), now + more) == found


@given(FACTS, MOMENTS)
def test_a_loss_is_somebodys(facts: ChaseFacts, now: int) -> None:
    found = follow(facts, now)
    assert (found.step == "lost") == (found.ended == "lost") == (found.lost_to is not None)
    if found.ended == "lost":
        assert found.ended_at is not None
        assert found.ended_at <= now
        if found.lost_why == "no_contact":
            assert found.lost_to == duty_officer(facts.stays, found.ended_at)
            assert all(touch.at > found.ended_at for touch in facts.touches)
        else:
            assert found.touch in facts.touches
            assert found.touch == min(facts.touches)


@given(FACTS, MOMENTS)
def test_what_ended_in_time_is_never_lost(facts: ChaseFacts, now: int) -> None:
    settled = replace(facts, settled_at=0)
    assert follow(settled, now).ended in ("paid", "settled")
    assert follow(replace(facts, stays=()), now).ended != "lost"


@given(FACTS, MOMENTS)
def test_splitting_a_stay_changes_nothing_but_who_is_a_newcomer(
    facts: ChaseFacts, now: int
) -> None:
    halves = []
    for stay in facts.stays:
        if stay.end is not None and stay.end - stay.begin > 1:
            middle = (stay.begin + stay.end) // 2
            halves += [stay._replace(end=middle), stay._replace(begin=middle)]
        else:
            halves.append(stay)
    split, whole = follow(replace(facts, stays=tuple(halves)), now), follow(facts, now)
    assert (split.step, split.elapsed_us, split.ended_at) == (
        whole.step,
        whole.elapsed_us,
        whole.ended_at,
    )
