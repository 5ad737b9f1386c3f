"""``orders audit``."""

import json

from support.command import CommandLine
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.rules.audit import CHECKS


def test_what_waits_is_listed_urgent_orders_first(cli: CommandLine) -> None:
    cli.home.mkdir()
    shop = TestShop(cli.home)
    add_order(shop, number="1001", remark="[甲]6瓶1983,发韵达")
    add_order(shop, number="1002", urgent=True, state="audit", confirmed_at=shop.now)
    add_order(shop, number="1003", verdict="approved")
    shop.store.close()

    urgent, plain = cli("orders", "audit", "--json").data
    assert [urgent["order"], plain["order"]] == ["1002", "1001"]
    assert (urgent["urgent"], urgent["state"], urgent["amount"]) == (True, "audit", "7680.00")
    assert [one["check"] for one in plain["checks"]] == list(CHECKS)
    assert [one["check"] for one in urgent["checks"]] == list(CHECKS)[:-1]
    found = {one["check"]: one for one in plain["checks"]}
    assert found["finance"] == {"check": "finance", "result": "red", "why": "财务还没确认到账"}
    assert found["address"]["result"] == "ask"

    head, first, second = cli("orders", "audit").out.splitlines()
    assert head.split() == ["平台", "订单号", "状态", "买家", "不对的", "要问的"]
    assert first.split()[:3] == ["淘宝", "1002", "审单中（加急）"]
    assert second.split()[4] == "财务确认、成交人"


def test_each_order_is_a_line_of_the_list_for_scripts(cli: CommandLine) -> None:
    cli.home.mkdir()
    shop = TestShop(cli.home)
    numbers = [str(2000 + place) for place in range(201)]
    for number in numbers:
        add_order(shop, number=number)
    shop.store.close()
    begin, *lines, end = cli("orders", "audit", "--json").out.splitlines()
    assert (begin, end) == ("[", "]")
    assert [json.loads(line.removesuffix(","))["order"] for line in lines] == numbers


def test_nothing_waits(cli: CommandLine) -> None:
    cli.home.mkdir()
    TestShop(cli.home).store.close()
    assert cli("orders", "audit").out == "没有要审的订单。\n"
    assert cli("orders", "audit", "--json").data == []


def test_without_a_shop(cli: CommandLine) -> None:
    assert cli("orders", "audit").code == 1
    assert not cli.home.exists()
