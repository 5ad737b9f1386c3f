"""The checks of an order before it goes out."""

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.audit import CHECKS, AuditFacts, CheckName, Line, Promised, order_key
from zuiqing_desk.rules.audit_checks import broken_promises, checks
from zuiqing_desk.rules.audit_errors import ERRORS, grade_of
from zuiqing_desk.rules.coverage import Choice
from zuiqing_desk.rules.gifts import table
from zuiqing_desk.rules.order_goods import Card, Goods, Listing, goods_of
from zuiqing_desk.rules.promise_match import Matched
from zuiqing_desk.rules.remark import HOUSE, Item, Vocabulary, parse

WORDS = Vocabulary((*HOUSE.units, "个"), HOUSE.couriers)
CARD = Card("1983", "醉卿坊1983纪念版", 6, 26_800, 23_800)
OTHER = Card("青花", "醉卿青花", None, 9_800, None)
CARDS = {"1983": CARD, "青花": OTHER}


def line(
    words: str = "6瓶装", pieces: int = 1, price: int | None = 160_800, card: Card = CARD
) -> Line:
    listing = Listing(card.full_name, words, pieces, price)
    return Line(card.full_name, goods_of(listing, card), card, pieces, price)


GOOD = AuditFacts(
    platform="taobao",
    state="audit",
    confirmed=True,
    amount_fen=160_800,
    lines=(line(),),
    cards=CARDS,
    remark=parse("[甲]6瓶1983+1瓶小酒版,发韵达"),
    remark_problem="",
    courtesies=("谢谢", "好的"),
    address="广东省深圳市南山区1号",
    placed=True,
    served="yes",
    by_rule=Choice("韵达", "yes", "默认快递"),
    gifts=table(["1983 满6瓶 送1瓶小酒版"]),
)


def result(name: CheckName, **changes: Any) -> str:
    return next(one.result for one in checks(replace(GOOD, **changes)) if one.name == name)


def remark(text: str) -> dict[str, Any]:
    return {"remark": parse(text, WORDS)}


def promised(kind: Any, what: str, answer: Any) -> dict[str, Any]:
    return {"promises": (Promised(kind, what, Matched(answer, "因为")),)}


def test_a_good_order_is_green_in_everything() -> None:
    assert [one.name for one in checks(GOOD)] == [name for name in CHECKS if name != "closer"]
    assert {one.result for one in checks(GOOD)} == {"green"}


def test_a_closer_that_is_wrong_by_now_is_told_last() -> None:
    found = checks(replace(GOOD, closer=("red", "按归属是“乙”")))
    assert found[:-1] == checks(GOOD)
    assert found[-1] == ("closer", "red", "按归属是“乙”")


NONE: dict[str, Any] = {"remark": None, "remark_problem": "还没有备注"}
NOBODYS: dict[str, Any] = {**NONE, "nobodys": True}
UNKNOWN_LINE = Line("神秘酒", None, None, 1, 100)
UNTOLD = line("礼盒装")
UNSURE = line("", 6, 1_000)
FREE: dict[str, Any] = {"gifts": table(["1983 满6瓶 送1瓶1983"])}
FREE_BY_PROMISE = (Item(1, "瓶", "1983"),)
CUPS = (Item(2, "个", "杯子"),)


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("finance", {"confirmed": False}, "red"),
        ("finance", {"cod": True}, "ask"),
        ("finance", {"state": "unpaid"}, "red"),
        ("finance", {"state": "refund"}, "red"),
        ("goods", NONE, "red"),
        ("goods", NOBODYS, "green"),
        ("goods", {**NOBODYS, "lines": (UNTOLD,)}, "ask"),
        ("sample", NOBODYS, "ask"),
        ("sample", {**NOBODYS, "gifts": table(["1983 满7瓶 送1瓶小酒版"])}, "green"),
        ("message", NOBODYS, "green"),
        ("message", {**NOBODYS, "buyer_message": "要礼袋"}, "ask"),
        ("courier", NOBODYS, "green"),
        ("courier", {**NOBODYS, "by_rule": Choice("韵达", "ask", "不知道")}, "ask"),
        ("courier", {**NOBODYS, "by_rule": Choice("", "no", "都不到")}, "red"),
        ("promises", {**NOBODYS, **promised("gift", "送杯子", "red")}, "red"),
        ("goods", {"lines": ()}, "ask"),
        ("goods", remark("[甲]5瓶1983,发韵达"), "red"),
        ("goods", remark("[甲]7瓶1983,发韵达"), "red"),
        ("goods", remark("[甲]1箱1983,发韵达"), "green"),
        ("goods", remark("[甲]1盒1983,发韵达"), "ask"),
        ("goods", remark("[甲]6瓶醉卿坊1983纪念版,发韵达"), "green"),
        ("goods", remark("[甲]4瓶1983+2瓶1983,发韵达"), "green"),
        ("goods", remark("[甲]6瓶青花,发韵达"), "red"),
        ("goods", remark("[甲]6瓶1983+1瓶青花,发韵达"), "red"),
        ("goods", {"lines": (line(), line("", 1, 9_800, OTHER))}, "red"),
        ("goods", {"lines": (UNKNOWN_LINE,)}, "ask"),
        ("goods", {"lines": (UNTOLD,)}, "ask"),
        ("goods", {"lines": (UNSURE,)}, "ask"),
        ("goods", {"lines": (line()._replace(provisional=True),)}, "ask"),
        (
            "goods",
            {**remark("[甲]7瓶1983,发韵达"), "presents": (Item(1, "瓶", "1983"),)},
            "green",
        ),
        ("goods", {**remark("[甲]7瓶1983,发韵达"), **FREE, "presents": FREE_BY_PROMISE}, "green"),
        ("goods", {**remark("[甲]8瓶1983,发韵达"), **FREE, "presents": FREE_BY_PROMISE}, "green"),
        ("goods", {**remark("[甲]9瓶1983,发韵达"), **FREE, "presents": FREE_BY_PROMISE}, "red"),
        ("goods", {**remark("[甲]6瓶1983+2个杯子,发韵达"), "presents": CUPS}, "green"),
        ("goods", {**remark("[甲]6瓶1983+9个杯子,发韵达"), "presents": CUPS}, "ask"),
        ("goods", {**remark("[甲]6瓶1983+2盒杯子,发韵达"), "presents": CUPS}, "ask"),
        ("goods", remark("[甲]6瓶1983+9瓶小酒版,发韵达"), "ask"),
        ("goods", {**remark("[甲]6瓶1983+2个杯子,发韵达")}, "red"),
        ("amount", {"amount_fen": None}, "ask"),
        ("amount", {"amount_fen": 142_800}, "green"),
        ("amount", {"amount_fen": 142_799}, "red"),
        ("amount", {"amount_fen": 161_800}, "ask"),
        ("amount", {"amount_fen": 161_800, "freight_fen": 1_000}, "green"),
        ("amount", {"refund_fen": 100}, "ask"),
        ("amount", {"lines": (line(price=None),)}, "ask"),
        ("amount", {"lines": (line("2瓶", 1, 19_600, OTHER),), "amount_fen": 19_000}, "ask"),
        ("amount", {"lines": (line("2瓶", 1, 19_600, OTHER),), "amount_fen": 19_600}, "green"),
        (
            "amount",
            {
                "lines": (line("2瓶", 1, 19_600, OTHER),),
                "amount_fen": 20_600,
                "freight_fen": 1_000,
            },
            "green",
        ),
        ("amount", {"amount_fen": 160_900, "freight_fen": 1_000}, "green"),
        ("amount", {"amount_fen": 143_000, "freight_fen": 1_000}, "ask"),
        ("amount", {"amount_fen": 143_800, "freight_fen": 1_000}, "green"),
        ("wishes", promised("wish", "轻放", "red"), "red"),
        ("wishes", promised("gift", "送杯子", "red"), "green"),
        ("promises", promised("gift", "送杯子", "red"), "red"),
        ("promises", promised("gift", "送杯子", "ask"), "ask"),
        ("promises", promised("wish", "轻放", "red"), "green"),
        ("message", {"buyer_message": "谢谢"}, "green"),
        ("message", {"buyer_message": "包装好一点"}, "red"),
        ("message", {"buyer_message": "包装好一点", **NONE}, "red"),
        (
            "message",
            {"buyer_message": "包装好一点", **remark("[甲]6瓶1983,包装好一点,发韵达")},
            "green",
        ),
        ("message", {"buyer_message": "包装好一点", **remark("[甲]6瓶1983,轻放,发韵达")}, "ask"),
        ("message", {"buyer_message": "发票", **remark("[甲]6瓶1983,不要发票,发韵达")}, "ask"),
        ("message", {"buyer_message": "发韵达，谢谢"}, "green"),
        ("message", {"buyer_message": "发顺丰"}, "red"),
        ("address", {"address": " "}, "ask"),
        ("address", {"placed": False}, "ask"),
        ("address", {"address_before": "老地址"}, "ask"),
        ("address", {"address_before": "老", **remark("[甲]6瓶1983,发新地址,发韵达")}, "green"),
        ("courier", NONE, "red"),
        ("courier", {"served": "no"}, "red"),
        ("courier", {"served": "ask"}, "ask"),
        ("courier", {"by_rule": Choice("顺丰", "yes", "客户指定")}, "ask"),
        ("sample", remark("[甲]6瓶1983,发韵达"), "red"),
        ("sample", remark("[甲]6瓶1983+2瓶小酒版,发韵达"), "ask"),
        ("sample", remark("[甲]6瓶1983+1盒小酒版,发韵达"), "ask"),
        ("sample", {"lines": (line("5瓶"),)}, "ask"),
        ("sample", {"lines": (line("5瓶"),), **remark("[甲]5瓶1983,发韵达")}, "green"),
        ("sample", {"lines": (UNSURE,)}, "ask"),
        ("sample", {"gifts": ()}, "ask"),
        ("sample", {"gifts": (), **promised("gift", "送小酒版", "green")}, "green"),
        ("sample", {"gifts": (), "presents": (Item(1, "瓶", "小酒版"),)}, "green"),
        ("sample", promised("gift", "送小酒版", "red"), "red"),
        ("jd", {"platform": "jd"}, "green"),
        ("jd", {"platform": "jd", "served": "no"}, "ask"),
        ("jd", {"platform": "jd", "served": "ask"}, "ask"),
        ("jd", {"platform": "jd", "by_rule": Choice("", "ask", "要问")}, "ask"),
        ("jd", {"platform": "jd", "by_rule": Choice("", "no", "都不到")}, "ask"),
    ],
)
def test_what_a_check_says(name: CheckName, changes: dict[str, Any], expected: str) -> None:
    assert result(name, **changes) == expected


def test_a_telephone_in_a_message_is_masked_where_it_is_quoted() -> None:
    found = {one.name: one.why for one in checks(replace(GOOD, buyer_message="打13912345678"))}
    assert "打139****5678" in found["message"]


def test_a_gift_that_is_also_sold_is_told_apart() -> None:
    small = Card("小酒版", "", None, 2_000, None)
    lines = (line(), line("", 2, 2_000, small))
    cards = {**CARDS, "小酒版": small}
    for text, expected in (
        ("[甲]6瓶1983+3瓶小酒版,发韵达", "green"),
        ("[甲]6瓶1983+2瓶小酒版,发韵达", "red"),
    ):
        assert result("sample", lines=lines, cards=cards, **remark(text)) == expected


def test_what_a_discount_is_called_holds_the_freight() -> None:
    facts = replace(GOOD, amount_fen=160_900, freight_fen=1_000)
    said = {one.name: one.why for one in checks(facts)}
    assert said["amount"] == "优惠 9 元，不低于底价"


def test_the_promises_that_stop_an_order() -> None:
    facts = replace(GOOD, **promised("wish", "轻放", "red"))
    assert [one.what for one in broken_promises(facts)] == ["轻放"]
    assert broken_promises(replace(GOOD, **promised("wish", "轻放", "ask"))) == ()


def test_whatever_costs_something_is_grave() -> None:
    assert {kind for kind in ERRORS if grade_of(kind, 0) == "grave"} == {
        "goods",
        "amount",
        "cod",
        "cost",
    }
    assert all(grade_of(kind, 1) == "grave" for kind in ERRORS)


@given(st.lists(st.tuples(st.booleans(), st.none() | st.integers(0, 9), st.integers(1, 99))))
def test_urgent_orders_come_first_then_who_paid_first(
    orders: list[tuple[bool, int | None, int]],
) -> None:
    ranked = sorted(orders, key=lambda one: order_key(one[0], one[1], 5, one[2]))
    assert [one[0] for one in ranked] == sorted((one[0] for one in orders), reverse=True)
    for first, second in itertools.pairwise(ranked):
        if first[0] == second[0]:
            assert (5 if first[1] is None else first[1]) <= (5 if second[1] is None else second[1])


@given(bought=st.integers(1, 40), remarked=st.integers(1, 40))
def test_goods_are_green_only_when_the_bottles_agree(bought: int, remarked: int) -> None:
    lines = (line(f"{bought}瓶"),)
    found = result("goods", lines=lines, gifts=(), **remark(f"[甲]{remarked}瓶1983,发韵达"))
    assert found == ("green" if bought == remarked else "red")


UNTELLING = st.sampled_from([UNKNOWN_LINE, UNTOLD, UNSURE, line("买5瓶送1瓶")])


@given(st.lists(UNTELLING, min_size=1), st.booleans())
def test_what_cannot_be_told_is_never_green(lines: list[Line], with_a_good_one: bool) -> None:
    every = (*lines, line()) if with_a_good_one else tuple(lines)
    assert result("goods", lines=every) != "green"
    assert result("sample", lines=every) == "ask"


@given(st.text(), st.text(), st.sampled_from(["yes", "no", "ask"]), st.none() | st.integers(0))
def test_any_words_are_checked(message: str, address: str, served: Any, amount: int | None) -> None:
    facts = replace(
        GOOD, buyer_message=message, address_before=address, served=served, amount_fen=amount
    )
    assert all(one.why for one in checks(facts))


def test_goods_without_a_remark_unit_stay_boxes() -> None:
    boxed = Goods("青花", 2, "箱", True, "标题")
    lines = (Line("青花", boxed, OTHER, 2, 9_800),)
    assert result("goods", lines=lines, **remark("[甲]2箱青花,发韵达")) == "green"
    assert result("goods", lines=lines, **remark("[甲]3箱青花,发韵达")) == "red"
    assert result("goods", lines=lines, **remark("[甲]2瓶青花,发韵达")) == "ask"
