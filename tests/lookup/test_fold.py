"""Folding: width, case and script do not matter, and parts stay parts."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zuiqing_desk.lookup.fold import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("發貨時間", "发货时间"),
        ("发货时间", "发货时间"),
        ("臺灣 裡裏 麼麽 後臺", "台湾 里里 么么 后台"),
        ("妳看著辦", "你看着办"),
        ("ＥＭＳ１９８３", "ems1983"),
        ("Straße", "strasse"),
        ("５００㎖", "500ml"),
        ("\u3000", " "),
        ("？！，", "?!,"),
        ("㈱", "(株)"),
        ("", ""),
        ("🍶", "🍶"),
    ],
)
def test_what_is_made_equal(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(), st.text())
@example("乾", "坤")
@example("皇", "后")
@example("e", "\u0301")
def test_a_part_of_a_text_stays_a_part_of_it(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)


@given(st.text())
@example("İ")
@example("㎏ﬁ①")
@example("\ud800")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_character_of_the_chinese_blocks_folds_for_good() -> None:
    for code in [*range(0x2E80, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x2A6E0)]:
        once = fold(chr(code))
        assert fold(once) == once
