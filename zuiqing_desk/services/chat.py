"""One conversation as the screen and the scripts show it."""

from collections.abc import Sequence

from zuiqing_desk.services import presence, queue
from zuiqing_desk.services.records import (
    AssignmentRecord,
    Chat,
    ChatCard,
    LineRecord,
    LineStatus,
    RoundRecord,
)
from zuiqing_desk.store.tx import Row, Tx

_LINES = """
SELECT l.id, l.seq, l.at, l.author, s.staff_no, l.kind, l.text, l.status, l.courtesy, l.on_duty,
       o.id, coalesce(o.state, ''), coalesce(o.reason, ''),
       (SELECT group_concat(m.kind) FROM mark m WHERE m.line_id = l.id)
FROM line l
LEFT JOIN staff s ON s.id = l.staff_id
LEFT JOIN outbox o ON o.line_id = l.id
WHERE l.conversation_id = :id AND l.seq {side} :seq
ORDER BY l.seq {order} LIMIT :limit
"""
_BEFORE = _LINES.format(side="<", order="DESC")
_FROM = _LINES.format(side=">=", order="ASC")
_ENDS = """
SELECT (SELECT min(seq) FROM line WHERE conversation_id = :id),
       (SELECT max(seq) FROM line WHERE conversation_id = :id)
"""

_CARD = """
SELECT c.id, u.id, u.name, a.channel, a.name, f.name, c.external_id, c.opened_at, u.blocked_at,
       coalesce(p.online, 0), coalesce(p.typing_until, 0), c.delivered_seq, c.read_seq,
       c.advertiser_at,
       (SELECT count(*) FROM conversation o WHERE o.customer_id = u.id AND o.id <> c.id)
FROM conversation c
JOIN channel_account a ON a.id = c.account_id
JOIN storefront f ON f.id = a.storefront_id
JOIN customer u ON u.id = c.customer_id
LEFT JOIN visitor_presence p ON p.conversation_id = c.id
WHERE c.id = :id
"""

NEWEST = 2**62


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
    row = queue.one(tx, conversation_id)
    card = _card(tx, conversation_id)
    if around_seq is not None:
        found = _around(tx, conversation_id, around_seq, limit)
    elif after_seq is not None:
        found = tx.all(_FROM, id=conversation_id, seq=after_seq + 1, limit=limit)
    else:
        before = NEWEST if before_seq is None else before_seq
        found = tx.all(_BEFORE, id=conversation_id, seq=before, limit=limit)[::-1]
    lines = _lines(found, card)
    ((first, last),) = tx.all(_ENDS, id=conversation_id)
    return Chat(
        row,
        lines,
        has_earlier=bool(lines) and lines[0].seq > first,
        card=card,
        has_later=bool(lines) and lines[-1].seq < last,
        last_seq=last or 0,
    )


def _around(tx: Tx, conversation_id: int, seq: int, limit: int) -> list[Row]:
    above = tx.all(_BEFORE, id=conversation_id, seq=seq, limit=limit)[::-1]
    below = tx.all(_FROM, id=conversation_id, seq=seq, limit=limit)
    found = above + below
    start = max(0, min(len(above) - limit // 2, len(found) - limit))
    return found[start : start + limit]


def _lines(rows: Sequence[Row], card: ChatCard) -> tuple[LineRecord, ...]:
    # Without a call for each: they are read again at every change.
    make, read, delivered = LineRecord._make, card.read_seq, card.delivered_seq
    return tuple(
        make(
            (
                *row[:7],
                row[7] if row[7] != "sent" else _proved(row[1], read, delivered),
                row[8] == 1,
                row[9] == 1,
                tuple(sorted(row[13].split(","))) if row[13] else (),
                *row[10:13],
            )
        )
        for row in rows
    )


def _proved(seq: int, read: int, delivered: int) -> LineStatus:
    if seq <= read:
        return "read"
    return "delivered" if seq <= delivered else "sent"


def _card(tx: Tx, conversation_id: int) -> ChatCard:
    row = tx.one(_CARD, id=conversation_id)
    assert row is not None
    assignments = tx.all(
        "SELECT s.staff_no, s.name, a.how, a.started_at, a.ended_at FROM assignment a"
        " JOIN staff s ON s.id = a.staff_id WHERE a.conversation_id = :id"
        " ORDER BY a.id DESC LIMIT 20",
        id=conversation_id,
    )
    lookers = presence.lookers(tx, conversation_id)
    found, customer_id, customer, channel, account, storefront, external_id, opened_at = row[:8]
    blocked_at, online, typing_until, delivered, read, advertiser_at, others = row[8:]
    return ChatCard(
        conversation_id=found,
        customer_id=customer_id,
        customer=customer,
        channel=channel,
        account=account,
        storefront=storefront,
        external_id=external_id,
        opened_at=opened_at,
        blocked=blocked_at is not None,
        visitor_online=bool(online),
        visitor_typing_until=typing_until,
        delivered_seq=delivered,
        read_seq=read,
        advertiser=advertiser_at is not None,
        assignments=tuple(AssignmentRecord(*a) for a in assignments),
        other_conversations=others,
        viewers=tuple(one.staff_no for one in lookers),
        lookers=lookers,
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
