"""The reply rate: customers answered of customers who wrote, a calendar day at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.reply_rate import Fact, Rate, reply_rate


def fact(
    customer: int = 1,
    day: int = 1,
    *,
    wrote: bool = True,
    answered: bool = True,
    excluded: bool = False,
) -> Fact:
    return Fact(customer, day, wrote, answered, excluded)


@pytest.mark.parametrize(
    ("facts", "rate"),
    [
        pytest.param([], Rate(0, 0, None), id="nobody wrote: no rate, not a perfect one"),
        pytest.param([fact()], Rate(1, 1, 1000), id="answered the same day"),
        pytest.param([fact(answered=False)], Rate(1, 0, 0), id="an answer next day does not count"),
        pytest.param(
            [fact(wrote=False, answered=False)], Rate(0, 0, None), id="off duty does not count"
        ),
        pytest.param(
            [fact(wrote=False)], Rate(0, 0, None), id="off duty does not count, even answered"
        ),
        pytest.param(
            [fact(1, excluded=True, answered=False), fact(2)], Rate(1, 1, 1000), id="no advertisers"
        ),
        pytest.param(
            [fact(1), fact(1, answered=False)],
            Rate(1, 1, 1000),
            id="one customer in two conversations: one answer is enough",
        ),
        pytest.param(
            [fact(1, 1), fact(1, 2, answered=False)],
            Rate(2, 1, 500),
            id="the same customer on two days counts for each",
        ),
        pytest.param(
            [fact(1, excluded=True), fact(1, answered=False)],
            Rate(1, 0, 0),
            id="an excluded conversation answers nothing",
        ),
        pytest.param(
            [fact(n, answered=n > 1) for n in range(1, 2002)],
            Rate(2001, 2000, 999),
            id="cut, not rounded: 1000 means everybody",
        ),
    ],
)
def test_reply_rate(facts: list[Fact], rate: Rate) -> None:
    assert reply_rate(facts) == rate


FACTS = st.lists(
    st.builds(
        Fact,
        customer_id=st.integers(1, 5),
        day=st.integers(1, 3),
        wrote_on_duty=st.booleans(),
        answered_same_day=st.booleans(),
        excluded=st.booleans(),
    )
)


@given(FACTS)
def test_never_more_answered_than_wrote(facts: list[Fact]) -> None:
    rate = reply_rate(facts)
    assert 0 <= rate.answered <= rate.wrote
    assert (rate.permille is None) == (rate.wrote == 0)
    assert (rate.permille == 1000) == (rate.wrote == rate.answered != 0)


@given(FACTS)
def test_days_add_up(facts: list[Fact]) -> None:
    days = [reply_rate([one for one in facts if one.day == day]) for day in (1, 2, 3)]
    whole = reply_rate(facts)
    assert whole.wrote == sum(day.wrote for day in days)
    assert whole.answered == sum(day.answered for day in days)
