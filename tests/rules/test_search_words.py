"""Texts as the index keeps them: no part of a text is missed, and up to three characters are
exactly told."""

from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.search_words import INITIALS, RUN, asked, tokens

TEXTS = st.text("客货q0aA1i? \n。😀é", max_size=8)
WORDS = st.text("客货q0aA1i?。😀é", min_size=1, max_size=4)


@given(st.lists(TEXTS, max_size=3), WORDS)
def test_no_part_of_a_text_is_missed(texts: list[str], word: str) -> None:
    held = any(word in text for text in texts)
    found = tokens(texts).keys() >= set(asked(word))
    assert found or not held
    if len(word) <= RUN:
        assert found == held


@given(st.lists(TEXTS, max_size=3), WORDS)
def test_initials_are_never_taken_for_words(texts: list[str], word: str) -> None:
    assert not tokens(texts).keys() & tokens([word], INITIALS).keys()
    assert tokens([word], INITIALS).keys() >= set(asked(word, INITIALS))


def test_a_pair_is_of_one_text() -> None:
    assert "货客" not in tokens(["客货", "客货"])
    assert "货客" in tokens(["客货客"])


def test_nothing_is_kept_of_nothing() -> None:
    assert not tokens(["", ""])


def test_all_that_is_kept_is_letters_figures_and_chinese() -> None:
    assert all(one.isascii() and one.isalnum() for one in tokens(["？é😀 x〇"]))
