"""The computer's clock is a day ahead, work is done, and somebody sets it right."""

from pathlib import Path

import pytest
from support.shop import OPENING, SECOND, TestShop

from zuiqing_desk.services import (
    chat,
    clock_set_back,
    conversations,
    duty,
    gateway,
    outbox,
    presence,
    visitors,
)

DAY_S = 86_400
DAY = DAY_S * SECOND


def set_back(shop: TestShop, *, known: bool = True) -> int:
    """The clock is set back a day, and that is put right; how many rows that took."""
    shop.later(-DAY_S)
    return shop.do(clock_set_back.put_right, DAY if known else 0)


def test_who_waits_longest_comes_first_all_the_same(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    first = shop.waiting_customer()
    shop.later(10)
    second = shop.waiting_customer()
    shop.later(10)
    set_back(shop)
    third = shop.waiting_customer()
    assert shop.order() == [first, second, third]
    assert shop.row(first).waiting_since == shop.now - 20 * SECOND


def test_where_nobody_knows_by_how_much_waiting_begins_now(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    waits = shop.waiting_customer()
    assert set_back(shop, known=False)
    assert shop.row(waits).waiting_since == shop.now


def test_where_nobody_knows_by_how_much_the_order_stays(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    # Not numbered as they came: the number alone does not put them in order.
    last, second, first = (shop.customer() for _ in range(3))
    for one in (first, second, last):
        shop.says(one)
        shop.later(10)
    set_back(shop, known=False)
    assert shop.order() == [first, second, last]
    assert shop.row(last).waiting_since == shop.now


@pytest.mark.parametrize("known", [True, False])
def test_a_clock_set_back_by_mistake_makes_nobody_wait_for_a_day(
    shop: TestShop, known: bool
) -> None:
    shop.comes_on(shop.lead)
    shop.later(2 * DAY_S)
    long_ago = shop.waiting_customer()
    shop.later(DAY_S + 60)
    before = shop.waiting_customer()
    shop.later(20)
    set_back(shop, known=known)
    since = shop.now
    meanwhile = shop.waiting_customer()
    shop.later(30 + DAY_S)
    shop.do(clock_set_back.take_back, forward_us=DAY, since=since)
    assert shop.row(before).waiting_since == shop.now - 50 * SECOND
    assert shop.row(meanwhile).waiting_since == shop.now - 30 * SECOND
    assert shop.row(long_ago).waiting_since == shop.now - DAY - 110 * SECOND
    assert shop.order() == [long_ago, before, meanwhile]
    shop.answers(before, shop.lead)
    assert shop.rounds(before)[0].shop_us == 50 * SECOND


def test_nobody_answered_in_less_than_no_time(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    waits = shop.waiting_customer()
    shop.later(20)
    set_back(shop)
    shop.later(5)
    shop.answers(waits, shop.lead)
    [ended] = shop.rounds(waits)
    assert (ended.shop_us, ended.agent_us) == (25 * SECOND, 25 * SECOND)


def test_without_anything_put_right_no_round_is_negative(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    waits = shop.waiting_customer()
    shop.later(-DAY_S)
    shop.answers(waits, shop.lead)
    [ended] = shop.rounds(waits)
    assert (ended.shop_us, ended.agent_us) == (0, 0)


def test_a_snooze_lasts_as_long_as_was_meant(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    asleep = shop.waiting_customer()
    shop.do(conversations.snooze, asleep, shop.now + 1800 * SECOND, shop.lead.id)
    set_back(shop)
    shop.later(1799)
    assert shop.do(conversations.wake_due) == 0
    shop.later(1)
    assert shop.do(conversations.wake_due) == 1


def test_a_snooze_given_by_the_right_clock_stays(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    asleep = shop.waiting_customer()
    until = shop.now + 3 * DAY
    shop.do(conversations.snooze, asleep, until, shop.lead.id)
    shop.later(DAY_S + 60)
    set_back(shop)
    assert (
        shop.ask(
            lambda tx: tx.value("SELECT snoozed_until FROM conversation WHERE id = :id", id=asleep)
        )
        == until
    )


@pytest.mark.parametrize("known", [True, False])
def test_an_answer_put_off_until_tomorrow_goes_out_soon(shop: TestShop, known: bool) -> None:
    shop.comes_on(shop.lead)
    shop.answers(shop.waiting_customer(), shop.lead)
    [claimed] = shop.do(outbox.claim, "webchat")
    shop.do(outbox.later, claimed.outbox_id, 60)
    set_back(shop, known=known)
    shop.later(60 if known else 3600)
    assert [one.outbox_id for one in shop.do(outbox.claim, "webchat")] == [claimed.outbox_id]


def test_a_short_delay_is_left_alone_where_the_clock_was_not_moved(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    shop.answers(shop.waiting_customer(), shop.lead)
    [claimed] = shop.do(outbox.claim, "webchat")
    shop.do(outbox.later, claimed.outbox_id, 60)
    assert shop.do(clock_set_back.put_right) == 0
    shop.later(59)
    assert not shop.do(outbox.claim, "webchat")


def test_nobody_types_for_a_day(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    talk = shop.waiting_customer()
    shop.do(visitors.presence, talk, online=True, typing_until=shop.now + 5 * SECOND)
    shop.do(presence.beat, "desk-1001", shop.lead.id, viewing=talk, typing=talk)
    set_back(shop)
    card = shop.ask(chat.chat, talk, limit=1).card
    assert card.visitor_typing_until <= shop.now
    assert [one.typing_until <= shop.now for one in card.lookers] == [True]


def test_a_desk_that_is_gone_is_missed_after_half_a_minute(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    set_back(shop)
    shop.later(duty.PRESENCE_S)
    assert shop.do(duty.reap) == 0
    shop.later(1)
    assert shop.do(duty.reap) == 1
    assert shop.ask(duty.state_of, shop.lead.id) == "off"


def test_a_gateway_that_is_gone_is_missed_too(shop: TestShop) -> None:
    shop.do(gateway.announce, pid=1, url="http://127.0.0.1:1", problem="")
    set_back(shop)
    shop.later(gateway.GONE_S + 1)
    assert shop.ask(gateway.current) is None


def test_it_is_journalled_once_and_only_if_anything_was_put_right(tmp_path: Path) -> None:
    shop = TestShop(tmp_path)
    try:
        shop.now = OPENING
        assert set_back(shop) == 0
        shop.later(DAY_S)
        shop.comes_on(shop.lead)
        shop.waiting_customer()
        assert set_back(shop) > 0
        noted = shop.ask(lambda tx: tx.all("SELECT detail FROM journal WHERE kind LIKE 'clock.%'"))
        assert noted == [(str(DAY_S),)]
        assert shop.do(clock_set_back.put_right) == 0
    finally:
        shop.store.close()
