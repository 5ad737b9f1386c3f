"""How old talk that was found is shown: its words marked, and what stood around it."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich.cells import cell_len

from zuiqing_desk.lookup.found_at import found_at
from zuiqing_desk.rules.calendar import local
from zuiqing_desk.rules.text import graphemes
from zuiqing_desk.services.history.records import Hit
from zuiqing_desk.services.records import Chat
from zuiqing_desk.tui.text import ELLIPSIS, cut, one_line
from zuiqing_desk.tui.widgets.browse_list import GAP, row_of
from zuiqing_desk.tui.widgets.rows import Span
from zuiqing_desk.tui.widgets.talk import TalkRow, Typesetter, entries

BEFORE: Final = 3
"""What stands before the first word takes at most a third of the row, if there is more behind."""
COLUMNS: Final = (14, 9, 0, 0)
"""When, who, the customer, the storefront."""


def marked(text: str, words: Sequence[str], look: str = "") -> Iterator[Span]:
    """The text in pieces, the words of the query in the look ``found``."""
    end = 0
    for first, last in found_at(text, words):
        if first > end:
            yield text[end:first], look
        yield text[first:last], "found"
        end = last
    if end < len(text):
        yield text[end:], look


def snippet(text: str, words: Sequence[str], width: int) -> list[Span]:
    """As much of the text as fits into a row, around the first word that was looked for."""
    text = one_line(text)
    lead = ""
    if cell_len(text) > width:
        start = _start(text, words, width)
        if start:
            lead, text = ELLIPSIS, text[start:]
    spans: list[Span] = [(lead, "faint")] if lead else []
    return [*spans, *marked(cut(text, width - len(lead)), words)]


def _start(text: str, words: Sequence[str], width: int) -> int:
    """Where to begin, so that the first word is in view and no room is wasted behind it."""
    places = found_at(text, words)
    if not places:
        return 0
    start = places[0][0]
    room = max(width // BEFORE, width - 1 - cell_len(text[start:]))
    for unit in reversed(graphemes(text[:start])):
        room -= cell_len(unit)
        if room < 0:
            break
        start -= len(unit)
    return start


def who(hit: Hit, my_no: str) -> str:
    """Who said it, or wrote it down."""
    if hit.author == "customer":
        return "客户"
    name = "我" if hit.staff_no == my_no else (hit.staff_no or "?")
    return f"{name} 备忘" if hit.author == "note" else name


def said_at(at: int, now: int, zone: str) -> str:
    """The clock of today, the day and the clock of this year, the day of years before."""
    here, there = local(now, zone), local(at, zone)
    if here.date() == there.date():
        return f"{there:%H:%M}"
    day = f"{there.month}月{there.day}日"
    return f"{day} {there:%H:%M}" if here.year == there.year else f"{there.year}年{day}"


def about(hit: Hit, *, my_no: str, now: int, zone: str, width: int) -> list[Span]:
    """When it was said, by whom, to which customer, where."""
    there = one_line(hit.storefront)
    if one_line(hit.account) not in there:
        there = f"{there} {one_line(hit.account)}"
    cells = (said_at(hit.at, now, zone), who(hit, my_no), one_line(hit.customer), there)
    return row_of([(cell, "faint") for cell in cells], COLUMNS, width - GAP)


def around(
    chat: Chat, seq: int, words: Sequence[str], *, zone: str, my_no: str, width: int
) -> tuple[list[TalkRow], int]:
    """What stood around a line, in rows, and the first row of that line."""
    setter = Typesetter(zone=zone, my_no=my_no)
    rows: list[TalkRow] = []
    at = 0
    for entry in entries(chat.lines, zone=zone, has_earlier=False, new_after=None):
        set_ = setter.rows(entry, width)
        if entry.line is not None and entry.line.seq == seq:
            at = len(rows)
            set_ = tuple(_picked(row, words, first) for first, row in enumerate(set_))
        rows.extend(set_)
    return rows, at


def _picked(row: TalkRow, words: Sequence[str], line: int) -> TalkRow:
    """A row of the line that was found: pointed at, its words marked."""
    (head, look), *rest = row.spans
    said = words if row.under == "note-text" else ()
    pieces: list[Span] = [("·" if line else "›", ""), *marked(head[1:], said, look)]
    for text, of in rest:
        pieces += [(text, of)] if of else marked(text, words)
    return row._replace(spans=tuple(pieces))
