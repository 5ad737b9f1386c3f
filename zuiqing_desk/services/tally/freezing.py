"""Months become final, and what changes later is noted as a correction with its date.

醉卿 manual, 客服绩效: final on the 7th of the next month; the day is the shop's policy. Run by
whoever holds the gateway: ``next_closing`` counts on a reader, ``write_closing`` writes what it
found in a short unit, until there is nothing left.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from zuiqing_desk.rules.calendar import business_day
from zuiqing_desk.rules.tally import NOTHING, Place, to_json
from zuiqing_desk.services import policy, shop
from zuiqing_desk.services.tally import frozen, gathering
from zuiqing_desk.services.tally.frozen import days_of, month_of, next_month
from zuiqing_desk.services.tally.touched_days import touched_days
from zuiqing_desk.store.tx import Tx

DAYS_AT_ONCE: Final = 3
COMPARED_MONTHS: Final = 12
COMPARE_EVERY_US: Final = 3600 * 1_000_000

_STALE = """
SELECT month, compared_to FROM (
  SELECT month, compared_to, compared_at FROM tally_month WHERE frozen_at > 0
  ORDER BY month DESC LIMIT :most)
WHERE compared_to < :newest AND (compared_at + :every <= :now OR compared_at > :now)
ORDER BY compared_to, month LIMIT 1
"""


class Frozen(NamedTuple):
    """Days of a month that become final: those after ``after`` up to ``until``, as the store knew
    them when its journal stood at ``journal_id``."""

    month: int
    after: int
    until: int
    journal_id: int
    cells: Sequence[tuple[Place, str]]


class Corrected(NamedTuple):
    """A frozen month compared with what the journal says up to ``journal_id``: the cells that are
    counted otherwise now."""

    month: int
    compared_to: int
    journal_id: int
    cells: Sequence[tuple[Place, str]]


Closing = Frozen | Corrected


def next_closing(tx: Tx) -> Closing | None:
    """What is to be written next, None if nothing is. Counts, which takes long, and writes
    nothing: for a reader."""
    month = _due(tx)
    if month is not None:
        return _freeze(tx, month)
    stale = _stale(tx)
    return None if stale is None else _compare(tx, *stale)


def write_closing(tx: Tx, closing: Closing) -> int:
    """Write it: how many days were frozen, or corrections noted. A month counts as frozen once all
    of its days are. Writes nothing if somebody else has meanwhile."""
    if isinstance(closing, Frozen):
        return _write_frozen(tx, closing)
    return _write_corrected(tx, closing)


def _freeze(tx: Tx, month: int) -> Frozen:
    """The next days of a month that is due."""
    first, last = days_of(month)
    counted = tx.value("SELECT counted_to FROM tally_month WHERE month = :month", month=month)
    after = first - 1 if counted is None else counted
    until = min(after + DAYS_AT_ONCE, last)
    cells = gathering.cells(tx, after + 1, until)
    places = sorted(cells, key=_key)
    return Frozen(month, after, until, _newest(tx), [(one, to_json(cells[one])) for one in places])


def _write_frozen(tx: Tx, closing: Frozen) -> int:
    month, after, until, journal_id, cells = closing
    first, last = days_of(month)
    tx.run(
        "INSERT INTO tally_month (month, frozen_at, counted_to, compared_to, compared_at)"
        " VALUES (:month, 0, :before, :newest, :now) ON CONFLICT DO NOTHING",
        month=month,
        before=first - 1,
        newest=journal_id,
        now=tx.now,
    )
    if not tx.run(
        "UPDATE tally_month SET counted_to = :until,"
        " frozen_at = CASE WHEN :until = :last THEN :now ELSE 0 END"
        " WHERE month = :month AND counted_to = :after",
        until=until,
        last=last,
        now=tx.now,
        month=month,
        after=after,
    ):
        return 0
    for place, facts in cells:
        tx.run(
            "INSERT INTO tally_cell (month, day, staff_id, storefront_id, shift, facts)"
            " VALUES (:month, :day, :staff, :storefront, :shift, :facts)",
            month=month,
            facts=facts,
            **_columns(place),
        )
    tx.journal("tally.frozen" if until == last else "tally.counted", month, detail=str(until))
    return until - after


def _compare(tx: Tx, month: int, compared_to: int) -> Corrected:
    """The days of a frozen month that were touched since, compared with what is counted now. The
    same change is noted once."""
    newest = _newest(tx)
    found: list[tuple[Place, str]] = []
    for day in touched_days(tx, month, compared_to, newest):
        known = frozen.corrected(tx, day, day)
        live = gathering.cells(tx, day, day)
        for place in sorted(known.keys() | live.keys(), key=_key):
            now = live.get(place, NOTHING)
            if now != known.get(place, NOTHING):
                found.append((place, to_json(now)))
    return Corrected(month, compared_to, newest, found)


def _write_corrected(tx: Tx, closing: Corrected) -> int:
    month, compared_to, journal_id, cells = closing
    if not tx.run(
        "UPDATE tally_month SET compared_to = :newest, compared_at = :now"
        " WHERE month = :month AND compared_to = :before",
        newest=journal_id,
        now=tx.now,
        month=month,
        before=compared_to,
    ):
        return 0
    for place, facts in cells:
        tx.run(
            "INSERT INTO tally_correction"
            " (month, day, staff_id, storefront_id, shift, facts, noted_at)"
            " VALUES (:month, :day, :staff, :storefront, :shift, :facts, :now)",
            month=month,
            facts=facts,
            now=tx.now,
            **_columns(place),
        )
    if cells:
        tx.journal("tally.corrected", month, detail=str(len(cells)))
    return len(cells)


def _due(tx: Tx) -> int | None:
    """The oldest month whose day to be frozen has come and which is not."""
    info = shop.get(tx)
    if info is None:
        return None
    last = tx.one("SELECT month, frozen_at FROM tally_month ORDER BY month DESC LIMIT 1")
    if last is None:
        created = tx.value("SELECT created_at FROM shop")
        month = month_of(business_day(created, info.time_zone, info.day_start_minute))
    elif not last[1]:
        month = last[0]
    else:
        month = month_of(next_month(last[0]).toordinal())
    final_on = next_month(month).replace(day=policy.current(tx).freeze_day)
    return month if date.fromordinal(shop.today(tx)) >= final_on else None


def _stale(tx: Tx) -> tuple[int, int] | None:
    """A frozen month that was not compared lately although something was written since."""
    row = tx.one(
        _STALE,
        most=COMPARED_MONTHS,
        newest=_newest(tx),
        every=COMPARE_EVERY_US,
        now=tx.now,
    )
    return None if row is None else (row[0], row[1])


def _newest(tx: Tx) -> int:
    return tx.value("SELECT max(id) FROM journal") or 0


def _columns(place: Place) -> dict[str, int | str | None]:
    return {
        "day": place.day,
        "staff": place.staff_id,
        "storefront": place.storefront_id,
        "shift": place.shift,
    }


def _key(place: Place) -> tuple[int, int, int, str]:
    return place.day, place.staff_id or 0, place.storefront_id or 0, place.shift
