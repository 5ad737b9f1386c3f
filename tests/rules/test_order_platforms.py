"""Which table an export is, told by its head."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exports import DOUYIN, JD, PDD, TAOBAO, TAOBAO_ITEMS

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.order_platforms import TABLES, is_head, plain, table_of

HEADS = {
    "淘宝订单表": TAOBAO,
    "淘宝宝贝表": TAOBAO_ITEMS,
    "京东订单表": JD,
    "拼多多订单表": PDD,
    "抖店订单表": DOUYIN,
}
SHORT = {
    "拼多多订单表": "订单号 订单状态 商品总价(元) 用户实付金额(元) 商品数量(件) 售后状态 快递单号"
    " 快递公司",
    "抖店订单表": "主订单编号 子订单编号 选购商品 商品规格 商品数量 商家编码 订单应付金额",
}


@pytest.mark.parametrize("label", HEADS)
def test_every_table_is_known_by_its_head(label: str) -> None:
    assert is_head(HEADS[label])
    assert table_of(HEADS[label]).label == label


@pytest.mark.parametrize("label", SHORT)
def test_short_heads_too(label: str) -> None:
    assert table_of(SHORT[label].split()).label == label


@given(st.sampled_from(sorted(HEADS)), st.randoms(use_true_random=False))
def test_the_order_of_columns_and_more_of_them_make_no_difference(
    label: str, chance: random.Random
) -> None:
    head = [*HEADS[label], "自用列", "标签"]
    chance.shuffle(head)
    assert table_of(head).label == label


def test_blanks_and_full_width_signs_make_no_difference() -> None:
    head = [word.replace("(", "（").replace(")", " ） ") for word in PDD]
    assert table_of(head).label == "拼多多订单表"


def refusal(words: list[str], platform: str | None = None) -> RuleError:
    with pytest.raises(RuleError) as caught:
        table_of(words, platform)  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize(
    ("label", "column"),
    [
        ("淘宝订单表", "订单编号"),
        ("淘宝宝贝表", "订单编号"),
        ("淘宝宝贝表", "购买数量"),
        ("京东订单表", "订单号"),
        ("京东订单表", "订购数量"),
        ("拼多多订单表", "订单号"),
        ("拼多多订单表", "商品数量(件)"),
        ("抖店订单表", "主订单编号"),
    ],
)
def test_a_missing_column_is_named(label: str, column: str) -> None:
    head = [word for word in HEADS[label] if word != column]
    assert is_head(head)
    error = refusal(head)
    assert error.code == "missing_column"
    assert f"“{column}”" in error.message
    assert label in error.message


def test_the_platform_may_be_said_and_then_must_be_right() -> None:
    assert table_of(TAOBAO, "taobao").label == "淘宝订单表"
    error = refusal(list(TAOBAO), "jd")
    assert "京东" in error.message
    assert "更像淘宝订单表" in error.message


def test_a_head_of_two_platforms_must_be_said() -> None:
    words = ["订单号", "订单状态", "商家备注"]
    assert refusal(words).code == "unknown_table"
    assert refusal(words, "jd").code == "missing_column"


@pytest.mark.parametrize(
    "words", [[], ["订单编号"], ["编号", "备注"], ["姓名", "电话", "地址", "备注"]]
)
def test_what_is_no_head(words: list[str]) -> None:
    assert not is_head(words)


def test_no_word_of_a_table_means_two_things() -> None:
    for table in TABLES:
        words = [plain(word) for some in table.fields.values() for word in some]
        assert len(words) == len(set(words)), table.label
