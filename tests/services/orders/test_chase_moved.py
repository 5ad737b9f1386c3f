"""Chases whose order was moved on by hand, or back again; and contacts noted late."""

import pytest
from support.shop import SECOND, TestShop

from zuiqing_desk.services.orders import chase, typed
from zuiqing_desk.services.orders.typed import NewItem, NewOrder
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.store.tx import Tx

MINUTE = 60


@pytest.fixture
def agent(shop: TestShop) -> StaffMember:
    who = shop.hire("2001")
    shop.comes_on(who)
    return who


@pytest.fixture
def order(shop: TestShop, agent: StaffMember) -> int:
    """Typed in just now, and not paid."""
    new = NewOrder(
        platform="taobao", number="", buyer="tb_**1", items=(NewItem("醉卿1983", 6),), paid=False
    )
    return shop.do(typed.add, new, None, agent.id)


def passes(shop: TestShop, minutes: int) -> None:
    """Time, with the agent at the desk."""
    shop.later(minutes * MINUTE)
    shop.do(lambda tx: tx.run("UPDATE presence SET seen_at = :now", now=tx.now))


def written(shop: TestShop) -> list[tuple[object, ...]]:
    def query(tx: Tx) -> list[tuple[object, ...]]:
        return tx.all("SELECT result, lost_to, lost_why FROM payment_chase")

    return shop.ask(query)


def test_a_payment_taken_back_lets_the_chase_go_on(
    shop: TestShop, agent: StaffMember, order: int
) -> None:
    passes(shop, 2)
    before = shop.do(typed.move, order, "paid", agent.id)
    shop.do(chase.sweep)
    assert written(shop) == [("paid", None, "")]
    shop.do(typed.move_back, order, before, agent.id)
    passes(shop, 8)
    (row,) = shop.ask(chase.open_chases)
    assert (row.order.id, row.chase.step, row.chase.elapsed_us) == (order, "late", 600 * SECOND)
    shop.do(chase.note_contact, order, "chat", agent.id)
    shop.do(chase.settle, order, "later", agent.id)
    assert written(shop) == [("later", None, "")]
    shop.do(chase.unsettle, order, agent.id)
    passes(shop, 11)
    assert shop.do(chase.sweep) == 1
    assert written(shop) == [("lost", agent.id, "no_result")]


def test_a_payment_that_came_later_than_was_said_is_looked_at_again(
    shop: TestShop, agent: StaffMember, order: int
) -> None:
    passes(shop, 2)
    before = shop.do(typed.move, order, "paid", agent.id)
    shop.do(chase.sweep)
    shop.do(typed.move_back, order, before, agent.id)
    passes(shop, 30)
    shop.do(typed.move, order, "paid", agent.id)
    shop.do(chase.sweep)
    assert written(shop) == [("lost", agent.id, "no_contact")]
    assert shop.do(chase.sweep) == 0


@pytest.mark.parametrize(("minutes", "counted"), [(19, 0), (21, 1)])
def test_closing_an_order_takes_no_loss_away(
    shop: TestShop, agent: StaffMember, order: int, minutes: int, counted: int
) -> None:
    passes(shop, minutes)
    shop.do(typed.move, order, "closed", agent.id)
    assert written(shop) == [("lost", agent.id, "no_contact")] * counted
    kinds = shop.ask(lambda tx: tx.all("SELECT kind FROM journal ORDER BY id DESC LIMIT 2"))
    assert kinds == [("order.moved",), ("order.typed",)]


def test_a_contact_noted_days_later_tells_who_lost_it(
    shop: TestShop, agent: StaffMember, order: int
) -> None:
    colleague = shop.hire("2002")
    passes(shop, 10)
    in_time = shop.now
    passes(shop, 11)
    shop.do(chase.sweep)
    assert written(shop) == [("lost", agent.id, "no_contact")]
    shop.later(4 * 24 * 3600)
    shop.do(chase.note_contact, order, "wechat", colleague.id)
    assert written(shop) == [("lost", agent.id, "no_contact")]
    shop.do(chase.note_contact, order, "wechat", colleague.id, at=in_time)
    assert written(shop) == [("lost", colleague.id, "no_result")]
    kinds = shop.ask(lambda tx: tx.all("SELECT kind FROM journal ORDER BY id DESC LIMIT 2"))
    assert kinds == [("order.contacted",), ("order.contacted",)]
