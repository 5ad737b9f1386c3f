"""The live board, and who looks at what."""

import random

import pytest
from support.board import at_work
from support.shop import SECOND, TestShop

from zuiqing_desk.services import board, chat, conversations, policy, presence, queue
from zuiqing_desk.services.board import AgentLoad, Board, Load
from zuiqing_desk.services.records import Looker


def by_no(seen: Board) -> dict[str, AgentLoad]:
    return {one.staff_no: one for one in seen.agents}


def test_each_with_their_load(shop: TestShop) -> None:
    busy, _ = at_work(shop)
    seen = shop.ask(board.look)
    one = by_no(seen)["1002"]
    assert one.load == Load(
        open=4, waiting=3, overdue=1, oldest_started_at=shop.now - 210 * SECOND, snoozed=0
    )
    assert (one.duty, one.viewing, one.typing, one.desks) == ("on", "tb_9921", True, 1)
    away = by_no(seen)["1003"]
    assert (away.duty, away.duty_since, away.load) == ("away", shop.now, Load())
    assert seen.unassigned == Load()
    assert "1001" not in by_no(seen), "off duty with nothing in hand"
    shop.do(conversations.snooze, 4, shop.now + SECOND, busy.id)
    assert by_no(shop.ask(board.look))["1002"].load.snoozed == 1
    assert by_no(shop.ask(board.look))["1002"].load.waiting == 2, "who was put aside waits not"


def test_who_left_stands_last_while_they_still_have_something(shop: TestShop) -> None:
    busy, _ = at_work(shop)
    shop.goes_off(busy)
    seen = shop.ask(board.look)
    assert [one.staff_no for one in seen.agents] == ["1003", "1002"]
    left = by_no(seen)["1002"]
    assert (left.duty, left.load.open, left.viewing, left.desks) == ("off", 1, None, 0)
    assert seen.unassigned.waiting == 3, "what waited went back to the queue"


def test_a_desk_that_fell_silent_shows_nobody(shop: TestShop) -> None:
    at_work(shop)
    shop.later(31)
    one = by_no(shop.ask(board.look))["1002"]
    assert (one.viewing, one.typing, one.desks) == (None, False, 0)


def test_two_desks_of_one_person(shop: TestShop) -> None:
    busy, _ = at_work(shop)
    shop.later(6)
    shop.do(presence.beat, "second", busy.id, viewing=2, typing=None)
    one = by_no(shop.ask(board.look))["1002"]
    assert (one.viewing, one.typing, one.desks) == ("jd_海风", False, 2)


@pytest.mark.parametrize("seed", range(3))
def test_the_counts_are_those_of_reading_every_row(shop: TestShop, seed: int) -> None:
    dice = random.Random(seed)
    people = [shop.hire(f"20{number:02}") for number in range(3)]
    shop.comes_on(people[0])
    for _ in range(12):
        one = shop.waiting_customer()
        who = dice.choice([*people, None])
        if who is not None:
            shop.do(lambda tx, o=one, w=who: tx.run(_GIVE, id=o, staff=w.id))
        shop.later(dice.randint(0, 90))
        if dice.random() < 0.3 and who is not None:
            shop.do(conversations.snooze, one, shop.now + SECOND * 9999, who.id)
        elif dice.random() < 0.3 and who is not None:
            shop.answers(one, who)
    limit = shop.now - shop.ask(policy.current).overdue_s * SECOND
    seen = shop.ask(board.look)
    loads = {one.staff_id: one.load for one in seen.agents} | {None: seen.unassigned}
    for who in (None, *(one.id for one in people)):
        rows = [row for row in shop.ask(queue.page, limit=1000) if row.assignee_id == who]
        awake = [row for row in rows if row.state != "snoozed"]
        begun = [row.waiting_since for row in awake if row.waiting_since is not None]
        assert loads.get(who, Load()) == Load(
            open=len(rows),
            waiting=sum(row.band < 2 for row in awake),
            overdue=sum(at < limit for at in begun),
            oldest_started_at=min(begun, default=None),
            snoozed=len(rows) - len(awake),
        )
        assert shop.ask(board.ids_of, who) == [row.id for row in rows]


_GIVE = "UPDATE conversation SET state = 'active', assignee_id = :staff WHERE id = :id"


def test_who_looks_and_who_writes(shop: TestShop) -> None:
    busy, other = at_work(shop)
    shop.do(presence.beat, "desk-1003", other.id, viewing=1, typing=None)
    until = shop.now + presence.TYPING_S * SECOND
    seen = (Looker("1002", "1002**", until), Looker("1003", "1003**", 0))
    assert shop.ask(presence.lookers, 1) == seen
    assert shop.ask(presence.lookers, 2) == ()
    assert shop.ask(chat.chat, 1).card.lookers == seen
    shop.do(presence.beat, "desk-1002", busy.id, viewing=2, typing=None)
    assert [one.staff_no for one in shop.ask(presence.lookers, 1)] == ["1003"]
    shop.later(31)
    assert shop.ask(presence.lookers, 2) == ()
