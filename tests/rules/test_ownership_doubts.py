"""Whose order it is where the facts are in doubt: claims, rulings, clocks."""

import pytest
from support.ownership import CONSULTED, order_of, owner_of

from zuiqing_desk.rules.ownership import decide


@pytest.mark.parametrize(
    ("story", "rule"),
    [
        pytest.param(
            "02 09:00 客1\n02 09:01 A1 谈妥\n02 09:30 客2\n02 09:31 B2 谈妥\n02 10:00 付款",
            "5",
            id="both marked their deal agreed",
        ),
        pytest.param(CONSULTED + "02 11:00 B 认领", "1", id="claimed against the facts"),
        pytest.param(CONSULTED + "02 11:00 A 认领\n02 11:05 B 认领", "1", id="claimed by both"),
        pytest.param(
            "02 10:00 下单\n02 10:01 付款\n02 11:00 A 认领", None, id="nothing supports it"
        ),
        pytest.param(
            "02 10:00 下单\n02 10:01 付款\n02 10:06 A1\n02 11:00 A 认领",
            "3",
            id="paid before contact",
        ),
        pytest.param(
            "02 10:00 下单\n02 10:01 付款\n02 11:00 A 加购", None, id="took more, but nobody talked"
        ),
        pytest.param(
            "02 10:00 下单\n02 10:01 付款\n02 10:06 A1\n02 10:07 B1\n"
            "02 11:00 A 加购\n02 11:01 B 加购",
            "3",
            id="both say the buyer took more from them",
        ),
        pytest.param(
            CONSULTED + "02 10:50 客1\n02 10:51 B1\n02 11:00 B 加购",
            "1",
            id="took more from another than the owner",
        ),
        pytest.param(
            "02 10:00 下单\n02 10:06 A1\n02 11:00 A 加购", "2", id="took more, but has not paid"
        ),
        pytest.param(
            "02 09:00 A 电话\n02 10:00 下单\n02 10:01 付款\n02 11:00 A 认领",
            "4",
            id="claimed without the screenshot",
        ),
    ],
)
def test_a_dispute_is_nobodys_until_it_is_settled(story: str, rule: str | None) -> None:
    decision = decide(order_of(story))
    assert (decision.owner, decision.rule, decision.disputed) == (None, rule, True)
    assert "请组长裁定" in decision.why
    ruled = decide(order_of(story + "\n03 09:00 裁定 B"))
    assert (owner_of(ruled), ruled.rule, ruled.disputed) == ("B", None, False)
    assert "裁定归 2002 乙**：看过聊天记录" in ruled.why


def test_the_owner_may_claim_what_is_theirs() -> None:
    decision = decide(order_of(CONSULTED + "02 11:00 A 认领"))
    assert (owner_of(decision), decision.rule, decision.disputed) == ("A", "1", False)


def test_a_ruling_may_say_nobody() -> None:
    decision = decide(order_of(CONSULTED + "02 11:00 裁定 无"))
    assert (decision.owner, decision.disputed) == (None, False)
    assert "裁定不归任何人" in decision.why


@pytest.mark.parametrize(
    ("story", "grave"),
    [
        pytest.param(
            "02 10:00 下单\n02 10:01 付款\n02 10:06 A1\n02 11:00 A 认领", True, id="only after it"
        ),
        pytest.param(
            "02 10:00 下单\n02 10:01 付款\n02 10:06 A1\n02 11:00 A 加购", False, id="took more"
        ),
        pytest.param(CONSULTED + "02 11:00 A1\n02 11:00 A 认领", False, id="before it as well"),
        pytest.param(
            "02 09:00 A 电话\n02 10:01 付款\n02 10:06 A1\n02 11:00 A 认领",
            False,
            id="a call before",
        ),
        pytest.param("02 10:00 下单\n02 10:06 A1\n02 11:00 A 认领", False, id="not paid yet"),
    ],
)
def test_claiming_what_was_paid_before_any_contact_is_grave(story: str, grave: bool) -> None:
    decision = decide(order_of(story))
    assert [claim.grave for claim in decision.claims] == [grave]
    assert ("严重违规" in decision.why) is grave


# The clock went from 10:30 back to 09:32 between the two lines of each story.
SET_BACK = "02 10:28 客1\n02 10:30 A1\n02 09:32 客1\n02 09:33 B1\n"


@pytest.mark.parametrize(
    ("story", "owner", "certain"),
    [
        pytest.param(SET_BACK + "02 11:00 付款", "B", True, id="all of it before the payment"),
        pytest.param(SET_BACK + "02 10:00 付款", None, False, id="the payment lies between"),
        pytest.param(
            "02 10:28 客1\n02 10:30 A1\n02 09:32 客1\n02 09:33 A1\n02 11:00 付款",
            "A",
            True,
            id="one agent before the payment",
        ),
        pytest.param(
            "02 08:00 客1\n02 08:01 A1\n02 10:30 客1\n02 09:32 A1\n02 10:00 付款",
            "A",
            True,
            id="the payment lies between, and it is the same agent's either way",
        ),
        pytest.param(
            "02 10:28 客1\n02 10:30 A1 谈妥\n02 09:32 客1\n02 09:33 B1\n02 11:00 付款",
            "A",
            True,
            id="agreed by the first, whatever the clock said",
        ),
    ],
)
def test_a_clock_set_back_is_never_guessed_over(
    story: str, owner: str | None, certain: bool
) -> None:
    decision = decide(order_of(story))
    assert owner_of(decision) == owner
    assert ("时钟被拨回过" in decision.why) is not certain


@pytest.mark.parametrize(
    ("story", "owner"),
    [
        pytest.param("02 09:00 客1\n02 09:01 A1\n02 10:00 下单", "A", id="asked before placing"),
        pytest.param("02 10:00 下单\n02 10:04 A1", None, id="in touch after placing"),
        pytest.param(
            "02 09:00 客1\n02 09:01 A1\n02 10:00 下单\n02 10:04 B1",
            None,
            id="two, and which is last?",
        ),
        pytest.param("10 09:00 客1\n10 09:01 A1", None, id="no time at all"),
        pytest.param("02 10:00 下单", None, id="nobody at all"),
    ],
)
def test_paid_at_an_unknown_time_is_never_guessed(story: str, owner: str | None) -> None:
    assert owner_of(decide(order_of(story, closed=True))) == owner


def test_cash_on_delivery_is_closed_by_placing_it() -> None:
    story = "02 09:00 客1\n02 09:01 A1\n02 10:00 下单\n02 10:04 B1"
    decision = decide(order_of(story, closed=True, cod=True))
    assert (owner_of(decision), decision.rule) == ("A", "1")
