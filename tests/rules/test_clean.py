"""What reaches the store and the terminal: text that no terminal obeys."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.text import clean, clean_line

ANY_CHARACTER = st.characters(exclude_categories=())
NASTY = st.sampled_from("\x00\x07\x1b\x7f\x85\x9b\u061c\u200e\u202e\u2066\u2069\ud800\udfff\ufeff")
BREAKS = st.sampled_from(["\r", "\n", "\r\n", "\t", "\u2028", "\u2029", " ", "\u3000", "\u0301"])
TEXTS = st.lists(st.one_of(ANY_CHARACTER, NASTY, BREAKS)).map("".join)

OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


@pytest.mark.parametrize(
    ("dirty", "safe"),
    [
        pytest.param("在吗\x00", "在吗", id="NUL goes"),
        pytest.param("\x1b[31m红\x1b[0m", "[31m红[0m", id="ESC goes, the rest is harmless text"),
        pytest.param("\x1b]52;c;aGk=\x07", "]52;c;aGk=", id="no write to the clipboard (OSC 52)"),
        pytest.param("\x9b31m", "31m", id="the one-byte CSI of C1 goes"),
        pytest.param("a\x7fb", "ab", id="DEL goes"),
        pytest.param("a\x0b\x0cb", "ab", id="vertical tab and form feed go"),
        pytest.param("\u202e钱付", "钱付", id="right-to-left override goes"),
        pytest.param("\u2067a\u2069\u200f\u061c", "a", id="isolates and bidi marks go"),
        pytest.param("a\ud83db", "ab", id="a lone surrogate goes"),
        pytest.param("\ufeff你好", "你好", id="a byte order mark goes"),
        pytest.param("一\r\n二\r三", "一\n二\n三", id="every line end is a newline"),
        pytest.param("一\u2028二\u2029三", "一\n二\n三", id="Unicode line ends are newlines"),
        pytest.param("一\r\x1b\n二", "一\n二", id="a hidden ESC does not double a line end"),
        pytest.param("一\t二\n三", "一\t二\n三", id="tab and newline stay"),
        pytest.param("e\u0301", "é", id="composed (NFC)"),
        pytest.param("e\x1b\u0301", "é", id="composed after what stood between is gone"),
        pytest.param("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧", id="the joiner of emoji stays"),
        pytest.param("全角\u3000空格", "全角\u3000空格", id="the ideographic space stays"),
        pytest.param("[/b][@click=x]", "[/b][@click=x]", id="markup is text like any other"),
        pytest.param("", "", id="nothing stays nothing"),
    ],
)
def test_clean(dirty: str, safe: str) -> None:
    assert clean(dirty) == safe


@given(TEXTS)
def test_clean_twice_is_clean_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(TEXTS)
def test_clean_leaves_nothing_a_terminal_obeys(text: str) -> None:
    assert not OBEYED.search(clean(text))


@given(TEXTS)
def test_clean_text_can_be_stored_as_utf8_and_is_composed(text: str) -> None:
    safe = clean(text)
    assert safe.encode().decode() == safe
    assert unicodedata.is_normalized("NFC", safe)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp"))))
def test_clean_changes_ordinary_text_in_composition_alone(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("一\n二", "一 二", id="a newline becomes one space"),
        pytest.param("一 \r\n\t\n 二", "一 二", id="a run of breaks becomes one space"),
        pytest.param("  张三\n", "张三", id="no blanks at the ends"),
        pytest.param("a  b", "a  b", id="spaces inside stay"),
        pytest.param("\u3000\x1b\u3000", "", id="nothing but blanks is empty"),
    ],
)
def test_clean_line(text: str, line: str) -> None:
    assert clean_line(text) == line


@given(TEXTS)
def test_clean_line_is_one_line_and_stays_so(text: str) -> None:
    line = clean_line(text)
    assert not set("\n\t\r") & set(line)
    assert clean_line(line) == line
