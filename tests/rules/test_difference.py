"""Marking what changed between two wordings."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.difference import Piece, difference

WORDS = st.text(alphabet="亲您好酒发货今天明{}？\n👍🏽e\u0301", max_size=40)


def marked(before: str, after: str) -> str:
    signs = {"same": "{}", "removed": "[-{}]", "added": "[+{}]"}
    return "".join(signs[piece.kind].format(piece.text) for piece in difference(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "", ""),
        ("亲，在的。", "亲，在的。", "亲，在的。"),
        ("", "亲", "[+亲]"),
        ("亲", "", "[-亲]"),
        ("今天下午发货", "明天下午发货", "[-今][+明]天下午发货"),
        ("17:30前付款当天发", "17:00前付款当天发", "17:[-3][+0]0前付款当天发"),
        ("第一行\n第二行", "第一行\n中间\n第二行", "第一行\n[+中间\n]第二行"),
        ("甲一乙", "丙一丁", "[-甲一乙][+丙一丁]"),
        ("甲\n乙", "丙\n丁", "[-甲][+丙]\n[-乙][+丁]"),
    ],
)
def test_what_is_marked(before: str, after: str, shown: str) -> None:
    assert marked(before, after) == shown


def test_an_emoji_is_never_divided() -> None:
    assert marked("好👍🏽", "好👍🏿") == "好[-👍🏽][+👍🏿]"


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_it(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(text for kind, text in pieces if kind != "added") == before
    assert "".join(text for kind, text in pieces if kind != "removed") == after


@given(WORDS, WORDS)
def test_no_two_pieces_could_be_one_and_none_is_empty(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert all(text for _, text in pieces)
    assert all(one.kind != two.kind for one, two in pairwise(pieces))


@given(WORDS)
def test_equal_texts_have_no_changes(text: str) -> None:
    assert difference(text, text) == ((Piece("same", text),) if text else ())


def test_long_texts_of_one_character_are_compared_coarsely_rather_than_for_ever() -> None:
    before, after = "酒" * 4000, "酒" * 3999 + "水"
    assert difference(before, after) == (Piece("removed", before), Piece("added", after))
    lines = f"开头\n{before}\n"
    assert difference(f"{lines}甲", f"{lines}乙") == (
        Piece("same", lines),
        Piece("removed", "甲"),
        Piece("added", "乙"),
    )
