"""``orders evidence``: where screenshots lie, and clearing them away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command import CommandLine
from support.orders import add_order
from support.pictures import picture
from support.shop import TestShop

from zuiqing_desk.services.orders import contacts, evidence

NUMBER = "260302000009"


@pytest.fixture
def shop(cli: CommandLine) -> Iterator[TestShop]:
    shop = TestShop(cli.home)
    yield shop
    shop.store.close()


def attached(shop: TestShop, home: Path) -> bytes:
    """A call with a screenshot of it, in 2026; what is in the file."""
    source = home / "通话.png"
    source.write_bytes(picture("png"))
    kept = shop.do(evidence.record, evidence.keep_file(home, source), None)
    order = add_order(shop, number=NUMBER)
    shop.do(contacts.note, order, shop.lead.id, "phone", shop.now, "", kept, actor=None)
    return source.read_bytes()


def test_the_file_behind_a_contact(cli: CommandLine, shop: TestShop) -> None:
    content = attached(shop, cli.home)
    (shot,) = cli("orders", "evidence", NUMBER, "--json").data
    assert (shot["name"], shot["removed"]) == ("通话.png", False)
    assert shot["added_at"] == "2026-03-02T09:00:00.000+08:00"
    assert shot["kept_until"] == "2026-03-17T09:00:00.000+08:00"
    assert Path(shot["file"]).read_bytes() == content
    assert shot["file"] in cli("orders", "evidence", NUMBER).out.replace("\n", "")


def test_what_is_old_is_cleared_away_on_purpose(cli: CommandLine, shop: TestShop) -> None:
    attached(shop, cli.home)
    # Whatever the real clock says, which the command goes by.
    shop.do(lambda tx: tx.run("UPDATE evidence SET kept_until = 1"))
    (shot,) = cli("orders", "evidence", "--json").data
    assert Path(shot["file"]).exists()
    ran = cli("orders", "evidence", "--remove")
    assert ran.code == 0
    assert "删掉了 1 张" in ran.err
    assert not Path(shot["file"]).exists()
    assert cli("orders", "evidence", NUMBER, "--json").data[0]["removed"] is True
    assert "已清理" in cli("orders", "evidence", NUMBER).out
    assert "没有可以清理" in cli("orders", "evidence").out


def test_one_order_alone_is_not_cleared(cli: CommandLine, shop: TestShop) -> None:
    attached(shop, cli.home)
    ran = cli("orders", "evidence", NUMBER, "--remove")
    assert ran.code != 0
    assert "不能只写一笔" in ran.err
    assert cli("orders", "evidence", NUMBER, "--json").data[0]["removed"] is False
