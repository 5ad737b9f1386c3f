"""The order of the queue and the figures of the status line."""

import pytest
from support.shop import SECOND, TestShop

from zuiqing_desk.services import conversations, policy, queue
from zuiqing_desk.services.errors import Refused


def test_running_rounds_then_off_duty_lines_then_the_rest_by_last_activity(
    shop: TestShop,
) -> None:
    off_duty = [shop.waiting_customer()]
    shop.later(5)
    off_duty.append(shop.waiting_customer())
    shop.comes_on(shop.lead)
    shop.later(60)
    quiet = [shop.waiting_customer(), shop.waiting_customer()]
    for one in quiet:
        shop.later(1)
        shop.answers(one, shop.lead)
    shop.later(1)
    urgent = shop.waiting_customer()
    shop.says(quiet[0], "还有")
    assert shop.order() == [urgent, quiet[0], *off_duty, quiet[1]]


def test_a_visitor_who_has_not_written_is_in_no_queue(shop: TestShop) -> None:
    shop.customer()
    assert shop.order() == []
    assert shop.order(state="closed") == []


def test_filters(shop: TestShop) -> None:
    agent = shop.hire("1002")
    shop.comes_on(agent)
    theirs = shop.waiting_customer()
    shop.goes_off(agent)
    nobodys = shop.waiting_customer()
    shop.comes_on(shop.lead)
    mine = shop.waiting_customer()
    shop.do(conversations.take, theirs, agent.id)
    assert set(shop.order()) == {theirs, nobodys, mine}
    assert set(shop.order(staff_id=shop.lead.id)) == {nobodys, mine}
    assert shop.order(state="queued") == [nobodys]
    shop.answers(mine, shop.lead)
    shop.do(conversations.close, mine, shop.lead.id)
    assert shop.order(state="closed") == [mine]
    assert shop.order(state="closed", staff_id=shop.lead.id) == [mine]
    assert shop.order(limit=1) != []
    with pytest.raises(Refused, match="queued"):
        shop.order(state="open")


def test_figures_of_the_day(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    slow, quick, waiting = (shop.waiting_customer() for _ in range(3))
    shop.later(10)
    shop.answers(quick, shop.lead)
    shop.later(180)
    shop.answers(slow, shop.lead)
    shop.later(1)
    figures = shop.ask(queue.figures)
    assert (figures.waiting, figures.overdue) == (1, 1)
    assert figures.first_answer_avg_us == (10 + 190) // 2 * SECOND
    assert figures.within_180_permille == 500
    assert shop.row(waiting).waiting_since is not None
    shop.later(24 * 3600)
    assert shop.ask(queue.figures).first_answer_avg_us is None


def test_the_second_round_of_a_day_has_thirty_seconds_and_a_new_day_begins_anew(
    shop: TestShop,
) -> None:
    shop.comes_on(shop.lead)
    conversation = shop.waiting_customer()
    targets = [shop.row(conversation).target_s]
    for pause in (60, 24 * 3600):
        shop.answers(conversation, shop.lead)
        shop.later(pause)
        shop.says(conversation, "还有")
        targets.append(shop.row(conversation).target_s)
    assert targets == [20, 30, 20]


def test_rounds_outside_the_scored_hours_count_for_no_three_minute_rate(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    shop.do(policy.change, "scored_from", "10:00", shop.lead.id)
    early = shop.waiting_customer()
    shop.later(300)
    shop.answers(early, shop.lead)
    assert shop.ask(queue.figures).within_180_permille is None
    shop.later(3600)
    shop.says(early, "再问")
    shop.answers(early, shop.lead)
    assert shop.ask(queue.figures).within_180_permille == 1000
