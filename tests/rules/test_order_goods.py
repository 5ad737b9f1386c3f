"""How many bottles a line of an order is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.order_goods import Card, Goods, Listing, bottles, goods_of

BOXED = Card("1983", "醉卿坊1983纪念版", 6, 26_800, 23_800)
PLAIN = Card("1983", "醉卿坊1983纪念版")


def told(title: str, spec: str = "", quantity: int = 1, card: Card = BOXED) -> tuple[object, ...]:
    found = goods_of(Listing(title, spec, quantity), card)
    return found.quantity, found.unit, found.sure


@pytest.mark.parametrize(
    ("title", "spec", "bottles_each"),
    [
        ("醉卿1983", "6瓶装", 6),
        ("醉卿1983 52度500ml*6整箱装", "", 6),
        ("醉卿1983 500ml*6", "单瓶装", 1),
        ("醉卿坊1983纪念版", "双瓶礼盒", 2),
        ("1983", "两瓶装", 2),
        ("1983", "十二瓶", 12),
        ("1983", "2箱*6瓶", 12),
        ("1983", "6瓶*2箱", 12),
        ("1983", "500ml×6瓶×2箱", 12),
        ("1983", "2箱(每箱6瓶)", 12),
        ("1983", "1箱（6瓶）", 6),
        ("1983", "净含量:500ML*6;包装:整箱", 6),
        ("1983", "6*500ml", 6),
        ("1983", "×６", 6),
        ("1983", "1L*2", 2),
        ("1983 6瓶 送2瓶小酒版", "", 6),
        ("1983 整箱6瓶 满2箱送1箱", "", 6),
        ("1983 三箱起包邮 单瓶", "", 1),
    ],
)
def test_the_words_say_how_many(title: str, spec: str, bottles_each: int) -> None:
    for card in (BOXED, PLAIN):
        assert told(title, spec, 3, card) == (3 * bottles_each, "瓶", True)


def test_a_box_is_as_many_bottles_as_the_card_says() -> None:
    assert told("1983", "整箱", 2) == (12, "瓶", True)
    assert told("1983", "2箱12瓶") == (12, "瓶", True)
    assert told("1983", "整箱", 2, PLAIN) == (2, "箱", True)


@pytest.mark.parametrize(
    ("title", "spec"),
    [
        ("1983 单瓶/6瓶可选", ""),
        ("1983", "买5瓶送1瓶"),
        ("1983", "礼盒装"),
        ("1983", "500ml*6*2"),
        ("1983", "2*6瓶"),
        ("1983", "整箱/2箱"),
        ("1983", "2盒 每盒2瓶"),
        ("1983 送礼6瓶装", ""),
        ("1983", "3瓶+青花"),
        ("1983", "1938瓶"),
        ("1983", "2箱 每箱4瓶"),
        ("1983", "0瓶"),
        ("1983", "套餐二 6瓶"),
    ],
)
def test_what_the_words_do_not_tell_has_no_quantity(title: str, spec: str) -> None:
    assert told(title, spec) == (None, "瓶", False)


def test_another_product_in_the_spec_cannot_be_told() -> None:
    listing = Listing("1983", "1983 青花 各3瓶", 1)
    assert goods_of(listing, BOXED, {"青花", "1983"}).quantity is None


def test_silence_is_one_bottle_that_a_person_looks_at() -> None:
    assert told("醉卿1983", "", 6) == (6, "瓶", False)
    assert told("1983瓶装酒", "颜色:红", 2) == (2, "瓶", False)


@pytest.mark.parametrize(
    ("price", "sure"),
    [(26_800, True), (23_800, True), (23_799, False), (26_801, False), (0, False)],
)
def test_a_bottles_price_tells_that_a_piece_is_a_bottle(price: int, sure: bool) -> None:
    assert goods_of(Listing("1983", "", 6, price), BOXED).sure is sure
    assert not goods_of(Listing("1983", "", 6, price), PLAIN).sure


def test_a_floor_under_half_the_price_leaves_room_for_two() -> None:
    card = Card("1983", "", 6, 20_000, 9_000)
    assert not goods_of(Listing("1983", "", 1, 19_000), card).sure
    assert goods_of(Listing("1983", "", 1, 10_000), card).sure


def test_units_in_bottles() -> None:
    assert [bottles(2, unit, BOXED) for unit in ("瓶", "支", "箱", "盒", "件")] == [
        2,
        2,
        12,
        None,
        None,
    ]
    assert bottles(2, "箱", PLAIN) is None


@given(
    each=st.integers(1, 48),
    quantity=st.integers(1, 9999),
    form=st.sampled_from(
        ["{}瓶", "{}瓶装", "整箱{}瓶", "500ml*{}", "52度500ML×{}瓶", "净含量 {} 支装"]
    ),
    chosen=st.booleans(),
)
def test_a_stated_count_is_multiplied(each: int, quantity: int, form: str, chosen: bool) -> None:
    words = form.format(each)
    title, spec = ("醉卿1983", words) if chosen else (f"醉卿1983 {words}", "")
    assert told(title, spec, quantity) == (each * quantity, "瓶", True)


@given(title=st.text(), spec=st.text(), quantity=st.integers(1, 999_999))
def test_any_words_are_taken(title: str, spec: str, quantity: int) -> None:
    found = goods_of(Listing(title, spec, quantity), BOXED)
    assert isinstance(found, Goods)
    assert found.quantity is not None or not found.sure
    assert found.quantity is None or found.quantity % quantity == 0


@given(st.permutations(["单瓶", "6瓶", "12瓶"]), st.sampled_from(["/", " ", "或", "、"]))
def test_contradicting_counts_are_never_chosen_from(words: list[str], between: str) -> None:
    assert told("1983", between.join(words)) == (None, "瓶", False)


@pytest.mark.parametrize("spec", ["6瓶送2瓶", "6瓶装（赠1瓶小酒版）", "6瓶 送礼袋"])
def test_what_the_bought_spec_gives_is_asked_about(spec: str) -> None:
    found = goods_of(Listing("1983", spec, 2), Card("1983"))
    assert (found.quantity, found.unit, found.sure) == (12, "瓶", False)
    assert "送" in found.why


def test_an_old_twenty_is_not_read_as_its_ones() -> None:
    assert not goods_of(Listing("1983", "廿四瓶", 1), Card("1983")).sure
