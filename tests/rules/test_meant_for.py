"""What in a text belongs to another customer, and that nothing of this customer's ever does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.meant_for import WHY, Facts, mentions, numbers_in, tells

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))
PIECES = st.text(LETTERS, max_size=12)
NAMES = st.text(st.sampled_from("王小明好酒_ab1 Ａ９*"), min_size=2, max_size=6)
PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
ORDERS = st.from_regex(r"[1-9][0-9]{9,19}", fullmatch=True)


def rules(text: str, *others: str, own: str = "tb_甲甲") -> list[str]:
    return [one.rule for one in mentions(text, Facts((own,), others))]


@pytest.mark.parametrize(
    ("name", "text", "hits"),
    [
        pytest.param("tb_9921", "TB_9921您好", 1, id="in capitals"),
        pytest.param("tb_9921", "ｔｂ_9921您好", 1, id="in full width"),
        pytest.param("tb_9921", "tb_99210您好", 0, id="part of a longer name"),
        pytest.param("王小明", "给王小明的", 1, id="a Chinese name"),
        pytest.param("王小明", "给王 小明的", 1, id="with a blank in it"),
        pytest.param("王明", "给王明的", 1, id="two characters that are a name"),
        pytest.param("马上", "马上给您发", 0, id="two characters that are a word"),
        pytest.param("好酒", "这是好酒", 0, id="two characters without a surname"),
        pytest.param("酱香型", "这款是酱香型", 0, id="what the shop sells"),
        pytest.param("谢谢你", "谢谢你", 0, id="a courtesy"),
        pytest.param("1983", "1983有货", 0, id="a figure"),
        pytest.param("18", "满18岁", 0, id="a short figure"),
        pytest.param("13800000001", "13800000001", 1, id="a phone for a name"),
        pytest.param("qq", "加qq", 0, id="two letters"),
        pytest.param("t**1", "t**1您好", 1, id="a masked name"),
        pytest.param("好酒不贵", "好酒不贵，好酒不贵", 2, id="twice"),
        pytest.param("王", "王您好", 0, id="one character"),
        pytest.param(" ", "您 好", 0, id="a blank"),
    ],
)
def test_the_name_of_another(name: str, text: str, hits: int) -> None:
    assert rules(text, name) == ["other_name"] * hits


def test_the_place_is_named() -> None:
    (one,) = mentions("好的，王 小明您稍等", Facts((), ("王小明",)))
    assert (one.start, one.end, one.words) == (3, 7, "王 小明")
    assert one.message == "「王 小明」是别的客户的名字"


@pytest.mark.parametrize(
    ("own", "other", "text"),
    [
        pytest.param("tb_甲甲乙", "tb_甲甲", "tb_甲甲您好", id="the other is part of this name"),
        pytest.param("王小明", "小明的", "王小明的酒", id="the other begins in this name"),
        pytest.param("tb_**", "tb_**", "tb_**您好", id="the same"),
        pytest.param("王小明", "明天发", "王小明天发货", id="the other ends behind it"),
    ],
)
def test_what_may_be_this_customers_name_is_not_anothers(own: str, other: str, text: str) -> None:
    assert rules(text, other, own=own) == []


def test_a_longer_name_in_letters_is_not_this_customers() -> None:
    assert rules("tb_99210您好", "tb_99210", own="tb_9921") == ["other_name"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("您留的是138 0000 0001对吗", "138 0000 0001"),
        ("电话13800000001", "13800000001"),
        ("电话１３８０００００００１", "１３８０００００００１"),
        ("电话+8613800000001", "8613800000001"),
    ],
)
def test_anothers_number_however_it_is_written(text: str, words: str) -> None:
    (one,) = mentions(text, Facts(numbers={"13800000001": "other_phone"}))
    assert (one.rule, one.words) == ("other_phone", words)
    assert text[one.start : one.end] == words


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        pytest.param("2026-11-22 10:00发", [], id="a date and a time"),
        pytest.param("20261122发", [], id="a date"),
        pytest.param("20261301发", ["20261301"], id="no date"),
        pytest.param("199 299 399都有", [], id="prices"),
        pytest.param("11-15 11-22", [], id="days"),
        pytest.param("400-800-1983", [], id="a hotline"),
        pytest.param("https://item.taobao.com/?id=675432109876看看", [], id="a link"),
        pytest.param("见http://a.cn/1 单号675432109876", ["675432109876"], id="beside a link"),
        pytest.param("+86 138-0000-0001", ["13800000001"], id="a phone in groups"),
        pytest.param("6222 0212 3456", ["622202123456"], id="a number in groups"),
    ],
)
def test_which_numbers_may_be_one_persons(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == set(numbers)


def test_several_come_from_left_to_right() -> None:
    facts = Facts((), ("王小明",), {"13800000001": "other_phone", "20260302001": "other_order"})
    found = mentions("20260302001是王小明的，13800000001", facts)
    assert [one.rule for one in found] == ["other_order", "other_name", "other_phone"]
    assert {one.rule for one in found} <= set(WHY)


@given(own=NAMES, others=st.lists(NAMES, max_size=4), before=PIECES, after=PIECES)
def test_this_customers_own_name_is_never_anothers(
    own: str, others: list[str], before: str, after: str
) -> None:
    """Whatever stands around it: nothing of the name itself is ever taken for somebody else's."""
    text = f"{before}，{own}，{after}"
    start = len(before) + 1
    for one in mentions(text, Facts((own,), others)):
        assert one.end <= start or one.start >= start + len(own)


@given(names=st.lists(NAMES, max_size=5), before=PIECES, after=PIECES)
def test_every_name_that_tells_is_found(names: list[str], before: str, after: str) -> None:
    for name in names:
        found = mentions(f"{before}，{name}，{after}", Facts((), names))
        words = {"".join(one.words.split()) for one in found}
        assert not tells(name) or any("".join(name.split()) in one for one in words)


@given(phone=PHONES, order=ORDERS, text=PIECES)
def test_numbers_that_nobody_else_has_are_never_anothers(phone: str, order: str, text: str) -> None:
    facts = Facts((), (), {"99900001111": "other_order"})
    said = f"{text}，{phone}，{order}"
    assert "99900001111" in numbers_in(said) or mentions(said, facts) == ()


@given(phone=PHONES, text=PIECES)
def test_a_phone_is_one_number_with_or_without_its_country(phone: str, text: str) -> None:
    assert phone in numbers_in(f"{text}，{phone}")
    assert phone in numbers_in(f"{text}，+86{phone}")
