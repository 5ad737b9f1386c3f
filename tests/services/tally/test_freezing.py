"""Months that are final."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from support.orders import add_order
from support.shop import SECOND, TestShop

from zuiqing_desk.rules.tally_words import changes, text, value
from zuiqing_desk.services import marks, outbox, policy
from zuiqing_desk.services.orders import linking, ownership
from zuiqing_desk.services.tally import freezing, reading
from zuiqing_desk.services.tally.records import Filter, Report
from zuiqing_desk.store.tx import Tx

MARCH = date(2026, 3, 1).toordinal(), date(2026, 3, 31).toordinal()
HOUR = 3600 * SECOND


def at(month: int, day: int, hour: int = 1, year: int = 2026) -> int:
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp()) * SECOND


class Year(TestShop):
    """A shop that was founded in March 2026 and sold something on the 2nd."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.agent = self.hire("2001", after_sale=False)
        self.comes_on(self.agent)
        self.talk = self.waiting_customer()
        self.later(25)
        self.answers(self.talk, self.agent)
        self.later(60)
        self.order = add_order(self, amount_fen=10_000)
        self.do(linking.link, self.order, self.talk, None)

    def housekeeping(self) -> int:
        """As the gateway keeps house; how many corrections were noted."""
        noted = 0
        for _ in range(200):
            closing = self.ask(freezing.next_closing)
            if closing is None:
                return noted
            written = self.do(freezing.write_closing, closing)
            noted += written if isinstance(closing, freezing.Corrected) else 0
        raise AssertionError("there is always something to close")

    def pending(self) -> bool:
        return self.ask(freezing.next_closing) is not None

    def march(self) -> Report:
        return self.ask(reading.report, *MARCH)

    def set_order(self, **columns: object) -> None:
        sets = ", ".join(f"{name} = :{name}" for name in columns)

        def change(tx):  # type: ignore[no-untyped-def]
            tx.run(f"UPDATE shop_order SET {sets} WHERE id = :id", id=self.order, **columns)
            tx.journal("order.moved", self.order)

        self.do(change)


@pytest.fixture
def year(tmp_path: Path) -> Iterator[Year]:
    shop = Year(tmp_path)
    yield shop
    shop.store.close()


def test_a_month_freezes_on_the_seventh_of_the_next(year: Year) -> None:
    year.now = at(4, 6, 15)  # 23:00 in Shanghai
    assert not year.pending()
    year.now = at(4, 6, 16)  # midnight
    assert year.pending()
    live = year.march()
    year.housekeeping()
    frozen = year.march()
    assert (live.frozen, frozen.frozen) == ((), (202603,))
    assert (frozen.figures, frozen.rows) == (live.figures, live.rows)
    assert not year.pending()


def test_the_day_of_freezing_is_the_shops_policy(year: Year) -> None:
    year.do(policy.change, "freeze_day", 3, year.lead.id)
    year.now = at(4, 3)
    assert year.pending()


def test_a_month_is_open_until_its_last_day_is_frozen(year: Year) -> None:
    year.now = at(4, 8)
    closing = year.ask(freezing.next_closing)
    assert year.do(freezing.write_closing, closing) == freezing.DAYS_AT_ONCE
    assert year.do(freezing.write_closing, closing) == 0  # as a second gateway would
    assert year.march().frozen == ()
    assert year.march().figures.sales == 1
    year.housekeeping()
    assert year.march().frozen == (202603,)
    rows = year.ask(
        lambda tx: tx.all(
            "SELECT day, staff_id, storefront_id, shift, count(*)"
            " FROM tally_cell GROUP BY 1, 2, 3, 4 HAVING count(*) > 1"
        )
    )
    assert rows == []


def test_the_same_question_gives_the_same_answer_next_year(year: Year) -> None:
    year.now = at(4, 8)
    year.housekeeping()
    frozen = year.march()
    year.set_order(state="refund", refund_fen=10_000)
    line_id = year.ask(lambda tx: tx.value("SELECT id FROM line WHERE author = 'customer'"))
    year.do(marks.toggle_courtesy, line_id, year.agent.id)
    year.do(policy.change, "shifts", ["全天 00:00-23:59"], year.lead.id)
    year.now = at(4, 12)
    assert year.housekeeping() > 0
    year.now = at(4, 20, year=2027)
    year.housekeeping()
    later = year.march()
    assert (later.figures, later.rows) == (frozen.figures, frozen.rows)
    behind = year.ask(reading.rows_behind, "sales", Filter(*MARCH))
    assert len(behind) == value(later.figures, "sales") == 1


def test_a_refund_after_the_freeze_is_a_dated_correction(year: Year) -> None:
    year.now = at(4, 8)
    year.housekeeping()
    year.now = at(4, 20)
    year.set_order(state="refund", refund_fen=10_000)
    assert year.housekeeping() == 1
    (one,) = year.march().corrections
    assert one.noted_at == at(4, 20)
    assert (one.month, one.agent[:4], one.shift) == (202603, "2001", "白班")
    assert ("sales", "1", "0") in changes(one.was, one.now)
    assert ("sales_fen", "￥100.00", "￥0.00") in changes(one.was, one.now)


def test_the_same_change_is_noted_once_and_its_return_again(year: Year) -> None:
    year.now = at(4, 8)
    year.housekeeping()
    year.set_order(state="refund", refund_fen=10_000)
    year.now += HOUR
    assert year.housekeeping() == 1
    year.set_order(urgent=1)
    year.now += HOUR
    assert year.housekeeping() == 0
    year.set_order(state="dispatched", refund_fen=0)
    year.now += HOUR
    assert year.housekeeping() == 1
    first, second = year.march().corrections
    assert (first.was, first.now) == (second.now, second.was)


def test_a_ruling_moves_a_frozen_sale_in_two_corrections(year: Year) -> None:
    other = year.hire("2002")
    year.now = at(4, 8)
    year.housekeeping()
    year.do(ownership.rule, year.order, other.id, "是乙谈下来的", year.lead.id)
    year.now += HOUR
    assert year.housekeeping() == 2
    moved = {
        one.agent[:4]: {f: (a, b) for f, a, b in changes(one.was, one.now)}["sales"]
        for one in year.march().corrections
    }
    assert moved == {"2001": ("1", "0"), "2002": ("0", "1")}


def test_a_changed_day_of_payment_corrects_both_days(year: Year) -> None:
    year.now = at(4, 8)
    year.housekeeping()
    year.set_order(paid_at=at(3, 20))
    year.now += HOUR
    assert year.housekeeping() == 2
    days = {one.day - MARCH[0] + 1 for one in year.march().corrections}
    assert days == {2, 20}


def test_an_advertiser_found_out_later_corrects_the_days_before(year: Year) -> None:
    year.now = at(4, 8)
    year.housekeeping()
    year.says(year.talk, "做推广吗")
    year.answers(year.talk, year.agent, "我们不需要，谢谢了！")
    year.now += HOUR
    assert year.housekeeping() == 1
    (one,) = year.march().corrections
    assert ("filtered", "0", "1") in changes(one.was, one.now)


def test_an_answer_that_goes_out_after_the_freeze_is_a_correction(year: Year) -> None:
    other = year.waiting_customer()
    sent = year.answers(other, year.agent)

    def fails(tx: Tx) -> int:
        tx.run("UPDATE line SET status = 'failed' WHERE id = :id", id=sent.line_id)
        stuck: int = tx.value(
            "UPDATE outbox SET state = 'failed' WHERE line_id = :id RETURNING id", id=sent.line_id
        )
        return stuck

    outbox_id = year.do(fails)
    year.now = at(4, 8)
    year.housekeeping()
    year.do(outbox.retry, outbox_id, year.agent.id)
    year.now += HOUR
    assert year.housekeeping() == 1
    (one,) = year.march().corrections
    assert ("received", "1", "2") in changes(one.was, one.now)


def test_chatting_on_compares_nothing_and_writes_nothing(year: Year) -> None:
    year.now = at(4, 8)
    year.housekeeping()
    year.says(year.talk, "还在吗")
    year.answers(year.talk, year.agent)
    assert not year.pending()  # not sooner than an hour
    year.now += HOUR
    newest = "SELECT max(id) FROM journal"
    before = year.ask(lambda tx: tx.value(newest))
    assert year.housekeeping() == 0
    assert year.ask(lambda tx: tx.value(newest)) == before


def test_empty_months_freeze_too_and_nothing_before_the_shop(year: Year) -> None:
    year.now = at(7, 8)
    year.housekeeping()
    assert year.ask(reading.report, MARCH[0] - 60, MARCH[1] + 61).frozen == (202603, 202604, 202605)


def test_a_question_over_frozen_and_open_days(year: Year) -> None:
    year.now = at(4, 8)
    year.housekeeping()
    talk = year.waiting_customer()
    year.later(5)
    year.answers(talk, year.agent)
    both = year.ask(reading.report, MARCH[0], MARCH[1] + 10)
    assert both.figures.received == 2
    assert text(both.figures, "average") == "15.0秒"
    assert [row.label for row in both.by("day")] == ["03-02 一", "04-08 三"]


def test_closing_a_month_counts_on_a_reader_and_only_writes_on_the_writer(year: Year) -> None:
    year.now = at(4, 8)
    counting = year.ask(freezing.next_closing)
    assert isinstance(counting, freezing.Frozen)
    read: list[str] = []

    def write(tx: Tx) -> None:
        connection = tx._connection
        connection.set_trace_callback(read.append)
        freezing.write_closing(tx, counting)
        connection.set_trace_callback(None)

    year.do(write)
    assert any("tally_cell" in sql for sql in read)
    assert not [sql for sql in read if " line " in sql or "shop_order" in sql]


def test_what_changes_while_a_month_is_counted_becomes_a_correction(year: Year) -> None:
    year.now = at(4, 8)
    counting = year.ask(freezing.next_closing)
    year.set_order(state="refund", refund_fen=10_000)
    year.do(freezing.write_closing, counting)
    year.housekeeping()
    assert text(year.march().figures, "sales") == "1"
    year.now += HOUR
    assert year.housekeeping() == 1


def test_a_correction_counted_twice_is_noted_once(year: Year) -> None:
    year.now = at(4, 8)
    year.housekeeping()
    year.set_order(state="refund", refund_fen=10_000)
    year.now += HOUR
    closing = year.ask(freezing.next_closing)
    assert [year.do(freezing.write_closing, closing) for _ in range(2)] == [1, 0]
    assert len(year.march().corrections) == 1
