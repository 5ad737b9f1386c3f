"""Texts as the index keeps them: what is a part of a text is found, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.search_words import document, phrase

TEXTS = st.text("客货q0aA1? \n。😀é", max_size=8)
WORDS = st.text("客货q0aA1?。😀é", min_size=1, max_size=4)


def holds(kept: str, wanted: str) -> bool:
    """As an index of word positions looks for a phrase."""
    return f" {wanted} " in f" {kept} "


@given(st.lists(TEXTS, max_size=3), WORDS)
def test_found_is_what_is_a_part_of_one_of_the_texts(texts: list[str], word: str) -> None:
    assert holds(document(texts), phrase(word)) == any(word in text for text in texts)


def test_no_phrase_goes_over_two_texts() -> None:
    assert not holds(document(["货客", "客货"]), phrase("货客货"))


def test_the_gap_between_two_texts_is_no_word() -> None:
    kept = document(["aq", "qa"])
    assert not holds(kept, phrase("qq"))
    assert not holds(kept, phrase("qqq"))
    assert holds(document(["加QQ".lower()]), phrase("qq"))


def test_nothing_is_kept_of_nothing() -> None:
    assert document(["", ""]) == ""


def test_all_that_is_kept_is_letters_figures_and_chinese() -> None:
    kept = document(["？é😀 x〇"])
    assert all(token.isascii() and token.isalnum() for token in kept.split())
