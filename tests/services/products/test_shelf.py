"""Cards found by what is typed."""

from dataclasses import replace

from support.shop import TestShop

from zuiqing_desk.services.products import acks, catalogue
from zuiqing_desk.services.products.records import ProductFacts
from zuiqing_desk.services.products.shelf import ProductShelf

CARDS = (
    ProductFacts("1983", "醉卿1983", aroma="浓香", taste="绵柔", points="老瓶型"),
    ProductFacts("山月", "醉卿坊山月", aroma="酱香", taste="醇厚", points="带礼盒"),
    ProductFacts("竹影", "醉卿坊竹影", aroma="清香", taste="清爽", points="光瓶"),
)


def filled(shop: TestShop) -> tuple[ProductShelf, list[int]]:
    """A shelf with the cards, and their ids."""
    ids = [shop.do(catalogue.add, facts, actor=shop.lead.id) for facts in CARDS]
    shelf = ProductShelf()
    shelf.load(shop.ask(catalogue.all_cards, shop.lead.id))
    return shelf, ids


def found(shelf: ProductShelf, query: str) -> list[str]:
    return [offer.card.facts.short_name for offer in shelf.search(query)]


def test_a_card_is_found_by_name_pinyin_aroma_taste_and_points(shop: TestShop) -> None:
    shelf, _ = filled(shop)
    assert found(shelf, "1983") == ["1983"]
    assert found(shelf, "sy") == ["山月"]
    assert found(shelf, "zhuying") == ["竹影"]
    assert found(shelf, "酱香") == ["山月"]
    assert found(shelf, "清爽") == ["竹影"]
    assert found(shelf, "zjf 礼盒") == []
    assert found(shelf, "zqf 礼盒") == ["山月"]
    assert found(shelf, "火箭") == []


def test_without_a_query_the_unread_come_first_then_the_newest(shop: TestShop) -> None:
    shelf, (first, second, third) = filled(shop)
    shop.do(acks.mark_must_read, second, shop.lead.id)
    shelf.load(shop.ask(catalogue.all_cards, shop.lead.id))
    assert [offer.card.id for offer in shelf.search("")] == [second, third, first]
    assert [offer.card.id for offer in shelf.search(" ", limit=1)] == [second]


def test_loading_again_replaces_everything(shop: TestShop) -> None:
    shelf, (first, *_) = filled(shop)
    shop.do(catalogue.change, first, replace(CARDS[0], full_name="新名字"), shop.lead.id)
    shop.do(catalogue.archive, first + 1, shop.lead.id)
    shelf.load(shop.ask(catalogue.all_cards, None))
    assert len(shelf) == 2
    assert found(shelf, "新名字") == ["1983"]
    assert found(shelf, "山月") == []
    assert shelf.get(first + 1) is None
    card = shelf.get(first)
    assert card is not None
    assert card.facts.full_name == "新名字"
