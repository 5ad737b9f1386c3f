"""``replies list``, ``search`` and ``suggest``."""

from pathlib import Path
from typing import Any

import pytest
from support.command import CommandLine

from zuiqing_desk.rules.categories import CATEGORIES

STAFF = ("staff", "add", "--no", "1001", "--name", "甲**", "--role", "lead", "--shop", "甲酒坊")
HEAD = "短码,标题,分类,标签,内容,生效,失效\n"
FIELDS = {"code", "title", "category", "text"}


def library(cli: CommandLine, folder: Path, *rows: str) -> None:
    """A shop whose library has these replies too."""
    assert cli(*STAFF, "--pin-stdin", stdin=b"2580\n").code == 0
    (folder / "话术.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")
    assert cli("replies", "import", str(folder / "话术.csv")).code == 0


def found(cli: CommandLine, *words: str) -> list[dict[str, Any]]:
    ran = cli("replies", *words, "--json")
    assert (ran.code, ran.err) == (0, "")
    data: list[dict[str, Any]] = ran.data
    return data


def test_a_home_without_a_shop_has_the_shipped_library_and_stays_empty(cli: CommandLine) -> None:
    listed = found(cli, "list")
    assert len(listed) >= 150
    assert {one["category"] for one in listed} == set(CATEGORIES)
    assert all(set(one) >= FIELDS for one in listed)
    code = listed[0]["code"]
    assert found(cli, "search", code)[0]["code"] == code
    assert len(found(cli, "suggest", "还没发货吗")) == 3
    assert not cli.home.exists()


def test_a_new_shop_has_it_too(cli: CommandLine, tmp_path: Path) -> None:
    before = found(cli, "list")
    library(cli, tmp_path)
    assert [one["code"] for one in found(cli, "list")] == [one["code"] for one in before]


def test_texts_are_filled_with_what_is_known(cli: CommandLine, tmp_path: Path) -> None:
    library(
        cli,
        tmp_path,
        "zz-1,开头,欢迎,,{客户|亲}，这里是{店铺}，{截单}前发{快递}，{?几瓶}？",
        "zz-2,连着,结束,,{>zz-1}{客服}{{好}}",
    )
    texts = {one["code"]: one["text"] for one in found(cli, "list")}
    assert texts["zz-1"] == "亲，这里是甲酒坊，17:30前发韵达，{?几瓶}？"
    assert texts["zz-2"] == texts["zz-1"] + "{?客服}{好}"


def test_the_list_tells_tags_and_times(cli: CommandLine, tmp_path: Path) -> None:
    library(cli, tmp_path, "zz-1,甲,欢迎,一 二,甲,2026-01-01,2026-01-31")
    one = next(one for one in found(cli, "list") if one["code"] == "zz-1")
    assert (one["tags"], one["asks"]) == (["一", "二"], [])
    assert one["valid_from"] == "2026-01-01T00:00:00.000+08:00"
    assert one["valid_until"] == "2026-02-01T00:00:00.000+08:00"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("zz-1", "zz-1"),
        ("重庆长期", "zz-2"),
        ("cqcq", "zz-2"),
        ("chongqingchangqi", "zz-2"),
        ("重慶 zz", "zz-2"),
        ("chongqign", "zz-2"),
    ],
)
def test_search(cli: CommandLine, tmp_path: Path, query: str, first: str) -> None:
    library(cli, tmp_path, "zz-1,发货,发货与物流,,甲", "zz-2,重庆长期有货,发货与物流,,乙")
    hits = found(cli, "search", query)
    assert hits[0]["code"] == first
    assert set(hits[0]) == FIELDS | {"score"}
    scores = [one["score"] for one in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_search_keeps_to_its_limit(cli: CommandLine) -> None:
    assert len(found(cli, "search", "亲", "--limit", "7")) == 7
    assert len(found(cli, "search", "亲", "--limit", "1000")) > 20


def test_search_leaves_out_what_is_over(cli: CommandLine, tmp_path: Path) -> None:
    library(cli, tmp_path, "zz-1,去年的活动,推荐,,甲,2024-01-01,2024-12-31")
    assert found(cli, "search", "zz-1") == []


def test_nothing_found(cli: CommandLine) -> None:
    assert found(cli, "search", "zzzzqqqq") == []
    assert cli("replies", "search", "zzzzqqqq").out == "没有找到。\n"


def test_suggestions_come_with_scores(cli: CommandLine) -> None:
    for text in ("还没发货吗", "怎么还不发或", "瓶子碎了"):
        guesses = found(cli, "suggest", text)
        assert len({one["code"] for one in guesses}) == 3
        assert all(set(one) == FIELDS | {"score"} for one in guesses)
        scores = [one["score"] for one in guesses]
        assert all(0 <= score <= 1 for score in scores)
    assert found(cli, "suggest", "还没发货吗")[0]["category"] == "发货与物流"


@pytest.mark.parametrize("text", ["", " ", "？？？", "\n", "😀", "a" * 5000])
def test_a_line_that_says_nothing_is_no_error(cli: CommandLine, text: str) -> None:
    assert len(found(cli, "suggest", text)) <= 3
    found(cli, "search", text)


def test_tables_for_people(cli: CommandLine) -> None:
    for words in (["list"], ["search", "发货"], ["suggest", "还没发货吗"]):
        ran = cli("replies", *words)
        assert ran.code == 0
        assert ran.out.splitlines()[0].split()[:3] == ["短码", "标题", "分类"]
