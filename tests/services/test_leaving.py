"""Leaving the shop: what is still open is listed, and goes to a colleague or back to everybody."""

from typing import Any

import pytest
from support.orders import add_order
from support.roster import MONDAY, day, plan, words
from support.shop import TestShop

from zuiqing_desk.services import changes, chat, conversations, leaving, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import items
from zuiqing_desk.services.handover.records import ItemWords
from zuiqing_desk.services.orders import promises
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.roster import leave, swaps

HOUR = 3600


@pytest.fixture
def leaver(shop: TestShop) -> StaffMember:
    who = shop.hire("1002")
    shop.comes_on(who)
    return who


@pytest.fixture
def heir(shop: TestShop) -> StaffMember:
    return shop.hire("1003")


def refusal(shop: TestShop, *args: object) -> str:
    with pytest.raises(Refused) as refused:
        shop.do(leaving.leave_shop, *args)
    return refused.value.code


def promise(shop: TestShop, talk: int, by: StaffMember, hours: int | None = None) -> int:
    shop.answers(talk, by, "给您多送1瓶小酒版")
    line = shop.ask(lambda tx: tx.value("SELECT max(id) FROM line"))
    until = None if hours is None else shop.now + hours * HOUR * 1_000_000
    made: int = shop.do(promises.mark, line, "gift", "1瓶小酒版", until, by.id)
    return made


def holder(shop: TestShop, talk: int) -> tuple[str, str | None]:
    row = shop.row(talk)
    return row.state, row.assignee_no


def test_nothing_open_is_nothing_listed(shop: TestShop, leaver: StaffMember) -> None:
    assert shop.ask(leaving.open_work, leaver.id).lines == ()
    shop.do(leaving.leave_shop, "1002", None, shop.lead.id)
    assert not shop.ask(staff.by_no, "1002").active
    kinds = [one.kind for one in shop.ask(changes.after, 0)]
    assert kinds[-1] == "staff.disabled"


def test_everything_open_is_listed(shop: TestShop, leaver: StaffMember, heir: StaffMember) -> None:
    promise(shop, shop.waiting_customer(), leaver)
    add_order(shop, verdict="handed_back", handed_to=leaver.id)
    plan(shop, leaver, MONDAY)
    plan(shop, leaver, MONDAY + 3)
    plan(shop, leaver, MONDAY + 4, "休")
    shop.do(swaps.ask, day(shop, leaver, MONDAY + 3)[0].entry_id, heir.id, leaver.id)
    shop.do(leave.ask, MONDAY + 9, MONDAY + 9, "回家", leaver.id)
    note = ItemWords("task", "green", "对一下样品", for_staff_id=leaver.id)
    shop.do(items.note, note, shop.lead.id)
    work = shop.do(leaving.leave_shop, "1002", "1003", shop.lead.id)
    assert work.person.staff_no == "1002"
    assert dict(work.lines) == {
        "手上的会话": 1,
        "退回给他的订单": 1,
        "没兑现的承诺": 1,
        "指名给他的交接事项": 1,
        "已排的班（会清空，要补人）": 1,
        "没批的调班": 1,
        "没批的请假": 1,
    }
    names = [name for name, _ in shop.ask(leaving.open_work, leaver.id).lines]
    assert names == ["没兑现的承诺"]
    assert words(shop, leaver, MONDAY, 5) == ["白班", "", "", "", ""]
    assert (shop.ask(swaps.open_swaps), shop.ask(leave.open_leave)) == ([], [])
    assert shop.ask(lambda tx: tx.value("SELECT handed_to FROM shop_order")) == heir.id


def test_who_waits_goes_to_the_queue_unless_the_heir_is_there(
    shop: TestShop, leaver: StaffMember, heir: StaffMember
) -> None:
    waiting, answered, asleep = (shop.waiting_customer() for _ in range(3))
    shop.answers(answered, leaver)
    shop.answers(asleep, leaver)
    shop.do(conversations.snooze, asleep, shop.now + HOUR * 1_000_000, leaver.id)
    shop.do(leaving.leave_shop, "1002", "1003", shop.lead.id)
    assert holder(shop, waiting) == ("queued", None)
    assert holder(shop, answered) == ("active", "1003")
    assert holder(shop, asleep) == ("snoozed", "1003")
    last = shop.ask(chat.chat, answered).lines[-1]
    assert (last.author, last.text) == ("note", "1002 离店，转交给 1003。")
    ended = "SELECT count(*) FROM assignment WHERE staff_id = :id AND ended_at IS NULL"
    assert shop.ask(lambda tx: tx.value(ended, id=leaver.id)) == 0


def test_an_heir_on_duty_gets_who_waits_and_who_comes_back(
    shop: TestShop, leaver: StaffMember, heir: StaffMember
) -> None:
    talk, old = shop.waiting_customer(), shop.waiting_customer()
    shop.answers(old, leaver)
    shop.do(conversations.close, old, leaver.id)
    shop.comes_on(shop.lead)
    shop.comes_on(heir)
    shop.do(leaving.leave_shop, "1002", "1003", shop.lead.id)
    assert holder(shop, talk) == ("active", "1003")
    shop.says(old)
    assert holder(shop, old) == ("active", "1003")


def test_without_an_heir_it_goes_back_to_everybody(shop: TestShop, leaver: StaffMember) -> None:
    talk, asleep = shop.waiting_customer(), shop.waiting_customer()
    made = promise(shop, talk, leaver)
    shop.answers(asleep, leaver)
    shop.do(conversations.snooze, asleep, shop.now + HOUR * 1_000_000, leaver.id)
    order = add_order(shop, verdict="handed_back", handed_to=leaver.id)
    note = ItemWords("task", "green", "对一下样品", for_staff_id=leaver.id)
    item = shop.do(items.note, note, shop.lead.id)
    shop.do(leaving.leave_shop, "1002", None, None)
    assert holder(shop, talk) == ("queued", None)
    assert holder(shop, asleep) == ("snoozed", None)
    handed = "SELECT handed_to FROM shop_order WHERE id = :id"
    assert shop.ask(lambda tx: tx.value(handed, id=order)) is None
    promised, noted = shop.ask(items.open_items)
    assert (promised.source, noted.id) == (f"promise:{made}", item)
    assert (promised.for_staff, noted.for_staff) == (None, None)
    assert shop.ask(promises.one, made).state == "open"


def test_promises_become_matters_for_the_heir_once(
    shop: TestShop, leaver: StaffMember, heir: StaffMember
) -> None:
    talk = shop.waiting_customer()
    known, late = promise(shop, talk, leaver), promise(shop, talk, leaver, 1)
    by_hand = ItemWords("promise", "red", "小酒版别忘了")
    shop.do(items.note, by_hand, leaver.id, source=f"promise:{known}")
    shop.later(2 * HOUR)
    shop.do(leaving.leave_shop, "1002", "1003", None)
    mine = [one for one in shop.ask(items.open_items) if one.for_staff is not None]
    assert [(one.source, one.words.severity, one.words.summary) for one in mine] == [
        (f"promise:{late}", "red", "兑现承诺：赠品 1瓶小酒版")
    ]
    assert mine[0].words.conversation_id == talk
    assert len(shop.ask(items.open_items)) == 2


def test_what_is_refused_changes_nothing(
    shop: TestShop, leaver: StaffMember, heir: StaffMember
) -> None:
    talk = shop.waiting_customer()
    plan(shop, shop.lead, MONDAY + 3)
    lead = shop.lead.id
    assert refusal(shop, "1002", "1002", lead) == "same_person"
    assert refusal(shop, "1002", "9999", lead) == "no_staff"
    assert refusal(shop, "1002", "1003", heir.id) == "not_lead"
    assert refusal(shop, "1001", "1003", lead) == "last_lead"
    shop.do(staff.set_active, "1003", False, lead)
    assert refusal(shop, "1002", "1003", lead) == "disabled"
    assert holder(shop, talk) == ("active", "1002")
    assert words(shop, shop.lead, MONDAY + 3) == ["白班"]


def test_what_somebody_left_earlier_is_handed_on_later(
    shop: TestShop, leaver: StaffMember, heir: StaffMember
) -> None:
    talk = shop.waiting_customer()
    shop.answers(talk, leaver)
    shop.do(staff.set_active, "1002", False, shop.lead.id)
    shop.do(leaving.leave_shop, "1002", None, None)
    assert holder(shop, talk) == ("queued", None)


def test_an_item_on_a_signed_page_stays_as_it_was_signed(
    shop: TestShop, leaver: StaffMember, heir: StaffMember
) -> None:
    note = ItemWords("task", "green", "对一下样品", for_staff_id=leaver.id)
    item = shop.do(items.note, note, shop.lead.id)

    def sign(tx: Any) -> None:
        page = tx.insert(
            "INSERT INTO handover_page (day, shift, next_shift, boundary_at, mode, state,"
            " created_at) VALUES (:day, '白班', '', :now, 'book', 'given', :now)",
            day=MONDAY,
            now=tx.now,
        )
        section = tx.insert(
            "INSERT INTO handover_section (page_id, giver_id, state, figures, reason)"
            " VALUES (:page, :lead, 'signed', '{}', '')",
            page=page,
            lead=shop.lead.id,
        )
        tx.insert(
            "INSERT INTO handover_entry (page_id, item_id, section_id, position, revision, said)"
            " VALUES (:page, :item, :section, 1, 1, '')",
            page=page,
            item=item,
            section=section,
        )

    shop.do(sign)
    shop.do(leaving.leave_shop, "1002", "1003", shop.lead.id)
    named = shop.ask(items.one, item).for_staff
    assert named is not None
    assert named.staff_no == "1002"
