"""``chats search``: what was said, for scripts."""

import re
from collections.abc import Iterator

import pytest
from support.command import CommandLine
from support.old_talk import HOSTILE, parcels
from support.shop import TestShop

ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00")


@pytest.fixture
def shop(cli: CommandLine) -> Iterator[TestShop]:
    shop = TestShop(cli.home)
    yield shop
    shop.store.close()


def texts(cli: CommandLine, *words: str) -> list[str]:
    return [row["text"] for row in cli("chats", "search", *words, "--json").data]


def test_a_hit_says_where_and_when_and_who(cli: CommandLine, shop: TestShop) -> None:
    old, _ = parcels(shop)
    ran = cli("chats", "search", "顺丰补", "--json")
    (row,) = ran.data
    assert ran.code == 0
    assert ISO.fullmatch(row.pop("at"))
    assert row == {
        "conversation": old,
        "seq": 2,
        "from": "agent",
        "staff_no": "1002",
        "customer": "tb_山**",
        "storefront": "醉卿酒业",
        "channel": "webchat",
        "account": "网页",
        "text": "亲，默认韵达，走顺丰补差价。",
    }


def test_every_condition_narrows(cli: CommandLine, shop: TestShop) -> None:
    old, new = parcels(shop)
    assert len(texts(cli, "韵达")) == 5
    assert texts(cli, "韵达", "--customer", "海") == ["韵达到哪了"]
    assert texts(cli, "韵达", "--agent", "1002") == [
        "老客户，只要韵达",
        "亲，默认韵达，走顺丰补差价。",
    ]
    assert texts(cli, "韵达", "--storefront", "没有") == []
    assert texts(cli, "韵达", "--from", "2026-03-09") == ["韵达到哪了"]
    assert len(texts(cli, "韵达", "--to", "2026-03-02")) == 4
    assert texts(cli, "韵达", "--in", str(new)) == ["韵达到哪了"]
    assert texts(cli, "韵达 破损", "--in", str(old)) == ["那就韵达，收到有破损怎么办"]
    assert texts(cli, "", "--in", str(new)) == ["韵达到哪了"]
    assert texts(cli, "韵达", "--limit", "1") == ["韵达到哪了"]


def test_nothing_found_is_a_no(cli: CommandLine, shop: TestShop) -> None:
    parcels(shop)
    ran = cli("chats", "search", "没人说过", "--json")
    assert (ran.code, ran.data, ran.err) == (1, [], "")
    ran = cli("chats", "search", "没人说过")
    assert (ran.code, ran.out) == (1, "没有找到。\n")


def test_for_people_a_table_that_nothing_escapes_from(cli: CommandLine, shop: TestShop) -> None:
    parcels(shop)
    shop.says(shop.customer("tb_\x1b**"), HOSTILE)
    ran = cli("chats", "search", "漏酒")
    assert ran.code == 0
    assert "[@click=app.quit]" in ran.out
    assert not {"\x1b", "\x07", "\u202e"} & set(ran.out)
    ran = cli("chats", "search", "韵达", "--limit", "2")
    assert "最新的 2 条" in ran.err
    assert len(ran.out.splitlines()) == 3


def test_a_long_line_is_cut_where_the_words_are_in_view(cli: CommandLine, shop: TestShop) -> None:
    shop.says(shop.customer(), "前" * 200 + "到付" + "后" * 100)
    shop.says(shop.customer(), "运费到付")
    ran = cli("chats", "search", "到付")
    assert f"…{'前' * 20}到付{'后' * 38}…" in ran.out
    assert "运费到付\n" in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "昨儿"], "看不懂"),
        (["--to", "2026-02-30"], "没有这一天"),
        (["--from", "2026-03-02", "--to", "2026-03-01"], "还早"),
    ],
)
def test_days_that_are_none(cli: CommandLine, shop: TestShop, words: list[str], said: str) -> None:
    ran = cli("chats", "search", "韵达", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_without_a_shop(cli: CommandLine) -> None:
    ran = cli("chats", "search", "韵达", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "desk.db" in ran.err
