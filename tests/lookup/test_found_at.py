"""Where the words of a query stand in a text."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.lookup.found_at import found_at


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("发韵达还是顺丰", ["韵达"], ["韵达"]),
        ("發韻達", ["韵达"], ["韻達"]),
        ("ＯＫ了ok", ["Ok"], ["ＯＫ", "ok"]),
        ("重5㎏的", ["kg"], ["㎏"]),
        ("重5㎏的", ["g的"], ["㎏的"]),
        ("哈哈哈", ["哈哈"], ["哈哈哈"]),
        ("发韵达快递", ["韵达", "达快"], ["韵达快"]),
        ("韵达和韵达", ["韵达", "和"], ["韵达和韵达"]),
        ("👨‍👩‍👧到了", ["到"], ["到"]),
        ("一家👨‍👩‍👧👍🏽了", ["👩", "👍"], ["👨‍👩‍👧👍🏽"]),
        ("没有", ["韵达"], []),
        ("没有", [], []),
        ("", ["韵"], []),
    ],
)
def test_the_words_as_they_are_written(text: str, words: list[str], marked: list[str]) -> None:
    assert [text[first:last] for first, last in found_at(text, words)] == marked


TEXTS = st.text(alphabet="ab韵韻達达ＡⅣ㎏ß🙂\n ", max_size=12)


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_exactly_what_folds_to_a_word_is_marked(text: str, words: list[str]) -> None:
    places = found_at(text, words)
    assert all(first < last for first, last in places)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(places))
    held = any(fold(word) and fold(word) in fold(text) for word in words)
    assert bool(places) == held
    marked = {at for first, last in places for at in range(first, last)}
    for word in filter(None, map(fold, words)):
        for start in range(len(text)):
            for end in range(start + 1, len(text) + 1):
                if fold(text[start:end]) == word:
                    assert marked.issuperset(range(start, end))
