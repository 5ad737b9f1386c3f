"""A line cut into units, and how they sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.lookup.suggest.features import features
from zuiqing_desk.lookup.suggest.meanings import meanings
from zuiqing_desk.lookup.suggest.units import PICTURE, units


def texts(line: str) -> list[str]:
    return [unit.text for unit in units(line)]


def sounds(line: str) -> list[str]:
    return [unit.sound for unit in units(line)]


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        ("发货", "发或"),
        ("什么时候", "什么时侯"),
        ("单号", "丹好"),
        ("正品", "真品"),
        ("少发了", "烧发了"),
        ("在吗", "zaima"),
        ("发货了吗", "fahuolema"),
        ("地址", "地止"),
        ("酱香", "将乡"),
        ("還沒發貨", "还没发货"),
    ],
)
def test_what_keyboards_confuse_sounds_the_same(meant: str, typed: str) -> None:
    assert sounds(meant) == sounds(typed)


@pytest.mark.parametrize(
    ("one", "other"), [("发货", "退货"), ("拆", "菜单"), ("付款", "退款"), ("破", "坡了")]
)
def test_what_is_different_sounds_different(one: str, other: str) -> None:
    assert sounds(one) != sounds(other)


@pytest.mark.parametrize("word", ["hello", "ems", "kd", "okok", "vip", "thanks"])
def test_a_latin_word_that_is_no_pinyin_stays_one_unit(word: str) -> None:
    assert texts(word) == [word]


def test_numbers_count_by_their_length_alone_but_those_that_are_words() -> None:
    assert texts("53度") == texts("42度") == ["#", "度"]
    assert texts("13800000000") == texts("4000000000000")
    assert texts("13800000000") != texts("53")
    assert texts("88") == ["88"]
    assert texts("12315") == ["12315"]


def test_pictures_sound_alike_and_punctuation_is_left_out() -> None:
    assert sounds("🌹") == sounds("👌") == [PICTURE]
    assert texts("好，的。") == texts("好的")
    assert texts("在？") == texts("在?")


def test_a_long_text_is_cut_off() -> None:
    assert len(units("发货" * 5000)) == 200
    assert len(units("fahuo" * 500)) == 200


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("瓶子烂了", "破碎"),
        ("碎成渣", "破碎"),
        ("能便谊点不", "还价"),
        ("打个折呗", "还价"),
        ("快第到哪了", "快递"),
        ("单号发一下", "单号"),
        ("丹号发我", "单号"),
        ("有木有推荐", "推荐"),
        ("喝完头疼", "上头"),
        ("53度的", "度数"),
        ("你们是不是骗纸", "生气"),
        ("代运赢了解下", "拉业务"),
    ],
)
def test_a_meaning_is_found_by_any_of_its_wordings_and_by_their_sound(
    line: str, meaning: str
) -> None:
    assert meaning in meanings(units(line))


def test_the_longest_wording_wins() -> None:
    assert "破碎" not in meanings(units("漏发"))
    assert "渗漏" not in meanings(units("漏发"))
    assert "少发" in meanings(units("漏发"))


@given(st.text(max_size=60))
def test_any_text_has_features_or_none(text: str) -> None:
    found = features(text)
    assert all(one[0] in "tsmp" for one in found)
    assert bool(found) == bool(units(text))
