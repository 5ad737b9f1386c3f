"""A week of the notebook of problems and ideas as the sheet that is handed to the lead (醉卿
manual, 问题登记本)."""

from itertools import groupby

from zuiqing_desk.paper import NoteLine, WeekSheet
from zuiqing_desk.rules.calendar import business_day, local
from zuiqing_desk.rules.note_words import STATES, place_words
from zuiqing_desk.rules.weeks import day_text, week_text
from zuiqing_desk.services import shop
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.notes import reading
from zuiqing_desk.services.notes.records import NoteRecord, Writer
from zuiqing_desk.store.tx import Tx


def sheet(tx: Tx, monday: int) -> WeekSheet:
    """The week that begins on ``monday`` (date.toordinal()). Raises Refused ``no_shop``."""
    known = shop.get(tx)
    if known is None:
        raise Refused("no_shop", "还没有店铺：请先运行 zuiqing-desk 完成首次设置。")
    zone = known.time_zone

    def day_of(numbered: tuple[int, NoteRecord]) -> int:
        return business_day(numbered[1].at, zone, known.day_start_minute)

    # By day, then by id: the clock may have been set back within a day.
    notes = sorted(enumerate(reading.week(tx, monday), 1), key=day_of)
    days = tuple(
        (day_text(day), tuple(_line(number, note, zone) for number, note in group))
        for day, group in groupby(notes, day_of)
    )
    return WeekSheet(
        shop=known.name,
        week=week_text(monday),
        days=days,
        printed=f"{local(tx.now, zone):%Y-%m-%d %H:%M}",
    )


def _line(number: int, note: NoteRecord, zone: str) -> NoteLine:
    about = (
        note.customer and f"客户 {note.customer}",
        note.order_number and f"订单 {note.order_number}",
        "" if note.conversation_id is None else f"会话 {note.conversation_id}",
    )
    return NoteLine(
        number=number,
        at=f"{local(note.at, zone):%H:%M}",
        by=_called(note.by),
        text=note.text,
        place=place_words(note.place),
        about=" · ".join(filter(None, about)),
        state=STATES[note.state],
        answer=note.answer,
        answered=f"{_called(note.answered_by)} {_day(note.answered_at, zone)}".strip(),
        reply=note.reply_code,
        is_open=note.state == "open",
    )


def _called(who: Writer | None) -> str:
    return "" if who is None else f"{who.staff_no} {who.name}"


def _day(at: int | None, zone: str) -> str:
    if at is None:
        return ""
    there = local(at, zone)
    return f"{there.month}月{there.day}日"
