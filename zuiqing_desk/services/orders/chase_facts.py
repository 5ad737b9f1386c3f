"""The facts the chase of an unpaid order goes by, out of the store: duty, lines, contacts."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple

from zuiqing_desk.rules.calendar import MICROSECONDS
from zuiqing_desk.rules.chase import MINUTE, ChaseFacts, Shift, Stay, Touch
from zuiqing_desk.rules.chase_words import ChaseResult, LostWhy
from zuiqing_desk.services import policy
from zuiqing_desk.services.duty import PRESENCE_S
from zuiqing_desk.services.orders.chase_records import Contacted
from zuiqing_desk.services.roster import in_force
from zuiqing_desk.store.tx import Tx

NEWEST_LINES = 200
"""Of a conversation, looked through for a contact: a chase ends long before they are full."""

NEWEST_CHANGES = 5000
"""Of the journal, which tells what came after what where the clock was set back."""

DECIDED = "(p.result <> 'paid' OR p.staff_id IS NOT NULL OR p.ended_at IS o.paid_at)"
"""Of a row of ``payment_chase`` and its order: a payment found by the desk that is not as it was,
taken back or moved, has ended no chase."""

# What the desk already knew cannot have been placed later: a clock that runs behind the platform's.
_ORDERS = f"""
SELECT o.id, min(coalesce(o.placed_at, o.created_at), o.created_at), o.paid_at, o.created_at,
  o.state, o.cod, p.result, p.note, p.staff_id, p.lost_to, p.lost_why, p.ended_at
FROM shop_order o LEFT JOIN payment_chase p ON p.order_id = o.id AND {DECIDED}
WHERE o.id IN (SELECT value FROM json_each(:ids))
"""

_LINES = """
SELECT o.id, l.at, l.staff_id, s.staff_no, l.conversation_id, l.seq
FROM shop_order o
JOIN conversation c ON c.id = o.conversation_id OR c.customer_id = o.customer_id
JOIN line l ON l.conversation_id = c.id AND l.seq > c.last_seq - :newest
JOIN staff s ON s.id = l.staff_id
WHERE o.id IN (SELECT value FROM json_each(:ids)) AND l.author = 'agent' AND l.status <> 'failed'
  AND (:set_back OR l.at >= min(coalesce(o.placed_at, o.created_at), o.created_at))
"""

_CONTACTS = """
SELECT k.order_id, k.at, k.staff_id, s.staff_no, k.medium, k.noted_at
FROM contact k JOIN staff s ON s.id = k.staff_id
WHERE k.order_id IN (SELECT value FROM json_each(:ids))
"""

_STAYS = """
SELECT d.staff_id, d.state = 'on', d.started_at,
  CASE WHEN d.ended_at IS NOT NULL THEN d.ended_at
    WHEN p.seen_at >= :limit THEN NULL
    ELSE max(d.started_at, coalesce(p.seen_at, d.started_at)) END
FROM duty d
LEFT JOIN (SELECT staff_id, max(seen_at) AS seen_at FROM presence GROUP BY staff_id) p
  ON p.staff_id = d.staff_id
WHERE d.ended_at IS NULL OR d.ended_at > :since
"""

_CLOCK_SET_BACK = """
SELECT EXISTS (SELECT 1 FROM (
  SELECT at, max(at) OVER (ORDER BY id) AS latest FROM journal
  WHERE id > (SELECT max(id) FROM journal) - :newest
) WHERE at < latest)
"""


class Kept(NamedTuple):
    """How a chase ended, as it was written down. ``by`` None: the desk found it so."""

    result: ChaseResult
    note: str
    by: int | None
    lost_to: int | None
    lost_why: LostWhy | None
    ended_at: int


class Known(NamedTuple):
    """An order as the chase sees it. ``chased``: this desk knew it while it was unpaid."""

    order_id: int
    chased: bool
    unpaid: bool
    facts: ChaseFacts
    contacts: tuple[Contacted, ...]
    kept: Kept | None

    def contact(self, touch: Touch | None) -> Contacted | None:
        """The contact behind a touch."""
        if touch is None:
            return None
        return next(one for one in self.contacts if one[:2] == touch)


def known(tx: Tx, order_ids: Collection[int]) -> dict[int, Known]:
    """The facts of these orders; those that are gone are left out."""
    ids = json.dumps(list(order_ids))
    orders = tx.all(_ORDERS, ids=ids)
    if not orders:
        return {}
    rules = policy.current(tx)
    since = min(row[1] for row in orders)
    stays, planned = _stays(tx, since), _planned(tx, since)
    contacts = _contacts(tx, ids, {row[0]: (row[1], row[3]) for row in orders})
    found = {}
    for order_id, since, paid_at, created_at, state, cod, *end in orders:
        kept = None
        if end[0] is not None:
            result, note, by, lost_to, lost_why, ended_at = end
            kept = Kept(result, note, by, lost_to, lost_why or None, ended_at)
        unpaid = state == "unpaid" and not cod
        chased = kept is not None or unpaid
        chased = chased or (paid_at is not None and paid_at > created_at and not cod)
        made = tuple(sorted(contacts[order_id]))
        found[order_id] = Known(
            order_id,
            chased,
            unpaid,
            ChaseFacts(
                since,
                stays,
                tuple(Touch(one.at, one.staff_id) for one in made),
                paid_at,
                kept.ended_at if kept is not None and kept.by is not None else None,
                rules.chase_contact_min * MINUTE,
                rules.chase_lost_min * MINUTE,
                planned,
            ),
            made,
            kept,
        )
    return found


def _stays(tx: Tx, since: int) -> tuple[Stay, ...]:
    """Who was on duty or away since a moment. Whoever's desks vanished was there until last seen,
    also before that is written down (services.duty.reap)."""
    rows = tx.all(_STAYS, since=since, limit=tx.now - PRESENCE_S * MICROSECONDS)
    return tuple(Stay(staff_id, bool(on), begin, end) for staff_id, on, begin, end in rows)


def _planned(tx: Tx, since: int) -> tuple[Shift, ...]:
    """Who was to work since a moment, as the roster stood then."""
    known = in_force.planned(tx, since, tx.now + 1)
    return tuple(Shift(one.staff_id, one.duty, one.begin, one.end) for one in known)


def _contacts(
    tx: Tx, ids: str, orders: dict[int, tuple[int, int]]
) -> defaultdict[int, list[Contacted]]:
    """Who made contact, by order; ``orders``: when each was placed, and when it came in here."""
    found: defaultdict[int, list[Contacted]] = defaultdict(list)
    for order_id, at, staff_id, staff_no, medium, noted_at in tx.all(_CONTACTS, ids=ids):
        # What is noted as it happens is noted after the order came in, whatever the clock says.
        if at >= orders[order_id][0] or at == noted_at:
            found[order_id].append(Contacted(at, staff_id, staff_no, medium, None, None))
    for order_id, line in _lines(tx, ids, orders):
        found[order_id].append(line)
    return found


def _lines(tx: Tx, ids: str, orders: dict[int, tuple[int, int]]) -> Iterator[tuple[int, Contacted]]:
    set_back = bool(tx.value(_CLOCK_SET_BACK, newest=NEWEST_CHANGES))
    sequence = _Sequence(tx) if set_back else None
    for order_id, at, staff_id, staff_no, conversation_id, seq in tx.all(
        _LINES, ids=ids, newest=NEWEST_LINES, set_back=set_back
    ):
        placed_at, created_at = orders[order_id]
        if at >= placed_at or (
            sequence is not None and sequence.came_after(conversation_id, seq, created_at)
        ):
            yield order_id, Contacted(at, staff_id, staff_no, "chat", conversation_id, seq)


class _Sequence:
    """What came after what by the journal, which no clock can put out of order."""

    def __init__(self, tx: Tx) -> None:
        self._sent: dict[tuple[int, str], int] = {}
        self._orders: dict[int, int] = {}
        for row_id, at, kind, subject, detail in tx.all(
            "SELECT id, at, kind, subject_id, detail FROM journal"
            " WHERE id > (SELECT max(id) FROM journal) - :newest"
            " AND (kind = 'line.sent' OR kind GLOB 'order*') ORDER BY id",
            newest=NEWEST_CHANGES,
        ):
            if kind == "line.sent":
                self._sent[subject, detail] = row_id
            else:
                self._orders.setdefault(at, row_id)

    def came_after(self, conversation_id: int, seq: int, created_at: int) -> bool:
        """Whether a line was sent after the order that came in at this very moment."""
        order, line = self._orders.get(created_at), self._sent.get((conversation_id, str(seq)))
        return order is not None and line is not None and line > order
