"""``handover verify``: for people and scripts, and its exit codes."""

import pytest
from support.command import CommandLine
from support.sealed import by_hand, sealed_pages
from support.shop import TestShop


@pytest.fixture
def pages(cli: CommandLine) -> list[int]:
    cli.home.mkdir(exist_ok=True)
    shop = TestShop(cli.home)
    made = sealed_pages(shop, 2)
    shop.store.close()
    return made


def test_all_as_signed(cli: CommandLine, pages: list[int]) -> None:
    ran = cli("handover", "verify", "--json")
    assert ran.code == 0
    assert list(ran.data) == ["ok", "pages", "head", "first_bad", "why"]
    head = ran.data["head"]
    assert ran.data == {"ok": True, "pages": 2, "head": head, "first_bad": None, "why": ""}
    said = cli("handover", "verify", "--head", head)
    assert said.code == 0
    assert "2 页" in said.out
    assert head in said.out


def test_a_page_changed_by_hand(cli: CommandLine, pages: list[int]) -> None:
    by_hand(cli.home / "desk.db", "UPDATE handover_text SET text = '改' WHERE number = 2")
    ran = cli("handover", "verify", "--json")
    assert ran.code == 1
    assert (ran.data["ok"], ran.data["first_bad"]) == (False, pages[1])
    said = cli("handover", "verify")
    assert said.code == 1
    assert f"第 {pages[1]} 页" in said.out


def test_the_hash_on_paper(cli: CommandLine, pages: list[int]) -> None:
    ran = cli("handover", "verify", "--head", "0" * 64, "--json")
    assert ran.code == 1
    assert ran.data["first_bad"] is None
    assert "纸上" in ran.data["why"]
    wrong = cli("handover", "verify", "--head", "abc")
    assert wrong.code != 0
    assert "64" in wrong.err
