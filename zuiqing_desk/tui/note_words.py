"""How the notebook of problems and ideas is spoken of on its page."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from textual.content import Content

from zuiqing_desk.rules.note_words import STATES, NoteState, place_words
from zuiqing_desk.rules.weeks import DAYS
from zuiqing_desk.services.notes.records import NoteRecord, Writer
from zuiqing_desk.tui.order_words import moment
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.prose import tidy

COLUMNS: Final = (8, 0, 14, 6)
"""State, what, when, by whom."""
_STATE_CELLS: Final[dict[NoteState, Cell]] = {
    "open": (f"▲ {STATES['open']}", "warning"),
    "answered": (f"· {STATES['answered']}", ""),
    "settled": (f"✓ {STATES['settled']}", "muted"),
}


def week_name(monday: int, this: int) -> str:
    """本周, 上周, 2月16日–22日, with the year when it is another."""
    if monday == this:
        return "本周"
    if monday == this - DAYS:
        return "上周"
    first, last = date.fromordinal(monday), date.fromordinal(monday + DAYS - 1)
    year = "" if first.year == date.fromordinal(this).year else f"{first.year}年"
    month = "" if first.month == last.month else f"{last.month}月"
    return f"{year}{first.month}月{first.day}日–{month}{last.day}日"


def called(who: Writer | None) -> str:
    """Number and name."""
    return "" if who is None else one_line(f"{who.staff_no} {who.name}")


def cells(note: NoteRecord, now: int, zone: str) -> list[Cell]:
    """The columns of a row, as COLUMNS has them."""
    return [
        _STATE_CELLS[note.state],
        (note.text, "muted" if note.state == "settled" else "strong"),
        (moment(note.at, now, zone), "muted"),
        (note.by.staff_no, "muted"),
    ]


def description(note: NoteRecord, now: int, zone: str) -> Content:
    """The whole note, with what came of it."""
    return Content("\n").join(_said(note, now, zone))


def found_by(note: NoteRecord) -> str:
    """What a filter looks through."""
    return (
        f"{note.text} {note.answer} {called(note.by)} {note.customer} {note.order_number}"
        f" {place_words(note.place)} {STATES[note.state]} {note.reply_code}"
    )


def _said(note: NoteRecord, now: int, zone: str) -> Iterator[Content]:
    yield Content.styled(tidy(note.text), "bold")
    yield Content(f"{called(note.by)}  {moment(note.at, now, zone)}")
    place = place_words(note.place)
    parts = (
        place and f"在“{place}”页",
        note.customer and f"客户 {note.customer}",
        note.order_number and f"订单 {note.order_number}",
        "" if note.conversation_id is None else f"会话 {note.conversation_id}",
    )
    if any(parts):
        yield Content.styled(one_line(" · ".join(filter(None, parts))), "$text-muted")
    yield Content()
    if note.answer:
        yield Content.assemble(("答复  ", "$text-muted"), tidy(note.answer))
        at = moment(note.answered_at, now, zone)
        yield Content.styled(f"      {called(note.answered_by)}  {at}", "$text-muted")
    elif note.state == "open":
        yield Content.styled("▲ 组长还没有答复。", "$text-warning")
    if note.state == "settled":
        at = moment(note.settled_at, now, zone)
        yield Content(f"✓ 已了结  {called(note.settled_by)}  {at}")
    if note.reply_code:
        yield Content(one_line(f"已做成话术“{note.reply_code}”，在话术库里批准、修改。"))
