"""The product cards."""

from dataclasses import replace

import pytest
from support.shop import TestShop

from zuiqing_desk.services import changes
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.products import acks, catalogue
from zuiqing_desk.services.products.records import ProductFacts

CARD = ProductFacts(
    short_name="1983",
    full_name="醉卿1983",
    storefront="醉卿酒业",
    aroma="浓香",
    strength_tenths=520,
    volume_ml=500,
    taste="绵柔 回甘",
    per_box=6,
    price_fen=26_800,
    floor_fen=23_800,
    gifts="小酒版1瓶",
    stock=120,
    points="老瓶型\n宴席自饮都合适",
    faq="辣不辣？不辣",
    pictures="1983.jpg",
)


def add(shop: TestShop, facts: ProductFacts = CARD) -> int:
    return shop.do(catalogue.add, facts, actor=shop.lead.id)


def refusal(code: str, step: object) -> str:
    with pytest.raises(Refused) as refused:
        step()  # type: ignore[operator]
    assert refused.value.code == code
    return refused.value.message


def test_a_card_is_given_back_as_it_was_written(shop: TestShop) -> None:
    product = add(shop)
    (card,) = shop.ask(catalogue.all_cards, shop.lead.id)
    assert (card.id, card.facts) == (product, CARD)
    assert (card.must_read_at, card.unread, card.updated_at) == (None, False, shop.now)
    assert "zui qing" in card.readings
    assert shop.ask(catalogue.one, product, None) == card
    assert shop.ask(catalogue.by_name, "1983") == card
    assert shop.ask(catalogue.by_name, "1984") is None


def test_what_is_not_known_stays_unknown(shop: TestShop) -> None:
    bare = ProductFacts(short_name="x", full_name="某酒")
    add(shop, bare)
    assert shop.ask(catalogue.all_cards, None)[0].facts == bare


def test_only_a_lead_keeps_the_cards(shop: TestShop) -> None:
    product = add(shop)
    agent = shop.hire("1002")
    for step in (
        lambda: shop.do(catalogue.add, replace(CARD, short_name="x"), actor=agent.id),
        lambda: shop.do(catalogue.change, product, CARD, agent.id),
        lambda: shop.do(catalogue.archive, product, agent.id),
        lambda: shop.do(catalogue.unarchive, product, agent.id),
        lambda: shop.do(acks.mark_must_read, product, agent.id),
    ):
        refusal("not_lead", step)
    assert len(shop.ask(catalogue.all_cards, None)) == 1


def test_a_change_is_shown_and_one_of_two_at_once_is_refused(shop: TestShop) -> None:
    product = add(shop)
    seen = shop.ask(catalogue.one, product, None)
    assert seen is not None
    cheaper = replace(CARD, price_fen=25_800, storefront="")
    shop.do(catalogue.change, product, cheaper, shop.lead.id, based_on=seen.updated_at)
    card = shop.ask(catalogue.one, product, None)
    assert card is not None
    assert card.facts == cheaper
    refusal(
        "changed_meanwhile",
        lambda: shop.do(catalogue.change, product, CARD, shop.lead.id, based_on=seen.updated_at),
    )
    assert shop.ask(catalogue.one, product, None) == card


def test_a_short_name_is_unique_until_its_card_is_archived(shop: TestShop) -> None:
    product = add(shop)
    other = add(shop, replace(CARD, short_name="x"))
    message = refusal("name_taken", lambda: add(shop))
    assert "醉卿1983" in message
    refusal("name_taken", lambda: shop.do(catalogue.change, other, CARD, shop.lead.id))
    shop.do(catalogue.change, product, CARD, shop.lead.id)
    shop.do(catalogue.archive, product, shop.lead.id)
    assert [card.id for card in shop.ask(catalogue.all_cards, None)] == [other]
    add(shop)


def test_an_archived_card_is_gone_for_every_step(shop: TestShop) -> None:
    product = add(shop)
    shop.do(catalogue.archive, product, shop.lead.id)
    assert shop.ask(catalogue.one, product, None) is None
    for step in (
        lambda: shop.do(catalogue.change, product, CARD, shop.lead.id),
        lambda: shop.do(catalogue.archive, product, shop.lead.id),
        lambda: shop.do(acks.mark_must_read, product, shop.lead.id),
        lambda: shop.do(acks.read, product, shop.lead.id),
    ):
        refusal("no_product", step)


def test_an_archived_card_is_listed_apart_and_comes_back_as_it_was(shop: TestShop) -> None:
    first, product = add(shop, replace(CARD, short_name="x")), add(shop)
    shop.do(acks.mark_must_read, product, shop.lead.id)
    for one in (product, first):
        shop.later(1)
        shop.do(catalogue.archive, one, shop.lead.id)
    archived = shop.ask(catalogue.archived_cards, shop.lead.id)
    assert [(card.id, card.archived, card.unread) for card in archived] == [
        (first, True, False),
        (product, True, False),
    ]
    shop.do(catalogue.unarchive, product, shop.lead.id)
    (card,) = shop.ask(catalogue.all_cards, shop.lead.id)
    assert (card.id, card.facts, card.archived, card.unread) == (product, CARD, False, True)
    assert [card.id for card in shop.ask(catalogue.archived_cards, None)] == [first]


def test_a_card_whose_short_name_was_given_away_stays_archived(shop: TestShop) -> None:
    product = add(shop)
    shop.do(catalogue.archive, product, shop.lead.id)
    heir = add(shop, replace(CARD, full_name="新的1983"))

    def back() -> None:
        shop.do(catalogue.unarchive, product, shop.lead.id)

    assert "“1983”已经是“新的1983”的，先改掉那一张的简称" in refusal("name_taken", back)
    shop.do(catalogue.change, heir, replace(CARD, short_name="y"), shop.lead.id)
    back()
    assert {card.id for card in shop.ask(catalogue.all_cards, None)} == {product, heir}


def test_what_cannot_be_brought_back_is_refused(shop: TestShop) -> None:
    product = add(shop)
    refusal("not_archived", lambda: shop.do(catalogue.unarchive, product, shop.lead.id))
    refusal("no_product", lambda: shop.do(catalogue.unarchive, product + 1, shop.lead.id))


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ({"storefront": "别家店"}, "storefront"),
        ({"short_name": "[1983]"}, "bad_short_name"),
        ({"full_name": " "}, "bad_full_name"),
        ({"floor_fen": 26_801}, "bad_floor_fen"),
    ],
)
def test_what_cannot_be_taken_is_refused(shop: TestShop, bad: dict[str, object], code: str) -> None:
    refusal(code, lambda: add(shop, replace(CARD, **bad)))  # type: ignore[arg-type]
    assert shop.ask(catalogue.all_cards, None) == []


def test_an_unknown_storefront_is_told_the_known_ones(shop: TestShop) -> None:
    message = refusal("storefront", lambda: add(shop, replace(CARD, storefront="别家店")))
    assert "醉卿酒业" in message
    assert shop.ask(catalogue.storefronts) == ["醉卿酒业"]


def test_a_desk_hears_which_cards_changed(shop: TestShop) -> None:
    agent = shop.hire("1002")
    first = add(shop)
    seen = shop.ask(changes.last)
    second = add(shop, replace(CARD, short_name="x"))
    shop.waiting_customer()
    assert shop.ask(catalogue.changed_since, seen, agent.id) == (
        shop.ask(changes.last),
        frozenset({second}),
    )
    shop.do(acks.mark_must_read, first, shop.lead.id)
    seen = shop.ask(changes.last)
    shop.do(acks.read, first, agent.id)
    assert shop.ask(catalogue.changed_since, seen, agent.id)[1] == {first}
    assert shop.ask(catalogue.changed_since, seen, shop.lead.id)[1] == frozenset()


def test_every_step_is_journalled_once(shop: TestShop) -> None:
    before = shop.ask(changes.last)
    product = add(shop)
    shop.do(catalogue.change, product, CARD, shop.lead.id)
    shop.do(acks.mark_must_read, product, shop.lead.id)
    shop.do(acks.read, product, shop.lead.id)
    shop.do(acks.read, product, shop.lead.id)
    shop.do(catalogue.archive, product, shop.lead.id)
    shop.do(catalogue.unarchive, product, shop.lead.id)
    rows = shop.ask(changes.after, before)
    assert [row.kind for row in rows] == [
        "product.added",
        "product.changed",
        "product.must_read",
        "product.read",
        "product.archived",
        "product.unarchived",
    ]
    assert {(row.subject_id, row.detail) for row in rows} == {(product, "")}
