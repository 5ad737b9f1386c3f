"""A conversation as rows of text: what stands on each of them at a given width.

No widget here: lines go in, rows of pieces come out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len

from zuiqing_desk.rules.calendar import calendar_day, clock_text
from zuiqing_desk.services.line_words import RECALLED, said
from zuiqing_desk.services.records import LineRecord
from zuiqing_desk.tui.text import cut, one_line, pad, wrap
from zuiqing_desk.tui.widgets.rows import Span, Spans

NOTE_BAND = "〔内部备忘·客户看不到〕"
STUCK = frozenset({"failed", "asking"})

NO_SIGNS: Mapping[int, str] = {}

_MARKS = {"quote": "〔报价〕", "agreed": "〔谈妥〕"}
_STATUS = {"sent": "已发送", "delivered": "已送达", "read": "已读"}
_WEEKDAYS = "一二三四五六日"
_CACHED = 4096


@dataclass(frozen=True, slots=True)
class Entry:
    """A line, or a divider (``line`` is None, ``text`` says what it divides).

    ``held``: it waits behind an answer that needs the agent first, or is tried again. ``sign``:
    what stands behind it besides its own tags.
    """

    key: tuple[str, int]
    line: LineRecord | None = None
    text: str = ""
    held: bool = False
    sign: str = ""


class TalkRow(NamedTuple):
    """One row: its pieces, and the look that lies under all of them."""

    spans: Spans
    under: str = ""


def entries(
    lines: Sequence[LineRecord],
    *,
    zone: str,
    has_earlier: bool,
    new_after: int | None,
    signs: Mapping[int, str] = NO_SIGNS,
) -> list[Entry]:
    """Lines with the dividers between them: the days in the shop's zone, and what is new.

    ``new_after`` is the last seq the agent had seen when the conversation was opened.
    """
    out: list[Entry] = []
    if has_earlier:
        out.append(Entry(("earlier", 0), text="↑ 更早的消息"))
    day = None
    held = False
    divided = new_after is None
    for line in lines:
        here = calendar_day(line.at, zone)
        if here != day:
            day = here
            out.append(Entry(("day", line.seq), text=_day(here)))
        if not divided and line.seq > (new_after or 0) and line.author != "agent":
            divided = True
            if line is not lines[0]:
                out.append(Entry(("new", line.seq), text="以下是新消息"))
        waits = held and line.status == "pending"
        out.append(Entry(("line", line.seq), line, held=waits, sign=signs.get(line.id, "")))
        held = held or line.outbox_state in STUCK or _is_tried_again(line)
    return out


def _day(ordinal: int) -> str:
    day = date.fromordinal(ordinal)
    return f"{day.year}年{day.month}月{day.day}日 周{_WEEKDAYS[day.weekday()]}"


class Typesetter:
    """Sets entries in rows; remembers what it has set."""

    def __init__(self, *, zone: str, my_no: str) -> None:
        self.zone = zone
        self.my_no = my_no
        self._set: dict[tuple[Entry, int], tuple[TalkRow, ...]] = {}

    def rows(self, entry: Entry, width: int) -> tuple[TalkRow, ...]:
        """The rows of an entry, ``width`` cells wide or less."""
        found = self._set.get((entry, width))
        if found is None:
            if len(self._set) >= _CACHED:
                self._set.clear()
            found = self._set[entry, width] = tuple(self._rows(entry, width))
        return found

    def _rows(self, entry: Entry, width: int) -> Iterator[TalkRow]:
        line = entry.line
        if line is None:
            look = "new" if entry.key[0] == "new" else "divider"
            yield TalkRow(((_rule(entry.text, width), look),))
        elif line.author == "note":
            yield from self._note(line, width)
        else:
            yield from self._said(line, entry, width)

    def _said(self, line: LineRecord, entry: Entry, width: int) -> Iterator[TalkRow]:
        who, look = self._who(line, _who_cells(width))
        gutter = f" {clock_text(line.at, self.zone)} "
        indent = cell_len(gutter) + cell_len(who) + 1
        room = max(2, width - indent)
        under = "system" if line.author == "system" else ""
        bodies = _bodies(line, room)
        _append(bodies, _tags(line, entry), room)
        for at, body in enumerate(bodies):
            lead: tuple[Span, ...] = ((" " * indent, ""),)
            if at == 0:
                lead = ((gutter, "faint"), (f"{who} ", look))
            yield TalkRow((*lead, *body), under)

    def _note(self, line: LineRecord, width: int) -> Iterator[TalkRow]:
        head = f"{clock_text(line.at, self.zone)} {one_line(line.staff_no or '')} {NOTE_BAND}"
        yield TalkRow(((f" {cut(head, width - 1)}", ""),), "note")
        for text in wrap(line.text, max(2, width - 3)):
            yield TalkRow(((f" ┃ {text}", ""),), "note-text")

    def _who(self, line: LineRecord, cells: int) -> Span:
        if line.author == "customer":
            return pad("客", cells), "customer"
        if line.author == "system":
            return pad("系统", cells), "faint"
        if line.staff_no == self.my_no:
            return pad("我", cells), "mine"
        return pad(line.staff_no or "?", cells), "colleague"


def _bodies(line: LineRecord, room: int) -> list[list[Span]]:
    if not line.recalled:
        return [[(text, "")] for text in wrap(said(line), room)]
    # Struck through where the terminal can, and said in words everywhere.
    first, *rest = wrap(RECALLED + said(line), room)
    head = RECALLED if first.startswith(RECALLED) else ""
    spans: list[Span] = [(head, "mark"), (first.removeprefix(head), "recalled")]
    return [[span for span in spans if span[0]], *([(text, "recalled")] for text in rest)]


def _who_cells(width: int) -> int:
    return 4 if width < 70 else 8


def _tags(line: LineRecord, entry: Entry) -> list[Span]:
    tags = [(_MARKS[mark], "mark") for mark in line.marks]
    if entry.sign:
        tags.append((entry.sign, "mark"))
    if line.author == "customer":
        if line.courtesy:
            tags.append(("客套·不计时", "faint"))
        if not line.on_duty:
            tags.append(("离线留言", "faint"))
    elif (status := _status(line, entry.held)) is not None:
        tags.append(status)
    return tags


def _is_tried_again(line: LineRecord) -> bool:
    return line.status == "pending" and line.reason != ""


def _status(line: LineRecord, held: bool) -> Span | None:
    stuck = line.outbox_state in STUCK
    reason = f"（{one_line(line.reason)}）" if line.reason else ""
    if line.status == "failed":
        return ("✗ 发送失败·r 重发" if stuck else "✗ 没有送达") + reason, "failed"
    if line.status == "unknown":
        return "？结果未知·r 处理" + reason, "failed"
    if line.author != "agent":
        return None
    if line.status == "pending":
        if held:
            return "等前一条发出", "faint"
        # Not faint: only people can do something about a connector that is away.
        return (f"还没发出，会再试{reason}", "failed") if reason else ("发送中…", "faint")
    word = _STATUS.get(line.status)
    return None if word is None else (word, "faint")


def _append(bodies: list[list[Span]], tags: list[Span], room: int) -> None:
    """Put tags behind the last row where they fit, below it where they do not."""
    for text, look in tags:
        used = sum(cell_len(piece) for piece, _ in bodies[-1])
        if used + 2 + cell_len(text) <= room:
            bodies[-1] += [("  ", ""), (text, look)]
        else:
            bodies.extend([(row, look)] for row in wrap(text, room))


def _rule(text: str, width: int) -> str:
    text = cut(f" {text} ", max(0, width - 2)).strip()
    free = max(0, width - cell_len(text) - 2)
    return f"{'─' * (free // 2)} {text} {'─' * (free - free // 2)}"


def new_since(lines: Sequence[LineRecord], unread: int) -> int | None:
    """The last seq the agent had seen, when ``unread`` customer lines came since; None: nothing
    is new."""
    if not unread:
        return None
    theirs = [line.seq for line in lines if line.author == "customer"]
    if len(theirs) < unread:
        return lines[0].seq - 1 if lines else None
    return theirs[-unread] - 1
