"""Queries taken apart, and slips of one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lookup_oracle import one_edit_apart

from zuiqing_desk.lookup.query import Token, one_typo, tokens


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", []),
        (" \u3000\t", []),
        ("發貨 FHSJ", [("发货", ""), ("fhsj", "fhsj")]),
        ("发货\u3000时间", [("发货", ""), ("时间", "")]),
        ("xi'an xi’an", [("xi'an", "xian"), ("xi’an", "xian")]),
        ("1983 6ping", [("1983", ""), ("6ping", "")]),
        ("fh fh 发 發", [("fh", "fh"), ("发", "")]),
        ("'", [("'", "")]),
        ("\x1bfh\x00", [("fh", "fh")]),
        ("e\u0301", [("é", "")]),
    ],
)
def test_tokens(query: str, expected: list[tuple[str, str]]) -> None:
    assert tokens(query) == tuple(Token(*one) for one in expected)


@pytest.mark.parametrize(
    ("token", "forgiving"),
    [("abc", False), ("abcd", True), ("a'b'c", False), ("a" * 40, True), ("a" * 41, False)],
)
def test_only_tokens_of_some_length_are_forgiven(token: str, forgiving: bool) -> None:
    assert [one.forgiving for one in tokens(token)] == [forgiving]


letters = st.text("abz", min_size=1, max_size=6)


@given(letters, letters)
def test_a_typo_is_one_wrong_key(typed: str, meant: str) -> None:
    assert (meant in one_typo(typed)) == one_edit_apart(typed, meant)
