"""Who has what in hand at this moment: the live board."""

from dataclasses import dataclass

from zuiqing_desk.services import policy
from zuiqing_desk.services.duty import PRESENCE_S
from zuiqing_desk.services.queue import COLUMNS
from zuiqing_desk.services.records import DutyState, QueueRow, Role
from zuiqing_desk.store.tx import Row, Tx

_LOADS = """
SELECT c.assignee_id, count(*),
       sum(c.state <> 'snoozed' AND c.band < 2),
       sum(c.state <> 'snoozed' AND c.band = 0 AND c.round_started_at < :limit),
       min(CASE WHEN c.state <> 'snoozed' AND c.band = 0 THEN c.round_started_at END),
       sum(c.state = 'snoozed')
FROM conversation c WHERE c.state <> 'closed' GROUP BY c.assignee_id
"""
_PEOPLE = """
SELECT s.id, s.staff_no, s.name, s.role, s.pre_sale, s.after_sale, coalesce(d.state, 'off'),
       d.started_at, s.active
FROM staff s LEFT JOIN duty d ON d.staff_id = s.id AND d.ended_at IS NULL
"""
_DESKS = """
SELECT p.staff_id, u.name, p.typing_id IS NOT NULL AND p.typing_until > :now
FROM presence p
LEFT JOIN conversation c ON c.id = p.viewing_id
LEFT JOIN customer u ON u.id = c.customer_id
WHERE p.seen_at > :since ORDER BY p.staff_id, p.seen_at DESC, p.desk_id
"""
Place = tuple[int, int, int]
"""Where a conversation stands in the queue: band, urgency, id."""


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody has in hand.

    ``waiting``: customers without an answer; ``overdue``: those past the limit of the shop's
    policy; ``oldest_started_at``: when the longest of the counted rounds began (microseconds).
    """

    open: int = 0
    waiting: int = 0
    overdue: int = 0
    oldest_started_at: int | None = None
    snoozed: int = 0


NOTHING = Load()


@dataclass(frozen=True, slots=True)
class AgentLoad:
    """One member of staff. ``viewing``: the customer on the desk they used last; ``desks``: how
    many they sit at."""

    staff_id: int
    staff_no: str
    name: str
    role: Role
    pre_sale: bool
    after_sale: bool
    duty: DutyState
    duty_since: int | None
    load: Load = NOTHING
    viewing: str | None = None
    typing: bool = False
    desks: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """Who is on duty or away, then those off duty who still have something; what nobody has."""

    agents: tuple[AgentLoad, ...]
    unassigned: Load
    at: int


def look(tx: Tx) -> Board:
    """The whole board, as of one moment."""
    limit = tx.now - policy.current(tx).overdue_s * 1_000_000
    loads = {row[0]: Load(*row[1:]) for row in tx.all(_LOADS, limit=limit)}
    desks: dict[int, list[Row]] = {}
    for row in tx.all(_DESKS, now=tx.now, since=tx.now - PRESENCE_S * 1_000_000):
        desks.setdefault(row[0], []).append(row)
    agents = []
    for id_, no, name, role, pre, after, duty, since, active in tx.all(_PEOPLE):
        load = loads.get(id_, NOTHING)
        if load.open or (active and duty != "off"):
            own = desks.get(id_, [])
            viewing = next((row[1] for row in own if row[1] is not None), None)
            typing = any(row[2] for row in own)
            who = (id_, no, name, role, bool(pre), bool(after), duty, since)
            agents.append(AgentLoad(*who, load, viewing, typing, len(own)))
    agents.sort(key=lambda one: (one.duty == "off", one.staff_no))
    return Board(tuple(agents), loads.get(None, NOTHING), tx.now)


def conversations_of(
    tx: Tx, staff_id: int | None, *, limit: int = 200, after: Place | None = None
) -> list[QueueRow]:
    """What somebody has in hand (None: what nobody has), most urgent first, beginning behind the
    place ``after``."""
    mine = "c.assignee_id IS NULL" if staff_id is None else "c.assignee_id = :staff"
    behind = "" if after is None else " AND (c.band, c.urgency, c.id) > (:band, :urgency, :id)"
    params: dict[str, object] = {"limit": limit}
    if staff_id is not None:
        params["staff"] = staff_id
    if after is not None:
        params["band"], params["urgency"], params["id"] = after
    sql = f"{COLUMNS} WHERE {mine} AND c.state <> 'closed'{behind}"
    sql += " ORDER BY c.band, c.urgency, c.id LIMIT :limit"
    return list(map(QueueRow._make, tx.all(sql, **params)))
