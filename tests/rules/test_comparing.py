"""Text reduced to what is compared."""

import pytest

from zuiqing_desk.rules.text import folded, is_ornament, letters


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        pytest.param("ＯＫ", "ok", id="full-width and capital letters"),
        pytest.param("吗？", "吗?", id="full-width question mark"),
        pytest.param("１９８３", "1983", id="full-width digits"),
    ],
)
def test_folded(text: str, same_as: str) -> None:
    assert folded(text) == same_as


@pytest.mark.parametrize("char", list("，。！…～~ \u3000😊❤\ufe0f\u200d🏽"))
def test_ornaments(char: str) -> None:
    assert is_ornament(char)


@pytest.mark.parametrize("char", list("好aé1８Ⅳ"))
def test_words_and_digits_are_no_ornaments(char: str) -> None:
    assert not is_ornament(char)


def test_letters_are_all_that_is_left() -> None:
    assert letters("我们 不需要，谢谢了！😊 ＯＫ") == "我们不需要谢谢了ok"
