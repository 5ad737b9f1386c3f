"""``customers``: found, handed out, erased, and who looked."""

import json
import stat
import zipfile
from pathlib import Path

import pytest
from support.command import CommandLine
from support.erasing import MARK, PHONE, customer_of, files_with, known_everywhere, told_of
from support.shop import TestShop

from zuiqing_desk.store import erasure_file
from zuiqing_desk.store.engine import open_store


@pytest.fixture
def customer(cli: CommandLine, tmp_path: Path) -> int:
    """A customer with something of everything in this home."""
    home = tmp_path / "home"
    home.mkdir()
    shop = TestShop(home)
    talk = known_everywhere(shop, home)
    found = shop.ask(customer_of, talk)
    shop.store.close()
    return found


def asked_of(home: Path, *words: str) -> list[str]:
    with open_store(home / "desk.db") as store:
        return store.read(lambda tx: told_of(tx, *words)).result()


def test_a_customer_is_found_by_a_part_of_the_name(cli: CommandLine, customer: int) -> None:
    (found,) = cli("customers", "list", "--find", MARK[1:3], "--json").data
    assert (found["customer"], found["name"]) == (customer, f"{MARK}一号")
    assert cli("customers", "list", "--find", "%").out == "没有这样的客户；换几个字再找。\n"
    assert f"{MARK}一号" in cli("customers", "list", "--find", MARK).out


def test_everything_is_handed_out_in_one_file(
    cli: CommandLine, customer: int, tmp_path: Path
) -> None:
    target = tmp_path / "资料.zip"
    assert cli("customers", "export", str(customer), "--to", str(target)).code == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with zipfile.ZipFile(target) as whole:
        names = sorted(whole.namelist())
        data = json.loads(whole.read("客户资料.json"))
        sent = whole.read("files/1-6.png")
    assert names == ["files/1-6.png", "files/evidence-1.png", "客户资料.json"]
    assert MARK.encode() in sent
    assert data["missing_files"] == []
    (talk,) = data["conversations"]
    assert [line["from"] for line in talk["lines"]] == ["customer"] * 3 + ["agent", "note"] + [
        "customer"
    ] * 2
    (order,) = data["orders"]
    assert (order["phone"], order["receiver"], order["extra"]) == (PHONE, MARK, {"身份证": MARK})
    for part in ("promises", "contacts", "payment_chases", "handover_items", "problem_notes"):
        assert MARK in json.dumps(data[part], ensure_ascii=False)
    assert str(tmp_path) not in json.dumps(data, ensure_ascii=False)
    # What is there is not written over, and nothing unfinished is left.
    again = cli("customers", "export", str(customer), "--to", str(target))
    assert again.code == 1
    assert sorted(one.name for one in tmp_path.glob(".*")) == []
    assert cli("customers", "export", str(customer), "--to", str(tmp_path / "资料")).code == 1


def test_erasing_says_first_what_goes(cli: CommandLine, customer: int, tmp_path: Path) -> None:
    home = tmp_path / "home"
    asked = cli("customers", "erase", str(customer))
    assert asked.code == 1
    assert "7 条消息" in asked.err
    assert "备份" in asked.err
    assert "没发货" in asked.err
    assert asked_of(home, MARK)
    done = cli("customers", "erase", str(customer), "--yes", "--json")
    assert done.data == {"customer": customer, "lines": 7, "files": 1, "orders": 1, "notes": 4}
    assert asked_of(home, MARK, PHONE) == []
    assert [one.customer_id for one in erasure_file.read(home)] == [customer]
    assert files_with(home / "files", MARK) == []
    assert cli("customers", "erase", "99", "--yes").code == 1


def test_who_looked_is_on_record(cli: CommandLine, customer: int, tmp_path: Path) -> None:
    number = cli("orders", "list", "--json").data[0]["order"]
    assert PHONE not in cli("orders", "show", number).out
    hidden = cli("orders", "show", number, "--json").data
    assert (hidden["receiver"], hidden["phone"]) == ("嫦**", "139****5678")
    assert (hidden["address"], hidden["address_before"]) == (f"{MARK}****", "****")
    assert cli("orders", "show", number, "--unmask", "--json").data["phone"] == PHONE
    cli("customers", "export", str(customer), "--to", str(tmp_path / "a.zip"))
    rows = cli("customers", "access", "--json").data
    assert [(one["kind"], one["detail"], one["staff_no"]) for one in rows] == [
        ("customer.exported", "", None),
        ("order.unmasked", "phone address", None),
    ]
    assert rows[1]["order"] == number
    shown = cli("customers", "access").out
    assert "看了 电话、地址" in shown
    assert "（命令行）" in shown
