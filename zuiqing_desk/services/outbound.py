"""An agent's line goes out: stored, clocked and put into the outbox in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from zuiqing_desk.rules import clock, courtesy, meant_for, wording
from zuiqing_desk.rules.advertiser import excludes
from zuiqing_desk.rules.conversation import on_agent_line
from zuiqing_desk.rules.template import is_torn, placeholders
from zuiqing_desk.rules.wording import Finding
from zuiqing_desk.services import first_come, outbox, policy, shop, staff, wording_check
from zuiqing_desk.services.assignment import give
from zuiqing_desk.services.conversation_row import ConversationRow, append_line, load, save
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import gate
from zuiqing_desk.services.inbound import checked_text
from zuiqing_desk.services.replies import usage
from zuiqing_desk.services.replies.records import Used
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


class WordingRefused(Refused):
    """What should not be sent as it stands; ``findings`` says where. The agent may override it."""

    named: ClassVar[str] = "wording"
    begins: ClassVar[str] = ""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(self.named, self.begins + wording.describe(findings))
        self.findings = findings


class MeantForAnother(WordingRefused):
    """What looks meant for another customer, whatever else is wrong with it."""

    named = "meant_for"
    begins = "像是写给别的客户的："


def reply(
    tx: Tx,
    *,
    conversation_id: int,
    staff_id: int,
    text: str,
    client_id: str,
    used: Sequence[Used] = (),
    override: bool = False,
) -> Sent:
    """Answer a customer.

    ``client_id`` is chosen once for this answer and never changes: the same one again is answered
    with what stands already. The conversation becomes the sender's if nobody has it, or somebody
    off duty. ``used``: the canned replies the text was made of. Raises Refused ``empty``,
    ``too_long``, ``disabled``, ``blocked``, ``erased``, ``no_conversation``, ``taken`` while a
    colleague has it, ``unfilled`` while a ``{?…}`` stands in the text, or ``handover_first`` while
    a handover that was left in the book waits for the sender; WordingRefused for what
    services.wording_check finds, unless ``override``, which is journalled.
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
    gate.require(tx, staff_id)
    first_come.require_free(tx, row, staff_id)
    if row.blocked_at is not None:
        raise Refused("blocked", "这位客户已拉黑，先解除拉黑再回复。")
    row.require_customer()
    text = checked_text(text)
    _refuse_unfilled(text)
    findings = wording_check.check(tx, conversation_id, staff_id, text)
    if findings and not override:
        raise _refusal(findings)
    if row.assignee_id != staff_id:
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
    usage.record(tx, used, staff_id, row.id, row.last_seq)
    tx.journal("line.sent", row.id, actor=staff_id, detail=str(row.last_seq))
    for kind, rules in _overridden(findings):
        tx.journal(kind, row.id, actor=staff_id, detail=",".join(rules))
    return Sent(row.id, line_id, row.last_seq, tx.now, by_hand, duplicate=False)


def _refusal(findings: tuple[Finding, ...]) -> WordingRefused:
    others = any(one.rule in meant_for.WHY for one in findings)
    return MeantForAnother(findings) if others else WordingRefused(findings)


def _overridden(findings: Sequence[Finding]) -> list[tuple[str, list[str]]]:
    """The journal rows for what is sent all the same: which rules, never which words."""
    rules = list(dict.fromkeys(finding.rule for finding in findings))
    kinds = {
        "wording.overridden": [one for one in rules if one not in meant_for.WHY],
        "meant_for.overridden": [one for one in rules if one in meant_for.WHY],
    }
    return [(kind, found) for kind, found in kinds.items() if found]


def _refuse_unfilled(text: str) -> None:
    labels = list(dict.fromkeys(place.label for place in placeholders(text)))
    if labels:
        raise Refused("unfilled", f"还没填：{'、'.join(labels)}。填好再发。")
    if is_torn(text):
        raise Refused("unfilled", "有一处“{?”没有填完，补好或删掉再发。")


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


def carried_by_hand(tx: Tx, conversation_id: int, client_id: str) -> bool:
    """Whether the agent has sent this answer themselves, in a conversation kept by hand."""
    found: int | None = tx.value(
        "SELECT 1 FROM line l JOIN channel_account a ON a.id = l.account_id"
        " WHERE l.conversation_id = :id AND l.client_id = :client AND l.author = 'agent'"
        " AND l.status = 'sent' AND a.channel = :manual",
        id=conversation_id,
        client=client_id,
        manual=MANUAL,
    )
    return found is not None
