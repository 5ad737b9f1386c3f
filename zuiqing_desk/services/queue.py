"""The queue: who waits, most urgent first."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from zuiqing_desk.rules.calendar import day_starts_at, minutes
from zuiqing_desk.services import policy, queue_places, rounds_today, shop
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.queue_places import FIRST, Place, Which, listed, places
from zuiqing_desk.services.records import DayFigures, QueueRow, State
from zuiqing_desk.store.tx import Tx

# What a row of the queue is made of, in the order of its fields, and where it is read.
COLUMNS = """
c.id, a.channel, a.name, f.name, u.name, c.state, c.post, c.assignee_id, s.staff_no,
       c.unread,
       CASE WHEN c.round_counted THEN c.round_started_at END, c.round_target_s,
       CASE WHEN NOT c.round_counted THEN c.round_started_at END,
       c.last_text, c.last_from, c.last_line_at, c.snoozed_until,
       (SELECT count(*) FROM outbox o WHERE o.conversation_id = c.id AND o.done_at IS NULL
        AND o.state IN ('asking', 'failed')),
       c.band, c.urgency
"""
JOINED = """
JOIN channel_account a ON a.id = c.account_id
JOIN storefront f ON f.id = a.storefront_id
JOIN customer u ON u.id = c.customer_id
LEFT JOIN staff s ON s.id = c.assignee_id
"""
_SELECT = f"SELECT {COLUMNS} FROM {{source}} {JOINED}"
_ONE = _SELECT.format(source="conversation c") + "WHERE c.id = :id"
_THESE = (
    _SELECT.format(source="json_each(:ids) j CROSS JOIN conversation c ON c.id = j.value")
    + "ORDER BY j.key"
)

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a list. ``at``: which of its rows stands where it was asked for; ``offset``: how
    many rows come before it, of ``count`` (of closed ones at least so many, if ``more``)."""

    rows: tuple[QueueRow, ...] = ()
    at: int = 0
    offset: int = 0
    count: int = 0
    more: bool = False
    has_later: bool = False


def page(
    tx: Tx, *, staff_id: int | None = None, state: State | None = None, limit: int = 200
) -> list[QueueRow]:
    """The first rows of a list (see Which). Raises Refused ``state`` for an unknown state."""
    return _rows(tx, Which(staff_id, state), FIRST, limit)


def window(tx: Tx, which: Which, place: Place = FIRST, *, limit: int = 200) -> Window:
    """The rows of a list about a place in it: as few are read however long the list is."""
    above = places(tx, which, place, limit=limit, back=True)[::-1]
    below = places(tx, which, place, limit=limit + 1)
    both = above + below
    start = max(0, min(len(above) - limit // 2, len(both) - limit))
    shown = both[start : start + limit]
    if not shown:
        return Window()
    counted, more = queue_places.count(tx, which)
    later = start + limit < len(both)
    if len(above) < limit:
        offset = start
    elif later or more:
        offset = queue_places.count(tx, which, shown[0])[0]
    else:
        offset = counted - len(shown)  # At the end all others come before: no second count.
    return Window(
        rows=tuple(_rows(tx, which, shown[0], len(shown))),
        at=min(len(above) - start, len(shown) - 1),
        offset=offset,
        count=counted,
        more=more,
        has_later=later,
    )


def these(tx: Tx, ids: Sequence[int]) -> list[QueueRow]:
    """The queue's view of these conversations, in this order; unknown ones are left out."""
    return list(map(QueueRow._make, tx.all(_THESE, ids=json.dumps(list(ids)))))


def _rows(tx: Tx, which: Which, begin: Place, limit: int) -> list[QueueRow]:
    sql, values = listed(which, begin, limit)
    found = tx.all(_SELECT.format(source=f"{sql} p CROSS JOIN conversation c USING (id)"), **values)
    return list(map(QueueRow._make, found))


def one(tx: Tx, conversation_id: int) -> QueueRow:
    """The queue's view of one conversation, whatever its state.

    Raises Refused ``no_conversation``.
    """
    row = tx.one(_ONE, id=conversation_id)
    if row is None:
        raise unknown(conversation_id)
    return QueueRow._make(row)


def unknown(conversation_id: int) -> Refused:
    """What is said of a conversation that is not there."""
    return Refused("no_conversation", f"没有编号为 {conversation_id} 的会话。")


def figures(tx: Tx) -> DayFigures:
    """What waits now, and how the shop's counted rounds of this business day went.

    The share answered within the limit looks at rounds that began in the scored hours alone
    (marketplace rule: 180 s, 08:00 to 24:00). Conversations of advertisers are left out (醉卿
    manual, 客服绩效, 谈单转化率, note 2).
    """
    rules = policy.current(tx)
    limit_us = rules.overdue_s * 1_000_000
    waiting, overdue = queue_places.waiting(tx, tx.now - limit_us)
    info = shop.get(tx)
    assert info is not None
    today = shop.today(tx)
    opens, closes = minutes(rules.scored_from), minutes(rules.scored_to)
    length = (closes - opens) % DAY_MINUTES or DAY_MINUTES
    start = day_starts_at(today, info.time_zone, opens % DAY_MINUTES)
    sums = rounds_today.sums(
        tx,
        rounds_today.Span(
            since=day_starts_at(today, info.time_zone, info.day_start_minute),
            start=start,
            end=start + length * 60_000_000,
            target=limit_us,
        ),
    )
    return DayFigures(
        waiting=waiting,
        overdue=overdue,
        first_answer_avg_us=None if not sums.first else sums.first_us // sums.first,
        within_180_permille=None if not sums.scored else sums.in_time * 1000 // sums.scored,
    )
