"""``tally``."""

from pathlib import Path

import pytest
from support.command import CommandLine
from support.exports import TAOBAO, export, taobao
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services.tally import freezing

STAFF = ("staff", "add", "--no", "1001", "--name", "甲**", "--role", "lead", "--pin-stdin")
MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


@pytest.fixture
def shop(cli: CommandLine, tmp_path: Path) -> CommandLine:
    assert cli(*STAFF, "--shop", "醉卿酒业", stdin=b"2580\n").code == 0
    rows = (taobao(订单付款时间="2026-03-01 10:00:00"), taobao("1000002", 订单状态="退款中"))
    file = export(tmp_path / "订单.csv", TAOBAO, *rows)
    assert cli("orders", "import", str(file)).code == 0
    return cli


def test_the_figures_of_some_days(shop: CommandLine) -> None:
    data = shop("tally", *MARCH, "--json").data
    assert (data["from"], data["to"], data["agent"]) == ("2026-03-01", "2026-03-31", None)
    figures = data["figures"]
    assert (figures["sales"], figures["sold"], figures["received"]) == (1, 0, 0)
    assert figures["conversion"] is figures["average_s"] is None
    money = figures["sales_amount"]
    assert money.count(".") == 1
    assert data["by_day"][0]["day"] == "2026-03-01"
    assert data["by_agent"][0]["agent"] is None
    assert data["by_shift"][0]["shift"] == "白班"
    assert data["by_storefront"][0]["sales_amount"] == money
    assert (data["frozen"], data["corrections"]) == ([], [])


def test_one_agent(shop: CommandLine) -> None:
    data = shop("tally", *MARCH, "--agent", "1001", "--json").data
    assert data["agent"] == "1001"
    assert data["figures"]["sales"] == 0


def test_one_end_alone_is_enough(shop: CommandLine) -> None:
    before = shop("tally", "--to", "2020-01-05", "--json").data
    assert (before["from"], before["to"]) == ("2020-01-05", "2020-01-05")
    later = shop("tally", "--from", "2199-01-05", "--json").data
    assert (later["from"], later["to"]) == ("2199-01-05", "2199-01-05")


def test_corrections_say_nothing_of_what_has_no_shift_or_storefront(
    cli: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    founded = TestShop(tmp_path / "home")
    founded.later(16 * 3600)
    order = add_order(founded)
    founded.later(40 * 24 * 3600)

    def close_months() -> None:
        while closing := founded.ask(freezing.next_closing):
            founded.do(freezing.write_closing, closing)

    close_months()
    founded.do(lambda tx: tx.run("UPDATE shop_order SET state = 'refund'"))
    founded.do(lambda tx: tx.journal("order.moved", order))
    founded.later(3700)
    close_months()
    founded.store.close()
    (one,) = cli("tally", *MARCH, "--json").data["corrections"]
    assert (one["agent"], one["storefront"], one["shift"]) == (None, None, None)
    assert (one["day"], one["noted_at"][:10]) == ("2026-03-03", "2026-04-12")
    assert (one["before"]["sales"], one["after"]["sales"]) == (1, 0)


def test_for_people(shop: CommandLine) -> None:
    out = shop("tally", *MARCH).out
    assert "2026-03-01 到 2026-03-31" in out
    assert "询单转化率" in out
    assert "无归属" in out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--from", "2026-02-30"), 2, "不是日期"),
        (("--from", "2026-03-02", "--to", "2026-03-01"), 1, "对调"),
        (("--from", "2024-01-01", "--to", "2026-03-01"), 1, "最多"),
        (("--from", "9999-12-31", "--to", "9999-12-31"), 1, "年份"),
        (("--agent", "9999"), 1, "9999"),
    ],
)
def test_what_is_refused(
    shop: CommandLine, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = shop("tally", *arguments)
    assert done.code == code
    assert words in done.err
    assert done.out == ""
