"""Who has what in hand at this moment: the live board."""

from dataclasses import dataclass, replace

from zuiqing_desk.services import policy
from zuiqing_desk.services.duty import PRESENCE_S
from zuiqing_desk.services.records import DutyState, Role
from zuiqing_desk.store.tx import Row, Tx

_OPEN = " AND c.state <> 'closed' AND c.last_seq > 0"
_ALL = f"SELECT c.assignee_id, count(*) FROM conversation c WHERE 1{_OPEN} GROUP BY c.assignee_id"
# Of each hand only those who wait are read; the plus keeps SQLite from the index of states, which
# knows nobody's hands.
_WAITS = f"c.band < 2 AND +c.state <> 'snoozed'{_OPEN} GROUP BY 1, 2"
_SUMS = "c.band, count(*), min(c.round_started_at), sum(c.round_started_at < :limit)"
_WAITING = f"""
SELECT s.id, {_SUMS} FROM staff s CROSS JOIN conversation c ON c.assignee_id = s.id AND {_WAITS}
UNION ALL
SELECT c.assignee_id, {_SUMS} FROM conversation c WHERE c.assignee_id IS NULL AND {_WAITS}
"""
_SNOOZED = """
SELECT c.assignee_id, count(*) FROM conversation c
WHERE c.state = 'snoozed' GROUP BY c.assignee_id
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


def _loads(tx: Tx) -> dict[int | None, Load]:
    # Three questions, each answered by an index alone; in one it takes twice the time.
    loads = {staff_id: Load(open=count) for staff_id, count in tx.all(_ALL)}
    limit = tx.now - policy.current(tx).overdue_s * 1_000_000
    for staff_id, band, count, oldest, overdue in tx.all(_WAITING, limit=limit):
        load = loads[staff_id]
        loads[staff_id] = replace(load, waiting=load.waiting + count)
        if band == 0:
            loads[staff_id] = replace(loads[staff_id], overdue=overdue, oldest_started_at=oldest)
    for staff_id, count in tx.all(_SNOOZED):
        loads[staff_id] = replace(loads[staff_id], snoozed=count)
    return loads


def look(tx: Tx) -> Board:
    """The whole board, as of one moment."""
    loads = _loads(tx)
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


ALL = -1


def ids_of(tx: Tx, staff_id: int | None, limit: int = ALL) -> list[int]:
    """What somebody has in hand (None: what nobody has), most urgent first, the snoozed too. All of
    it, for an id costs little; ``queue.these`` makes rows of those that are to be seen."""
    mine = "c.assignee_id IS NULL" if staff_id is None else "c.assignee_id = :staff"
    params = {} if staff_id is None else {"staff": staff_id}
    sql = f"""
    SELECT c.id FROM conversation c WHERE {mine}{_OPEN}
    ORDER BY c.band, c.urgency, c.id LIMIT :limit
    """
    return [row[0] for row in tx.all(sql, limit=limit, **params)]
