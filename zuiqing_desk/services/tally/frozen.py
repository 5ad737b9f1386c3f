"""The months that are final, and what was noted about them afterwards."""

from datetime import date
from typing import NamedTuple

from zuiqing_desk.rules.tally import NOTHING, Facts, Place, from_json
from zuiqing_desk.store.tx import Tx


class Noted(NamedTuple):
    """A correction as stored: the cell, what it would be counted as now, and when."""

    id: int
    month: int
    place: Place
    facts: Facts
    noted_at: int


def month_of(day: int) -> int:
    """The month of a day: 202603."""
    when = date.fromordinal(day)
    return when.year * 100 + when.month


def days_of(month: int) -> tuple[int, int]:
    """The first and the last day of a month."""
    year, number = divmod(month, 100)
    return date(year, number, 1).toordinal(), next_month(month).toordinal() - 1


def next_month(month: int) -> date:
    """The first day of the month after this one."""
    year, number = divmod(month, 100)
    return date(year + number // 12, number % 12 + 1, 1)


def months(tx: Tx) -> list[int]:
    """The frozen months, oldest first."""
    return [
        one for (one,) in tx.all("SELECT month FROM tally_month WHERE frozen_at > 0 ORDER BY 1")
    ]


def cells(tx: Tx, from_day: int, to_day: int) -> dict[Place, Facts]:
    """What was frozen of these days; of a month that is just being frozen, so far."""
    rows = tx.all(
        "SELECT day, staff_id, storefront_id, shift, facts FROM tally_cell"
        " WHERE month BETWEEN :from_month AND :to_month AND day BETWEEN :from_day AND :to_day"
        " ORDER BY id",
        from_month=month_of(from_day),
        to_month=month_of(to_day),
        from_day=from_day,
        to_day=to_day,
    )
    return {Place(*row[:4]): from_json(row[4]) for row in rows}


def noted(tx: Tx, from_day: int, to_day: int) -> list[Noted]:
    """The corrections of these days, in the order they were noted."""
    rows = tx.all(
        "SELECT id, month, day, staff_id, storefront_id, shift, facts, noted_at"
        " FROM tally_correction WHERE month BETWEEN :from_month AND :to_month"
        " AND day BETWEEN :from_day AND :to_day ORDER BY id",
        from_month=month_of(from_day),
        to_month=month_of(to_day),
        from_day=from_day,
        to_day=to_day,
    )
    return [Noted(row[0], row[1], Place(*row[2:6]), from_json(row[6]), row[7]) for row in rows]


def corrected(tx: Tx, from_day: int, to_day: int) -> dict[Place, Facts]:
    """What was frozen of these days with what was noted since in its place."""
    known = cells(tx, from_day, to_day)
    for one in noted(tx, from_day, to_day):
        known[one.place] = one.facts
    return {place: facts for place, facts in known.items() if facts != NOTHING}
