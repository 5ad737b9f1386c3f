"""``replies lint``: whether words may go out."""

import json

import pytest
from support.command import CommandLine

from zuiqing_desk.services import policy, shop
from zuiqing_desk.store.engine import open_store


def test_findings_for_scripts(cli: CommandLine) -> None:
    ran = cli("replies", "lint", "亲，加微信给您最低价", "--json")
    assert ran.code == 1
    assert ran.err == ""
    first = ran.data[0]
    assert set(first) == {"rule", "start", "end", "words", "message"}
    assert "亲，加微信给您最低价"[first["start"] : first["end"]] == first["words"]
    assert [one["start"] for one in ran.data] == sorted(one["start"] for one in ran.data)


def test_findings_for_people(cli: CommandLine) -> None:
    ran = cli("replies", "lint", "亲，加微信吧")
    assert ran.code == 1
    assert ran.out.startswith("第 ")
    assert "微信" in ran.out


@pytest.mark.parametrize("text", ["今天发货。", ""])
def test_nothing_to_find(cli: CommandLine, text: str) -> None:
    ran = cli("replies", "lint", text, "--json")
    assert (ran.code, ran.out.strip(), ran.err) == (0, "[]", "")
    assert cli("replies", "lint", text).out == "没有发现问题。\n"


def test_no_home_is_made(cli: CommandLine) -> None:
    cli("replies", "lint", "今天发货。")
    assert not cli.home.exists()


def test_the_lists_are_the_shops(cli: CommandLine) -> None:
    with open_store(cli.home / "desk.db") as store:
        lead = store.write(
            lambda tx: shop.set_up(tx, shop_name="甲", staff_no="1001", name="甲**", pin_hash="-")
        ).result()
        store.write(lambda tx: policy.change(tx, "words_coldness", ["茅坑"], lead.id)).result()
    data = json.loads(cli("replies", "lint", "茅坑里的石头", "--json").out)
    assert [(one["rule"], one["words"]) for one in data] == [("coldness", "茅坑")]
