"""What the demo's notebooks hold: a roster, the handovers of the last two shifts, some problems
noted. All invented."""

from typing import Final

from zuiqing_desk.rules.calendar import calendar_day, day_starts_at, local
from zuiqing_desk.rules.shifts import DAY_MINUTES, preset
from zuiqing_desk.services import policy, shop
from zuiqing_desk.services.handover import boundary, items, pages, remarks, signing, taking
from zuiqing_desk.services.handover.records import ItemWords
from zuiqing_desk.services.notes import notebook
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.roster import planning
from zuiqing_desk.store.tx import Tx

MINUTE_US: Final = 60_000_000
HOUR_US: Final = 60 * MINUTE_US
ENDS_IN_US: Final = 38 * MINUTE_US
WEEK: Final = 7
ROSTERED_DAYS: Final = range(-10, 11)

FIRST: Final = (
    ItemWords(
        "aftersale",
        "red",
        "tb_酒窖** 漏了一瓶，等补发",
        "到货漏酒，照片已收，客户同意补发",
        "上班先问仓库要补发单号，回给客户",
        "仓库没货就退差价，先问组长",
    ),
    ItemWords(
        "buyer",
        "amber",
        "jd_晚风** 想要十箱，等报价",
        "公司年会用，问过两次价",
        "报价单批了就发给他",
        "嫌贵就推小酒版两箱起送",
    ),
    ItemWords("material", "green", "赠品卡在前台抽屉", "还剩一盒", "用完找组长领"),
)
"""Handed over at the end of the shift before last; the last item of a page is done since."""

SECOND: Final = (
    ItemWords(
        "business",
        "amber",
        "1983 只剩十四箱",
        "周五才到货",
        "一次要五箱以上的先问仓库",
        "问断货就推 1985",
    ),
    ItemWords("task", "green", "周末秒杀周日24点下线", "", "周日晚班换回原价话术"),
)

ASKED: Final = "客户知道大概几天吗？"
ANSWERED: Final = "说了两天内给单号"
SAID: Final = "先问仓库要补发单号，没货退差价"
FINISHED: Final = "已经处理好，客户没有别的事"

PROBLEMS: Final = (
    ("拼多多的改地址按钮今天点了没反应", "pane.chat"),
    ("客户常问能不能开专票，话术里没有", "pane.chat"),
    ("韵达说青海要加两天，运费模板没改", "order.open"),
)


def keep_books(tx: Tx, lead: StaffMember, colleagues: list[StaffMember]) -> None:
    """Lay the notebooks down as if they had been kept for days. Run it before there are orders and
    conversations, or they would be drafted into the past."""
    now = tx.now
    policy.change(tx, "shifts", _shifts(now, _zone(tx)), lead.id)
    _roster(tx, lead, colleagues)
    ended = [at for at in _boundaries(tx) if boundary.leavers(tx, at)]
    for at, noted in zip(ended[-2:], (FIRST, SECOND), strict=True):
        _page(tx, at, now, noted)
    for number, (text, place) in enumerate(PROBLEMS):
        tx.now = now - (len(PROBLEMS) - number) * 5 * HOUR_US
        notebook.add(tx, text, colleagues[0].id, place=place)
    tx.now = now


def _page(tx: Tx, at: int, now: int, noted: tuple[ItemWords, ...]) -> None:
    """A page given and taken at this boundary, with what was noted before it."""
    givers = [giver.id for giver, _ in boundary.leavers(tx, at)]
    tx.now = at - 20 * MINUTE_US
    for words in noted:
        items.note(tx, words, givers[0])
    for giver in givers:
        page_id = pages.open_for(tx, giver)
    tx.now = at - 2 * MINUTE_US
    for giver in givers:
        signing.give(tx, page_id, giver)
    page = pages.one(tx, page_id)
    taker = page.takers[0].person.id
    begins = boundary.next_begins(tx, at) or at
    tx.now = min(max(begins - 8 * MINUTE_US, at + 3 * MINUTE_US), now - 5 * MINUTE_US)
    asked = remarks.ask(tx, page_id, page.entries[0].item.id, ASKED, taker)
    for entry in page.entries:
        tx.now += 20_000_000
        if entry.item.words.severity == "red":
            taking.said_back(tx, page_id, entry.item.id, taker, SAID)
        else:
            taking.ack(tx, page_id, entry.item.id, taker)
    remarks.answer(tx, asked, ANSWERED, givers[0])
    signing.take(tx, page_id, taker)
    items.finish(tx, page.entries[-1].item.id, FINISHED, taker)


def _shifts(now: int, zone: str) -> list[str]:
    """Shifts one of which ends in half an hour or so: whenever the demo is opened, there is a
    handover to prepare."""
    moment = local(now + ENDS_IN_US, zone)
    end = (moment.hour * 60 + moment.minute) // 10 * 10
    begin, night = (end - 9 * 60) % DAY_MINUTES, (end + 5 * 60) % DAY_MINUTES
    day = f"{_face(begin)}-{_face(end)}"
    return [f"白班 {day}", f"晚班 {_face(end)}-{_face(night)}", f"常班 {day}"]


def _face(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _zone(tx: Tx) -> str:
    info = shop.get(tx)
    assert info is not None
    return info.time_zone


def _roster(tx: Tx, lead: StaffMember, colleagues: list[StaffMember]) -> None:
    """The lead by day, the first colleague in the evening; the other keeps office hours from
    tomorrow on. Each rests one day a week, and nobody on the days that matter here."""
    begins = boundary.of_person(tx, lead.id).at - 9 * HOUR_US
    today = calendar_day(begins, _zone(tx))
    for place, (who, name) in enumerate(
        zip((lead, *colleagues), ("白班", "晚班", "常班"), strict=True)
    ):
        for offset in ROSTERED_DAYS[-WEEK:] if place == 2 else ROSTERED_DAYS:
            if offset % WEEK == 3 + place % 2:
                planning.put(tx, who.id, today + offset, "rest", "", lead.id)
            else:
                planning.put(tx, who.id, today + offset, "work", name, lead.id, duty=place < 2)


def _boundaries(tx: Tx) -> list[int]:
    """The ends of the day and evening shifts that are over, in order."""
    zone = _zone(tx)
    today = calendar_day(tx.now, zone)
    day, evening, _ = map(preset, policy.current(tx).shifts)
    ends = [
        day_starts_at(one, zone, 0) + shift.end * MINUTE_US
        for one in range(today - 3, today + 1)
        for shift in (day, evening)
    ]
    return sorted(end for end in ends if end < tx.now - 10 * MINUTE_US)
