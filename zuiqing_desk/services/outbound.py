"""An agent's line goes out: stored, clocked and put into the outbox in one transaction."""

from dataclasses import dataclass

from zuiqing_desk.rules import clock, courtesy
from zuiqing_desk.rules.advertiser import excludes
from zuiqing_desk.rules.conversation import on_agent_line
from zuiqing_desk.services import outbox, policy, shop, staff
from zuiqing_desk.services.assignment import give
from zuiqing_desk.services.conversation_row import ConversationRow, append_line, load, save
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.inbound import checked_text
from zuiqing_desk.store.tx import Tx

MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Sent:
    """Where an answer stands. ``by_hand``: the agent carries it over, through the clipboard."""

    conversation_id: int
    line_id: int
    seq: int
    at: int
    by_hand: bool
    duplicate: bool


def reply(tx: Tx, *, conversation_id: int, staff_id: int, text: str, client_id: str) -> Sent:
    """Answer a customer.

    ``client_id`` is chosen once for this answer and never changes: the same one again is answered
    with what stands already. The conversation becomes the sender's if nobody has it. Raises Refused
    ``empty``, ``too_long``, ``disabled``, ``blocked`` or ``no_conversation``.
    """
    staff.working(tx, staff_id)
    row = load(tx, conversation_id)
    known = tx.one(
        "SELECT id, seq, at FROM line WHERE conversation_id = :id AND client_id = :client",
        id=conversation_id,
        client=client_id,
    )
    by_hand = row.channel == MANUAL
    if known is not None:
        line_id, seq, at = known
        return Sent(row.id, line_id, seq, at, by_hand, duplicate=True)
    if row.blocked_at is not None:
        raise Refused("blocked", "这位客户已拉黑，先解除拉黑再回复。")
    text = checked_text(text)
    if row.assignee_id is None:
        give(tx, row, staff_id, "answered")
    _run_clock(tx, row, staff_id, text)
    row.state = on_agent_line(row.state)
    row.snoozed_until = None
    row.last_agent_id = staff_id
    row.unread = 0
    line_id = append_line(
        tx,
        row,
        author="agent",
        staff_id=staff_id,
        text=text,
        client_id=client_id,
        status="sent" if by_hand else "pending",
    )
    assert line_id is not None
    if not by_hand:
        outbox.put(tx, row, line_id, client_id=client_id)
    tx.run(
        "DELETE FROM draft WHERE staff_id = :staff AND conversation_id = :id",
        staff=staff_id,
        id=row.id,
    )
    save(tx, row)
    tx.journal("line.sent", row.id, actor=staff_id, detail=str(row.last_seq))
    return Sent(row.id, line_id, row.last_seq, tx.now, by_hand, duplicate=False)


def _run_clock(tx: Tx, row: ConversationRow, staff_id: int, text: str) -> None:
    rules = policy.current(tx, row.policy_id)
    mine_since = row.assigned_at if row.assignee_id == staff_id else None
    line = clock.AgentLine(row.last_seq + 1, tx.now, staff_id, mine_since, courtesy.asks(text))
    row.clock, answered = clock.step(row.clock, line, rules, shop.today(tx))
    row.agent_lines += 1
    if row.advertiser_at is None and excludes(row.agent_lines, text, rules):
        row.advertiser_at = tx.now
    if answered is not None:
        record_round(tx, row.id, answered)


def record_round(tx: Tx, conversation_id: int, answered: clock.Answered) -> None:
    """Keep a finished round, so that figures need not read every line again."""
    tx.run(
        "INSERT INTO answered_round (conversation_id, started_seq, started_at, answered_seq,"
        " answered_at, staff_id, shop_us, agent_us, counted, first_of_day)"
        " VALUES (:id, :started_seq, :started_at, :answered_seq, :answered_at, :staff, :shop,"
        " :agent, :counted, :first)",
        id=conversation_id,
        started_seq=answered.started_seq,
        started_at=answered.started_at,
        answered_seq=answered.answered_seq,
        answered_at=answered.answered_at,
        staff=answered.staff_id,
        shop=answered.shop_us,
        agent=answered.agent_us,
        counted=answered.counted,
        first=answered.first_of_day,
    )
