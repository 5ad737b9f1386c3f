"""Rates: refilled evenly, each key for itself, in bounded memory."""

from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.channels.webchat.limits import Rate


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_full_bucket_may_be_used_at_once_and_no_more() -> None:
    clock = Clock()
    rate = Rate(3, clock=clock)
    assert [rate.take("a") for _ in range(3)] == [0.0, 0.0, 0.0]
    assert rate.take("a") == 20.0


def test_a_token_comes_back_after_its_share_of_the_minute() -> None:
    clock = Clock()
    rate = Rate(3, clock=clock)
    for _ in range(3):
        rate.take("a")
    clock.now += 19.5
    assert rate.take("a") == 0.5
    clock.now += 0.5
    assert rate.take("a") == 0.0
    assert rate.take("a") == 20.0


def test_a_refusal_costs_nothing() -> None:
    clock = Clock()
    rate = Rate(1, clock=clock)
    rate.take("a")
    assert {rate.take("a") for _ in range(50)} == {60.0}


def test_keys_do_not_share() -> None:
    rate = Rate(1, clock=Clock())
    assert rate.take("a") == 0.0
    assert rate.take("b") == 0.0


def test_idle_keys_are_forgotten_while_others_are_used() -> None:
    clock = Clock()
    rate = Rate(10, clock=clock)
    for number in range(500):
        rate.take(number)
    clock.now += 61
    for _ in range(250):
        clock.now += 6
        rate.take("busy")
    assert len(rate) == 1


def test_never_more_keys_than_the_ceiling() -> None:
    rate = Rate(10, clock=Clock(), max_keys=100)
    for number in range(5000):
        rate.take(number)
    assert len(rate) <= 101


@given(st.lists(st.floats(0, 10), max_size=200), st.integers(1, 30))
def test_never_more_than_a_bucket_and_the_refill(pauses: list[float], per_minute: int) -> None:
    clock = Clock()
    rate = Rate(per_minute, clock=clock)
    granted = 0
    for pause in pauses:
        clock.now += pause
        granted += rate.take("a") == 0.0
    assert granted <= per_minute + sum(pauses) / 60 * per_minute + 1e-6
