"""The ledger of promises: made, kept, dropped, and taken back."""

from dataclasses import replace

import pytest
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services import changes, conversations
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import audit, linking, promises, reading
from zuiqing_desk.services.orders.promises import PromiseRecord

HOUR = 3_600_000_000


@pytest.fixture
def talk(shop: TestShop) -> int:
    return shop.waiting_customer()


def say(shop: TestShop, talk: int, text: str = "给您多送1瓶小酒版") -> int:
    """A line we sent; its id."""
    shop.answers(talk, shop.lead, text)
    line: int = shop.ask(lambda tx: tx.value("SELECT max(id) FROM line"))
    return line


def mark(shop: TestShop, talk: int, kind: str = "gift", until: int | None = None) -> int:
    made: int = shop.do(promises.mark, say(shop, talk), kind, "1瓶小酒版", until, shop.lead.id)
    return made


def one(shop: TestShop, promise: int) -> PromiseRecord:
    return shop.ask(promises.one, promise)


def refusal(shop: TestShop, command: object, *args: object, **more: object) -> str:
    with pytest.raises(Refused) as refused:
        shop.do(command, *args, **more)  # type: ignore[arg-type]
    return refused.value.code


def test_a_sent_line_becomes_a_promise(shop: TestShop, talk: int) -> None:
    colleague = shop.hire("1002")
    shop.answers(talk, colleague, "给您多送1瓶小酒版")
    line = shop.ask(lambda tx: tx.value("SELECT max(id) FROM line"))
    promise = shop.do(promises.mark, line, "gift", " 1瓶小酒版\n", None, shop.lead.id)
    (made,) = shop.ask(promises.of_conversation, talk)
    assert (made.id, made.line_id, made.line_seq) == (promise, line, 2)
    assert (made.kind, made.what, made.until) == ("gift", "1瓶小酒版", None)
    assert (made.staff_no, made.state, made.late) == ("1002", "open", False)


@pytest.mark.parametrize("state", ["unpaid", "paid", "audit", "held"])
def test_it_belongs_to_the_order_in_hand(shop: TestShop, talk: int, state: str) -> None:
    order = add_order(shop, conversation_id=talk, state=state)
    assert one(shop, mark(shop, talk)).order_id == order


@pytest.mark.parametrize(
    ("kind", "bound"), [("gift", False), ("dispatch", False), ("refund", True), ("callback", True)]
)
def test_what_is_on_its_way_takes_no_more_gifts(
    shop: TestShop, talk: int, kind: str, bound: bool
) -> None:
    order = add_order(shop, conversation_id=talk, state="dispatched")
    assert one(shop, mark(shop, talk, kind)).order_id == (order if bound else None)


def test_it_may_be_said_for_which_order(shop: TestShop, talk: int) -> None:
    meant = add_order(shop, conversation_id=talk, placed_at=1)
    add_order(shop, conversation_id=talk)
    line = say(shop, talk)
    made = shop.do(promises.mark, line, "gift", "杯子", None, shop.lead.id, order_id=meant)
    assert one(shop, made).order_id == meant
    code = refusal(shop, promises.mark, line, "wish", "杯子", None, shop.lead.id, order_id=99)
    assert code == "no_order"


def test_only_what_we_sent_can_be_a_promise(shop: TestShop, talk: int) -> None:
    lines = shop.ask(lambda tx: [row[0] for row in tx.all("SELECT id FROM line")])
    shop.do(conversations.note, talk, "答应送一瓶", shop.lead.id)
    lines.append(shop.ask(lambda tx: tx.value("SELECT max(id) FROM line")))
    for line in (*lines, 999):
        code = refusal(shop, promises.mark, line, "gift", "一瓶", None, shop.lead.id)
        assert code == "not_markable"


def test_one_line_may_promise_two_things_but_none_twice(shop: TestShop, talk: int) -> None:
    line = say(shop, talk, "给您多送1瓶，发顺丰")
    for kind in ("gift", "courier"):
        shop.do(promises.mark, line, kind, "某样", None, shop.lead.id)
    code = refusal(shop, promises.mark, line, "gift", "某样", None, shop.lead.id)
    assert code == "marked_already"


@pytest.mark.parametrize(
    ("kind", "what", "hours", "code"),
    [
        ("bribe", "一瓶", None, "kind"),
        ("gift", "  \n", None, "what"),
        ("gift", "长" * 61, None, "what"),
        ("gift", "一瓶", 0, "past"),
        ("gift", "一瓶", -1, "past"),
    ],
)
def test_what_cannot_be_promised(
    shop: TestShop, talk: int, kind: str, what: str, hours: int | None, code: str
) -> None:
    until = None if hours is None else shop.now + hours * HOUR
    line = say(shop, talk)
    assert refusal(shop, promises.mark, line, kind, what, until, shop.lead.id) == code


def test_a_promise_past_its_time_stands_out(shop: TestShop, talk: int) -> None:
    late = mark(shop, talk, until=shop.now + HOUR)
    later = mark(shop, talk, until=shop.now + 2 * HOUR)
    never = mark(shop, talk)
    assert shop.ask(promises.open_late) == []
    shop.now += HOUR + 1
    assert [row.id for row in shop.ask(promises.open_late)] == [late]
    board = shop.ask(promises.board)
    assert [(row.id, row.late) for row in board] == [(late, True), (later, False), (never, False)]
    shop.do(promises.settle, late, "kept", shop.lead.id)
    assert shop.ask(promises.open_late) == []
    assert [row.id for row in shop.ask(promises.board)] == [later, never]


def test_dropping_a_promise_needs_a_reason_and_keeping_it_none(shop: TestShop, talk: int) -> None:
    promise = mark(shop, talk)
    assert refusal(shop, promises.settle, promise, "dropped", shop.lead.id) == "reason_needed"
    shop.do(promises.settle, promise, "dropped", shop.lead.id, reason="客户不要了")
    dropped = one(shop, promise)
    assert (dropped.state, dropped.reason, dropped.settled_by) == ("dropped", "客户不要了", "1001")
    assert dropped.settled_at == shop.now
    for command in (promises.settle, promises.settle):
        assert refusal(shop, command, promise, "kept", shop.lead.id) == "settled"
    assert refusal(shop, promises.settle, mark(shop, talk), "open", shop.lead.id) == "state"


def test_every_step_can_be_taken_back(shop: TestShop, talk: int) -> None:
    promise = mark(shop, talk)
    before = one(shop, promise)
    shop.do(promises.settle, promise, "kept", shop.lead.id)
    shop.do(promises.reopen, promise, shop.lead.id)
    assert one(shop, promise) == before
    shop.do(promises.unmark, promise, shop.lead.id)
    assert shop.ask(promises.of_conversation, talk) == []
    for command in (promises.reopen, promises.unmark):
        assert refusal(shop, command, promise, shop.lead.id) == "no_promise"


def test_only_ones_own_last_step_is_taken_back(shop: TestShop, talk: int) -> None:
    promise, agent = mark(shop, talk), shop.hire("1003")
    assert refusal(shop, promises.reopen, promise, shop.lead.id) == "changed_meanwhile"
    shop.do(promises.settle, promise, "kept", agent.id)
    assert refusal(shop, promises.reopen, promise, shop.lead.id) == "changed_meanwhile"
    assert refusal(shop, promises.unmark, promise, shop.lead.id) == "settled"
    assert one(shop, promise).state == "kept"


def test_who_left_marks_no_promises(shop: TestShop, talk: int) -> None:
    colleague = shop.hire("1002")
    line = say(shop, talk)
    shop.do(lambda tx: tx.run("UPDATE staff SET active = 0 WHERE id = :id", id=colleague.id))
    assert refusal(shop, promises.mark, line, "gift", "一瓶", None, colleague.id) == "disabled"


class TestOfAnOrder:
    def test_a_promise_made_before_the_order_holds_for_it(self, shop: TestShop, talk: int) -> None:
        promise = mark(shop, talk)
        order = add_order(shop, conversation_id=talk)
        assert [row.id for row in shop.ask(promises.of_order, order)] == [promise]

    def test_an_order_linked_takes_it_and_the_next_does_not(
        self, shop: TestShop, talk: int
    ) -> None:
        promise = mark(shop, talk)
        first, second = add_order(shop), add_order(shop)
        for order in (first, second):
            shop.do(linking.link, order, talk, shop.lead.id)
        assert [row.id for row in shop.ask(promises.of_order, first)] == [promise]
        assert shop.ask(promises.of_order, second) == []

    def test_an_order_that_came_to_nothing_leaves_it_to_the_next(
        self, shop: TestShop, talk: int
    ) -> None:
        first = add_order(shop, conversation_id=talk)
        open_one, kept = mark(shop, talk), mark(shop, talk, "wish")
        shop.do(promises.settle, kept, "kept", shop.lead.id)
        shop.do(
            lambda tx: tx.run("UPDATE shop_order SET state = 'closed' WHERE id = :id", id=first)
        )
        second = add_order(shop, conversation_id=talk)
        assert [row.id for row in shop.ask(promises.of_order, second)] == [open_one]
        assert [row.id for row in shop.ask(promises.of_order, first)] == [open_one, kept]

    def test_one_given_by_phone_is_noted_on_the_order(self, shop: TestShop) -> None:
        order = add_order(shop, buyer="tb_甲甲")
        promise = shop.do(promises.note, order, "callback", "回电", None, shop.lead.id)
        (made,) = shop.ask(promises.of_order, order)
        assert (made.id, made.line_id, made.customer) == (promise, None, "tb_甲甲")
        assert refusal(shop, promises.note, 99, "gift", "一瓶", None, shop.lead.id) == "no_order"


def test_each_step_is_journalled_once_for_what_shows_it(shop: TestShop, talk: int) -> None:
    order = add_order(shop, conversation_id=talk)
    line, loose = say(shop, talk), say(shop, shop.waiting_customer())
    seen = shop.ask(changes.last)
    promise = shop.do(promises.mark, line, "gift", "一瓶小酒版", None, shop.lead.id)
    shop.do(promises.settle, promise, "kept", shop.lead.id)
    shop.do(promises.reopen, promise, shop.lead.id)
    shop.do(promises.unmark, promise, shop.lead.id)
    shop.do(promises.mark, loose, "gift", "一瓶小酒版", None, shop.lead.id)
    rows = shop.ask(changes.after, seen)
    assert [(row.kind, row.detail) for row in rows] == [
        ("order.promised", "gift"),
        ("order.promise_settled", "kept"),
        ("order.promise_reopened", "gift"),
        ("order.promise_unmarked", "gift"),
        ("conversation.promised", "gift"),
    ]
    assert {row.subject_id for row in rows[:4]} == {order}


def test_the_form_begins_with_what_the_line_says(shop: TestShop, talk: int) -> None:
    line = say(shop, talk, "好的亲，给您多送2瓶小酒版，今天就发")
    assert shop.ask(promises.suggestion, line) == ("gift", "2瓶小酒版", None)
    with pytest.raises(Refused):
        shop.ask(promises.suggestion, 999)


def test_one_that_was_taken_away_comes_back_as_it_was(shop: TestShop, talk: int) -> None:
    colleague = shop.hire("1002")
    shop.answers(talk, colleague, "今天就发")
    line = shop.ask(lambda tx: tx.value("SELECT max(id) FROM line"))
    promise = shop.do(promises.mark, line, "dispatch", "今天发", shop.now + HOUR, shop.lead.id)
    shop.later(7200)
    before = shop.do(promises.unmark, promise, shop.lead.id)
    again = shop.do(promises.mark_again, before, shop.lead.id)
    assert replace(one(shop, again), id=promise) == before
    assert before.late


@pytest.mark.parametrize(("kind", "verdict"), [("gift", ""), ("callback", "approved")])
def test_a_promise_sends_an_order_that_was_let_go_back_to_the_audit(
    shop: TestShop, talk: int, kind: str, verdict: str
) -> None:
    order = add_order(shop, conversation_id=talk, state="audit", verdict="approved")
    promise = mark(shop, talk, kind)
    row = shop.ask(reading.one, order)
    assert (row.verdict, bool(row.verdict_reason)) == (verdict, not verdict)
    assert [row.id for row in shop.ask(audit.worklist)] == ([] if verdict else [order])

    shop.do(promises.settle, promise, "dropped", shop.lead.id, reason="不要了")
    shop.do(lambda tx: tx.run("UPDATE shop_order SET verdict = 'approved'"))
    shop.do(promises.reopen, promise, shop.lead.id)
    assert shop.ask(reading.one, order).verdict == verdict
