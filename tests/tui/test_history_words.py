"""A line of old talk in a row: what was looked for is in view and marked."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from support.shop import OPENING

from zuiqing_desk.lookup.found_at import found_at
from zuiqing_desk.rules.history_query import Parts, parse
from zuiqing_desk.services.history.records import Found, Hit
from zuiqing_desk.tui.history_told import Scope, empty, told
from zuiqing_desk.tui.history_words import about, said_at, snippet, who
from zuiqing_desk.tui.widgets.rows import Span

ZONE = "Asia/Shanghai"
DAY = 86_400_000_000
HIT = Hit(9, 3, 5, OPENING, "agent", "1002", "tb_**", "醉卿旗舰店", "webchat", "网页", "在的")


def shown(spans: list[Span]) -> str:
    """The row, the marked words in brackets."""
    return "".join(f"【{text}】" if look == "found" else text for text, look in spans)


@pytest.mark.parametrize(
    ("text", "words", "width", "row"),
    [
        ("发韵达吗", ["韵达"], 20, "发【韵达】吗"),
        ("第一行\n第二行", ["二"], 20, "第一行 第【二】行"),
        ("前" + " \n" * 15 + "韵达", ["韵达"], 12, "前 【韵达】"),
        ("前" * 20 + "韵达" + "后" * 20, ["韵达"], 20, "…前前前【韵达】后后后后…"),
        ("前" * 20 + "韵达", ["韵达"], 20, "…前前前前前前前【韵达】"),
        ("韵达" + "后" * 20, ["韵达"], 10, "【韵达】后后…"),
        ("前" * 20, [], 9, "前前前前…"),
        ("👨‍👩‍👧" * 9 + "韵", ["韵"], 8, "…👨‍👩‍👧👨‍👩‍👧【韵】"),
    ],
)
def test_the_row_of_a_hit(text: str, words: list[str], width: int, row: str) -> None:
    assert shown(snippet(text, words, width)) == row


@given(
    st.text(alphabet="前后韵達达ＯK 🙂\u0301👍🏽\x1b\n", min_size=1, max_size=60),
    st.sampled_from(["韵达", "ok", "达", "🙂"]),
    st.integers(8, 40),
)
def test_a_row_fits_and_begins_no_later_than_the_first_word(
    text: str, word: str, width: int
) -> None:
    spans = snippet(text, [word], width)
    row = "".join(text for text, _ in spans)
    assert cell_len(row) <= width
    assert "\x1b" not in row
    assert "\n" not in row
    if found_at(row, [word]):
        assert any(look == "found" for _, look in spans)
    elif found_at(row.rstrip("…"), [word[0]]) == []:
        assert not found_at(" ".join(text.split()), [word])


def test_who_said_it() -> None:
    assert who(HIT, "1001") == "1002"
    assert who(HIT, "1002") == "我"
    assert who(HIT._replace(author="note"), "1001") == "1002 备忘"
    assert who(HIT._replace(author="customer", staff_no=None), "1001") == "客户"


def test_when_it_was_said_takes_no_more_than_its_column() -> None:
    assert said_at(OPENING, OPENING + DAY // 3, ZONE) == "09:00"
    assert said_at(OPENING - 60 * DAY, OPENING, ZONE) == "1月1日 09:00"
    assert said_at(OPENING - 90 * DAY, OPENING, ZONE) == "2025年12月2日"
    longest = [said_at(OPENING - days * DAY, OPENING, ZONE) for days in (5, 100)]
    assert max(map(cell_len, longest)) <= 14


@pytest.mark.parametrize("width", [50, 77, 120])
def test_the_second_row_fits_whatever_the_names(width: int) -> None:
    hit = HIT._replace(customer="\x1b[2J客" * 30, storefront="店\n" * 30)
    row = "".join(text for text, _ in about(hit, my_no="1001", now=OPENING, zone=ZONE, width=width))
    assert width - 2 < cell_len(row) <= width
    assert "\x1b" not in row


ALL = Scope(None, True, "Tab", "^F")
HERE = Scope("tb_**", True, "Tab", "^F")


def test_an_empty_screen_says_what_to_type_and_which_key_turns_the_scope() -> None:
    words = empty(HERE, Parts(), stopped=False, trouble="")
    assert "Tab 找全部会话" in words
    assert "客户:王" in words
    assert "按 ^F 填" in words
    assert "Tab" not in empty(Scope(None, False, "Tab", "^F"), Parts(), stopped=False, trouble="")


def test_nothing_found_proposes_only_what_can_help() -> None:
    long = parse("发韵达 顺丰", OPENING // DAY + 719_163)
    assert "少写一个词" in empty(ALL, long, stopped=False, trouble="")
    assert "Tab" not in empty(ALL, long, stopped=False, trouble="")
    short = Parts(words="韵达")
    assert empty(ALL, short, stopped=False, trouble="") == "全部会话里没有找到“韵达”。"
    assert "一两个字也找得到" in empty(ALL, Parts(words="发韵达"), stopped=False, trouble="")
    assert "“磁盘满”" not in empty(ALL, short, stopped=True, trouble="磁盘满")
    assert "磁盘满" in empty(ALL, short, stopped=True, trouble="磁盘满")


def test_the_line_below_tells_how_far_it_is() -> None:
    some = Found((HIT,), True, 30_000)
    running = {"more": False, "trouble": ""}
    assert told(some, seconds=0, **running) == ("正在找… · Esc 停", False)
    assert told(some, seconds=12, **running) == ("正在找… 12 秒 · Esc 停", False)
    assert told(some, seconds=1, more=True, trouble="")[0].startswith("已列 1 条，正在找更早的… 1")
    words, wrong = told(some, seconds=None, more=False, trouble="")
    assert "已列最新的 1 条" in words
    assert "30000 句还没编进索引" in words
    assert not wrong
    few = replace(some, unindexed=40)
    assert "索引" not in told(few, seconds=None, more=False, trouble="")[0]
    assert told(Found((), False, 0), seconds=None, more=False, trouble="磁盘满") == (
        "✗ 磁盘满",
        True,
    )
