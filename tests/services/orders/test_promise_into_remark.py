"""From the promise in the chat to the parcel: the remark proposed keeps it, the audit sees so."""

import pytest
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.rules.remark import Item
from zuiqing_desk.services.orders import audit, promises, remarks
from zuiqing_desk.services.products import catalogue
from zuiqing_desk.services.products.records import ProductFacts


@pytest.fixture
def order(shop: TestShop) -> int:
    for name in ("1983", "小酒版"):
        shop.do(catalogue.add, ProductFacts(name, f"醉卿{name}"), actor=shop.lead.id)
    talk = shop.waiting_customer()
    return add_order(
        shop, ("醉卿1983 6瓶装", 1), conversation_id=talk, linked_how="hand", state="audit"
    )


def promise(shop: TestShop, order: int, text: str, kind: str, what: str) -> None:
    talk = shop.ask(
        lambda tx: tx.value("SELECT conversation_id FROM shop_order WHERE id = :id", id=order)
    )
    shop.answers(talk, shop.lead, text)
    line = shop.ask(lambda tx: tx.value("SELECT max(id) FROM line"))
    shop.do(promises.mark, line, kind, what, None, shop.lead.id)


def check(shop: TestShop, order: int) -> str:
    found = {one.name: one.result for one in shop.ask(audit.checks, order)}
    return found["promises"]


def test_a_promised_gift_is_proposed_and_then_found(shop: TestShop, order: int) -> None:
    assert check(shop, order) == "green"
    promise(shop, order, "给您多送2瓶小酒版", "gift", "2瓶小酒版")
    assert check(shop, order) == "red"
    proposal = shop.ask(remarks.propose, order)
    assert Item(2, "瓶", "小酒版") in proposal.items
    goods = "+".join(f"{one.quantity}{one.unit}{one.product}" for one in proposal.items)
    text = f"[甲]{goods},发{proposal.courier}"
    shop.do(lambda tx: tx.run("UPDATE shop_order SET remark = :t WHERE id = :id", t=text, id=order))
    assert check(shop, order) == "green"


def test_a_promised_courier_is_proposed_and_another_refused(shop: TestShop, order: int) -> None:
    promise(shop, order, "给您改发顺丰", "courier", "给您改发顺丰")
    assert shop.ask(remarks.propose, order).courier == "顺丰"
    for courier, result in (("韵达", "red"), ("顺丰", "green")):
        text = f"[甲]6瓶1983,发{courier}"
        shop.do(
            lambda tx, text=text: tx.run(
                "UPDATE shop_order SET remark = :t WHERE id = :id", t=text, id=order
            )
        )
        assert check(shop, order) == result


def test_a_promise_that_was_settled_asks_nothing_more(shop: TestShop, order: int) -> None:
    promise(shop, order, "给您多送2瓶小酒版", "gift", "2瓶小酒版")
    (made,) = shop.ask(promises.of_order, order)
    shop.do(promises.settle, made.id, "dropped", shop.lead.id, reason="客户不要了")
    assert check(shop, order) == "green"
