"""Months become final, and what changes later is noted as a correction with its date.

醉卿 manual, 客服绩效: final on the 7th of the next month; the day is the shop's policy. Run by
whoever holds the gateway: ``pending`` on a reader first, then, while it says so, ``freeze_due``
and ``note_corrections``, each a short unit of its own.
"""

from datetime import date
from typing import Final

from zuiqing_desk.rules.calendar import business_day
from zuiqing_desk.rules.tally import NOTHING, Facts, Place, to_json
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


def pending(tx: Tx) -> bool:
    """Whether ``freeze_due`` or ``note_corrections`` has something to do. Cheap."""
    return _due(tx) is not None or _stale(tx) is not None


def freeze_due(tx: Tx) -> int:
    """Freeze the oldest month that is due, some days of it at a time; how many days were frozen
    (0: nothing is due). A month counts as frozen once all of its days are."""
    month = _due(tx)
    if month is None:
        return 0
    first, last = days_of(month)
    newest = tx.value("SELECT max(id) FROM journal") or 0
    tx.run(
        "INSERT INTO tally_month (month, frozen_at, counted_to, compared_to, compared_at)"
        " VALUES (:month, 0, :before, :newest, :now) ON CONFLICT DO NOTHING",
        month=month,
        before=first - 1,
        newest=newest,
        now=tx.now,
    )
    counted = tx.value("SELECT counted_to FROM tally_month WHERE month = :month", month=month)
    until = min(counted + DAYS_AT_ONCE, last)
    for place, facts in _in_order(gathering.cells(tx, counted + 1, until)):
        tx.run(
            "INSERT INTO tally_cell (month, day, staff_id, storefront_id, shift, facts)"
            " VALUES (:month, :day, :staff, :storefront, :shift, :facts)",
            month=month,
            facts=to_json(facts),
            **_columns(place),
        )
    tx.run(
        "UPDATE tally_month SET counted_to = :until,"
        " frozen_at = CASE WHEN :until = :last THEN :now ELSE 0 END WHERE month = :month",
        until=until,
        last=last,
        now=tx.now,
        month=month,
    )
    tx.journal("tally.frozen" if until == last else "tally.counted", month, detail=str(until))
    return int(until - counted)


def note_corrections(tx: Tx) -> int:
    """Compare the days of one frozen month (of the last twelve) that were touched since with what
    is counted now; how many corrections were noted. The same change is noted once."""
    stale = _stale(tx)
    if stale is None:
        return 0
    month, compared_to = stale
    newest = tx.value("SELECT max(id) FROM journal") or 0
    noted = 0
    for day in touched_days(tx, month, compared_to, newest):
        known = frozen.corrected(tx, day, day)
        live = gathering.cells(tx, day, day)
        for place in sorted(known.keys() | live.keys(), key=_key):
            now = live.get(place, NOTHING)
            if now != known.get(place, NOTHING):
                _note(tx, month, place, now)
                noted += 1
    tx.run(
        "UPDATE tally_month SET compared_to = :newest, compared_at = :now WHERE month = :month",
        newest=newest,
        now=tx.now,
        month=month,
    )
    if noted:
        tx.journal("tally.corrected", month, detail=str(noted))
    return noted


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
        newest=tx.value("SELECT max(id) FROM journal") or 0,
        every=COMPARE_EVERY_US,
        now=tx.now,
    )
    return None if row is None else (row[0], row[1])


def _note(tx: Tx, month: int, place: Place, facts: Facts) -> None:
    tx.run(
        "INSERT INTO tally_correction"
        " (month, day, staff_id, storefront_id, shift, facts, noted_at)"
        " VALUES (:month, :day, :staff, :storefront, :shift, :facts, :now)",
        month=month,
        facts=to_json(facts),
        now=tx.now,
        **_columns(place),
    )


def _columns(place: Place) -> dict[str, int | str | None]:
    return {
        "day": place.day,
        "staff": place.staff_id,
        "storefront": place.storefront_id,
        "shift": place.shift,
    }


def _in_order(cells: dict[Place, Facts]) -> list[tuple[Place, Facts]]:
    return sorted(cells.items(), key=lambda one: _key(one[0]))


def _key(place: Place) -> tuple[int, int, int, str]:
    return place.day, place.staff_id or 0, place.storefront_id or 0, place.shift
