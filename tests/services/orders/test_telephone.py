"""Who sees a telephone or an address is on record."""

import pytest
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services import changes
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import telephone


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        pytest.param({"phone": "13800001234"}, "phone", id="phone"),
        pytest.param({"address": "幸福路1234号"}, "address", id="address"),
        pytest.param({"address_before": "幸福路1234号"}, "address", id="address before"),
        pytest.param(
            {"receiver": "王**", "phone": "13800001234", "address": "幸福路"},
            "phone address",
            id="all",
        ),
    ],
)
def test_it_is_shown_and_journalled_without_what_it_says(
    shop: TestShop, columns: dict[str, str], told: str
) -> None:
    order = add_order(shop, **columns)
    before = shop.ask(changes.last)
    shown = shop.do(telephone.unmasked, order, shop.lead.id)
    assert {key: value for key, value in shown._asdict().items() if value} == columns
    (row,) = shop.ask(changes.after, before)
    assert (row.kind, row.subject_id, row.actor_id) == ("order.unmasked", order, shop.lead.id)
    assert row.detail == told


def test_without_a_number_there_is_nothing_to_show(shop: TestShop) -> None:
    order = add_order(shop)
    before = shop.ask(changes.last)
    for wrong, code in ((order, "no_phone"), (order + 1, "no_order")):
        with pytest.raises(Refused) as refused:
            shop.do(telephone.unmasked, wrong, shop.lead.id)
        assert refused.value.code == code
    assert shop.ask(changes.last) == before
