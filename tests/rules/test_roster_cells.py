"""The words of a roster's cells: read what was written, refuse what is unclear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.roster_cells import Word, text_of, words_of
from zuiqing_desk.rules.shifts import Preset, preset

KNOWN = [preset(line) for line in ("白班 09:00-18:00", "晚班 18:00-23:00", "夜班 22:00-06:00")]
DAY, EVENING, NIGHT = KNOWN


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("  ", ()),
        ("休", (Word("rest", None, False),)),
        ("假", (Word("leave", None, False),)),
        ("晚班", (Word("work", EVENING, False),)),
        ("晚班*", (Word("work", EVENING, True),)),
        ("晚班 ＊", (Word("work", EVENING, True),)),
        ("中班 12:00-20:00*", (Word("work", Preset("中班", 720, 1200), True),)),
        ("中班 12：00-20：00", (Word("work", Preset("中班", 720, 1200), False),)),
        ("晚班 / 白班*", (Word("work", DAY, True), Word("work", EVENING, False))),
    ],
)
def test_a_cell_is_read(text: str, words: tuple[Word, ...]) -> None:
    assert words_of(text, KNOWN) == words


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("早班", "bad_shift"),
        ("中班 25:00-26:00", "bad_time"),
        ("休*", "bad_shift"),
        ("休 09:00-18:00", "bad_shift"),
        ("=班 09:00-18:00", "bad_shift"),
        ("a*b 09:00-18:00", "bad_shift"),
        ("a/b 09:00-18:00", "bad_shift"),
        ("晚班 / 夜班", "bad_cell"),
        ("白班 / 白班", "bad_cell"),
        ("白班 / 休", "bad_cell"),
        ("a 01:00-02:00 / b 02:00-03:00 / c 03:00-04:00 / d 04:00-05:00", "bad_cell"),
    ],
)
def test_what_is_unclear_is_refused(text: str, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        words_of(text, KNOWN)
    assert refused.value.code == code


def test_an_unknown_word_is_answered_with_the_known_ones() -> None:
    with pytest.raises(RuleError, match="白班、晚班、夜班"):
        words_of("早班", KNOWN)


@given(
    name=st.text("白晚夜中班Ab1.休", min_size=1, max_size=8).filter(lambda one: one != "休"),
    begin=st.integers(0, 1439),
    length=st.integers(1, 1440),
    duty=st.booleans(),
)
def test_what_is_written_is_read_again(name: str, begin: int, length: int, duty: bool) -> None:
    words = (Word("work", Preset(name, begin, begin + length), duty),)
    assert words_of(text_of(words, KNOWN), KNOWN) == words


def test_hours_of_a_preset_are_left_out_and_others_are_not() -> None:
    late = Word("work", Preset("晚班", 17 * 60, 22 * 60), True)
    assert text_of([Word("work", EVENING, True)], KNOWN) == "晚班*"
    assert text_of([late], KNOWN) == "晚班 17:00-22:00*"
