"""Characters as a reader counts them: what one Backspace takes away."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.text import graphemes

PARTS = st.sampled_from([*"中ae👩👧🏽🇨🇳\r\n①", "\u0301", "\ufe0f", "\u200d", "\U000e0067"])


@pytest.mark.parametrize(
    "clusters",
    [
        pytest.param(["a", "b"], id="plain letters"),
        pytest.param(["酱", "香", "，"], id="Chinese"),
        pytest.param(["x", "e\u0301\u0323", "y"], id="marks stay with their base"),
        pytest.param(
            ["葛\U000e0100", "飾"], id="an ideographic variation stays with its character"
        ),
        pytest.param(["❤\ufe0f", "❤"], id="a variation selector stays"),
        pytest.param(["👍🏽", "👍"], id="a skin tone stays"),
        pytest.param(["👨\u200d👩\u200d👧\u200d👦", "家"], id="a family is one"),
        pytest.param(["🏳\ufe0f\u200d🌈", "!"], id="the rainbow flag is one"),
        pytest.param(["⛹🏽\u200d♀\ufe0f"], id="joined after a skin tone"),
        pytest.param(["🇨🇳", "🇯🇵", "🇨"], id="flags go by pairs, a rest stands alone"),
        pytest.param(["a", "🇨🇳", "🇯🇵"], id="pairs are counted from where the run begins"),
        pytest.param(["🇨\u0301", "🇳🇯"], id="a mark ends the run of flags"),
        pytest.param(["🏴\U000e0067\U000e0062\U000e007f"], id="tag sequences are one"),
        pytest.param(["1\ufe0f\u20e3", "2"], id="a keycap is one"),
        pytest.param(["a\u200d", "b"], id="a joiner does not join letters"),
        pytest.param(["\r\n", "\n", "\r"], id="CR LF is one, alone they are two"),
        pytest.param(["\n", "\u0301"], id="a mark does not attach to a line end"),
        pytest.param(["か\u3099"], id="a kana voicing mark stays"),
        pytest.param(["नि"], id="a spacing vowel sign stays"),
    ],
)
def test_graphemes(clusters: list[str]) -> None:
    assert graphemes("".join(clusters)) == clusters


def test_nothing_has_no_characters() -> None:
    assert graphemes("") == []


@given(st.one_of(st.text(), st.lists(PARTS).map("".join)))
def test_graphemes_join_back_to_the_text(text: str) -> None:
    parts = graphemes(text)
    assert "".join(parts) == text
    assert all(parts)


def test_the_quick_way_never_hides_a_mark() -> None:
    marks = ("Mn", "Mc", "Me")
    every = (chr(code) for code in range(sys.maxunicode + 1))
    combining = [char for char in every if unicodedata.category(char) in marks]
    assert [char for char in combining if graphemes("a" + char) != ["a" + char]] == []
