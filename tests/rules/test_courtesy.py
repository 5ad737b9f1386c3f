"""Closing courtesies and questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.courtesies import COURTESIES
from zuiqing_desk.rules.courtesy import asks, is_courtesy
from zuiqing_desk.rules.text import clean_line

DECORATION = st.text(st.sampled_from("，。！~～…、 \u3000😊🙏🏻❤\ufe0f🌹"), max_size=6)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("谢谢", id="thanks"),
        pytest.param("好", id="a single character"),
        pytest.param("好的！", id="punctuation after it"),
        pytest.param("…嗯嗯~~", id="punctuation around it"),
        pytest.param(" 收到 \n", id="blanks around it"),
        pytest.param("\u3000知道了\u3000", id="ideographic blanks"),
        pytest.param("谢谢啦😊🙏🏻", id="emoji with a skin tone"),
        pytest.param("谢谢❤\ufe0f", id="emoji with a variation selector"),
        pytest.param("OK", id="capital letters"),
        pytest.param("ｏｋ。", id="full-width letters"),
        pytest.param("好的好的", id="a repetition that is configured"),
    ],
)
def test_courtesies(text: str) -> None:
    assert is_courtesy(text, COURTESIES)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("谢谢，什么时候发货", id="more than the courtesy"),
        pytest.param("好的 还有一个问题", id="a courtesy that goes on"),
        pytest.param("好的好的好的好的", id="a repetition that is not configured"),
        pytest.param("好的？", id="a question mark makes it a question"),
        pytest.param("嗯?😊", id="a question mark under an emoji"),
        pytest.param("好，的", id="punctuation inside does not go"),
        pytest.param("好酒", id="a word that begins like one"),
        pytest.param("不好", id="a word that ends like one"),
        pytest.param("可以", id="a word that may be an answer"),
        pytest.param("88", id="a number"),
        pytest.param("", id="nothing"),
        pytest.param("！！！", id="punctuation alone"),
        pytest.param("😊", id="an emoji alone"),
    ],
)
def test_no_courtesies(text: str) -> None:
    assert not is_courtesy(text, COURTESIES)


def test_only_the_configured_words_count() -> None:
    assert not is_courtesy("谢谢", ())
    assert is_courtesy("妥了", ("妥了",))
    assert not is_courtesy("谢谢", ("妥了",))


def test_an_emoji_counts_once_it_is_configured() -> None:
    assert is_courtesy(" 👍 ", ("👍",))
    assert not is_courtesy("😡", ("👍",))


def test_a_configured_word_may_carry_its_own_punctuation() -> None:
    assert is_courtesy("谢谢", ("谢谢！",))


@given(DECORATION, st.sampled_from(COURTESIES), DECORATION)
def test_decoration_never_matters(before: str, word: str, after: str) -> None:
    assert is_courtesy(before + word + after, COURTESIES)


@given(st.sampled_from(COURTESIES), st.sampled_from("茅酒发货a1"))
def test_one_more_word_always_matters(word: str, more: str) -> None:
    assert not is_courtesy(word + more, COURTESIES)
    assert not is_courtesy(more + word, COURTESIES)


def test_every_configured_courtesy_is_clean_and_stands_once() -> None:
    assert all(clean_line(word) == word for word in COURTESIES)
    assert len(set(COURTESIES)) == len(COURTESIES)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("您要几瓶？", id="ends in a full-width question mark"),
        pytest.param("OK?", id="ends in an ASCII question mark"),
        pytest.param("发韵达可以吗", id="ends in 吗"),
        pytest.param("您看呢", id="ends in 呢"),
        pytest.param("我们发顺丰吧", id="ends in 吧"),
        pytest.param("可以吗。", id="a full stop after it"),
        pytest.param("可以吗！！~", id="more punctuation after it"),
        pytest.param("可以吗 😊👍🏽", id="emoji after it"),
        pytest.param("（您要几瓶？）", id="a bracket after the question mark"),
        pytest.param("要哪款？\n\u3000", id="blanks and newlines after it"),
        pytest.param("真的吗？！", id="an exclamation mark after the question mark"),
    ],
)
def test_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("今天就发货。", id="a statement"),
        pytest.param("吗字在前面", id="吗 at the beginning"),
        pytest.param("要几瓶？我给您备注", id="a question that goes on"),
        pytest.param("要几瓶？\n已备注", id="a question on an earlier line"),
        pytest.param("酒吧台", id="吧 inside a word"),
        pytest.param("", id="nothing"),
        pytest.param("😊。", id="ornaments alone"),
    ],
)
def test_asks_nothing(text: str) -> None:
    assert not asks(text)


@given(st.text(), DECORATION)
def test_decoration_never_changes_whether_a_line_asks(text: str, after: str) -> None:
    assert asks(text + after) == asks(text)
