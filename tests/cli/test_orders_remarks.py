"""``orders export-remarks|differences|chases``."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from support.command import CommandLine
from support.orders import add_order
from support.shop import SECOND, TestShop

from zuiqing_desk.services.orders import chase
from zuiqing_desk.sheets import read

HEAD = ("平台", "订单编号", "旗号", "备注")


@pytest.fixture
def shop(cli: CommandLine) -> Iterator[TestShop]:
    cli.home.mkdir(parents=True)
    desk = TestShop(cli.home)
    yield desk
    desk.store.close()


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_remarks_are_written_for_the_platform(
    cli: CommandLine, shop: TestShop, tmp_path: Path, suffix: str
) -> None:
    add_order(shop, number="2603020001", remark="[1001]6瓶1983,发韵达\n老客户", flag="成交")
    shop.later(1)
    add_order(shop, platform="other", number="B1", remark="[1001]1瓶1983,发韵达", flag="成交")
    add_order(shop, number="手工-20260302-1", remark="[1001]1瓶1983,发韵达", flag="成交")
    add_order(shop, remark="一样", platform_remark="一样", flag="成交", platform_flag=1)
    add_order(shop)
    out = tmp_path / f"回填.{suffix}"
    ran = cli("orders", "export-remarks", str(out))
    assert (ran.code, ran.out) == (0, "")
    assert "2 笔" in ran.err
    rows = [tuple(row.values[name] for name in HEAD) for row in read(out, HEAD, HEAD)]
    assert rows == [
        ("淘宝", "2603020001", "1", "[1001]6瓶1983,发韵达\n老客户"),
        ("其他", "B1", "", "[1001]1瓶1983,发韵达"),
    ]


def test_differences_for_scripts_and_people(cli: CommandLine, shop: TestShop) -> None:
    assert cli("orders", "differences").out == "平台上的备注和旗号都和我们的一样。\n"
    assert cli("orders", "differences", "--json").data == []
    add_order(
        shop,
        number="A1",
        remark="[1001]6瓶1983,发韵达",
        flag="成交",
        platform_remark="老客户13912345678",
    )
    assert cli("orders", "differences", "--json").data == [
        {
            "platform": "taobao",
            "order": "A1",
            "flag": 1,
            "flag_meaning": "成交",
            "remark": "[1001]6瓶1983,发韵达",
            "platform_flag": None,
            "platform_remark": "老客户139****5678",
        }
    ]
    assert "老客户139****5678" in cli("orders", "differences").out


def test_chases_for_scripts_and_people(cli: CommandLine, shop: TestShop) -> None:
    assert cli("orders", "chases").out == "没有待催付的订单。\n"
    assert cli("orders", "chases", "--json").data == []
    agent = shop.hire("2001")
    shop.comes_on(agent)
    add_order(shop, state="unpaid", number="A1", buyer="tb_**1")
    shop.later(19 * 60)
    fresh = add_order(shop, state="unpaid", number="A2", amount_fen=None)
    shop.later(60)
    shop.comes_on(agent)
    shop.do(chase.note_contact, fresh, "chat", agent.id)
    shop.do(chase.sweep)
    # The command line asks the machine for the time, and a loss is listed for its day.
    with time_machine.travel(shop.now / SECOND, tick=True):
        first, second = cli("orders", "chases", "--json").data
        people = cli("orders", "chases").out
    assert first["order"] == "A2"
    assert first["amount"] is None
    assert first["chase"]["state"] == "ok"
    assert first["chase"]["contact"]["staff_no"] == "2001"
    assert first["chase"]["result"] is None
    assert (second["platform"], second["order"], second["amount"]) == ("taobao", "A1", "7680.00")
    assert second["chase"] == {
        **second["chase"],
        "state": "lost",
        "since": "2026-03-02T09:00:00.000+08:00",
        "seconds": 1200,
        "running": False,
        "contact": None,
        "result": "lost",
        "ended_at": "2026-03-02T09:20:00.000+08:00",
        "lost_to": "2001",
        "lost_why": "no_contact",
    }
    assert "2001（没有联系）" in people


@pytest.mark.parametrize("step", ["differences", "chases"])
def test_without_a_shop(cli: CommandLine, step: str) -> None:
    ran = cli("orders", step)
    assert (ran.code, ran.out) == (1, "")
    assert "desk.db" in ran.err
