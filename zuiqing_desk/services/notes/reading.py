"""The notebook of problems and ideas, week by week (醉卿 manual: handed to the lead weekly).

A row without words is a note that was taken back; nobody is shown it.
"""

import json
from typing import Any

from zuiqing_desk.rules.calendar import business_day, day_starts_at
from zuiqing_desk.rules.weeks import DAYS, monday_of
from zuiqing_desk.services import shop
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.notes.records import NoteRecord, WeekCount, Writer
from zuiqing_desk.services.records import ShopInfo
from zuiqing_desk.store.tx import Row, Tx

_SELECT = """
SELECT n.id, n.text, b.id, b.staff_no, b.name, n.at, n.place, n.conversation_id,
       coalesce(u.name, o.buyer, ''), n.order_id, coalesce(o.number, ''), n.state, n.answer,
       a.id, a.staff_no, a.name, n.answered_at, s.id, s.staff_no, s.name, n.settled_at,
       n.reply_id, coalesce(r.code, '')
FROM problem_note n
JOIN staff b ON b.id = n.by
LEFT JOIN staff a ON a.id = n.answered_by
LEFT JOIN staff s ON s.id = n.settled_by
LEFT JOIN conversation c ON c.id = n.conversation_id
LEFT JOIN customer u ON u.id = c.customer_id
LEFT JOIN shop_order o ON o.id = n.order_id
LEFT JOIN reply r ON r.id = n.reply_id
WHERE n.text <> ''
"""
_WEEKS = """
WITH week AS MATERIALIZED (
  SELECT id, key, json_extract(value, '$[0]') AS begins, json_extract(value, '$[1]') AS ends
  FROM json_each(:weeks)
)
SELECT w.key, count(*), sum(n.state <> 'settled')
FROM week w JOIN problem_note n ON n.at >= w.begins AND n.at < w.ends
WHERE n.text <> '' AND (:by IS NULL OR n.by = :by)
GROUP BY w.id ORDER BY w.id
"""


def one(tx: Tx, note_id: int) -> NoteRecord:
    """One note. Raises Refused ``no_note``."""
    found = _records(tx, "AND n.id = :id", id=note_id)
    if not found:
        raise Refused("no_note", "这一条登记已经不在了，可能写的人撤回了。")
    return found[0]


def week(tx: Tx, monday: int, *, by: int | None = None) -> list[NoteRecord]:
    """The notes of the week that begins on ``monday`` (date.toordinal()), oldest first; ``by``: of
    this member alone."""
    begins, ends = _bounds(tx, monday)
    return _records(
        tx,
        "AND n.at >= :begins AND n.at < :ends AND (:by IS NULL OR n.by = :by) ORDER BY n.id",
        begins=begins,
        ends=ends,
        by=by,
    )


def unsettled(tx: Tx, *, by: int | None = None, limit: int = 500) -> list[NoteRecord]:
    """The notes nobody has settled yet, of whatever week, oldest first."""
    return _records(
        tx,
        "AND n.state <> 'settled' AND (:by IS NULL OR n.by = :by) ORDER BY n.id LIMIT :n",
        by=by,
        n=limit,
    )


def of_me(tx: Tx, staff_id: int, *, limit: int = 500) -> list[NoteRecord]:
    """What a member noted, with the answers, the newest first."""
    return _records(tx, "AND n.by = :by ORDER BY n.id DESC LIMIT :n", by=staff_id, n=limit)


def weeks(tx: Tx, *, by: int | None = None) -> list[WeekCount]:
    """The weeks that hold notes, the newest first."""
    known = _shop(tx)
    ends = tx.all("SELECT min(at) FROM problem_note UNION ALL SELECT max(at) FROM problem_note")
    first, last = (
        monday_of(business_day(at or 0, known.time_zone, known.day_start_minute)) for (at,) in ends
    )
    # SQLite counts: thousands of notes are read whenever the store changes.
    bounds = {monday: _bounds(tx, monday) for monday in range(last, first - 1, -DAYS)}
    return [
        WeekCount(int(monday), notes, unsettled)
        for monday, notes, unsettled in tx.all(_WEEKS, weeks=json.dumps(bounds), by=by)
    ]


def this_week(tx: Tx) -> int:
    """The Monday of the week it is."""
    return monday_of(shop.today(tx))


def _bounds(tx: Tx, monday: int) -> tuple[int, int]:
    known = _shop(tx)
    begins, ends = (
        day_starts_at(day, known.time_zone, known.day_start_minute)
        for day in (monday, monday + DAYS)
    )
    return begins, ends


def _shop(tx: Tx) -> ShopInfo:
    known = shop.get(tx)
    if known is None:
        raise Refused("no_shop", "还没有店铺：请先运行 zuiqing-desk 完成首次设置。")
    return known


def _records(tx: Tx, where: str, **params: object) -> list[NoteRecord]:
    return [_record(row) for row in tx.all(_SELECT + where, **params)]


def _record(row: Row) -> NoteRecord:
    return NoteRecord(
        id=row[0],
        text=row[1],
        by=Writer(*row[2:5]),
        at=row[5],
        place=row[6],
        conversation_id=row[7],
        customer=row[8],
        order_id=row[9],
        order_number=row[10],
        state=row[11],
        answer=row[12],
        answered_by=_writer(row[13:16]),
        answered_at=row[16],
        settled_by=_writer(row[17:20]),
        settled_at=row[20],
        reply_id=row[21],
        reply_code=row[22],
    )


def _writer(columns: tuple[Any, ...]) -> Writer | None:
    return None if columns[0] is None else Writer(*columns)
