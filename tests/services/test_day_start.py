"""How the day begins: lines that came while nobody was on duty."""

from support.roster import MONDAY, at, plan
from support.shop import SECOND, TestShop

from zuiqing_desk.services import conversations, day_start, overview, queue
from zuiqing_desk.services.day_start import Left

HOUR = 3600


def night(shop: TestShop, customers: int) -> list[int]:
    """So many customers write, an hour apart, while nobody is there; then it is morning."""
    wrote = []
    for _ in range(customers):
        shop.later(HOUR)
        wrote.append(shop.waiting_customer())
    shop.later(HOUR)
    return wrote


def test_nobody_wrote(shop: TestShop) -> None:
    assert not shop.ask(day_start.anybody_came)
    shop.customer()
    assert not shop.ask(day_start.anybody_came)
    assert shop.ask(day_start.left, shop.lead.id) == Left(0, None)


def test_who_wrote_in_the_night_counts_until_answered(shop: TestShop) -> None:
    began = shop.now
    first, second, third = night(shop, 3)
    shop.comes_on(shop.lead)
    assert shop.ask(day_start.anybody_came)
    assert shop.ask(day_start.left, shop.lead.id) == Left(3, began + HOUR * SECOND)
    shop.do(conversations.take, first, shop.lead.id)
    assert shop.ask(day_start.left, shop.lead.id).customers == 3
    shop.answers(first, shop.lead)
    assert shop.ask(day_start.left, shop.lead.id) == Left(2, began + 2 * HOUR * SECOND)
    assert shop.ask(overview.look, shop.lead.id).left.customers == 2
    shop.do(conversations.take, third, shop.lead.id)
    shop.do(conversations.snooze, third, shop.now + SECOND, shop.lead.id)
    assert shop.ask(day_start.left, shop.lead.id).customers == 1
    shop.do(conversations.take, second, shop.lead.id)
    shop.do(conversations.snooze, second, shop.now + SECOND, shop.lead.id)
    assert shop.ask(day_start.left, shop.lead.id) == Left(0, None)


def test_who_was_put_aside_is_not_the_oldest(shop: TestShop) -> None:
    began = shop.now
    first, _ = night(shop, 2)
    shop.comes_on(shop.lead)
    shop.do(conversations.take, first, shop.lead.id)
    shop.do(conversations.snooze, first, shop.now + SECOND, shop.lead.id)
    assert shop.ask(day_start.left, shop.lead.id) == Left(1, began + 2 * HOUR * SECOND)


def test_what_a_colleague_took_is_theirs(shop: TestShop) -> None:
    other = shop.hire("1002")
    (only,) = night(shop, 1)
    shop.comes_on(shop.lead)
    shop.comes_on(other)
    shop.do(conversations.take, only, other.id)
    assert shop.ask(day_start.left, shop.lead.id) == Left(0, None)
    assert shop.ask(day_start.left, other.id).customers == 1


def test_a_line_while_somebody_is_there_is_none_of_the_night(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    shop.waiting_customer()
    assert shop.ask(day_start.left, shop.lead.id) == Left(0, None)


def test_at_opening_the_night_comes_first_and_two_begin_with_two(shop: TestShop) -> None:
    other = shop.hire("1002")
    wrote = night(shop, 4)
    shop.comes_on(shop.lead)
    shop.comes_on(other)
    assert [row.id for row in shop.ask(queue.page)] == wrote
    taken = [shop.do(conversations.take_next, who.id) for who in (shop.lead, other)]
    assert taken == wrote[:2]
    later = shop.do(conversations.take_next, other.id, wrote[1])
    assert later == wrote[2]


def test_at_opening_rostered_hours_come_first_by_seconds_then_the_night(shop: TestShop) -> None:
    """白班 begins at nine and nobody signs in: from then on lines count, and their seconds run."""
    other = shop.hire("1002")
    tuesday = MONDAY + 1
    plan(shop, shop.lead, tuesday)
    wrote = {}
    for who, hour in (("night", 2), ("twice", 3), ("early", 8.99), ("nine", 9)):
        shop.now = at(tuesday, hour)
        wrote[who] = shop.waiting_customer()
    shop.later(5)
    shop.says(wrote["twice"])
    shop.later(5)
    wrote["late"] = shop.waiting_customer()
    shop.later(60)
    for who in (shop.lead, other):
        shop.comes_on(who)
    wanted = [wrote[who] for who in ("nine", "twice", "late", "night", "early")]
    rows = shop.ask(queue.page)
    assert [row.id for row in rows] == wanted
    counts = [row.waiting_since is not None for row in rows]
    assert counts == [True, True, True, False, False]
    assert shop.ask(day_start.left, shop.lead.id) == Left(2, at(tuesday, 2))
    taken = [shop.take_next(who) for who in (shop.lead, other)]
    assert taken == wanted[:2]
    for who, conversation in zip((shop.lead, other), taken, strict=True):
        shop.answers(conversation, who)
    assert shop.take_next(shop.lead) == wrote["late"]
    shop.answers(wrote["late"], shop.lead)
    assert [shop.take_next(who) for who in (other, shop.lead)] == wanted[3:]


def test_more_than_so_many_are_not_counted(shop: TestShop) -> None:
    assert Left(12, 1).counted == "12"
    assert Left(day_start.MOST, 1).counted == "1000+"
