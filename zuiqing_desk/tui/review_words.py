"""How shifts, their pages and what stays open are spoken of in the lead's view."""

from datetime import date
from typing import Final, NamedTuple

from zuiqing_desk.rules.handover_words import KINDS, PAGE_STATES, SEVERITIES, PageState
from zuiqing_desk.services.handover.records import Hit, Item, PageRow
from zuiqing_desk.tui.order_words import moment
from zuiqing_desk.tui.page_text import GONE, day_text, weekday
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.when import span
from zuiqing_desk.tui.widgets.browse_list import Cell

PAGE_COLUMNS: Final = (1, 8, 4, 0, 9, 6, 9, 4)
"""Whether a lead has read it, day, shift, who to whom, how late, items and red ones, how many are
still open and for how many shifts, questions."""
WALL_COLUMNS: Final = (1, 13, 4, 0, 12, 11, 20, 12)
"""The same where they are read from afar: said in words instead of signs."""
WALL_FROM: Final = 110
"""Cells of a list that has the room for it."""
ITEM_COLUMNS: Final = (1, 8, 0, 9, 14)
"""Severity, kind, what, for how many shifts, due or why."""
HIT_COLUMNS: Final = (8, 4, 0)
"""Day, shift, the line."""


class OpenItem(NamedTuple):
    """A matter in the views of what is open. ``why``: why it is said to come back."""

    item: Item
    times: int
    why: str = ""


class Found(NamedTuple):
    """A hit of the search, with the row of its page when that is in the list."""

    hit: Hit
    row: PageRow | None


def day_cell(day: int) -> str:
    """A day in a column: 26-03-02."""
    return f"{date.fromordinal(day):%y-%m-%d}"


def is_owed(row: PageRow) -> bool:
    """Whether a shift has ended and nobody, or not everybody, has signed."""
    return row.page_id is None or (row.state == "preparing" and row.late_s > 0)


def page_cells(row: PageRow, *, wall: bool = False) -> list[Cell]:
    """The columns of a page, as PAGE_COLUMNS has them, or ``wall`` WALL_COLUMNS."""
    owed, missing = is_owed(row), row.page_id is None
    read: Cell = ("▲", "warning") if owed else (" ", "") if row.reviewed else ("●", "strong")
    look = "muted" if row.reviewed else ""
    takers = f"→{row.takers}" if row.takers else ""
    return [
        read,
        (f"{day_cell(row.day)} {weekday(row.day)}" if wall else day_cell(row.day), look),
        (row.shift, look),
        (f"{row.givers}{takers}", "warning" if owed else look),
        lateness(row),
        ("", "")
        if missing
        else (_items(row, wall), "strong" if row.red and not row.reviewed else look),
        _still_open(row, wall),
        _questions(row, wall),
    ]


def lateness(row: PageRow) -> Cell:
    """How late the page was, or how long it has been waited for; one left in the book waits for the
    next shift: only who gave it was late."""
    minutes = row.late_s // 60
    if row.page_id is None:
        return "没有交接", "warning"
    if row.state == "sealed" and row.mode == "book":
        return (f"留·晚{_short(minutes)}", "warning") if minutes > 0 else ("留本", "muted")
    if row.state == "sealed":
        return (f"晚{_short(minutes)}", "warning") if minutes > 0 else ("准时", "muted")
    state: PageState = "given" if row.state == "given" else "preparing"
    name = PAGE_STATES[state]
    return (f"{name}{_short(minutes)}", "warning") if minutes > 0 else (name, "")


def _short(minutes: int) -> str:
    """25分, 3时, 2天: as much as a column holds."""
    if minutes < 60:
        return f"{minutes}分"
    return f"{minutes // 60}时" if minutes < 1440 else f"{minutes // 1440}天"


def _items(row: PageRow, wall: bool) -> str:
    if wall:
        return f"{row.items}项 红{row.red}" if row.red else f"{row.items}项"
    return f"{row.items} R{row.red}" if row.red else f"{row.items}"


def _still_open(row: PageRow, wall: bool) -> Cell:
    if not row.open_now:
        return "", ""
    look = "warning" if row.oldest >= 3 else ""
    if wall:
        return f"还开着{row.open_now} 最久{row.oldest}班", look
    return f"开{row.open_now}·{row.oldest}班", look


def _questions(row: PageRow, wall: bool) -> Cell:
    if row.unanswered:
        return f"{row.unanswered}问没答" if wall else f"疑{row.unanswered}", "warning"
    if row.questions:
        return f"{row.questions}问已答" if wall else "疑✓", "muted"
    return "", ""


def owed_text(row: PageRow, now: int, zone: str) -> str:
    """What is said of a shift without a page; ``{action id}`` stands for a key."""
    gone = (now - row.boundary_at) // 60_000_000
    ago = f"，过了 {span(_coarse(gone))}" if gone > 0 else ""
    return "\n".join(
        (
            f"{day_text(row.day)}  {row.shift}",
            f"▲ 没有交接：{row.givers}",
            f"交班时间 {moment(row.boundary_at, now, zone)}{ago}。",
            "没有交接的事仍由没有交的人负责："
            "请他按 {handover.open} 补写，或由组长按 {handover.open}、再按 m 代交。",
        )
    )


def _coarse(minutes: int) -> int:
    size = 1 if minutes < 60 else 60 if minutes < 1440 else 1440
    return max(1, minutes // size * size)


def title_of(row: PageRow) -> str:
    """A page in a title or a toast: 3月2日 白班."""
    there = date.fromordinal(row.day)
    return one_line(f"{there.month}月{there.day}日 {row.shift}")


def item_cells(one: OpenItem, now: int, zone: str) -> list[Cell]:
    """The columns of an open matter, as ITEM_COLUMNS has them."""
    item = one.item
    letter, _ = SEVERITIES[item.words.severity]
    due = item.words.due_at
    late = due is not None and due < now
    last: Cell = (f"▲ {moment(due, now, zone)}" if late else moment(due, now, zone), "")
    if one.why:
        last = (one.why, "warning")
    elif late:
        last = (last[0], "warning")
    return [
        (letter, "warning" if item.words.severity == "red" else "strong"),
        (KINDS[item.words.kind], "muted"),
        (GONE if item.redacted else item.words.summary, "strong"),
        (f"{one.times} 班", "warning" if one.times >= 3 else "muted"),
        last,
    ]


def hit_cells(found: Found) -> list[Cell]:
    """The columns of a hit, as HIT_COLUMNS has them."""
    row = found.row
    day = day_cell(row.day) if row is not None else f"第{found.hit.page_id}页"
    return [(day, "muted"), (row.shift if row is not None else "", "muted"), (found.hit.words, "")]
