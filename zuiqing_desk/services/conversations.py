"""What an agent does with a conversation besides answering it."""

from zuiqing_desk.rules import conversation as states
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import duty, first_come, staff
from zuiqing_desk.services.assignment import give, put_back, release
from zuiqing_desk.services.bridge import events
from zuiqing_desk.services.conversation_row import ConversationRow, append_line, load, save
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import gate
from zuiqing_desk.services.inbound import checked_text
from zuiqing_desk.services.orders import linking
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.store.tx import Tx

# Running rounds first, by the seconds they have left, then lines that came off duty (band 0 and 1);
# urgency ascending is "most urgent first" in both (rules.clock.place).
_FIRST = """
SELECT c.id, c.band, c.urgency FROM conversation c CROSS JOIN customer u ON u.id = c.customer_id
WHERE c.state <> 'closed' AND c.last_seq > 0 AND {whose} AND c.band < 2 AND +c.state <> 'snoozed'
  AND u.blocked_at IS NULL AND c.id <> :skip
ORDER BY c.band, c.urgency, c.id LIMIT 1
"""
# Of both the first, each from the index that keeps it in order.
_NEXT = f"""
SELECT id FROM (SELECT * FROM ({_FIRST.format(whose="c.assignee_id IS NULL")})
                UNION ALL SELECT * FROM ({_FIRST.format(whose="c.assignee_id = :staff")}))
ORDER BY band, urgency, id LIMIT 1
"""


def take_next(tx: Tx, staff_id: int, showing: int | None = None) -> int | None:
    """Take the most urgent conversation among mine unanswered and those nobody has.

    It may exceed capacity. ``showing`` is passed over while another one waits. None when nobody
    waits. Two desks never get the same unassigned one: this runs in a write transaction. Raises
    Refused ``handover_first`` while a handover that was left in the book waits for this person.
    """
    staff.working(tx, staff_id)
    gate.require(tx, staff_id)
    found = tx.value(_NEXT, staff=staff_id, skip=showing or 0)
    if found is None and showing is not None:
        found = tx.value(_NEXT, staff=staff_id, skip=0)
    if found is None:
        return None
    row = load(tx, found)
    if row.assignee_id != staff_id or row.state != "active":
        _make_mine(tx, row, staff_id, "next")
    return row.id


def _make_mine(tx: Tx, row: ConversationRow, staff_id: int, how: str) -> None:
    if row.assignee_id != staff_id:
        give(tx, row, staff_id, "next" if how == "next" else "opened")
    row.state = "active"
    row.snoozed_until = None
    save(tx, row)
    tx.journal("conversation.assigned", row.id, actor=staff_id, detail=how)


def take(tx: Tx, conversation_id: int, staff_id: int) -> None:
    """Take a certain conversation that nobody has, or somebody who is off duty.

    Raises Refused ``taken`` when somebody else has it, ``handover_first`` as ``take_next``.
    """
    staff.working(tx, staff_id)
    gate.require(tx, staff_id)
    row = load(tx, conversation_id)
    first_come.require_free(tx, row, staff_id)
    if row.assignee_id != staff_id or row.state != "active":
        _make_mine(tx, row, staff_id, "taken")


def _require_own(tx: Tx, row: ConversationRow, actor: int) -> None:
    # What a lead has just taken is not put away by the key the agent pressed in the same second.
    if staff.by_id(tx, actor).role != "lead":
        first_come.require_free(tx, row, actor)


def seen(tx: Tx, conversation_id: int, staff_id: int) -> None:
    """The agent who has the conversation looks at it: nothing is unread any more."""
    changed = tx.run(
        "UPDATE conversation SET unread = 0, seen_seq = last_seq"
        " WHERE id = :id AND assignee_id = :staff AND (unread > 0 OR seen_seq < last_seq)",
        id=conversation_id,
        staff=staff_id,
    )
    if changed:
        tx.journal("conversation.seen", conversation_id, actor=staff_id)


def close(tx: Tx, conversation_id: int, actor: int) -> None:
    """End a conversation; it reopens by itself when the customer writes.

    Raises Refused ``unanswered`` while a customer waits, ``stuck`` while an answer is held up,
    ``taken`` when a colleague has it and the actor is no lead.
    """
    row = load(tx, conversation_id)
    new_state = states.can_close(row.state)
    _require_own(tx, row, actor)
    if row.clock.started_at is not None and row.blocked_at is None:
        raise Refused(
            "unanswered", "客户的话还没有回复，先回复，或标为客套（{line.courtesy}）再结束。"
        )
    if tx.one(
        "SELECT 1 FROM outbox WHERE conversation_id = :id AND state IN ('asking', 'failed')"
        " AND done_at IS NULL",
        id=conversation_id,
    ):
        raise Refused("stuck", "还有没发出去的消息，先重发（{chat.retry}）再结束。")
    release(tx, row)
    row.state = new_state
    row.snoozed_until = None
    row.unread = 0
    save(tx, row)
    events.closed(tx, row)
    tx.journal("conversation.closed", row.id, actor=actor)


def reopen(tx: Tx, conversation_id: int, actor: int) -> None:
    """Take a closed conversation up again, as mine."""
    row = load(tx, conversation_id)
    row.state = states.can_reopen(row.state)
    give(tx, row, actor, "opened")
    save(tx, row)
    tx.journal("conversation.reopened", row.id, actor=actor)


def snooze(tx: Tx, conversation_id: int, until: int, actor: int) -> None:
    """Put a conversation aside until a time (microseconds) or any line of the customer.

    One that nobody has becomes the actor's. Raises Refused ``past`` or ``closed``, or ``taken``
    when a colleague has it and the actor is no lead.
    """
    row = load(tx, conversation_id)
    _require_own(tx, row, actor)
    if row.state == "queued":
        give(tx, row, actor, "opened")
        row.state = "active"
    new_state = states.can_snooze(row.state)
    if until <= tx.now:
        raise Refused("past", "这个时间已经过了，请选以后的时间。")
    row.state = new_state
    row.snoozed_until = until
    save(tx, row)
    tx.journal("conversation.snoozed", row.id, actor=actor)


def wake_due(tx: Tx) -> int:
    """Wake every snoozed conversation whose time has come; how many.

    Who waits for an answer of somebody who has left goes to the queue. Run by the gateway's holder.
    """
    woken = tx.all(
        "UPDATE conversation SET snoozed_until = NULL,"
        " state = CASE WHEN assignee_id IS NULL THEN 'queued' ELSE 'active' END"
        " WHERE snoozed_until IS NOT NULL AND snoozed_until <= :now AND state = 'snoozed'"
        " RETURNING id",
        now=tx.now,
    )
    for (conversation_id,) in woken:
        tx.journal("conversation.woken", conversation_id)
        row = load(tx, conversation_id)
        waits = row.clock.started_at is not None
        if waits and row.assignee_id is not None and row.holder_duty is None:
            put_back(tx, row)
            save(tx, row)
            tx.journal("conversation.released", row.id)
    return len(woken)


def transfer(tx: Tx, conversation_id: int, to_staff_no: str, note: str, actor: int) -> None:
    """Hand a conversation to a colleague, with a note that tells them what they need.

    Raises Refused ``note_needed``, ``no_staff``, ``disabled``, ``not_on_duty``, ``same_person``,
    or ``taken`` when a colleague has it and the actor is no lead.
    """
    row = load(tx, conversation_id)
    states.can_transfer(row.state)
    if not note.strip():
        raise Refused("note_needed", "转交要写一句交代，让同事接得上话。")
    target = staff.working(tx, staff.by_no(tx, to_staff_no).id)
    if target.id == row.assignee_id:
        raise Refused("same_person", "这个会话本来就在他手上。")
    if duty.state_of(tx, target.id) != "on":
        raise Refused("not_on_duty", f"{target.staff_no} {target.name} 现在不在岗，请换一位。")
    giver = staff.working(tx, actor)
    _require_own(tx, row, actor)
    pass_to(tx, row, target, checked_text(note), giver)


def pass_to(
    tx: Tx, row: ConversationRow, target: StaffMember, words: str, giver: StaffMember
) -> None:
    """Put a conversation into a colleague's hands and write down what they must know. Whether it
    may be done, the caller has asked."""
    text = f"{giver.staff_no} 转交给 {target.staff_no}：{words}"
    append_line(tx, row, author="note", kind="note", staff_id=giver.id, text=text)
    give(tx, row, target.id, "transfer")
    if target.after_sale and not target.pre_sale:
        row.post = "after_sale"
    elif target.pre_sale and not target.after_sale:
        row.post = "pre_sale"
    row.state = "active"
    row.snoozed_until = None
    row.unread = max(row.unread, 1)
    save(tx, row)
    tx.journal("conversation.transferred", row.id, actor=giver.id, detail=str(target.id))


def note(tx: Tx, conversation_id: int, text: str, actor: int) -> int:
    """Write an internal note, never sent to the customer; its seq. Raises Refused ``erased``,
    ``empty`` or ``too_long``."""
    row = load(tx, conversation_id)
    row.require_customer()
    append_line(tx, row, author="note", kind="note", staff_id=actor, text=checked_text(text))
    save(tx, row)
    tx.journal("line.noted", row.id, actor=actor, detail=str(row.last_seq))
    return row.last_seq


def block(tx: Tx, conversation_id: int, actor: int) -> None:
    """Refuse this sender from now on and close the conversation."""
    row = load(tx, conversation_id)
    tx.run(
        "UPDATE customer SET blocked_at = :now, blocked_by = :actor WHERE id = :id",
        now=tx.now,
        actor=actor,
        id=row.customer_id,
    )
    release(tx, row)
    if row.state != "closed":
        events.closed(tx, row)
    row.state = "closed"
    row.snoozed_until = None
    row.unread = 0
    save(tx, row)
    tx.journal("customer.blocked", row.id, actor=actor)


def unblock(tx: Tx, conversation_id: int, actor: int) -> None:
    """Let a blocked sender write again."""
    row = load(tx, conversation_id)
    tx.run(
        "UPDATE customer SET blocked_at = NULL, blocked_by = NULL WHERE id = :id",
        id=row.customer_id,
    )
    tx.journal("customer.unblocked", row.id, actor=actor)


def open_manual(tx: Tx, *, platform: str, buyer_id: str, actor: int) -> int:
    """Open (or find) the conversation with a buyer on a platform that has no connector; its id.

    It becomes the actor's unless a colleague on duty has it. Raises Refused ``platform`` or
    ``buyer_id``.
    """
    staff.working(tx, actor)
    buyer_id = clean_line(buyer_id)
    if not 1 <= len(buyer_id) <= 60:
        raise Refused("buyer_id", "请填写买家账号，1–60 个字。")
    account = tx.one(
        "SELECT id, post FROM channel_account WHERE channel = 'manual' AND name = :name",
        name=platform,
    )
    if account is None:
        raise Refused("platform", f"没有平台“{clean_line(platform)[:20]}”。")
    account_id, post = account
    found = tx.value(
        "SELECT id FROM conversation WHERE account_id = :account AND external_id = :buyer",
        account=account_id,
        buyer=buyer_id,
    )
    conversation_id = found or _found(tx, account_id, post, buyer_id, buyer_id)
    row = load(tx, conversation_id)
    if row.last_seq == 0:
        append_line(
            tx, row, author="system", kind="system", text=f"手工会话：{platform} {buyer_id}"
        )
    take_over = row.assignee_id is None or duty.state_of(tx, row.assignee_id) == "off"
    if take_over:
        give(tx, row, actor, "opened")
        row.state = "active"
        row.snoozed_until = None
    save(tx, row)
    linking.meet(tx, row.id)
    tx.journal("conversation.opened", row.id, actor=actor)
    return row.id


def _found(tx: Tx, account_id: int, post: str, external_id: str, name: str) -> int:
    customer = tx.insert(
        "INSERT INTO customer (name, created_at) VALUES (:name, :now)", name=name, now=tx.now
    )
    return tx.insert(
        "INSERT INTO conversation (account_id, customer_id, external_id, state, post, opened_at,"
        " last_seq, last_line_at, last_text, last_from, seen_seq, unread, delivered_seq, read_seq,"
        " round_counted, round_first, round_target_s, agent_asked, agent_spoke, agent_lines,"
        " band, urgency)"
        " VALUES (:account, :customer, :external, 'closed', :post, :now,"
        " 0, 0, '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0)",
        account=account_id,
        customer=customer,
        external=external_id,
        post=post,
        now=tx.now,
    )


def found_conversation(tx: Tx, *, account_id: int, external_id: str, name: str) -> int:
    """A new customer with a conversation on this account, still without a line; its id."""
    post = tx.value("SELECT post FROM channel_account WHERE id = :id", id=account_id) or "pre_sale"
    return _found(tx, account_id, post, external_id, name)
