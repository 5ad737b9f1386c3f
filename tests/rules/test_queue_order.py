"""Seconds left, levels, and the order of the queue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.clock import Level, RoundState, level, place, seconds_left

S = 1_000_000


@pytest.mark.parametrize(
    ("waited_us", "left"),
    [
        pytest.param(0, 20, id="all of the target"),
        pytest.param(1, 19, id="rounded down"),
        pytest.param(19 * S, 1, id="one second"),
        pytest.param(20 * S, 0, id="none, and not missed yet"),
        pytest.param(20 * S + 1, -1, id="missed at once"),
        pytest.param(200 * S, -180, id="long missed"),
        pytest.param(-5 * S, 25, id="the clock was set back"),
    ],
)
def test_seconds_left(waited_us: int, left: int) -> None:
    assert seconds_left(1000 * S, 20, 1000 * S + waited_us) == left


@pytest.mark.parametrize(
    ("waited_us", "stands"),
    [
        pytest.param(0, "ok", id="in time"),
        pytest.param(30 * S, "ok", id="exactly on target is in time"),
        pytest.param(30 * S + 1, "missed", id="past the target it is missed"),
        pytest.param(180 * S, "missed", id="exactly 180 s is not overdue"),
        pytest.param(180 * S + 1, "overdue", id="past 180 s it is overdue"),
    ],
)
def test_level(waited_us: int, stands: Level) -> None:
    assert level(0, 30, waited_us, 180) == stands


def test_nothing_is_overdue_before_it_is_missed() -> None:
    assert level(0, 30, 25 * S, 10) == "ok"
    assert level(0, 30, 31 * S, 10) == "overdue"


def running(started_s: int, target_s: int) -> RoundState:
    return RoundState(started_at=started_s * S, started_seq=1, counted=True, target_s=target_s)


def off_duty(started_s: int) -> RoundState:
    return RoundState(started_at=started_s * S, started_seq=1)


@pytest.mark.parametrize(
    ("sooner", "later"),
    [
        pytest.param((running(0, 30), 0), (running(5, 30), 5), id="who waits longer"),
        pytest.param((running(5, 20), 5), (running(0, 30), 0), id="fewer seconds left, not longer"),
        pytest.param((running(99, 30), 99), (off_duty(0), 0), id="counted before off duty"),
        pytest.param((off_duty(1), 50), (off_duty(2), 2), id="off duty: the oldest line first"),
        pytest.param((off_duty(9), 9), (RoundState(), 99), id="off duty before the rest"),
        pytest.param((RoundState(), 99), (RoundState(), 5), id="the rest: newest activity first"),
    ],
)
def test_order(sooner: tuple[RoundState, int], later: tuple[RoundState, int]) -> None:
    assert place(*sooner) < place(*later)


@given(
    st.tuples(st.integers(0, 500), st.sampled_from([20, 30])),
    st.tuples(st.integers(0, 500), st.sampled_from([20, 30])),
    st.integers(0, 1000),
)
def test_fewer_seconds_left_never_stands_lower(
    one: tuple[int, int], other: tuple[int, int], now_s: int
) -> None:
    left = [seconds_left(start * S, target, now_s * S) for start, target in (one, other)]
    places = [place(running(*each), 0) for each in (one, other)]
    assert (left[0] < left[1]) == (places[0] < places[1])
