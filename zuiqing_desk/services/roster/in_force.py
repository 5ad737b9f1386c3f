"""What the roster said at the time: the planned hours that count for the figures.

A shift counts from when it was planned, and until it was taken off: what is put right afterwards
changes no clock (house rule).
"""

from typing import NamedTuple

from zuiqing_desk.rules.calendar import MICROSECONDS
from zuiqing_desk.rules.roster import Span, uncovered
from zuiqing_desk.services.duty import PRESENCE_S
from zuiqing_desk.services.handover.records import Person
from zuiqing_desk.services.roster.records import Gap
from zuiqing_desk.store.tx import Tx

LONGEST_US = 2 * 24 * 3600 * MICROSECONDS
"""No shift is longer, so that only few of those still to end need a look."""

_PLANNED = """
SELECT * FROM (
  SELECT staff_id, duty, max(begins_at, set_at) AS begin,
    min(ends_at, coalesce(removed_at, ends_at)) AS end, shift
  FROM roster_entry
  WHERE ends_at > :since AND ends_at < :until + :longest AND begins_at < :until AND kind = 'work'
) WHERE begin < end AND end > :since AND begin < :until
ORDER BY begin, staff_id
"""

# Whoever's desks vanished was there until last seen.
_PRESENT = """
SELECT d.staff_id, d.started_at,
  CASE WHEN d.ended_at IS NOT NULL THEN d.ended_at
    WHEN p.seen_at >= :limit THEN :until
    ELSE max(d.started_at, coalesce(p.seen_at, d.started_at)) END
FROM duty d
LEFT JOIN (SELECT staff_id, max(seen_at) AS seen_at FROM presence GROUP BY staff_id) p
  ON p.staff_id = d.staff_id
WHERE d.state = 'on' AND d.started_at < :until AND (d.ended_at IS NULL OR d.ended_at > :since)
"""


class Planned(NamedTuple):
    """Somebody's planned hours, as far as they were planned at the time."""

    staff_id: int
    duty: bool
    begin: int
    end: int
    shift: str


def planned(tx: Tx, since: int, until: int) -> list[Planned]:
    """The planned hours that have begun before ``until`` and end after ``since``."""
    return [
        Planned(staff_id, bool(duty), begin, end, shift)
        for staff_id, duty, begin, end, shift in tx.all(
            _PLANNED, since=since, until=until, longest=LONGEST_US
        )
    ]


def gaps(tx: Tx, from_at: int, to_at: int) -> list[Gap]:
    """The rostered stretches between two moments in which nobody was signed in, oldest first, with
    who should have been; none in what is still to come."""
    until = min(to_at, tx.now)
    plans = planned(tx, from_at, until)
    spans = [Span(one.staff_id, max(one.begin, from_at), min(one.end, until)) for one in plans]
    present = [
        Span(*row)
        for row in tx.all(
            _PRESENT, since=from_at, until=until, limit=tx.now - PRESENCE_S * MICROSECONDS
        )
    ]
    people = {row[0]: Person(*row) for row in tx.all("SELECT id, staff_no, name FROM staff")}
    found = []
    for begin, end, who in uncovered(spans, present):
        names = dict.fromkeys(one.shift for one in plans if one.begin < end and begin < one.end)
        missing = sorted((people[one] for one in who), key=lambda one: one.staff_no)
        found.append(Gap(begin, end, tuple(missing), tuple(names)))
    return found
