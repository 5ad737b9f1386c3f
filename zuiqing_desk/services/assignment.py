"""Giving conversations to people: routing, taking, handing over."""

from typing import Literal

from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.rules.routing import Candidate, route
from zuiqing_desk.services.conversation_row import ConversationRow
from zuiqing_desk.store.tx import Tx

How = Literal["routed", "next", "transfer", "answered", "opened", "taken_over", "given_back"]

_CANDIDATES = """
SELECT s.id, d.state = 'on', s.pre_sale, s.after_sale,
       (SELECT count(*) FROM (SELECT 1 FROM conversation c WHERE c.assignee_id = s.id
                              AND c.state <> 'closed' AND c.last_seq > 0
                              AND +c.state = 'active' LIMIT :capacity))
FROM staff s JOIN duty d ON d.staff_id = s.id AND d.ended_at IS NULL
WHERE s.active
"""


def candidates(tx: Tx, capacity: int) -> list[Candidate]:
    """Everybody who is signed in, with their load (counted up to ``capacity``)."""
    return [
        Candidate(staff_id, bool(on), bool(pre), bool(after), load)
        for staff_id, on, pre, after, load in tx.all(_CANDIDATES, capacity=capacity)
    ]


def end(tx: Tx, conversation_id: int) -> None:
    """Close the running assignment in the record, if there is one."""
    tx.run(
        "UPDATE assignment SET ended_at = :now WHERE conversation_id = :id AND ended_at IS NULL",
        now=tx.now,
        id=conversation_id,
    )


def give(tx: Tx, row: ConversationRow, staff_id: int, how: How) -> None:
    """Make the conversation this person's, from now on. The caller saves the row."""
    if row.assignee_id is not None:
        end(tx, row.id)
    row.assignee_id = staff_id
    row.assigned_at = tx.now
    tx.run(
        "INSERT INTO assignment (conversation_id, staff_id, how, started_at)"
        " VALUES (:id, :staff, :how, :now)",
        id=row.id,
        staff=staff_id,
        how=how,
        now=tx.now,
    )


def release(tx: Tx, row: ConversationRow) -> None:
    """Take the conversation from whoever has it. The caller saves the row."""
    if row.assignee_id is not None:
        end(tx, row.id)
        row.assignee_id = None
        row.assigned_at = None


def put_back(tx: Tx, row: ConversationRow) -> None:
    """Take the conversation from whoever has it, for anybody. The caller saves the row.

    A time agreed with the customer stands, whoever has them; who waits for an answer is not left
    waiting for it in nobody's hands.
    """
    release(tx, row)
    if row.state != "snoozed" or row.clock.started_at is not None:
        row.state, row.snoozed_until = "queued", None


def route_line(tx: Tx, row: ConversationRow, policy: ShopPolicy) -> None:
    """Find somebody for a conversation in which a customer has just written.

    It stays with its agent while that one is on duty. When they are away it moves only if somebody
    else is free; when they have left it goes to the queue at the latest.
    """
    if row.holder_duty == "on":
        return
    chosen = None
    if row.anyone_on_duty:
        people = candidates(tx, policy.capacity)
        chosen = route(row.post, row.last_agent_id, people, policy.capacity)
    if chosen is not None:
        give(tx, row, chosen, "routed")
    elif row.holder_duty is None:
        release(tx, row)
