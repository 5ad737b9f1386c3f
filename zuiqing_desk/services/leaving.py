"""Who leaves the shop: disabled, with their open work listed and handed on.

CRM practice: when an agent leaves, their customers are handed on. Call-centre manual, 交接规定:
what was not handed over stays open until somebody has it.
"""

from dataclasses import dataclass, replace
from typing import Final

from zuiqing_desk.rules.handover_words import SUMMARY_CHARS
from zuiqing_desk.rules.promises import KINDS
from zuiqing_desk.services import duty, staff
from zuiqing_desk.services.assignment import give, put_back
from zuiqing_desk.services.conversation_row import append_line, load, save
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import items
from zuiqing_desk.services.handover.records import ItemWords, Person
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.store.tx import Tx

_CONVERSATIONS: Final = (
    "SELECT id FROM conversation WHERE assignee_id = :id AND state <> 'closed' AND last_seq > 0"
)
_ORDERS: Final = "SELECT id FROM shop_order WHERE verdict = 'handed_back' AND handed_to = :id"
_PROMISES: Final = "SELECT id FROM promise WHERE state = 'open' AND staff_id = :id"
_ITEMS: Final = "SELECT id FROM handover_item WHERE state = 'open' AND for_staff_id = :id"
_SHIFTS: Final = (
    "SELECT id FROM roster_entry WHERE staff_id = :id AND removed_at IS NULL AND ends_at > :now"
    " AND begins_at > :now"
)
_SWAPS: Final = (
    "SELECT id FROM roster_swap WHERE state IN ('asked', 'agreed') AND :id IN (asked_by, with_id)"
)
_LEAVE: Final = "SELECT id FROM leave_request WHERE state = 'asked' AND staff_id = :id"

_OPEN: Final = (
    ("手上的会话", _CONVERSATIONS),
    ("退回给他的订单", _ORDERS),
    ("没兑现的承诺", _PROMISES),
    ("指名给他的交接事项", _ITEMS),
    (
        "没签的交接（要组长代签）",
        "SELECT id FROM handover_section WHERE state = 'open' AND giver_id = :id",
    ),
    (
        "等他签收的交接（要换人接）",
        "SELECT t.page_id FROM handover_taker t JOIN handover_page p ON p.id = t.page_id"
        " WHERE t.staff_id = :id AND t.signed_at IS NULL AND p.state = 'given'",
    ),
    ("已排的班（会清空，要补人）", _SHIFTS + " AND kind = 'work'"),
    ("没批的调班", _SWAPS),
    ("没批的请假", _LEAVE),
)


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What somebody still has in hand. ``lines``: (Chinese name, how many), only what there is."""

    person: Person
    lines: tuple[tuple[str, int], ...]


def open_work(tx: Tx, staff_id: int) -> OpenWork:
    """What somebody still has in hand. Raises Refused ``no_staff``."""
    who = staff.by_id(tx, staff_id)
    counted = ((name, len(_ids(tx, sql, who.id))) for name, sql in _OPEN)
    return OpenWork(
        Person(who.id, who.staff_no, who.name), tuple(line for line in counted if line[1])
    )


def leave_shop(tx: Tx, staff_no: str, to_staff_no: str | None, actor: int | None) -> OpenWork:
    """Disable somebody and hand their open work to a colleague, or back to everybody; what it was.

    Whoever waits for an answer goes to the queue unless the colleague is on duty. Promises become
    matters of the notebook, for the colleague or whoever comes next. What needs somebody's
    signature stays for a lead. Also for somebody disabled before. ``actor`` None: the command
    line. Raises Refused ``no_staff``, ``disabled`` of the colleague, ``same_person``,
    ``last_lead`` or ``not_lead``.
    """
    if actor is not None:
        staff.require_lead(tx, actor)
    who = staff.by_no(tx, staff_no)
    to = None if to_staff_no is None else staff.working(tx, staff.by_no(tx, to_staff_no).id)
    if to is not None and to.id == who.id:
        raise Refused("same_person", "要离店的人不能交给自己，请选另一位同事。")
    work = open_work(tx, who.id)
    _hand_on_conversations(tx, who, to, actor)
    _hand_on_orders(tx, who, to, actor)
    _hand_on_matters(tx, who, to, actor)
    _leave_roster(tx, who, actor)
    if to is not None:
        tx.journal("staff.handed_on", who.id, actor=actor, detail=str(to.id))
    staff.set_active(tx, who.staff_no, False, actor)
    return work


def _ids(tx: Tx, sql: str, staff_id: int) -> list[int]:
    now = {"now": tx.now} if ":now" in sql else {}
    return [row[0] for row in tx.all(sql + " ORDER BY 1", id=staff_id, **now)]


def _hand_on_conversations(
    tx: Tx, who: StaffMember, to: StaffMember | None, actor: int | None
) -> None:
    if to is not None:
        # Who comes back is led to who knows about them.
        tx.run(
            "UPDATE conversation SET last_agent_id = :to WHERE last_agent_id = :id",
            id=who.id,
            to=to.id,
        )
    there = to is not None and duty.state_of(tx, to.id) == "on"
    for conversation_id in _ids(tx, _CONVERSATIONS, who.id):
        row = load(tx, conversation_id)
        waiting = row.clock.started_at is not None
        if to is not None and (there or not waiting):
            text = f"{who.staff_no} 离店，转交给 {to.staff_no}。"
            append_line(tx, row, author="note", kind="note", staff_id=actor, text=text)
            give(tx, row, to.id, "transfer")
            row.unread = max(row.unread, 1)
            happened, detail = "conversation.transferred", str(to.id)
        else:
            put_back(tx, row)
            happened, detail = "conversation.released", ""
        save(tx, row)
        tx.journal(happened, row.id, actor=actor, detail=detail)


def _hand_on_orders(tx: Tx, who: StaffMember, to: StaffMember | None, actor: int | None) -> None:
    for order_id in _ids(tx, _ORDERS, who.id):
        tx.run(
            "UPDATE shop_order SET handed_to = :to, updated_at = max(:now, updated_at + 1)"
            " WHERE id = :id",
            id=order_id,
            to=None if to is None else to.id,
            now=tx.now,
        )
        tx.journal(
            "order.handed_on", order_id, actor=actor, detail="" if to is None else to.staff_no
        )


def _hand_on_matters(tx: Tx, who: StaffMember, to: StaffMember | None, actor: int | None) -> None:
    """What is for them in the notebook is for the colleague, or whoever comes next; what stands on
    a page signed but not sealed stays as it was signed. So with their promises."""
    by = actor or (who if to is None else to).id
    if not staff.by_id(tx, by).active:
        return
    for item_id in _ids(tx, _ITEMS, who.id):
        item = items.one(tx, item_id)
        words = replace(item.words, for_staff_id=None if to is None else to.id)
        try:
            items.edit(tx, item_id, words, by, revision=item.revision)
        except Refused as refused:
            if refused.code != "handed_over":
                raise
    for promise_id in _ids(tx, _PROMISES, who.id):
        words = _promise(tx, promise_id, None if to is None else to.id)
        try:
            items.note(tx, words, by, source=f"promise:{promise_id}")
        except Refused as refused:
            if refused.code != "noted_already":
                raise


def _promise(tx: Tx, promise_id: int, to: int | None) -> ItemWords:
    row = tx.one(
        "SELECT kind, what, until, conversation_id, order_id FROM promise WHERE id = :id",
        id=promise_id,
    )
    assert row is not None
    kind, what, until, conversation_id, order_id = row
    late = until is not None and until < tx.now
    return ItemWords(
        "promise",
        "red" if late else "amber",
        f"兑现承诺：{KINDS[kind]} {what}"[:SUMMARY_CHARS],
        for_staff_id=to,
        due_at=until,
        conversation_id=conversation_id,
        order_id=order_id,
    )


def _leave_roster(tx: Tx, who: StaffMember, actor: int | None) -> None:
    """Everything to come is taken off; the shift that runs stays on record."""
    tx.run(
        "UPDATE roster_entry SET removed_at = max(set_at, :now), removed_by = :actor"
        f" WHERE id IN ({_SHIFTS})",
        id=who.id,
        now=tx.now,
        actor=actor,
    )
    for table, mine in (("roster_swap", _SWAPS), ("leave_request", _LEAVE)):
        tx.run(
            f"UPDATE {table} SET state = 'withdrawn', decided_by = :actor, decided_at = :now,"
            f" why = '离店' WHERE id IN ({mine})",
            id=who.id,
            actor=actor,
            now=tx.now,
        )
