"""Cutting, padding and wrapping: widths by rich, kinsoku, graphemes, hostile input."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from zuiqing_desk.rules.text import clean, graphemes
from zuiqing_desk.tui.text import TAB, cut, one_line, pad, plain, safe, wrap

CLOSING = "，。！？、；：）】》”’…"
OPENING = "（【《“‘"
FAMILY = "👩\u200d👩\u200d👧"
FLAG = "🇨🇳"
PIECES = [
    *"这款酒还有货吗瓶", *"ab1 9-", *CLOSING, *OPENING, *",.!?()", " ", "\u3000", "\t", "\n",
    "\r\n", FAMILY, FLAG, "❤️", "👍🏽", "e\u0301", "\u0301", "\u200d", "\ufe0f", "\u200b",
    "\x1b]52;c;eA==\x07", "\u202e", "[/b]", "https://example.com/a/long/path?x=1", "好\u200d中",
]  # fmt: skip

chat = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
anything = st.one_of(chat, st.text(max_size=80))
widths = st.integers(2, 24)


def without_blanks(text: str) -> str:
    return re.sub("[ \u3000\n]", "", text.replace("\t", TAB))


@given(anything, widths)
def test_wrapping_keeps_every_character_but_the_blanks_at_breaks(text: str, width: int) -> None:
    assert without_blanks("".join(wrap(text, width))) == without_blanks(safe(text))


@given(anything, widths)
def test_no_row_is_wider_than_asked(text: str, width: int) -> None:
    assert all(cell_len(row) <= width for row in wrap(text, width))


@given(anything, widths)
def test_cut_and_pad_give_the_width(text: str, width: int) -> None:
    assert cell_len(cut(text, width)) <= width
    assert cell_len(pad(text, width)) == width
    assert cell_len(pad(text, width, right=True)) == width


@given(anything)
def test_a_text_that_fits_is_left_alone(text: str) -> None:
    rows = safe(text).replace("\t", TAB).split("\n")
    assert wrap(text, max(2, *map(cell_len, rows))) == rows
    assert cut(text, cell_len(one_line(text))) == one_line(text)


@given(chat, st.integers(4, 24))
def test_graphemes_stay_whole(text: str, width: int) -> None:
    text = without_blanks(safe(text))
    rows = wrap(text, width)
    borders = {0}
    for grapheme in graphemes(text):
        borders.add(max(borders) + len(grapheme))
    at = 0
    for row in rows:
        assert at in borders
        at += len(row)


@given(st.lists(st.sampled_from([*"这款酒还有货吗", *CLOSING, *OPENING]), max_size=60))
def test_kinsoku_holds_wherever_another_break_exists(pieces: list[str]) -> None:
    rows = wrap("".join(pieces), 6)
    for row, following in pairwise(rows):
        if following[0] in CLOSING or row[-1] in OPENING:
            whole = row + following[0]
            choices = range(1, len(row))
            assert not any(
                whole[at] not in CLOSING and whole[at - 1] not in OPENING for at in choices
            ), (row, following)


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("有货吗？有", 6, ["有货", "吗？有"]),
        ("说（好的）吧", 4, ["说", "（好", "的）", "吧"]),
        ("说（好", 4, ["说", "（好"]),
        ("真好“可以”", 6, ["真好", "“可以”"]),
        ("hello world", 8, ["hello", "world"]),
        ("hello  world", 5, ["hello", "world"]),
        ("发韵达express吧", 8, ["发韵达", "express", "吧"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("看https://a.cn/xxxx", 8, ["看", "https://", "a.cn/xxx", "x"]),
        ("一\n\n二", 8, ["一", "", "二"]),
        ("一\t二", 8, ["一    二"]),
        ("\u3000\u3000一二三", 8, ["\u3000\u3000一二", "三"]),
        ("。。。。。。", 4, ["。。", "。。", "。。"]),
        (FLAG * 3, 4, [FLAG * 2, FLAG]),
        (FAMILY * 3, 4, [FAMILY * 2, FAMILY]),
        ("it’s ok don’t", 8, ["it’s ok", "don’t"]),
        ("", 8, [""]),
        ("一二", 1, ["一", "二"]),
    ],
)
def test_breaks(text: str, width: int, rows: list[str]) -> None:
    assert wrap(text, width) == rows


@pytest.mark.parametrize(
    ("text", "width", "row"),
    [
        ("这款1983还有货吗", 9, "这款1983…"),
        ("这款1983还有货吗", 8, "这款198…"),
        ("这款", 3, "这…"),
        ("这款", 2, "…"),
        ("这款", 0, ""),
        ("a\nb\tc", 9, "a b c"),
        (FAMILY * 2, 3, FAMILY + "…"),
    ],
)
def test_cut(text: str, width: int, row: str) -> None:
    assert cut(text, width) == row


@given(anything)
def test_what_is_shown_has_nothing_a_terminal_obeys(text: str) -> None:
    for shown in (*wrap(text, 10), cut(text, 10), pad(text, 10), plain(text).plain):
        assert shown == clean(shown)
        assert "\n" not in shown
        assert "\t" not in shown


def test_markup_is_text() -> None:
    hostile = "[/b][@click=app.quit]点[/][red]"
    assert plain(hostile).plain == hostile
    assert plain(hostile).spans == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("好\u200d中", "好中"),
        (FAMILY, FAMILY),
        (FLAG, FLAG),
        ("❤\ufe0f", "❤"),
        ("👍🏽", "👍"),
        ("🏳\ufe0f\u200d🌈", "🏳\u200d🌈"),
        ("1\ufe0f\u20e3", "1\u20e3"),
        ("\u3164", ""),
    ],
)
def test_nothing_shifts_the_row(text: str, shown: str) -> None:
    assert safe(text) == shown
    assert one_line(text) == shown
