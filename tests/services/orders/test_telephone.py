"""Who sees a telephone is on record."""

import pytest
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services import changes
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import telephone


def test_it_is_shown_and_journalled_without_the_number(shop: TestShop) -> None:
    order = add_order(shop, phone="13800001234")
    before = shop.ask(changes.last)
    assert shop.do(telephone.unmasked, order, shop.lead.id) == "13800001234"
    (told,) = shop.ask(changes.after, before)
    assert (told.kind, told.subject_id) == ("order.unmasked", order)
    assert "1234" not in repr(told)


def test_without_a_number_there_is_nothing_to_show(shop: TestShop) -> None:
    order = add_order(shop)
    before = shop.ask(changes.last)
    for wrong, code in ((order, "no_phone"), (order + 1, "no_order")):
        with pytest.raises(Refused) as refused:
            shop.do(telephone.unmasked, wrong, shop.lead.id)
        assert refused.value.code == code
    assert shop.ask(changes.last) == before
