"""The parts of a remark out of what is known of an order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.courtesies import COURTESIES
from zuiqing_desk.rules.order_goods import Goods
from zuiqing_desk.rules.promises import KINDS, Kind
from zuiqing_desk.rules.remark import HOUSE, Item, Remark, parse, render
from zuiqing_desk.rules.remark_build import (
    Promised,
    added,
    closer_text,
    items,
    presents,
    product_name,
    requirements,
    unwanted,
)

COURIERS = HOUSE.couriers


@pytest.mark.parametrize(
    ("name", "others", "written"),
    [
        ("王小明", ["李四", "2002"], "王小明"),
        ("王小明", ["王小明", "2002"], "2001"),
        ("2002", ["李四", "2002"], "2001"),
        ("２００２", ["李四", "2002"], "2001"),
        ("2001", ["李四", "2002"], "2001"),
        ("王**", [], "2001"),
        ("**", [], "2001"),
        ("王[明]", [], "2001"),
        ("Ｗ１", [], "Ｗ1"),
        ("", [], "2001"),
        ("长" * 21, [], "2001"),
    ],
)
def test_how_an_owner_is_written(name: str, others: list[str], written: str) -> None:
    assert closer_text(name, "2001", others) == written


def test_lines_of_one_product_are_one_item() -> None:
    lines = [
        Goods("1983", 6, "瓶", True, ""),
        Goods("青花", 1, "箱", True, ""),
        Goods("1983", 2, "瓶", True, ""),
        Goods("1983", 1, "箱", True, ""),
    ]
    found, asks = items(lines, HOUSE)
    assert found == (Item(8, "瓶", "1983"), Item(1, "箱", "青花"), Item(1, "箱", "1983"))
    assert asks == []


def test_what_cannot_be_told_is_asked() -> None:
    lines = [
        Goods("1983", None, "瓶", False, "没有写一件是几瓶"),
        Goods("青花", 2, "瓶", False, "先按一瓶算"),
        Goods("礼盒", 1, "提", True, "不认识的单位"),
    ]
    found, asks = items(lines, HOUSE)
    assert found == (Item(2, "瓶", "青花"),)
    assert asks == ["1983：没有写一件是几瓶", "青花：先按一瓶算", "礼盒：不认识的单位"]


@pytest.mark.parametrize(
    ("due", "promised", "given_"),
    [
        ([], [], ()),
        ([Item(1, "瓶", "小酒版")], [], (Item(1, "瓶", "小酒版"),)),
        ([], ["两瓶小酒版"], (Item(2, "瓶", "小酒版"),)),
        ([Item(1, "瓶", "小酒版")], ["2瓶小酒版"], (Item(2, "瓶", "小酒版"),)),
        ([Item(3, "瓶", "小酒版")], ["2瓶小酒版"], (Item(3, "瓶", "小酒版"),)),
        ([], ["1瓶小酒版", "1瓶小酒版"], (Item(2, "瓶", "小酒版"),)),
        ([Item(1, "只", "酒杯")], [], ()),
    ],
)
def test_a_gift_due_and_promised_is_one(
    due: list[Item], promised: list[str], given_: tuple[Item, ...]
) -> None:
    assert presents(due, [Promised("gift", one) for one in promised], HOUSE) == given_


@pytest.mark.parametrize(
    ("promises", "message", "courier", "wishes"),
    [
        ([], "", "韵达", ()),
        ([], "谢谢！", "韵达", ()),
        ([], "不要放门口，打电话。谢谢", "韵达", ("不要放门口", "打电话")),
        ([], "发顺丰", "顺丰", ()),
        ([], "请发顺丰快递,轻放", "顺丰", ("轻放",)),
        ([], "发顺丰", "韵达", ("要发顺丰",)),
        ([], "发顺丰今天就走", "顺丰", ("要发顺丰今天就走",)),
        ([("wish", "写贺卡"), ("wish", "写贺卡")], "写贺卡", "韵达", ("写贺卡",)),
        ([("gift", "2瓶小酒版")], "", "韵达", ()),
        ([("gift", "送个酒杯")], "", "韵达", ("送个酒杯",)),
        ([("dispatch", "今天发"), ("refund", "退差价5元")], "", "韵达", ("今天发", "退差价5元")),
        ([("callback", "回电"), ("discount", "包邮"), ("courier", "发顺丰")], "", "顺丰", ()),
        ([], "长" * 70, "韵达", ("长" * 60, "长" * 10)),
        ([], "１２３，［急］", "韵达", ("123", "[急]")),
    ],
)
def test_wishes(
    promises: list[tuple[Kind, str]], message: str, courier: str, wishes: tuple[str, ...]
) -> None:
    said = [Promised(*one) for one in promises]
    assert requirements(said, message, COURTESIES, courier, HOUSE) == wishes


@pytest.mark.parametrize(
    ("text", "couriers"),
    [
        ("不要发圆通", ("圆通",)),
        ("别用圆通和中通", ("圆通", "中通")),
        ("发圆通", ()),
        ("不急，等你有空了再发圆通", ()),
        ("勿发ems", ("EMS",)),
        ("", ()),
    ],
)
def test_couriers_that_are_not_wanted(text: str, couriers: tuple[str, ...]) -> None:
    assert unwanted([text], COURIERS) == couriers


def test_a_title_as_a_product() -> None:
    assert product_name(" 【醉卿】酱香,53度+礼盒\n") == "醉卿 酱香 53度 礼盒"
    assert len(product_name("酒" * 100)) == 40


PROMISES = st.lists(
    st.builds(
        Promised,
        st.sampled_from(sorted(KINDS)),
        st.text("两瓶小酒版发顺丰,，今天1送 a", max_size=30),
    ),
    max_size=4,
)
MESSAGES = st.text(
    st.one_of(st.characters(), st.sampled_from("发顺丰韵达，,。谢谢 \n不[")), max_size=150
)


@given(PROMISES, MESSAGES, st.sampled_from(COURIERS))
def test_whatever_is_said_can_be_written(
    promises: list[Promised], message: str, courier: str
) -> None:
    wishes = requirements(promises, message, COURTESIES, courier, HOUSE)
    parcel = added([Item(6, "瓶", "1983")], presents([], promises, HOUSE))
    remark = Remark("2001", parcel, wishes, courier)
    assert parse(render(remark)) == remark
    assert len(wishes) == len(set(wishes))


@given(st.text(max_size=80))
def test_a_title_can_be_written(title: str) -> None:
    name = product_name(title)
    if name:
        remark = Remark("2001", (Item(1, "瓶", name),), (), "韵达")
        assert parse(render(remark)) == remark


ITEMS = st.lists(
    st.builds(Item, st.integers(1, 99), st.sampled_from("瓶箱"), st.sampled_from(["1983", "青花"])),
    max_size=5,
)


@given(ITEMS, ITEMS)
def test_adding_loses_no_bottle(some: list[Item], more: list[Item]) -> None:
    total = added(some, more)
    assert sum(one.quantity for one in total) == sum(one.quantity for one in (*some, *more))
    assert len({(one.unit, one.product) for one in total}) == len(total)
