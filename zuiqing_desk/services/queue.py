"""The queue: who waits, most urgent first."""

from typing import get_args

from zuiqing_desk.rules.calendar import day_starts_at, minutes
from zuiqing_desk.services import policy, shop
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.records import DayFigures, QueueRow, State
from zuiqing_desk.store.tx import Tx

COLUMNS = """
SELECT c.id, a.channel, a.name, f.name, u.name, c.state, c.post, c.assignee_id, s.staff_no,
       c.unread,
       CASE WHEN c.round_counted THEN c.round_started_at END, c.round_target_s,
       CASE WHEN NOT c.round_counted THEN c.round_started_at END,
       c.last_text, c.last_from, c.last_line_at, c.snoozed_until,
       (SELECT count(*) FROM outbox o WHERE o.conversation_id = c.id AND o.done_at IS NULL
        AND o.state IN ('asking', 'failed')),
       c.band, c.urgency
FROM conversation c
JOIN channel_account a ON a.id = c.account_id
JOIN storefront f ON f.id = a.storefront_id
JOIN customer u ON u.id = c.customer_id
LEFT JOIN staff s ON s.id = c.assignee_id
"""
"""What a QueueRow is made of; ``c`` is the conversation."""

_OPEN = " WHERE c.state <> 'closed' AND c.last_seq > 0"
_BY_URGENCY = " ORDER BY c.band, c.urgency, c.id LIMIT :limit"
_ROUNDS = (
    " FROM answered_round r JOIN conversation c ON c.id = r.conversation_id"
    " WHERE r.counted AND c.advertiser_at IS NULL"
)
DAY_MINUTES = 24 * 60
_MINE = " AND (c.assignee_id IS NULL OR c.assignee_id = :staff)"


def page(
    tx: Tx, *, staff_id: int | None = None, state: State | None = None, limit: int = 200
) -> list[QueueRow]:
    """The first rows of the queue.

    ``staff_id``: only this person's conversations and those nobody has. ``state``: one state alone;
    without it everything that is not closed. Closed ones come newest first. Raises Refused
    ``state`` for an unknown state.
    """
    if state is not None and state not in get_args(State):
        raise Refused("state", "会话状态只有 queued、active、snoozed、closed。")
    mine = _MINE if staff_id is not None else ""
    if state == "closed":
        sql = (
            COLUMNS
            + " WHERE c.state = 'closed' AND c.last_seq > 0"
            + mine.replace("c.assignee_id = :staff", "c.last_agent_id = :staff")
            + " ORDER BY c.last_line_at DESC, c.id DESC LIMIT :limit"
        )
    elif state is not None:
        sql = COLUMNS + _OPEN + " AND c.state = :state" + mine + _BY_URGENCY
    else:
        sql = COLUMNS + _OPEN + mine + _BY_URGENCY
    params: dict[str, object] = {"limit": limit}
    if staff_id is not None:
        params["staff"] = staff_id
    if state is not None and state != "closed":
        params["state"] = state
    return list(map(QueueRow._make, tx.all(sql, **params)))


def one(tx: Tx, conversation_id: int) -> QueueRow:
    """The queue's view of one conversation, whatever its state.

    Raises Refused ``no_conversation``.
    """
    row = tx.one(COLUMNS + " WHERE c.id = :id", id=conversation_id)
    if row is None:
        raise Refused("no_conversation", f"没有编号为 {conversation_id} 的会话。")
    return QueueRow._make(row)


def figures(tx: Tx) -> DayFigures:
    """What waits now, and how the shop's counted rounds of this business day went.

    The share answered within the limit looks at rounds that began in the scored hours alone
    (marketplace rule: 180 s, 08:00 to 24:00). Conversations of advertisers are left out (醉卿
    manual, 客服绩效, 谈单转化率, note 2).
    """
    rules = policy.current(tx)
    waiting, overdue = tx.all(
        "SELECT count(*), coalesce(sum(c.band = 0 AND c.round_started_at < :limit), 0)"
        " FROM conversation c"
        " WHERE c.state <> 'closed' AND c.last_seq > 0 AND c.band < 2 AND c.state <> 'snoozed'",
        limit=tx.now - rules.overdue_s * 1_000_000,
    )[0]
    info = shop.get(tx)
    assert info is not None
    today = shop.today(tx)
    first_avg = tx.value(
        "SELECT avg(r.shop_us)" + _ROUNDS + " AND r.answered_at >= :since AND r.first_of_day",
        since=day_starts_at(today, info.time_zone, info.day_start_minute),
    )
    opens, closes = minutes(rules.scored_from), minutes(rules.scored_to)
    length = (closes - opens) % DAY_MINUTES or DAY_MINUTES
    start = day_starts_at(today, info.time_zone, opens % DAY_MINUTES)
    rounds, in_time = tx.all(
        "SELECT count(*), coalesce(sum(r.shop_us <= :target), 0)"
        + _ROUNDS
        + " AND r.answered_at >= :start AND r.started_at >= :start AND r.started_at < :end",
        target=rules.overdue_s * 1_000_000,
        start=start,
        end=start + length * 60_000_000,
    )[0]
    return DayFigures(
        waiting=waiting,
        overdue=overdue,
        first_answer_avg_us=None if first_avg is None else int(first_avg),
        within_180_permille=None if not rounds else in_time * 1000 // rounds,
    )
