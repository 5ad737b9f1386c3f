"""What a shop's days come to."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.orders import add_order
from support.roster import plan
from support.shop import SECOND, TestShop

from zuiqing_desk.rules.tally_words import Figure, parts, text, value
from zuiqing_desk.services import conversations, inbound, marks, policy, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import linking, ownership
from zuiqing_desk.services.tally import gathering, reading
from zuiqing_desk.services.tally.owners import owners
from zuiqing_desk.services.tally.records import Filter, Report
from zuiqing_desk.store.tx import Tx

TODAY = date(2026, 3, 2).toordinal()
HOUR = 3600


class Counted(TestShop):
    """A shop with a pre-sale agent on duty and one who does both."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.a = self.hire("2001", after_sale=False)
        self.b = self.hire("2002", after_sale=True)
        self.comes_on(self.a)


@pytest.fixture
def counted(tmp_path: Path) -> Iterator[Counted]:
    shop = Counted(tmp_path)
    yield shop
    shop.store.close()


def served(shop: TestShop, who: staff.StaffMember, after: float = 10, text: str = "在的亲") -> int:
    talk = shop.waiting_customer()
    shop.later(after)
    shop.answers(talk, who, text)
    return talk


def report(
    shop: TestShop, first: int = TODAY, last: int | None = None, **narrowed: object
) -> Report:
    return shop.ask(reading.report, first, first if last is None else last, **narrowed)


def said(shop: TestShop, figure: Figure, **narrowed: object) -> str:
    return text(report(shop, **narrowed).figures, figure)


def mine(shop: TestShop, staff_no: str, figure: Figure) -> str:
    row = next(row for row in report(shop).by("agent") if row.label.startswith(staff_no))
    return text(row.figures, figure)


def test_received_by_two_counts_for_both(counted: Counted) -> None:
    talk = served(counted, counted.a)
    counted.says(talk, "多少钱")
    counted.answers(talk, counted.b)
    served(counted, counted.b)
    assert said(counted, "received") == "2"
    assert mine(counted, "2001", "received") == "1"
    assert mine(counted, "2002", "received") == "2"


def test_a_customer_who_never_spoke_was_not_received(counted: Counted) -> None:
    talk = served(counted, counted.a)
    counted.later(24 * HOUR)
    counted.answers(talk, counted.a, "上次说的酒还要吗")
    tomorrow = report(counted, TODAY + 1).figures
    assert tomorrow.received == 0
    counted.says(talk, "要的")
    assert report(counted, TODAY + 1).figures.received == 1


def test_answered_after_midnight_is_received_but_not_replied(counted: Counted) -> None:
    counted.later(14 * HOUR)
    talk = counted.waiting_customer()
    counted.later(2 * HOUR)
    counted.answers(talk, counted.a)
    first, second = (report(counted, TODAY + more).figures for more in (0, 1))
    assert (first.wrote, first.answered, first.received) == (1, 0, 0)
    assert (second.wrote, second.received) == (0, 1)


def test_an_answer_before_the_line_is_none(counted: Counted) -> None:
    talk = counted.waiting_customer()
    counted.later(14.5 * HOUR)
    counted.answers(talk, counted.a)
    counted.later(HOUR)
    counted.says(talk, "还有一件事")
    figures = report(counted, TODAY + 1).figures
    assert (figures.wrote, figures.answered) == (1, 0)


def test_the_reply_rate_goes_by_calendar_days_though_the_shops_day_begins_later(
    counted: Counted,
) -> None:
    counted.do(lambda tx: tx.run("UPDATE shop SET day_start_minute = 240"))
    counted.later(17 * HOUR)  # 02:00, still the business day before
    talk = counted.waiting_customer()
    counted.later(5 * HOUR)  # 07:00 of the same calendar day
    counted.answers(talk, counted.a)
    figures = report(counted).figures
    assert (figures.wrote, figures.answered) == (1, 1)
    assert report(counted, TODAY + 1).figures.wrote == 0


def test_an_unanswered_customer_is_on_the_account_of_who_had_them(counted: Counted) -> None:
    talk = counted.waiting_customer()
    assert counted.row(talk).assignee_id == counted.a.id
    counted.goes_off(counted.a)
    counted.comes_on(counted.b)
    rate = {row.label[:4]: parts(row.figures, "reply_rate") for row in report(counted).by("agent")}
    assert rate == {"2001": "0/1"}


def test_lines_off_duty_and_courtesies_want_no_answer(counted: Counted) -> None:
    talk = served(counted, counted.a)
    counted.later(24 * HOUR)
    counted.says(talk, "谢谢")
    counted.goes_off(counted.a)
    counted.waiting_customer()
    assert report(counted, TODAY + 1).figures.wrote == 0


def test_advertisers_leave_every_figure(counted: Counted) -> None:
    served(counted, counted.a)
    served(counted, counted.a, text="我们不需要，谢谢了！")
    figures = report(counted).figures
    assert (figures.received, figures.filtered, figures.wrote, figures.rounds) == (1, 1, 1, 1)


def test_after_sale_contacts_are_not_received(counted: Counted) -> None:
    both = served(counted, counted.a)
    counted.says(both, "坏了一瓶")
    after = counted.hire("3001", pre_sale=False, after_sale=True)
    counted.comes_on(after)
    counted.do(conversations.transfer, both, "3001", "破了一瓶，请处理", actor=counted.a.id)
    counted.answers(both, after)
    # The pre-sale agent received the customer before; who deals with the damage did not.
    labels = [row.label[:4] for row in report(counted).by("agent") if row.figures.received]
    assert labels == ["2001"]
    assert report(counted).figures.received == 1


def test_a_later_complaint_leaves_the_reception_before_it(counted: Counted) -> None:
    talk = served(counted, counted.b)  # who does both posts
    after = counted.hire("3001", pre_sale=False, after_sale=True)
    counted.comes_on(after)
    counted.later(24 * HOUR)
    counted.says(talk, "坏了一瓶")
    counted.do(conversations.transfer, talk, "3001", "破了一瓶，请处理", actor=counted.a.id)
    counted.answers(talk, after)
    assert [report(counted, TODAY + more).figures.received for more in (0, 1)] == [1, 0]
    counted.later(60)
    counted.do(conversations.transfer, talk, "2001", "还要买两瓶", actor=after.id)
    counted.later(24 * HOUR)
    counted.says(talk, "再来两瓶")
    counted.answers(talk, counted.b)
    days = [report(counted, TODAY + more).figures.received for more in (0, 1, 2)]
    assert days == [1, 0, 1]


def test_a_day_alone_is_the_same_as_among_others(counted: Counted) -> None:
    counted.do(lambda tx: tx.run("UPDATE shop SET day_start_minute = 240"))
    counted.later(17 * HOUR)  # 02:00, answered at once
    talk = served(counted, counted.a)
    counted.later(8 * HOUR)  # 10:00 of the same calendar day, and not answered
    counted.says(talk, "还有一件事")
    among = {row.key: row.figures for row in report(counted, TODAY, TODAY + 1).by("day")}
    assert report(counted, TODAY + 1).figures == among[TODAY + 1]
    assert (among[TODAY + 1].wrote, among[TODAY + 1].answered) == (1, 1)


def test_rounds_by_shop_and_by_agent(counted: Counted) -> None:
    counted.goes_off(counted.a)
    counted.comes_on(counted.a)
    talk = served(counted, counted.a, 12)
    counted.says(talk)
    counted.later(200)
    counted.answers(talk, counted.a)
    figures = report(counted).figures
    assert (figures.rounds, figures.in_20, figures.in_180) == (2, 1, 1)
    assert text(figures, "slowest") == "3分20秒"
    assert text(figures, "average") == "1分46秒"


def test_a_line_marked_as_courtesy_takes_its_round_along(counted: Counted) -> None:
    served(counted, counted.a)
    line_id = counted.ask(lambda tx: tx.value("SELECT id FROM line WHERE author = 'customer'"))
    counted.do(marks.toggle_courtesy, line_id, counted.a.id)
    assert report(counted).figures.rounds == 0


def sold(shop: TestShop, talk: int, **columns: object) -> int:
    order_id = add_order(shop, **columns)
    shop.do(linking.link, order_id, talk, None)
    return order_id


def test_sales_are_the_owners_on_the_day_of_payment(counted: Counted) -> None:
    talk = served(counted, counted.a)
    counted.later(60)
    order_id = sold(counted, talk, amount_fen=12_345)
    add_order(counted, amount_fen=500, buyer="jd_**9")
    figures = report(counted).figures
    assert (figures.sales, figures.sales_fen, figures.sold) == (2, 12_845, 1)
    assert mine(counted, "2001", "sales_fen") == "￥123.45"
    assert mine(counted, "2001", "conversion") == "100.0%"
    assert mine(counted, "无归属", "sales") == "1"
    counted.do(
        lambda tx: tx.run(
            "UPDATE shop_order SET paid_at = paid_at + 86400000000 WHERE id = :id", id=order_id
        )
    )
    assert report(counted).figures.sales == 1


@pytest.mark.parametrize(
    ("columns", "sales", "fen"),
    [
        ({"state": "refund"}, 0, 0),
        ({"state": "closed", "paid_at": 1}, 0, 0),
        ({"state": "unpaid"}, 0, 0),
        ({"refund_fen": 10_000}, 0, 0),
        ({"refund_fen": 2_500}, 1, 7_500),
        ({"state": "dispatched"}, 1, 10_000),
    ],
)
def test_what_is_a_sale(counted: Counted, columns: dict[str, object], sales: int, fen: int) -> None:
    if "paid_at" in columns:
        columns = {**columns, "paid_at": counted.now}
    add_order(counted, amount_fen=10_000, **columns)
    figures = report(counted).figures
    assert (figures.sales, figures.sales_fen) == (sales, fen)


def test_a_ruling_moves_the_sale_though_the_owner_was_known(counted: Counted) -> None:
    talk = served(counted, counted.a)
    counted.later(60)
    order_id = sold(counted, talk)

    def before_and_after(tx: Tx) -> list[int | None]:
        known = [owners(tx, [order_id])[order_id]]
        ownership.rule(tx, order_id, counted.b.id, "乙改的单", counted.lead.id)
        return [*known, owners(tx, [order_id])[order_id]]

    assert counted.do(before_and_after) == [counted.a.id, counted.b.id]


def test_known_owners_follow_what_is_said_and_marked(counted: Counted) -> None:
    talk = served(counted, counted.a)
    counted.later(60)
    order_id = sold(counted, talk, state="unpaid")
    assert counted.do(lambda tx: owners(tx, [order_id])) == {order_id: counted.a.id}
    counted.says(talk, "便宜点")
    counted.later(5)
    counted.answers(talk, counted.b)
    counted.later(5)
    counted.do(
        lambda tx: tx.run(
            "UPDATE shop_order SET state = 'paid', paid_at = :now WHERE id = :id",
            now=tx.now,
            id=order_id,
        )
    )
    kept = counted.do(lambda tx: owners(tx, [order_id]))
    assert kept == {order_id: counted.ask(ownership.owner, order_id)}
    assert kept[order_id] == counted.b.id


def test_known_owners_follow_a_ruling_on_an_order_without_a_customer(counted: Counted) -> None:
    order_id = add_order(counted, buyer="")
    assert counted.do(lambda tx: owners(tx, [order_id])) == {order_id: None}
    counted.do(ownership.rule, order_id, counted.a.id, "电话里谈的", counted.lead.id)
    assert counted.do(lambda tx: owners(tx, [order_id])) == {order_id: counted.a.id}


def test_known_owners_follow_a_conversation_that_is_linked_without_a_customer(
    counted: Counted,
) -> None:
    talk = counted.waiting_customer()
    order_id = add_order(counted, state="unpaid", buyer="", conversation_id=talk)
    assert counted.do(lambda tx: owners(tx, [order_id])) == {order_id: None}
    counted.later(5)
    counted.answers(talk, counted.a)
    counted.later(5)
    counted.do(
        lambda tx: tx.run(
            "UPDATE shop_order SET state = 'paid', paid_at = :now WHERE id = :id",
            now=tx.now,
            id=order_id,
        )
    )
    assert counted.do(lambda tx: owners(tx, [order_id])) == {order_id: counted.a.id}


def test_known_owners_follow_the_rules_of_the_shop(counted: Counted) -> None:
    talk = served(counted, counted.a)
    counted.later(2 * 24 * HOUR)
    order_id = sold(counted, talk)
    assert counted.do(lambda tx: owners(tx, [order_id])) == {order_id: None}
    counted.do(policy.change, "owner_window_days", 3, counted.lead.id)
    assert counted.do(lambda tx: owners(tx, [order_id])) == {order_id: counted.a.id}


def test_shifts_by_preset_by_roster_and_outside(counted: Counted) -> None:
    counted.do(
        lambda tx: tx.run(
            "INSERT INTO roster_entry (staff_id, day, kind, shift, begins_at, ends_at, duty,"
            " set_at) VALUES (:who, :day, 'work', '早早班', :begins, :ends, 0, 0)",
            who=counted.b.id,
            day=TODAY,
            begins=counted.now - HOUR * 1_000_000,
            ends=counted.now + HOUR * 1_000_000,
        )
    )
    served(counted, counted.a)
    served(counted, counted.b)
    counted.later(2 * HOUR)
    served(counted, counted.b)  # the last customer of a shift that is over
    counted.later(15 * HOUR)
    served(counted, counted.a)
    found = {row.label: row.figures.rounds for row in report(counted, TODAY, TODAY + 1).by("shift")}
    assert found == {"白班": 1, "早早班": 2, "班外": 1}


def test_shifts_go_by_the_presets_of_their_day(counted: Counted) -> None:
    served(counted, counted.a)
    counted.later(24 * HOUR)
    counted.do(policy.change, "shifts", ["新班 08:00-20:00"], counted.lead.id)
    served(counted, counted.a)
    found = [row.label for row in report(counted, TODAY, TODAY + 1).by("shift")]
    assert sorted(found) == ["新班", "白班"]


def test_narrowed_to_an_agent_a_storefront_a_shift(counted: Counted) -> None:
    served(counted, counted.a)
    served(counted, counted.b)
    storefront = counted.ask(lambda tx: tx.value("SELECT id FROM storefront"))
    assert report(counted, staff_id=counted.a.id).figures.received == 1
    assert report(counted, storefront_id=storefront).figures.received == 2
    assert report(counted, storefront_id=99).figures.received == 0
    assert report(counted, shift="白班").figures.received == 2
    assert report(counted, shift="晚班").figures.received == 0


def test_the_rows_of_a_question_are_as_many_as_its_figure(counted: Counted) -> None:
    talk = served(counted, counted.a, 40)
    served(counted, counted.b)
    served(counted, counted.b, text="我们不需要，谢谢了！")
    counted.later(60)
    sold(counted, talk)
    asked = Filter(TODAY, TODAY)
    whole = report(counted).figures
    for figure in ("received", "filtered", "rounds", "sales"):
        behind = counted.ask(reading.rows_behind, figure, asked)
        assert len(behind) == value(whole, figure), figure
    slow = counted.ask(reading.rows_behind, "within_20", asked)[0]
    assert slow.words[2] == "40.0秒 超"
    assert slow.conversation_id == talk
    order = counted.ask(reading.rows_behind, "sales", asked)[0]
    assert order.order_id is not None
    assert counted.ask(reading.rows_behind, "reply_rate", asked)[0].words[2] == "已回"
    assert len(counted.ask(reading.rows_behind, "conversion", asked)) == 3


def test_a_series_has_every_day(counted: Counted) -> None:
    served(counted, counted.a)
    points = counted.ask(reading.series, "received", TODAY + 1, 30)
    assert [day for day, _ in points] == list(range(TODAY - 28, TODAY + 2))
    assert points[-2:] == [(TODAY, 1), (TODAY + 1, 0)]
    assert counted.ask(reading.series, "average", TODAY)[0] == (TODAY - 29, None)


def test_the_day_of_a_leaver(counted: Counted) -> None:
    served(counted, counted.a)
    served(counted, counted.b, 50)
    figures = dict(counted.ask(reading.of_day, counted.a.id, TODAY))
    assert figures["接待客户"] == "1"
    assert figures["平均应答"] == "10.0秒"
    assert figures["成交金额"] == "￥0.00"


def test_a_shift_across_midnight_is_whole_in_the_section_of_its_leaver(counted: Counted) -> None:
    plan(counted, counted.a, TODAY, "夜班 20:00-04:00")
    served(counted, counted.a)  # at nine in the morning: another shift's
    counted.later(13 * HOUR)
    served(counted, counted.a)
    counted.later(4 * HOUR)
    served(counted, counted.a)
    ends_at = counted.now + 2 * HOUR * SECOND
    figures = dict(counted.ask(reading.of_shift, counted.a.id, TODAY, ends_at))
    assert figures["接待客户"] == "2"
    of_day = dict(counted.ask(reading.of_shift, counted.a.id, TODAY, ends_at - 8 * HOUR * SECOND))
    assert of_day == dict(counted.ask(reading.of_day, counted.a.id, TODAY))


def test_a_clock_set_back_loses_no_line(counted: Counted) -> None:
    served(counted, counted.a)
    for _ in range(5):
        counted.later(-HOUR / 10)
        served(counted, counted.a)
    counted.later(26 * HOUR)
    served(counted, counted.a)
    assert report(counted).figures.received == 6


def test_lines_pasted_by_hand_make_a_reception_but_no_reply_rate(counted: Counted) -> None:
    talk = counted.do(
        conversations.open_manual, platform="淘宝", buyer_id="tb_**7", actor=counted.a.id
    )
    counted.do(inbound.record_by_hand, talk, "有货吗", counted.a.id)
    counted.answers(talk, counted.a)
    figures = report(counted).figures
    assert (figures.received, figures.wrote) == (1, 0)


def test_what_cannot_be_asked(counted: Counted) -> None:
    with pytest.raises(Refused, match="对调"):
        report(counted, TODAY, TODAY - 1)
    with pytest.raises(Refused, match="最多"):
        report(counted, TODAY - 400, TODAY)


def test_an_empty_shop_has_no_cells(shop: TestShop) -> None:
    assert shop.ask(gathering.cells, TODAY - 3, TODAY) == {}
