"""The lead's view over the pages, which everybody may read.

All pages come in one go: ten years of them are counted in SQL, without reading what they say.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from zuiqing_desk.rules.calendar import MICROSECONDS
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import item_reading
from zuiqing_desk.services.handover.coming_back import ComingBack, coming_back
from zuiqing_desk.services.handover.draft_rows import dropped_on
from zuiqing_desk.services.handover.owed import owed
from zuiqing_desk.services.handover.records import Draft, Item, PageRow, Person
from zuiqing_desk.store.tx import Tx

__all__ = [
    "OWED",
    "ComingBack",
    "coming_back",
    "day_before",
    "left_out",
    "reviewed",
    "rows",
    "still_open",
    "unreviewed",
]

OWED: Final = "owed"
"""The state of a row for a shift that ended without a page."""

# On a sealed page just what was red has been said back: its severity was fixed by then.
_PAGES: Final = """
SELECT p.id, p.day, p.shift, p.next_shift, p.boundary_at, p.state, p.mode,
  CASE WHEN p.state = 'sealed' AND p.mode = 'book' THEN p.given_at ELSE p.sealed_at END,
  p.reviewed_at IS NOT NULL
FROM handover_page p
"""

_ENTRIES: Final = """
SELECT page_id, count(*), count(said_at) FROM handover_entry GROUP BY page_id
"""

_UNSEALED_ENTRIES: Final = """
SELECT p.id, count(i.id), coalesce(sum(i.severity = 'red'), 0) FROM handover_page p
JOIN handover_item i ON i.id IN (SELECT item_id FROM handover_entry WHERE page_id = p.id)
  OR (p.state = 'preparing' AND i.state = 'open')
WHERE p.state <> 'sealed' GROUP BY p.id
"""

_STILL_OPEN: Final = """
SELECT e.page_id, e.item_id FROM handover_item i JOIN handover_entry e ON e.item_id = i.id
WHERE i.state = 'open'
"""

_GIVERS: Final = """
SELECT c.page_id, s.name, c.state = 'missing' FROM handover_section c
JOIN staff s ON s.id = c.giver_id ORDER BY c.id
"""

_TAKERS: Final = """
SELECT t.page_id, s.name FROM handover_taker t
JOIN handover_page p ON p.id = t.page_id JOIN staff s ON s.id = t.staff_id
WHERE p.state <> 'sealed' OR t.signed_at IS NOT NULL ORDER BY NOT t.duty, t.staff_id
"""

_QUESTIONS: Final = """
SELECT page_id, count(*), coalesce(sum(answered_at IS NULL), 0) FROM handover_remark
WHERE kind IN ('question', 'ask_back') GROUP BY page_id
"""


def rows(tx: Tx, *, limit: int | None = None, before: int | None = None) -> list[PageRow]:
    """The pages, those no lead has read first, then the newest day first; shifts that ended
    without one (state ``owed``) stand among the unread.

    All of them, in one go; ``limit`` cuts them, ``before`` leaves out what stands up to and with
    that page. ``late_s`` of an unsealed page runs.
    """
    found = [*_missing(tx), *_pages(tx)]
    found.sort(key=lambda row: (row.reviewed, -row.day, -row.boundary_at, -(row.page_id or 0)))
    if before is not None:
        at = next((at for at, row in enumerate(found) if row.page_id == before), -1)
        found = found[at + 1 :]
    return found if limit is None else found[:limit]


def _missing(tx: Tx) -> list[PageRow]:
    return [
        PageRow(
            page_id=None,
            day=one.day,
            shift=one.shift,
            next_shift="",
            boundary_at=one.boundary_at,
            state=OWED,
            mode="",
            givers="、".join(person.name for person in one.people),
            takers="",
            late_s=(tx.now - one.boundary_at) // MICROSECONDS,
            items=0,
            red=0,
            open_now=0,
            oldest=0,
            questions=0,
            unanswered=0,
            reviewed=False,
        )
        for one in owed(tx)
        if one.page_id is None
    ]


def _pages(tx: Tx) -> list[PageRow]:
    entries = {page: (count, red) for page, count, red in tx.all(_ENTRIES)}
    entries |= {page: (count, red) for page, count, red in tx.all(_UNSEALED_ENTRIES)}
    still, oldest = _open_on(tx)
    givers = _names((page, name + "（缺）" * missing) for page, name, missing in tx.all(_GIVERS))
    takers = _names(tx.all(_TAKERS))
    questions = {page: counts for page, *counts in tx.all(_QUESTIONS)}
    nothing, no_questions = (0, 0), [0, 0]
    found = []
    for page, day, shift, follows, at, state, mode, ended_at, reviewed in tx.all(_PAGES):
        items, red = entries.get(page, nothing)
        asked, unanswered = questions.get(page, no_questions)
        late_us = (tx.now if ended_at is None else ended_at) - at
        found.append(
            PageRow(
                page,
                day,
                shift,
                follows,
                at,
                state,
                mode,
                givers.get(page, ""),
                takers.get(page, ""),
                int(late_us / MICROSECONDS),
                items,
                red,
                still.get(page, 0),
                oldest.get(page, 0),
                asked,
                unanswered,
                bool(reviewed),
            )
        )
    return found


def _open_on(tx: Tx) -> tuple[dict[int, int], dict[int, int]]:
    """By page: how many of its items are still open, and on how many pages the oldest stood."""
    pages: defaultdict[int, list[int]] = defaultdict(list)
    for page, item in tx.all(_STILL_OPEN):
        pages[item].append(page)
    still: defaultdict[int, int] = defaultdict(int)
    oldest: defaultdict[int, int] = defaultdict(int)
    for stood_on in pages.values():
        for page in stood_on:
            still[page] += 1
            oldest[page] = max(oldest[page], len(stood_on))
    return still, oldest


def _names(found: Iterable[tuple[Any, ...]]) -> dict[int, str]:
    names: defaultdict[int, list[str]] = defaultdict(list)
    for page, name in found:
        names[page].append(name)
    return {page: "、".join(who) for page, who in names.items()}


def reviewed(tx: Tx, page_id: int, lead: int) -> None:
    """Mark a sealed page as read by a lead. ``unreviewed`` takes it back.

    Raises Refused ``not_lead``, ``no_page``, ``not_sealed``, or ``reviewed_already`` naming who.
    """
    staff.require_lead(tx, lead)
    state, reader = _standing(tx, page_id)
    if state != "sealed":
        raise Refused("not_sealed", "这一页还没有签完封存，封存后再标已审。")
    if reader is not None:
        raise Refused("reviewed_already", f"这一页 {reader.staff_no} {reader.name} 已经审过了。")
    tx.run(
        "UPDATE handover_page SET reviewed_by = :lead, reviewed_at = :now WHERE id = :id",
        lead=lead,
        now=tx.now,
        id=page_id,
    )
    tx.journal("handover.reviewed", page_id, actor=lead)


def unreviewed(tx: Tx, page_id: int, lead: int) -> None:
    """Take back ``reviewed``. Raises Refused ``not_lead``, ``no_page`` or ``not_reviewed``."""
    staff.require_lead(tx, lead)
    _, reader = _standing(tx, page_id)
    if reader is None:
        raise Refused("not_reviewed", "这一页还没有标过已审。")
    tx.run(
        "UPDATE handover_page SET reviewed_by = NULL, reviewed_at = NULL WHERE id = :id",
        id=page_id,
    )
    tx.journal("handover.unreviewed", page_id, actor=lead)


def day_before(tx: Tx, page_id: int) -> list[int]:
    """The pages of the last business day before a page's own that has any, in the order of their
    shifts. Raises Refused ``no_page``."""
    _standing(tx, page_id)
    found = tx.all(
        "SELECT id FROM handover_page WHERE day = (SELECT max(b.day) FROM handover_page b"
        " WHERE b.day < (SELECT day FROM handover_page WHERE id = :id)) ORDER BY boundary_at",
        id=page_id,
    )
    return [one for (one,) in found]


def still_open(tx: Tx, page_id: int) -> list[Item]:
    """What stood on a page and is still open, red first; what was merged stands for itself no
    more, but what it was merged into does. Raises Refused ``no_page``."""
    _standing(tx, page_id)
    ids = tx.value(
        "WITH RECURSIVE stood(id) AS (SELECT item_id FROM handover_entry WHERE page_id = :id"
        " UNION SELECT i.merged_into FROM stood s JOIN handover_item i ON i.id = s.id"
        " WHERE i.merged_into IS NOT NULL)"
        " SELECT json_group_array(id) FROM stood",
        id=page_id,
    )
    items = item_reading.of_ids(tx, ids).values()
    return item_reading.in_order(one for one in items if one.state == "open")


def left_out(tx: Tx, page_id: int) -> list[Draft]:
    """What the desk had found and a giver of this page left out, with why."""
    return dropped_on(tx, page_id)


def _standing(tx: Tx, page_id: int) -> tuple[str, Person | None]:
    """The state of a page, and who reviewed it."""
    row = tx.one(
        "SELECT p.state, s.id, s.staff_no, s.name FROM handover_page p"
        " LEFT JOIN staff s ON s.id = p.reviewed_by WHERE p.id = :id",
        id=page_id,
    )
    if row is None:
        raise Refused("no_page", "交接本里没有这一页。")
    state, *who = row
    return state, item_reading.person(*who)
