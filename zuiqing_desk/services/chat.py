"""One conversation as the screen and the scripts show it."""

from collections.abc import Sequence
from typing import Any, Final

from zuiqing_desk.services import media, presence, queue
from zuiqing_desk.services.records import (
    AssignmentRecord,
    Chat,
    ChatCard,
    LineRecord,
    MarkKind,
    QueueRow,
    RoundRecord,
)
from zuiqing_desk.store.tx import Row, Tx

# In the order of LineRecord's fields; what SQLite has no word for is put right in _lines.
_LINES = """
SELECT l.id, l.seq, l.at, l.author, s.staff_no, l.kind, l.text,
       CASE WHEN l.status <> 'sent' THEN l.status WHEN l.seq <= :read THEN 'read'
         WHEN l.seq <= :delivered THEN 'delivered' ELSE 'sent' END,
       l.courtesy, l.on_duty, (SELECT group_concat(m.kind) FROM mark m WHERE m.line_id = l.id),
       o.id, coalesce(o.state, ''), coalesce(o.reason, ''),
       l.payload IS NOT NULL AND json_extract(l.payload, '$.recalled_at') IS NOT NULL
FROM line l
LEFT JOIN staff s ON s.id = l.staff_id
LEFT JOIN outbox o ON o.line_id = l.id
WHERE l.conversation_id = :id AND l.seq {side} :seq
ORDER BY l.seq {order} LIMIT :limit
"""
_BEFORE = _LINES.format(side="<", order="DESC")
_FROM = _LINES.format(side=">=", order="ASC")

# The row of the queue, what the card knows besides, and the ends of the talk.
_HEAD = f"""
SELECT {queue.COLUMNS},
       u.id, c.external_id, c.opened_at, u.blocked_at, p.online, p.typing_until,
       c.delivered_seq, c.read_seq, c.advertiser_at,
       (SELECT count(*) FROM conversation o WHERE o.customer_id = u.id AND o.id <> c.id),
       c.assignee_id IS NOT NULL AND NOT EXISTS (
         SELECT 1 FROM duty d WHERE d.staff_id = c.assignee_id AND d.ended_at IS NULL),
       (SELECT min(seq) FROM line WHERE conversation_id = c.id),
       (SELECT max(seq) FROM line WHERE conversation_id = c.id)
FROM conversation c {queue.JOINED}
LEFT JOIN visitor_presence p ON p.conversation_id = c.id
WHERE c.id = :id
"""
_ROW_FIELDS = len(QueueRow._fields)

_ASSIGNMENTS = """
SELECT s.staff_no, s.name, a.how, a.started_at, a.ended_at
FROM assignment a JOIN staff s ON s.id = a.staff_id
WHERE a.conversation_id = :id ORDER BY a.id DESC LIMIT 20
"""

NEWEST = 2**62

_MARKS: Final[dict[str | None, tuple[MarkKind, ...]]] = {
    None: (),
    "quote": ("quote",),
    "agreed": ("agreed",),
    "quote,agreed": ("agreed", "quote"),
    "agreed,quote": ("agreed", "quote"),
}


def chat(
    tx: Tx,
    conversation_id: int,
    *,
    limit: int = 50,
    before_seq: int | None = None,
    after_seq: int | None = None,
    around_seq: int | None = None,
) -> Chat:
    """A conversation with a window of its lines, at the same cost wherever the window lies.

    The ``limit`` newest; with ``before_seq`` those just before that line, with ``after_seq`` those
    just after it, with ``around_seq`` that line in the midst of what was said around it (at most
    one of the three). Raises Refused ``no_conversation``.
    """
    head = tx.one(_HEAD, id=conversation_id)
    if head is None:
        raise queue.unknown(conversation_id)
    row = QueueRow._make(head[:_ROW_FIELDS])
    *about, first, last = head[_ROW_FIELDS:]
    card = _card(tx, row, about)
    if around_seq is not None:
        found = _around(tx, card, around_seq, limit)
    elif after_seq is not None:
        found = _read(tx, _FROM, card, after_seq + 1, limit)
    else:
        found = _read(tx, _BEFORE, card, NEWEST if before_seq is None else before_seq, limit)[::-1]
    lines = _lines(found)
    # Asked for only where there is something: most windows are words alone.
    if not media.CARRYING.isdisjoint([line.kind for line in lines]):
        lines = _with_media(tx, lines)
    return Chat(
        row,
        lines,
        has_earlier=bool(lines) and lines[0].seq > first,
        card=card,
        has_later=bool(lines) and lines[-1].seq < last,
        last_seq=last or 0,
    )


def _read(tx: Tx, sql: str, card: ChatCard, seq: int, limit: int) -> list[Row]:
    return tx.all(
        sql,
        id=card.conversation_id,
        seq=seq,
        limit=limit,
        read=card.read_seq,
        delivered=card.delivered_seq,
    )


def _around(tx: Tx, card: ChatCard, seq: int, limit: int) -> list[Row]:
    above = _read(tx, _BEFORE, card, seq, limit)[::-1]
    below = _read(tx, _FROM, card, seq, limit)
    found = above + below
    start = max(0, min(len(above) - limit // 2, len(found) - limit))
    return found[start : start + limit]


def _lines(rows: Sequence[Row]) -> tuple[LineRecord, ...]:
    # Fifty are made at every change: taken apart by name and without a call for each, which takes
    # half the time of slices, and a third of _make's.
    make, record = tuple.__new__, LineRecord
    return tuple(
        [
            make(record, (a, b, c, d, e, f, g, h, i == 1, j == 1, _MARKS[k], o, m, n, p == 1, None))
            for a, b, c, d, e, f, g, h, i, j, k, o, m, n, p in rows
        ]
    )


def _with_media(tx: Tx, lines: tuple[LineRecord, ...]) -> tuple[LineRecord, ...]:
    carried = media.of_lines(tx, [line.id for line in lines if line.kind in media.CARRYING])
    return tuple([line._replace(media=carried.get(line.id)) for line in lines])


def _card(tx: Tx, row: QueueRow, about: Sequence[Any]) -> ChatCard:
    assignments = tx.all(_ASSIGNMENTS, id=row.id)
    lookers = presence.lookers(tx, row.id)
    customer_id, external_id, opened_at, blocked_at, online, typing_until, *rest = about
    delivered, read, advertiser_at, others, off = rest
    return ChatCard(
        conversation_id=row.id,
        customer_id=customer_id,
        customer=row.customer,
        channel=row.channel,
        account=row.account,
        storefront=row.storefront,
        external_id=external_id,
        opened_at=opened_at,
        blocked=blocked_at is not None,
        visitor_online=online == 1,
        visitor_typing_until=typing_until or 0,
        delivered_seq=delivered,
        read_seq=read,
        advertiser=advertiser_at is not None,
        assignments=tuple(map(AssignmentRecord._make, assignments)),
        other_conversations=others,
        lookers=lookers,
        holder_off=off == 1,
    )


def _round(row: Row) -> RoundRecord:
    facts: Row = (*row[:7], bool(row[7]))
    return RoundRecord(*facts)


def rounds(tx: Tx, conversation_id: int) -> list[RoundRecord]:
    """Every round of a conversation, oldest first, the running one at the end."""
    finished = [
        _round(row)
        for row in tx.all(
            "SELECT r.started_at, r.started_seq, r.answered_at, r.answered_seq, s.staff_no,"
            " r.shop_us, r.agent_us, r.counted"
            " FROM answered_round r JOIN staff s ON s.id = r.staff_id"
            " WHERE r.conversation_id = :id ORDER BY r.answered_seq",
            id=conversation_id,
        )
    ]
    running = tx.one(
        "SELECT round_started_at, round_seq, round_counted FROM conversation"
        " WHERE id = :id AND round_started_at IS NOT NULL",
        id=conversation_id,
    )
    if running is not None:
        started_at, seq, counted = running
        finished.append(RoundRecord(started_at, seq, None, None, None, None, None, bool(counted)))
    return finished
