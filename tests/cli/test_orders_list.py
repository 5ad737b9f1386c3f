"""``orders list`` and ``orders show``."""

from pathlib import Path

import pytest
from support.command import CommandLine
from support.exports import JD, TAOBAO, TAOBAO_ITEMS, export, jd, taobao, taobao_item

STAFF = ("staff", "add", "--no", "1001", "--name", "甲**", "--role", "lead", "--pin-stdin")
NUMBER = "2603020000000000001"


@pytest.fixture
def shop(cli: CommandLine, tmp_path: Path) -> CommandLine:
    assert cli(*STAFF, "--shop", "醉卿酒业", stdin=b"2580\n").code == 0
    files = (
        export(
            tmp_path / "订单.csv",
            TAOBAO,
            taobao(买家留言="请加急", 订单备注="旧备注", 旗帜颜色="红", 自用="x"),
            taobao("1000002", 订单状态="等待买家付款", 买家实际支付金额="0.00", 订单付款时间=""),
        ),
        export(tmp_path / "宝贝.csv", TAOBAO_ITEMS, taobao_item()),
        export(tmp_path / "京东.csv", JD, jd("1000002", 下单时间="2026-03-01 10:00:00")),
    )
    assert cli("orders", "import", *map(str, files)).code == 0
    return cli


def test_the_newest_order_stands_first(shop: CommandLine) -> None:
    data = shop("orders", "list", "--json").data
    assert [(one["platform"], one["state"]) for one in data] == [
        ("taobao", "unpaid"),
        ("taobao", "paid"),
        ("jd", "paid"),
    ]
    assert data[1] == {
        "platform": "taobao",
        "order": NUMBER,
        "storefront": "醉卿酒业",
        "buyer": "tb_**1",
        "receiver": "王**",
        "state": "paid",
        "verdict": None,
        "urgent": True,
        "title": "醉卿1983 浓香 500ml",
        "quantity": 6,
        "amount": "7680.00",
        "remark": "",
        "flag": None,
        "flag_meaning": None,
        "placed_at": "2026-03-02T10:00:00.000+08:00",
        "paid_at": "2026-03-02T10:05:00.000+08:00",
        "hold_until": None,
        "conversation": None,
    }
    unpaid = shop("orders", "list", "--state", "unpaid", "--json").data
    assert [one["order"] for one in unpaid] == ["1000002"]
    assert shop("orders", "list", "--state", "closed").out == "没有已关闭的订单。\n"
    head, *rows = shop("orders", "list").out.splitlines()
    assert head.split()[:3] == ["平台", "订单号", "状态"]
    assert [row.split()[0] for row in rows] == ["淘宝", "淘宝", "京东"]


def test_an_order_whole(shop: CommandLine) -> None:
    data = shop("orders", "show", NUMBER, "--json").data
    assert data["items"] == [
        {
            "title": "醉卿1983 浓香 500ml",
            "spec": "规格：单瓶",
            "code": "1983",
            "quantity": 6,
            "price": "1280.00",
            "product": None,
            "provisional": False,
        }
    ]
    assert (data["platform"], data["order"], data["state"]) == ("taobao", NUMBER, "paid")
    assert (data["storefront"], data["buyer"], data["amount"]) == ("醉卿酒业", "tb_**1", "7680.00")
    assert (data["remark"], data["flag"], data["owner"]) == ("", None, None)
    assert (data["platform_remark"], data["platform_flag"]) == ("旧备注", 1)
    assert data["extra"] == {"自用": "x"}
    assert data["city"] == "深圳市"
    assert data["audit"]["verdict"] is None
    checks = {one["check"]: one["result"] for one in data["audit"]["checks"]}
    assert checks["finance"] == "red"
    assert set(checks.values()) <= {"green", "red", "ask"}
    assert data["chase"] == {"state": None}


def test_an_unpaid_order_has_a_chase(shop: CommandLine) -> None:
    data = shop("orders", "show", "taobao:1000002", "--json").data
    assert data["state"] == "unpaid"
    assert data["chase"]["since"] == "2026-03-02T10:00:00.000+08:00"
    assert data["chase"]["result"] is None


def test_a_number_of_two_platforms(shop: CommandLine) -> None:
    ran = shop("orders", "show", "1000002", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "taobao:1000002" in ran.err
    assert shop("orders", "show", "京东:1000002", "--json").data["platform"] == "jd"
    assert shop("orders", "show", "404").code == 1


def test_an_order_for_people(shop: CommandLine) -> None:
    out = shop("orders", "show", NUMBER).out
    for words in (
        "王**",
        "已付款",
        "旧备注",
        "醉卿1983 浓香 500ml",
        "还没有审",
        "财务确认",
        "7680.00",
    ):
        assert words in out
