"""What is in the library, and what needs a hand."""

from typing import Any

import pytest
from support.reply_books import Library
from support.shop import SECOND, TestShop

from zuiqing_desk.services import changes
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.replies import library, reading, usage
from zuiqing_desk.services.replies.records import Used
from zuiqing_desk.store.tx import Tx

DAY = 86_400


def ids(records: list[Any]) -> list[int]:
    return [one.id for one in records]


def send(shop: TestShop, reply: int, version: int = 1) -> None:
    """The reply goes out."""
    conversation = shop.waiting_customer()

    def unit(tx: Tx) -> None:
        usage.record(tx, [Used(reply, version)], shop.lead.id, conversation, 2)

    shop.do(unit)


def test_live_rows_hold_everything_the_picker_needs(shop: TestShop, books: Library) -> None:
    reply = books.team(
        "fhsj",
        "今天发货。",
        title="发货",
        tags="快递，时间",
        asks="啥时发\n\n几点发",
        valid_until=99,
    )
    (row,) = books.live()
    assert (row.id, row.version, row.owner_id, row.scope) == (reply, 1, None, "team")
    assert (row.code, row.title, row.category) == ("fhsj", "发货", "发货与物流")
    assert (row.tags, row.asks) == ("快递 时间", "啥时发\n几点发")
    assert (row.valid_from, row.valid_until) == (None, 99)


def test_live_can_be_asked_for_some_alone(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    first, second = books.team("a"), books.team("b")
    waiting, own = books.draft(agent, "c"), books.own(agent, "d")
    assert ids(shop.ask(reading.live, agent.id)) == [first, second, own]
    assert ids(shop.ask(reading.live, agent.id, [own, second, waiting, 999])) == [second, own]
    assert ids(shop.ask(reading.live, None, [own])) == []
    assert shop.ask(reading.live, agent.id, []) == []


def test_the_library_shows_drafts_and_puts_the_archived_last(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    gone, kept = books.team("a"), books.team("b")
    shop.do(library.archive, gone, shop.lead.id)
    waiting = books.draft(agent, "c")
    books.change(kept, "新的话。", agent, code="b")
    every = shop.ask(reading.every, agent.id)
    assert ids(every) == [kept, waiting, gone]
    assert [one.archived for one in every] == [False, False, True]
    assert every[0].live is not None
    assert every[0].draft is not None
    assert (every[0].live.body, every[0].draft.body, every[0].last) == ("今天发货。", "新的话。", 2)
    assert every[1].live is None
    assert ids(shop.ask(reading.every, agent.id, drafts_only=True)) == [kept, waiting]


def test_many_replies_are_shown_as_few_are(
    shop: TestShop, books: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code in "abc":
        send(shop, books.team(code))
    singly = shop.ask(reading.every, shop.lead.id)
    monkeypatch.setattr(reading, "ONE_BY_ONE", 0)
    assert shop.ask(reading.every, shop.lead.id) == singly
    assert [one.uses for one in singly] == [1, 1, 1]


def test_what_is_about_to_end_and_what_has_ended_is_shown_the_soonest_first(
    shop: TestShop, books: Library
) -> None:
    def until(code: str, days: float | None) -> int:
        end = None if days is None else shop.now + int(days * DAY) * SECOND
        return books.team(code, valid_until=end)

    _, later, soon = until("a", None), until("b", 8), until("c", 6)
    ended = until("d", -1)
    assert ids(shop.ask(reading.ending, 7)) == [ended, soon]
    assert ids(shop.ask(reading.ending, 9)) == [ended, soon, later]
    shop.do(library.archive, ended, shop.lead.id)
    assert ids(shop.ask(reading.ending, 7)) == [soon]


def test_what_nobody_has_used_for_long_is_found(shop: TestShop, books: Library) -> None:
    used, never = books.team("a"), books.team("b")
    shop.later(31 * DAY)
    send(shop, used)
    new = books.team("c")
    assert ids(shop.ask(reading.unused, 30)) == [never]
    shop.later(31 * DAY)
    assert ids(shop.ask(reading.unused, 30)) == [used, never, new]
    record = books.record(used)
    assert (record.uses, record.last_used_at) == (1, shop.now - 31 * DAY * SECOND)


def test_near_equal_texts_are_found(shop: TestShop, books: Library) -> None:
    first = books.team("a", "亲，今天下午五点半之前付款的订单，当天就能安排发货的哦。")
    books.team("b", "这款酒是酱香型，五十三度，入口绵柔，回味悠长。")
    third = books.team("c", "亲，今天下午五点半之前付款的订单，当天就能安排发货哦！")
    ((one, other, score),) = shop.ask(reading.duplicates)
    assert {one, other} == {first, third}
    assert 0.85 <= score < 1


def test_bodies_are_those_one_may_include(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    books.team("a", "大家的")
    books.team("b", "大家的")
    books.own(agent, "a", "我的")
    assert shop.ask(reading.bodies, None) == {"a": "大家的", "b": "大家的"}
    assert shop.ask(reading.bodies, agent.id) == {"a": "我的", "b": "大家的"}


def test_a_desk_hears_which_replies_changed(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    first = books.team("a")
    seen = shop.ask(changes.last)
    assert shop.ask(reading.changed_since, seen, agent.id) == (seen, frozenset())
    second = books.own(agent, "b")
    shop.waiting_customer()
    shop.do(library.archive, first, shop.lead.id)
    newest, changed = shop.ask(reading.changed_since, seen, agent.id)
    assert newest == shop.ask(changes.last)
    assert changed == {first, second}
    assert shop.ask(reading.changed_since, newest, agent.id) == (newest, frozenset())


def test_after_an_import_or_too_much_everything_is_read_anew(
    shop: TestShop, books: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = shop.ask(changes.last)
    for code in "abc":
        books.team(code)
    monkeypatch.setattr(reading, "CHANGES_AT_ONCE", 2)
    assert shop.ask(reading.changed_since, seen, None)[1] is None
    seen = shop.ask(changes.last)
    shop.do(Tx.journal, "replies.imported", 1)
    assert shop.ask(reading.changed_since, seen, None)[1] is None


def test_a_reply_not_yet_or_no_longer_valid_is_not_offered(books: Library) -> None:
    books.team("a", valid_from=10, valid_until=20)
    (row,) = books.live()
    assert [row.offered(at) for at in (9, 10, 19, 20)] == [False, True, True, False]
