"""Where conversations stand in the lists of the queue, read and counted from indexes alone."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple, get_args

from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.records import QueueRow, State
from zuiqing_desk.store.tx import Tx

MOST_COUNTED: Final = 20_000
"""Closed conversations are not counted beyond this: they are those of years."""

# The condition of the indexes conversation_queue and conversation_hands, in their words.
_OPEN: Final = "c.state <> 'closed' AND c.last_seq > 0"
# A line was written there; so put, it is read from the index conversation_closed.
_CLOSED: Final = "c.state = 'closed' AND c.last_line_at > 0"

_ON: Final = """
SELECT c.band, c.urgency, c.id FROM conversation c
WHERE {which} AND (c.band, c.urgency, c.id) >= (:band, :urgency, :id)
ORDER BY c.band, c.urgency, c.id LIMIT :limit
"""
_BACK: Final = """
SELECT c.band, c.urgency, c.id FROM conversation c
WHERE {which} AND (c.band, c.urgency, c.id) < (:band, :urgency, :id)
ORDER BY c.band DESC, c.urgency DESC, c.id DESC LIMIT :limit
"""
_CLOSED_ON: Final = """
SELECT 0 AS band, -c.last_line_at AS urgency, c.id FROM conversation c
WHERE {which} AND (c.last_line_at, c.id) <= (-:urgency, :id)
ORDER BY c.last_line_at DESC, c.id DESC LIMIT :limit
"""
_CLOSED_BACK: Final = """
SELECT 0 AS band, -c.last_line_at AS urgency, c.id FROM conversation c
WHERE {which} AND (c.last_line_at, c.id) > (-:urgency, :id)
ORDER BY c.last_line_at, c.id LIMIT :limit
"""

# Each is a range of the index; comparing all three of every row takes ten times as long.
_BEFORE: Final = (
    " AND c.band < :band",
    " AND c.band = :band AND c.urgency < :urgency",
    " AND c.band = :band AND c.urgency = :urgency AND c.id < :id",
)


class Place(NamedTuple):
    """Where a row stands in its list; of a closed conversation ``urgency`` is the time of its last
    line, negative, and the larger id comes first."""

    band: int
    urgency: int
    id: int


FIRST: Final = Place(-1, -(2**62), -(2**62))
LAST: Final = Place(9, 2**62, 2**62)


@dataclass(frozen=True, slots=True)
class Which:
    """Which conversations a list shows, most urgent first.

    ``staff_id``: only this person's and those nobody has. ``state``: one state alone; without it
    everything that is not closed. Closed ones, which nobody has, come newest first. Raises Refused
    ``state`` for an unknown state.
    """

    staff_id: int | None = None
    state: State | None = None

    def __post_init__(self) -> None:
        if self.state is not None and self.state not in get_args(State):
            raise Refused("state", "会话状态只有 queued、active、snoozed、closed。")

    def place(self, row: QueueRow) -> Place:
        """Where a row of this list stands in it."""
        if self.state == "closed":
            return Place(0, -row.last_line_at, row.id)
        return Place(row.band, row.urgency, row.id)

    @property
    def parts(self) -> list[str]:
        """Conditions, each of which an index keeps in order; together they are the list."""
        if self.state == "closed":
            return [_CLOSED]
        # The plus keeps SQLite from the index of states, which knows no urgency.
        open_ = _OPEN if self.state is None else f"{_OPEN} AND +c.state = :state"
        if self.state == "queued":
            return [f"{open_} AND c.assignee_id IS NULL"]
        if self.staff_id is None:
            return [open_]
        return [f"{open_} AND c.assignee_id IS NULL", f"{open_} AND c.assignee_id = :staff"]

    @property
    def values(self) -> dict[str, Any]:
        """What the conditions take."""
        return {"staff": self.staff_id, "state": self.state}


def listed(which: Which, begin: Place, limit: int) -> tuple[str, dict[str, Any]]:
    """A query in brackets for the columns ``band``, ``urgency`` and ``id`` of a list from
    ``begin`` on, in its order, and what it takes."""
    return _query(which, begin, limit, back=False)


def places(
    tx: Tx, which: Which, begin: Place = FIRST, *, limit: int, back: bool = False
) -> list[Place]:
    """The places of a list from ``begin`` on; with ``back`` those before it, nearest first."""
    sql, values = _query(which, begin, limit, back=back)
    return list(map(Place._make, tx.all(f"SELECT band, urgency, id FROM {sql}", **values)))


def _query(which: Which, begin: Place, limit: int, *, back: bool) -> tuple[str, dict[str, Any]]:
    closed = which.state == "closed"
    sql = (_CLOSED_BACK if back else _CLOSED_ON) if closed else (_BACK if back else _ON)
    parts = [f"({sql.format(which=part)})" for part in which.parts]
    values = {**which.values, **begin._asdict(), "limit": limit}
    if len(parts) == 1:
        return parts[0], values
    way = "DESC" if back else "ASC"
    order = f"ORDER BY band {way}, urgency {way}, id {way} LIMIT :limit"
    return f"({' UNION ALL '.join(f'SELECT * FROM {part}' for part in parts)} {order})", values


def count(tx: Tx, which: Which, before: Place = LAST) -> tuple[int, bool]:
    """How many are in a list before a place, and whether there are even more (of closed ones)."""
    if which.state == "closed":
        sql = _CLOSED_BACK.format(which=_CLOSED)
        values = {"urgency": before.urgency, "id": before.id, "limit": MOST_COUNTED + 1}
        found: int = tx.value(f"SELECT count(*) FROM ({sql})", **values)
        return min(found, MOST_COUNTED), found > MOST_COUNTED
    ranges = _BEFORE if before != LAST else ("",)
    counts = " + ".join(
        f"(SELECT count(*) FROM conversation c WHERE {part}{range_})"
        for part in which.parts
        for range_ in ranges
    )
    return tx.value(f"SELECT {counts}", **which.values, **before._asdict()), False


def waiting(tx: Tx, overdue_since: int) -> tuple[int, int]:
    """How many wait in the whole shop, and how many of them since before a time."""
    waits = f"{_OPEN} AND c.band < 2"
    # Those put aside are few; looking at the state of every one that waits takes twice the time.
    aside = "c.state = 'snoozed' AND c.last_seq > 0 AND c.band < 2"
    late = f"{_OPEN} AND c.band = 0 AND c.round_started_at < :since AND +c.state <> 'snoozed'"
    counts = "SELECT " + ", ".join(
        f"(SELECT count(*) FROM conversation c WHERE {one})" for one in (waits, aside, late)
    )
    ((all_, put_aside, overdue),) = tx.all(counts, since=overdue_since)
    return all_ - put_aside, overdue
