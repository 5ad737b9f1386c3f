"""What one step by word takes."""

import pytest

from zuiqing_desk.tui.words import word_end, word_start


@pytest.mark.parametrize(
    ("before", "left"),
    [
        ("", ""),
        ("您好请稍等", "您好请"),
        ("酒", ""),
        ("发韵达快递。", "发韵达快递"),
        ("真的吗！！！", "真的吗"),
        ("好的……", "好的"),
        ("订单 12345", "订单 "),
        ("53度iPhone", "53度"),
        ("1983", ""),
        ("请看 hello  ", "请看 "),
        ("您好\u3000", ""),
        ("辛苦了，您", "辛苦了，"),
        ("好😂😂", "好"),
        ("好👨\u200d👩\u200d👧", "好"),
        ("ありがとう", ""),
        ("買いもの", "買"),
        ("(ok)", "(ok"),
    ],
)
def test_the_word_before_the_cursor(before: str, left: str) -> None:
    assert before[: word_start(before)] == left


@pytest.mark.parametrize(
    ("after", "right"),
    [
        ("", ""),
        ("您好请稍等", "请稍等"),
        ("  hello 您好", " 您好"),
        ("，您好", "您好"),
        ("12瓶", "瓶"),
    ],
)
def test_the_word_after_the_cursor(after: str, right: str) -> None:
    assert after[word_end(after) :] == right


def test_a_step_always_moves() -> None:
    for text in ("您", " ", "a", "，", "👨\u200d👩", "\u0301"):
        assert word_start(text) < len(text)
        assert word_end(text) > 0
