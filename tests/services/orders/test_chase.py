"""The chase of unpaid orders in a shop at work."""

from typing import Any

import pytest
from support.orders import add_order
from support.shop import SECOND, TestShop

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import duty, policy
from zuiqing_desk.services.orders import chase, contacts
from zuiqing_desk.services.orders.chase_records import ChaseState
from zuiqing_desk.services.records import StaffMember

MINUTE = 60


class Day:
    """A shop whose desks say, whenever time has passed, that somebody still sits at them."""

    def __init__(self, shop: TestShop) -> None:
        self._shop = shop

    def __call__(self, seconds: float) -> None:
        self._shop.now += int(seconds * SECOND)
        self._shop.do(lambda tx: tx.run("UPDATE presence SET seen_at = :now", now=tx.now))


@pytest.fixture
def shop(shop: TestShop, monkeypatch: pytest.MonkeyPatch) -> TestShop:
    monkeypatch.setattr(shop, "later", Day(shop))
    return shop


def unpaid(shop: TestShop, conversation: int | None = None, **columns: Any) -> int:
    return add_order(shop, state="unpaid", conversation_id=conversation, **columns)


def state(shop: TestShop, order: int) -> ChaseState:
    found = shop.ask(chase.state_of, order)
    assert found is not None
    return found


def lost(shop: TestShop) -> dict[int, tuple[int | None, str]]:
    """Who lost which order, and why, as it was written down."""

    def query(tx: Any) -> dict[int, tuple[int | None, str]]:
        return {
            order: (who, why)
            for order, who, why in tx.all(
                "SELECT order_id, lost_to, lost_why FROM payment_chase WHERE result = 'lost'"
            )
        }

    return shop.ask(query)


def pays(shop: TestShop, order: int, at: int | None = None) -> None:
    """The platform says that the money came."""
    shop.do(
        lambda tx: tx.run(
            "UPDATE shop_order SET state = 'paid', paid_at = :at WHERE id = :id",
            at=shop.now if at is None else at,
            id=order,
        )
    )


@pytest.fixture
def early(shop: TestShop) -> StaffMember:
    who = shop.hire("2001")
    shop.comes_on(who)
    shop.later(10)
    return who


@pytest.fixture
def late(shop: TestShop, early: StaffMember) -> StaffMember:
    who = shop.hire("2002")
    shop.comes_on(who)
    shop.later(10)
    return who


def test_the_list_says_who_waits_longest(shop: TestShop, early: StaffMember) -> None:
    one = unpaid(shop)
    shop.later(3 * MINUTE)
    other = unpaid(shop)
    add_order(shop)
    unpaid(shop, cod=True)
    shop.later(3 * MINUTE)
    rows = shop.ask(chase.open_chases)
    assert [(row.order.id, row.chase.step) for row in rows] == [(one, "late"), (other, "due")]
    assert rows[0].chase.elapsed_us == 6 * MINUTE * SECOND
    assert rows[0].chase.running


def test_a_line_in_the_linked_conversation_is_a_contact(
    shop: TestShop, early: StaffMember, late: StaffMember
) -> None:
    conversation = shop.waiting_customer("想买酒")
    shop.answers(conversation, early)
    shop.later(10)
    order = unpaid(shop, conversation)
    shop.later(MINUTE)
    assert state(shop, order).contact is None
    sent = shop.answers(conversation, late, "亲，拍下的酒帮您留着")
    contact = state(shop, order).contact
    assert contact is not None
    assert (contact.staff_no, contact.medium) == ("2002", "chat")
    assert (contact.conversation_id, contact.seq) == (conversation, sent.seq)
    assert state(shop, order).step == "ok"
    assert state(shop, order).needs_result


def test_a_line_that_did_not_go_out_is_none(shop: TestShop, early: StaffMember) -> None:
    conversation = shop.waiting_customer()
    order = unpaid(shop, conversation)
    sent = shop.answers(conversation, early)
    shop.do(lambda tx: tx.run("UPDATE line SET status = 'failed' WHERE id = :id", id=sent.line_id))
    assert state(shop, order).contact is None


def test_no_contact_is_lost_to_the_duty_officer_once(
    shop: TestShop, early: StaffMember, late: StaffMember
) -> None:
    order = unpaid(shop)
    shop.later(20 * MINUTE - 1)
    assert shop.do(chase.sweep) == 0
    shop.later(1)
    assert shop.ask(chase.pending) == [order]
    assert shop.do(chase.sweep) == 1
    assert lost(shop) == {order: (early.id, "no_contact")}
    shop.later(3 * MINUTE)
    assert (shop.ask(chase.pending), shop.do(chase.sweep)) == ([], 0)
    (row,) = shop.ask(chase.open_chases)
    assert (row.chase.step, row.chase.result, row.chase.lost_to_no) == ("lost", "lost", "2001")


def test_contact_without_a_result_is_lost_to_who_made_it(
    shop: TestShop, early: StaffMember, late: StaffMember
) -> None:
    order = unpaid(shop)
    shop.later(MINUTE * 2)
    shop.do(chase.note_contact, order, "wechat", late.id, note="加了微信")
    shop.later(MINUTE * 30)
    # Nobody looked meanwhile: the loss falls on the same minute and the same agent.
    assert state(shop, order).step == "lost"
    shop.do(chase.sweep)
    assert lost(shop) == {order: (late.id, "no_result")}
    found = state(shop, order)
    assert found.ended_at == found.since + 20 * MINUTE * SECOND


def test_a_result_in_time_ends_it_and_can_be_taken_back(shop: TestShop, early: StaffMember) -> None:
    order = unpaid(shop)
    with pytest.raises(RuleError) as refused:
        shop.do(chase.settle, order, "later", early.id)
    assert refused.value.code == "no_contact"
    shop.do(chase.note_contact, order, "chat", early.id)
    shop.later(MINUTE)
    shop.do(chase.settle, order, "later", early.id, note="晚上付")
    assert (state(shop, order).result, state(shop, order).note) == ("later", "晚上付")
    assert not state(shop, order).needs_result
    assert shop.ask(chase.open_chases) == []
    shop.later(60 * MINUTE)
    assert shop.do(chase.sweep) == 0
    shop.do(chase.unsettle, order, early.id)
    shop.do(chase.sweep)
    assert lost(shop) == {order: (early.id, "no_result")}


@pytest.mark.parametrize(
    ("result", "note", "code"),
    [("lost", "", "bad_result"), ("other", " ", "note_needed"), ("paid", "长" * 201, "too_long")],
)
def test_results_that_are_none(
    shop: TestShop, early: StaffMember, result: Any, note: str, code: str
) -> None:
    order = unpaid(shop)
    shop.do(chase.note_contact, order, "chat", early.id)
    with pytest.raises(RuleError) as refused:
        shop.do(chase.settle, order, result, early.id, note=note)
    assert refused.value.code == code


def test_what_is_over_is_not_settled(shop: TestShop, early: StaffMember) -> None:
    order, sold = unpaid(shop), add_order(shop)
    shop.do(chase.note_contact, order, "chat", early.id)
    shop.later(21 * MINUTE)
    for which, code in ((order, "lost"), (sold, "no_chase")):
        with pytest.raises(RuleError) as refused:
            shop.do(chase.settle, which, "refused", early.id)
        assert refused.value.code == code
    shop.do(chase.sweep)
    for which, code in ((order, "lost"), (sold, "no_chase")):
        with pytest.raises(RuleError) as refused:
            shop.do(chase.unsettle, which, early.id)
        assert refused.value.code == code


def test_paid_in_time_as_the_platform_tells_it_later(shop: TestShop, early: StaffMember) -> None:
    order = unpaid(shop)
    placed = shop.now
    shop.later(30 * MINUTE)
    shop.do(chase.sweep)
    assert lost(shop) == {order: (early.id, "no_contact")}
    pays(shop, order, placed + 7 * MINUTE * SECOND)
    shop.do(chase.sweep)
    assert lost(shop) == {}
    assert (state(shop, order).step, state(shop, order).result) == ("ok", "paid")


def test_paid_too_late_stays_lost(shop: TestShop, early: StaffMember) -> None:
    swept, unswept = unpaid(shop), unpaid(shop)
    shop.later(21 * MINUTE)
    shop.do(chase.sweep, order_ids=[swept])
    pays(shop, swept)
    pays(shop, unswept)
    shop.do(chase.sweep)
    assert lost(shop) == dict.fromkeys((swept, unswept), (early.id, "no_contact"))
    assert shop.ask(chase.pending) == []


def test_an_order_first_seen_paid_was_never_chased(shop: TestShop, early: StaffMember) -> None:
    order = add_order(shop, placed_at=shop.now - 3600 * SECOND, paid_at=shop.now - SECOND)
    shop.later(60 * MINUTE)
    assert shop.do(chase.sweep) == 0
    assert shop.ask(chase.state_of, order) is None


def test_a_contact_noted_late_moves_the_loss(
    shop: TestShop, early: StaffMember, late: StaffMember
) -> None:
    order = unpaid(shop)
    placed = shop.now
    shop.later(25 * MINUTE)
    shop.do(chase.sweep)
    shop.do(chase.note_contact, order, "wechat", late.id, at=placed + 240 * SECOND)
    shop.do(chase.sweep)
    assert lost(shop) == {order: (late.id, "no_result")}
    assert shop.do(chase.sweep) == 0
    (contact,) = shop.ask(contacts.of_order, order)
    shop.do(contacts.remove, contact.id, late.id)
    shop.do(chase.sweep)
    assert lost(shop) == {order: (early.id, "no_contact")}
    assert shop.do(chase.sweep) == 0


def test_a_contact_after_the_loss_moves_nothing(
    shop: TestShop, early: StaffMember, late: StaffMember
) -> None:
    order = unpaid(shop)
    shop.later(25 * MINUTE)
    shop.do(chase.note_contact, order, "chat", late.id)
    shop.do(chase.sweep)
    assert lost(shop) == {order: (early.id, "no_contact")}


def test_over_the_night_and_a_change_of_shift(
    shop: TestShop, early: StaffMember, late: StaffMember
) -> None:
    shop.goes_off(late)
    shop.later(14 * 3600 - 40)
    order = unpaid(shop)
    shop.later(8 * MINUTE)
    shop.goes_off(early)
    shop.later(10 * 3600)
    assert shop.do(chase.sweep) == 0
    assert not state(shop, order).running
    shop.comes_on(late)
    shop.later(12 * MINUTE - 1)
    assert shop.do(chase.sweep) == 0
    shop.later(1)
    shop.comes_on(early)
    assert shop.do(chase.sweep) == 1
    assert lost(shop) == {order: (late.id, "no_contact")}


def test_away_pauses_it(shop: TestShop, early: StaffMember) -> None:
    order = unpaid(shop)
    shop.do(duty.away, early.id)
    shop.later(60 * MINUTE)
    assert (state(shop, order).elapsed_us, state(shop, order).step) == (0, "due")
    shop.do(duty.back, early.id)
    shop.later(60)
    assert state(shop, order).elapsed_us == 60 * SECOND


def test_a_desk_that_vanished_was_on_duty_until_it_was_last_seen(
    shop: TestShop, early: StaffMember, late: StaffMember
) -> None:
    order = unpaid(shop)
    shop.later(6 * MINUTE)
    shop.now += 10 * 3600 * SECOND
    for _ in range(2):
        assert (state(shop, order).elapsed_us, state(shop, order).running) == (360 * SECOND, False)
        assert shop.do(chase.sweep) == 0
        shop.do(duty.reap)
    shop.comes_on(late)
    shop.later(14 * MINUTE)
    shop.do(chase.sweep)
    assert lost(shop) == {order: (late.id, "no_contact")}


def test_a_clock_set_back_takes_no_time_and_counts_nothing_twice(
    shop: TestShop, early: StaffMember
) -> None:
    order = unpaid(shop)
    shop.later(12 * MINUTE)
    shop.later(-60 * MINUTE)
    assert (state(shop, order).elapsed_us, state(shop, order).step) == (0, "due")
    assert shop.do(chase.sweep) == 0
    shop.later(68 * MINUTE)
    assert shop.do(chase.sweep) == 1
    shop.later(-60 * MINUTE)
    shop.goes_off(early)
    shop.comes_on(early)
    assert shop.do(chase.sweep) == 0
    assert lost(shop) == {order: (early.id, "no_contact")}
    shop.later(70 * MINUTE)
    assert shop.do(chase.sweep) == 0


def test_a_contact_counts_though_the_clock_was_set_back_before_it(
    shop: TestShop, early: StaffMember, late: StaffMember
) -> None:
    conversation = shop.waiting_customer()
    shop.answers(conversation, early)
    shop.later(1)
    order, noted = unpaid(shop, conversation), unpaid(shop)
    shop.later(MINUTE)
    shop.later(-60 * MINUTE)
    assert state(shop, order).contact is None
    shop.answers(conversation, late)
    shop.do(chase.note_contact, noted, "wechat", late.id)
    for which in (order, noted):
        contact = state(shop, which).contact
        assert contact is not None
        assert contact.staff_no == "2002"
    shop.later(90 * MINUTE)
    shop.do(chase.sweep)
    assert lost(shop) == dict.fromkeys((order, noted), (late.id, "no_result"))


def test_a_platform_whose_clock_is_ahead(shop: TestShop, early: StaffMember) -> None:
    order = unpaid(shop, placed_at=shop.now + 3600 * SECOND)
    shop.later(6 * MINUTE)
    assert state(shop, order).step == "late"


def test_no_phone_in_the_early_morning(shop: TestShop, early: StaffMember) -> None:
    order = unpaid(shop)
    assert state(shop, order).phone_from is not None
    with pytest.raises(RuleError) as refused:
        shop.do(chase.note_contact, order, "phone", early.id)
    assert refused.value.code == "too_early"
    assert "09:30" in refused.value.message
    shop.do(chase.note_contact, order, "chat", early.id)
    shop.later(30 * MINUTE)
    assert state(shop, order).phone_from is None


def test_each_command_is_journalled_once(shop: TestShop, early: StaffMember) -> None:
    def journal() -> list[Any]:
        return shop.ask(
            lambda tx: tx.all(
                "SELECT kind, subject_id, detail FROM journal WHERE kind GLOB 'order*.c*'"
            )
        )

    order, other = unpaid(shop), unpaid(shop)
    shop.do(chase.note_contact, order, "chat", early.id)
    shop.do(chase.settle, order, "refused", early.id)
    shop.do(chase.unsettle, order, early.id)
    shop.later(3600)
    shop.do(chase.sweep)
    shop.do(chase.sweep)
    assert [row[0] for row in journal()][1:] == [
        "order.chase_settled",
        "order.chase_reopened",
        "orders.chase_counted",
    ]
    assert lost(shop).keys() == {order, other}


def test_the_policy_sets_the_times(shop: TestShop, early: StaffMember) -> None:
    shop.do(policy.change, "chase_lost_min", 10, shop.lead.id)
    kept, order = unpaid(shop), unpaid(shop)
    shop.do(chase.note_contact, kept, "chat", early.id)
    shop.later(8 * MINUTE)
    shop.do(chase.settle, kept, "later", early.id)
    shop.later(2 * MINUTE)
    assert state(shop, order).step == "lost"
    shop.do(policy.change, "chase_lost_min", 7, shop.lead.id)
    assert (state(shop, kept).step, state(shop, kept).result) == ("ok", "later")
    shop.do(chase.sweep)
    assert lost(shop).keys() == {order}
