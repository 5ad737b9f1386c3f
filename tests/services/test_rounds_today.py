"""The running figures of the day, held against counting anew after every step."""

import random
from dataclasses import astuple

from support.shop import SECOND, TestShop

from zuiqing_desk.services import conversations, marks, policy, queue, rounds_today
from zuiqing_desk.services.rounds_today import Span
from zuiqing_desk.store.tx import Tx

BRUSH_OFF = "我们不需要，谢谢了！"
STEPS = 120


def anew(tx: Tx) -> tuple[object, object]:
    """The figures as this connection has counted them on, and as an empty cache gives them."""
    running = queue.figures(tx)
    return running, queue.figures(Tx(tx._connection, tx.now, {}))


def test_counted_on_it_is_what_counting_anew_gives(shop: TestShop) -> None:
    chance = random.Random(3)
    shop.comes_on(shop.lead)
    talks = [shop.customer() for _ in range(4)]
    seen = set()
    for _ in range(STEPS):
        shop.later(chance.choice([5, 40, 200, 3 * 3600]))
        talk = chance.choice(talks)
        step = chance.randrange(10)
        if step < 4:
            shop.says(talk, chance.choice(["在吗", "好的"]))
        elif step < 8:
            shop.answers(talk, shop.lead, chance.choice(["在的亲", "在的亲", "在的亲", BRUSH_OFF]))
        elif step == 8:
            lines = shop.ask(
                lambda tx, talk=talk: tx.all(
                    "SELECT id FROM line WHERE conversation_id = :talk AND author = 'customer'",
                    talk=talk,
                )
            )
            if lines:
                shop.do(marks.toggle_courtesy, chance.choice(lines)[0], shop.lead.id)
        else:
            talks.append(shop.customer())
        running, counted = shop.ask(anew)
        assert running == counted
        seen.add(counted)
    assert len(seen) > STEPS // 4


def test_nothing_is_read_again_while_nothing_was_written(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    talk = shop.waiting_customer()
    shop.later(10)
    shop.answers(talk, shop.lead)
    span = Span(since=0, start=0, end=2**62, target=180 * SECOND)

    def look(tx: Tx) -> None:
        first = rounds_today.sums(tx, span)
        assert astuple(first) == (1, 10 * SECOND, 1, 1)
        assert rounds_today.sums(tx, span) is first

    shop.ask(look)


def test_another_policy_counts_anew(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    talk = shop.waiting_customer()
    shop.later(100)
    shop.answers(talk, shop.lead)
    assert shop.ask(queue.figures).within_180_permille == 1000
    shop.do(policy.change, "overdue_s", 60, shop.lead.id)
    assert shop.ask(queue.figures).within_180_permille == 0


def test_what_is_put_aside_does_not_wait(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    aside, late, fresh = (shop.waiting_customer() for _ in range(3))
    shop.later(200)
    shop.do(conversations.snooze, aside, shop.now + SECOND, shop.lead.id)
    shop.answers(fresh, shop.lead)
    shop.says(fresh, "还有")
    figures = shop.ask(queue.figures)
    assert (figures.waiting, figures.overdue) == (2, 1)
    assert shop.row(late).waiting_since is not None
