"""Who has read a card that everybody must read."""

from dataclasses import replace

import pytest
from support.shop import SECOND, TestShop

from zuiqing_desk.services import changes, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.products import acks, catalogue
from zuiqing_desk.services.products.records import ProductFacts

CARD = ProductFacts(short_name="1983", full_name="醉卿1983")


def add(shop: TestShop, name: str = "1983", *, must_read: bool = True) -> int:
    facts = replace(CARD, short_name=name)
    return shop.do(catalogue.add, facts, actor=shop.lead.id, must_read=must_read)


def unread(shop: TestShop, staff_id: int) -> list[int]:
    found = [card.id for card in shop.ask(acks.to_read, staff_id)]
    cards = shop.ask(catalogue.all_cards, staff_id)
    assert set(found) == {card.id for card in cards if card.unread}
    return found


def read_by(shop: TestShop, product: int) -> dict[str, int | None]:
    return {one.staff_no: one.read_at for one in shop.ask(acks.readers, product)}


def test_everybody_reads_it_for_themselves(shop: TestShop) -> None:
    agent = shop.hire("1002")
    product = add(shop)
    assert unread(shop, agent.id) == unread(shop, shop.lead.id) == [product]
    shop.later(5)
    shop.do(acks.read, product, agent.id)
    assert unread(shop, agent.id) == []
    assert unread(shop, shop.lead.id) == [product]
    assert read_by(shop, product) == {"1001": None, "1002": shop.now}
    assert [one.staff_no for one in shop.ask(acks.readers, product)] == ["1001", "1002"]


def test_marked_again_it_is_read_again_even_within_one_moment(shop: TestShop) -> None:
    product = add(shop)
    shop.do(acks.read, product, shop.lead.id)
    shop.do(acks.mark_must_read, product, shop.lead.id)
    assert unread(shop, shop.lead.id) == [product]
    shop.do(acks.read, product, shop.lead.id)
    assert unread(shop, shop.lead.id) == []


def test_the_mark_is_taken_off_for_everybody(shop: TestShop) -> None:
    agent = shop.hire("1002")
    product = add(shop)
    shop.do(acks.read, product, agent.id)
    seen = shop.ask(changes.last)
    shop.do(acks.unmark, product, shop.lead.id)
    assert unread(shop, agent.id) == unread(shop, shop.lead.id) == []
    assert read_by(shop, product) == {}
    assert shop.ask(catalogue.changed_since, seen, agent.id)[1] == {product}
    (row,) = shop.ask(changes.after, seen)
    assert (row.kind, row.subject_id) == ("product.unmarked", product)


def test_a_mark_put_back_within_one_moment_asks_for_a_new_reading(shop: TestShop) -> None:
    product = add(shop)
    shop.do(acks.read, product, shop.lead.id)
    shop.do(acks.unmark, product, shop.lead.id)
    shop.do(acks.mark_must_read, product, shop.lead.id)
    assert unread(shop, shop.lead.id) == [product]


def test_a_mark_that_is_not_there_or_not_ones_own_to_lift_is_refused(shop: TestShop) -> None:
    agent = shop.hire("1002")
    product = add(shop)
    gone = add(shop, "x")
    shop.do(catalogue.archive, gone, shop.lead.id)
    for who, which, code in (
        (agent.id, product, "not_lead"),
        (shop.lead.id, gone, "no_product"),
        (shop.lead.id, add(shop, "y", must_read=False), "not_marked"),
    ):
        with pytest.raises(Refused) as refused:
            shop.do(acks.unmark, which, who)
        assert refused.value.code == code
    assert unread(shop, agent.id) == [product]


def test_a_change_alone_asks_for_no_new_reading(shop: TestShop) -> None:
    product = add(shop)
    shop.do(acks.read, product, shop.lead.id)
    shop.do(catalogue.change, product, replace(CARD, stock=3), shop.lead.id)
    assert unread(shop, shop.lead.id) == []


def test_the_time_of_the_first_reading_stays(shop: TestShop) -> None:
    product = add(shop)
    shop.do(acks.read, product, shop.lead.id)
    shop.later(60)
    shop.do(acks.read, product, shop.lead.id)
    assert read_by(shop, product) == {"1001": shop.now - 60 * SECOND}


def test_a_card_nobody_must_read_has_no_readers(shop: TestShop) -> None:
    product = add(shop, must_read=False)
    shop.do(acks.read, product, shop.lead.id)
    assert unread(shop, shop.lead.id) == []
    assert shop.ask(acks.readers, product) == []


def test_the_longest_asked_for_comes_first_and_archived_ones_not_at_all(shop: TestShop) -> None:
    first, second, third = (add(shop, name) for name in "abc")
    shop.later(1)
    shop.do(acks.mark_must_read, first, shop.lead.id)
    shop.do(catalogue.archive, third, shop.lead.id)
    assert unread(shop, shop.lead.id) == [second, first]


def test_who_no_longer_works_here_is_not_waited_for(shop: TestShop) -> None:
    shop.hire("1002")
    product = add(shop)
    shop.do(staff.set_active, "1002", False, shop.lead.id)
    assert list(read_by(shop, product)) == ["1001"]
