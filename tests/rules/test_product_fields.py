"""What a product card may hold, and what of it goes into a reply."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules import product_fields as fields
from zuiqing_desk.rules.product_fields import SHOWN, checked, facts_line
from zuiqing_desk.rules.reply_fields import FieldError
from zuiqing_desk.services.products.records import ProductFacts

FULL = ProductFacts(
    short_name="1983",
    full_name="醉卿坊1983",
    storefront="醉卿旗舰店",
    aroma="浓香",
    strength_tenths=520,
    volume_ml=500,
    taste="绵甜 窖香",
    per_box=6,
    price_fen=26850,
    floor_fen=23877,
    gifts="小酒版1瓶",
    stock=420,
    points="入口绵甜",
    faq="问：辣吗？答：不辣。",
    pictures="/图/1983.png",
)


def test_every_field_has_a_name() -> None:
    assert set(SHOWN) == set(ProductFacts.__dataclass_fields__)
    assert len(set(SHOWN.values())) == len(SHOWN)


@pytest.mark.parametrize("name", ["1983", "小酒版", "a b", "长" * 40, "(新)", "52°"])
def test_short_names(name: str) -> None:
    assert fields.check_short_name(f" {name}\n") == name


@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param(" ", "不能为空", id="empty"),
        pytest.param("长" * 41, "最多 40 个字，现在有 41 个", id="too long"),
        *(pytest.param(f"a{char}b", f"不能有「{char}」", id=char) for char in "[],+［］，＋【】"),
    ],
)
def test_short_names_a_remark_cannot_hold(name: str, says: str) -> None:
    with pytest.raises(FieldError, match=re.escape(says)) as refused:
        fields.check_short_name(name)
    assert refused.value.field == "short_name"


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("full_name", " ", "全名不能为空"),
        ("full_name", "长" * 101, "全名最多 100 个字"),
        ("storefront", "长" * 41, "店铺最多 40 个字"),
        ("aroma", "长" * 21, "香型最多 20 个字"),
        ("taste", "长" * 101, "口感最多 100 个字"),
        ("gifts", "长" * 201, "赠品最多 200 个字"),
        ("points", "\n".join("x" * 31), "卖点最多 30 行"),
        ("points", "短\n" + "长" * 201, "第 2 行有 201 个"),
        ("faq", "\n".join("x" * 61), "常见问题最多 60 行"),
        ("pictures", "长" * 501, "图片每行最多 500 个字"),
    ],
)
def test_a_field_that_cannot_be_taken_is_named(field: str, text: str, says: str) -> None:
    with pytest.raises(FieldError, match=says) as refused:
        checked(replace(FULL, **{field: text}))
    assert refused.value.field == field


def test_the_floor_is_not_above_the_price() -> None:
    with pytest.raises(FieldError, match="底价不能高于价格") as refused:
        checked(replace(FULL, price_fen=100, floor_fen=101))
    assert refused.value.field == "floor_fen"
    for price, floor in ((100, 100), (None, 100), (100, None)):
        checked(replace(FULL, price_fen=price, floor_fen=floor))


def test_checked_cleans_every_text_and_keeps_the_rest() -> None:
    untidy = replace(FULL, **{name: f" {value}\r\n\x1b" for name, value in texts(FULL).items()})
    assert checked(untidy) == FULL


def texts(facts: ProductFacts) -> dict[str, str]:
    values = {name: getattr(facts, name) for name in SHOWN}
    return {name: value for name, value in values.items() if isinstance(value, str)}


@given(st.fixed_dictionaries({name: st.text(max_size=10) for name in texts(FULL)}))
def test_what_is_stored_is_taken_again_unchanged(drawn: dict[str, str]) -> None:
    try:
        stored = checked(replace(FULL, **drawn))
    except FieldError:
        return
    assert checked(stored) == stored


def test_the_facts_in_one_line() -> None:
    assert facts_line(FULL) == (
        "醉卿坊1983：浓香型，52度，500ml，口感绵甜、窖香，每瓶268.50元，每箱6瓶，送小酒版1瓶。"
    )


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "新酒"),
        ({"aroma": "酱香型"}, "新酒：酱香型。"),
        ({"aroma": "清香", "per_box": 12}, "新酒：清香型，每箱12瓶。"),
        ({"price_fen": 0, "floor_fen": 0}, "新酒：每瓶0元。"),
        ({"floor_fen": 1234567, "stock": 89}, "新酒"),
    ],
)
def test_what_is_not_known_is_left_out(changes: dict[str, object], line: str) -> None:
    bare = ProductFacts(short_name="新", full_name="新酒")
    assert facts_line(replace(bare, **changes)) == line  # type: ignore[arg-type]


@given(st.integers(0, 10**9))
def test_the_floor_price_is_never_said(floor: int) -> None:
    assert facts_line(replace(FULL, floor_fen=floor)) == facts_line(FULL)
