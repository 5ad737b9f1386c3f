"""Whose order it is: the stories. 醉卿 manual, 订单归属."""

import pytest
from support.ownership import CONSULTED, moment, order_of, owner_of

from zuiqing_desk.rules.ownership import decide
from zuiqing_desk.rules.ownership_facts import days_before


@pytest.mark.parametrize(
    ("story", "owner", "rule"),
    [
        pytest.param(CONSULTED, "A", "1", id="1: asked, then ordered and paid"),
        pytest.param(
            "02 23:50 客1\n02 23:52 A1\n02 23:58 下单\n03 00:05 付款",
            "A",
            "1",
            id="1: paid after midnight",
        ),
        pytest.param(
            "02 00:00 客1\n02 00:01 A1\n03 23:58 下单\n03 23:59 付款",
            "A",
            "1",
            id="1: from the first minute of the day before",
        ),
        pytest.param(
            "01 23:58 客1\n01 23:59 A1\n03 00:00 下单\n03 00:01 付款",
            None,
            None,
            id="1: two days before is too long ago",
        ),
        pytest.param(
            "02 10:20 客1\n02 10:21 A1\n03 09:00 下单\n08 09:00 付款",
            "A",
            "1",
            id="1: the window looks back from placing, however late the payment",
        ),
        pytest.param(
            "01 23:59 客1\n02 09:00 A1\n03 09:00 下单\n03 09:01 付款",
            "A",
            "1",
            id="1: asked overnight, answered within the window",
        ),
        pytest.param(
            "01 23:59 客1\n02 00:00 A1\n03 09:01 付款",
            "A",
            "1",
            id="1: answered in its first minute",
        ),
        pytest.param(
            "02 09:00 客1\n02 09:01 A1\n02 09:05 B1\n02 10:00 付款",
            "B",
            "1",
            id="1: who took over in the middle of an answer",
        ),
        pytest.param(
            "02 09:00 客1\n02 09:01 A1\n02 09:30 客1\n02 09:31 B1\n02 10:00 下单\n02 10:01 付款",
            "B",
            "1",
            id="1: of two without a quote, who answered last before the payment",
        ),
        pytest.param(
            "02 09:00 客1\n02 09:01 A1\n02 09:30 客2\n02 09:31 B2\n02 10:00 下单\n02 10:01 付款",
            "B",
            "1",
            id="1: the same, where the customer has two conversations",
        ),
        pytest.param(
            "02 09:00 客1\n02 09:01 A1\n02 10:00 下单\n02 10:01 付款\n02 10:02 客1\n02 10:03 B1",
            "A",
            "1",
            id="1: who speaks after the payment takes nothing away",
        ),
        pytest.param(
            "02 09:00 客1\n02 10:00 下单\n02 10:01 付款", None, None, id="asked, nobody answered"
        ),
        pytest.param(
            "02 09:00 A1\n02 10:00 下单\n02 10:01 付款",
            None,
            None,
            id="1: an advertisement nobody asked for is no consulting",
        ),
        pytest.param("02 10:00 下单\n02 10:01 付款", None, None, id="ordered in silence"),
        pytest.param(
            "02 10:00 下单\n02 10:05 客1\n02 10:06 A1\n02 10:20 付款",
            "A",
            "2",
            id="2: asked before paying",
        ),
        pytest.param(
            "02 10:00 下单\n02 10:04 A1\n02 10:20 付款", "A", "2", id="2: chased, and it closed"
        ),
        pytest.param(
            "02 09:00 客1\n02 09:01 A1\n02 10:00 下单\n02 10:04 B1\n02 10:20 付款",
            "B",
            "2",
            id="2: who chased it to its payment, after another had been asked",
        ),
        pytest.param(
            "02 09:00 客1\n02 09:01 A1\n02 10:00 下单\n02 10:04 A1\n02 10:20 付款",
            "A",
            "1",
            id="1 goes before 2 for the same agent",
        ),
        pytest.param(
            "02 10:00 下单\n02 10:04 A1", None, "2", id="2: contacted, but it has not closed yet"
        ),
        pytest.param(
            "02 09:00 客1\n02 09:01 A1\n02 10:00 下单",
            "A",
            "1",
            id="1: unpaid: asked, then ordered",
        ),
        pytest.param(
            "02 09:00 客1\n02 09:01 A1\n02 10:00 下单\n02 10:04 B1",
            "A",
            "1",
            id="unpaid: who chases it has it only once it closes",
        ),
        pytest.param(
            "02 10:00 下单\n02 10:01 付款\n02 10:05 客1\n02 10:06 A1",
            None,
            "3",
            id="3: paid first, contact later",
        ),
        pytest.param(
            "02 10:00 下单\n02 10:01 付款\n02 10:01 A1",
            None,
            "3",
            id="3: in the minute of the payment is not before it",
        ),
        pytest.param(
            "02 10:00 下单\n02 10:01 付款\n02 10:06 A1\n02 10:30 A 加购",
            "A",
            "3",
            id="3: unless the buyer took more on the agent's advice",
        ),
        pytest.param(
            "02 09:00 A 电话\n02 10:00 下单\n02 10:01 付款",
            None,
            "4",
            id="4: a call without a screenshot does not count",
        ),
        pytest.param(
            "02 09:00 A 电话 截图\n02 10:00 下单\n02 10:01 付款",
            "A",
            "1",
            id="4: a call with a screenshot is consulting",
        ),
        pytest.param(
            "02 10:00 下单\n02 10:05 A 微信 截图\n02 10:10 付款",
            "A",
            "2",
            id="4: WeChat with a screenshot is contact before the payment",
        ),
        pytest.param(
            "02 10:00 下单\n02 10:05 A QQ\n02 10:10 付款", None, "4", id="4: QQ without one is not"
        ),
        pytest.param(
            "02 10:00 下单\n02 10:05 A 聊天\n02 10:10 付款",
            "A",
            "2",
            id="4: the marketplace's own chat needs none",
        ),
        pytest.param(
            "02 09:00 客1\n02 09:01 A1\n02 09:30 B 电话\n02 10:00 下单\n02 10:01 付款",
            "A",
            "1",
            id="4: a later call without a screenshot takes nothing away",
        ),
        pytest.param(
            "02 10:00 下单\n02 10:05 A 电话", None, "4", id="4: nor does it hold an unpaid order"
        ),
        pytest.param(
            "01 09:00 A 微信 截图\n03 10:00 下单\n03 10:01 付款",
            None,
            None,
            id="4: with a screenshot, but too long ago",
        ),
        pytest.param(
            "01 15:00 客1\n01 15:01 A1 报价\n01 15:05 A1 谈妥\n"
            "02 09:00 客1\n02 09:01 B1\n02 09:10 下单\n02 09:11 付款",
            "A",
            "5",
            id="5: agreed yesterday, the other only took over",
        ),
        pytest.param(
            "01 15:00 客1\n01 15:01 A1 谈妥\n02 09:00 客2\n02 09:01 B2 报价\n02 09:11 付款",
            "A",
            "5",
            id="5: agreed, and the other named a new price in another conversation",
        ),
        pytest.param(
            "01 15:00 客1\n01 15:01 A1 报价\n"
            "02 09:00 客1\n02 09:01 B1\n02 09:10 下单\n02 09:11 付款",
            "B",
            "5",
            id="5: only quoted yesterday, the other closed it",
        ),
        pytest.param(
            "01 15:00 客1\n01 15:01 A1 报价\n02 09:00 客1\n02 09:01 B1 谈妥\n02 09:11 付款",
            "B",
            "5",
            id="5: only quoted, the other agreed",
        ),
        pytest.param(
            "02 09:00 客1\n02 09:01 A1 报价 谈妥\n02 09:11 付款",
            "A",
            "1",
            id="5 needs another agent",
        ),
        pytest.param(
            "02 09:00 客1\n02 09:01 A1 报价\n02 09:30 客1\n02 09:31 B1 报价\n"
            "02 09:40 客1\n02 09:41 A1\n02 10:00 付款",
            "A",
            "5",
            id="5: both quoted, who answered last closed it",
        ),
        pytest.param(
            "01 15:00 客1\n01 15:01 A1\n02 09:00 客1\n02 09:01 B1\n02 09:11 付款",
            "B",
            "1",
            id="5: marks taken off speak no more",
        ),
        pytest.param(
            "01 15:00 客1\n01 15:01 A1 谈妥\n05 09:00 客1\n05 09:01 B1\n05 09:11 付款",
            "A",
            "5",
            id="5: what was agreed some days ago stands",
        ),
        pytest.param(
            "01 15:00 客1\n01 15:01 A1 谈妥\n05 09:11 付款",
            "A",
            "5",
            id="5: agreed, and ordered later without another word",
        ),
        pytest.param(
            "01 15:00 客1\n01 15:01 A1 谈妥\n20 09:00 客1\n20 09:01 B1\n20 09:11 付款",
            "B",
            "1",
            id="5: agreed longer ago than evidence is kept",
        ),
        pytest.param(
            "02 09:00 客1\n02 09:01 B1\n02 09:11 付款\n02 10:00 客1\n02 10:01 A1 谈妥",
            "B",
            "1",
            id="5: agreed after the payment",
        ),
        pytest.param(
            "01 15:00 客1\n01 15:01 A1 谈妥\n01 15:30 上单付款\n"
            "02 09:00 客1\n02 09:01 B1\n02 09:11 付款",
            "B",
            "1",
            id="5: what was agreed for the order before is spent",
        ),
        pytest.param(
            "01 15:00 客1\n01 15:01 A1 谈妥\n01 15:10 客1\n01 15:11 B1\n"
            "01 15:30 上单付款\n01 15:31 付款",
            "A",
            "5",
            id="5: two orders paid in one go share it",
        ),
    ],
)
def test_the_rules(story: str, owner: str | None, rule: str | None) -> None:
    decision = decide(order_of(story))
    assert (owner_of(decision), decision.rule, decision.disputed) == (owner, rule, False)


@pytest.mark.parametrize(
    ("story", "why"),
    [
        pytest.param(
            CONSULTED,
            "规则1：客户先咨询 2001 甲**（3月2日 10:21），后下单付款，归 2001 甲**。",
            id="1",
        ),
        pytest.param(
            "02 10:00 下单\n02 10:05 A 微信 截图\n02 10:10 付款",
            "规则2：下单后、付款前由 2001 甲**（3月2日 10:05，微信）接待，随后成交，归 2001 甲**。",
            id="2",
        ),
        pytest.param(
            "02 10:00 下单\n02 10:01 付款\n02 10:06 A1",
            "规则3：客户先在 3月2日 10:01 付款，之后才有 2001 甲**（3月2日 10:06）接待，"
            "不归任何人。",
            id="3",
        ),
        pytest.param(
            "02 09:00 A 电话\n02 10:01 付款",
            "规则4：2001 甲**（3月2日 09:00，电话）联系过，但没有截图，不算数，不归任何人。",
            id="4",
        ),
        pytest.param(
            "01 15:00 客1\n01 15:01 A1 谈妥\n02 09:00 客1\n02 09:01 B1\n02 09:11 付款",
            "规则5：2001 甲**（3月1日 15:01）已经谈妥，2002 乙**（3月2日 09:01）只是接着办，"
            "归 2001 甲**。",
            id="5",
        ),
    ],
)
def test_it_says_why(story: str, why: str) -> None:
    assert decide(order_of(story)).why == why


@pytest.mark.parametrize(
    ("at", "days", "day_start", "begins"),
    [
        pytest.param(("03", "00:05"), 1, 0, ("02", "00:00"), id="the day before"),
        pytest.param(("03", "00:05"), 0, 0, ("03", "00:00"), id="the same day alone"),
        pytest.param(("03", "00:05"), 1, 240, ("01", "04:00"), id="a day that begins at four"),
    ],
)
def test_the_window(
    at: tuple[str, str], days: int, day_start: int, begins: tuple[str, str]
) -> None:
    assert days_before(moment(*at), days, "Asia/Shanghai", day_start) == moment(*begins)
