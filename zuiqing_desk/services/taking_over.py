"""A lead moves conversations out of their agents' hands: one, or many at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from zuiqing_desk.rules import conversation as states
from zuiqing_desk.services import conversations, duty, staff
from zuiqing_desk.services.assignment import give, put_back, release
from zuiqing_desk.services.conversation_row import ConversationRow, append_line, load, save
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import gate
from zuiqing_desk.services.inbound import checked_text
from zuiqing_desk.services.records import Post, StaffMember, State
from zuiqing_desk.store.tx import Tx

UNIT: Final = 100
"""Conversations a transaction moves at most: nobody else writes meanwhile."""


@dataclass(frozen=True, slots=True)
class Back:
    """In whose hands a conversation was (None: nobody's) before it came to ``now_with``."""

    conversation_id: int
    staff_id: int | None
    state: State
    post: Post
    snoozed_until: int | None
    last_line_at: int
    now_with: int | None


@dataclass(frozen=True, slots=True)
class Passed:
    """What was moved, each with the way back, and what was not, with the reason."""

    done: tuple[Back, ...]
    refused: tuple[tuple[int, str], ...]


def take_over(tx: Tx, conversation_id: int, lead: int) -> Back:
    """Take a conversation out of a colleague's hands, or out of the queue.

    Raises Refused ``not_lead``, ``handover_first``, ``closed``, ``yours`` or ``no_conversation``.
    """
    me = _leading(tx, lead)
    gate.require(tx, lead)
    return _take(tx, conversation_id, me)


def take_over_many(tx: Tx, conversation_ids: Sequence[int], lead: int) -> Passed:
    """Take several over, as ``take_over``; at most ``UNIT`` at once. Raises Refused ``not_lead``,
    ``handover_first`` or ``too_many``."""
    me = _leading(tx, lead)
    gate.require(tx, lead)
    return _each(conversation_ids, lambda one: _take(tx, one, me))


def pass_on_many(
    tx: Tx, conversation_ids: Sequence[int], to_staff_no: str | None, note: str, lead: int
) -> Passed:
    """Hand conversations to a colleague, or back to the queue (None), with one note for all.

    At most ``UNIT`` at once. One that cannot be moved is left and named; the others are moved.
    Raises Refused ``not_lead``, ``note_needed``, ``no_staff``, ``disabled``, ``not_on_duty`` or
    ``too_many``.
    """
    me = _leading(tx, lead)
    if not note.strip():
        raise Refused("note_needed", "转交要写一句交代，让同事接得上话。")
    words = checked_text(note)
    if to_staff_no is None:
        return _each(conversation_ids, lambda one: _release(tx, one, words, me))
    target = staff.working(tx, staff.by_no(tx, to_staff_no).id)
    if duty.state_of(tx, target.id) != "on":
        raise Refused("not_on_duty", f"{target.staff_no} {target.name} 现在不在岗，请换一位。")
    return _each(conversation_ids, lambda one: _pass_on(tx, one, target, words, me))


def give_back(tx: Tx, moved: Sequence[Back], lead: int) -> Passed:
    """Undo: put each back where it was, unless it has gone through other hands meanwhile.

    Raises Refused ``not_lead`` or ``too_many``.
    """
    me = _leading(tx, lead)
    known = {one.conversation_id: one for one in moved}
    return _each([*known], lambda one: _restore(tx, known[one], me))


def _leading(tx: Tx, staff_id: int) -> StaffMember:
    who = staff.working(tx, staff_id)
    if who.role != "lead":
        raise Refused("not_lead", "同事手上的会话只有组长可以接手或改派，请找组长。")
    return who


def _each(ids: Sequence[int], move: Callable[[int], Back]) -> Passed:
    if len(ids) > UNIT:
        raise Refused("too_many", f"一次最多转 {UNIT} 个会话。")
    done: list[Back] = []
    refused: list[tuple[int, str]] = []
    for one in dict.fromkeys(ids):
        try:
            done.append(move(one))
        except Refused as error:
            # Nothing is written about a conversation before the last reason to refuse it.
            refused.append((one, error.message))
    return Passed(tuple(done), tuple(refused))


def _back(row: ConversationRow, now_with: int | None) -> Back:
    return Back(
        row.id,
        row.assignee_id,
        row.state,
        row.post,
        row.snoozed_until,
        row.last_line_at,
        now_with,
    )


def _note(tx: Tx, row: ConversationRow, me: StaffMember, text: str) -> None:
    append_line(tx, row, author="note", kind="note", staff_id=me.id, text=text)


def _holder(tx: Tx, row: ConversationRow) -> str:
    return "队列" if row.assignee_id is None else staff.by_id(tx, row.assignee_id).staff_no


def _take(tx: Tx, conversation_id: int, me: StaffMember) -> Back:
    row = load(tx, conversation_id)
    if row.assignee_id == me.id:
        raise Refused("yours", "这个会话已经在您手上。")
    if row.state == "closed":
        raise Refused("closed", "这个会话已经结束；要跟进请重开。")
    back = _back(row, me.id)
    _note(tx, row, me, f"{me.staff_no} 从 {_holder(tx, row)} 接手")
    give(tx, row, me.id, "taken_over")
    row.state = states.can_take(row.state)
    row.snoozed_until = None
    save(tx, row)
    tx.journal("conversation.taken_over", row.id, actor=me.id, detail=str(back.staff_id or ""))
    return back


def _pass_on(
    tx: Tx, conversation_id: int, target: StaffMember, words: str, me: StaffMember
) -> Back:
    row = load(tx, conversation_id)
    states.can_transfer(row.state)
    if row.assignee_id == target.id:
        raise Refused("same_person", f"本来就在 {target.staff_no} 手上。")
    back = _back(row, target.id)
    conversations.pass_to(tx, row, target, words, me)
    return back


def _release(tx: Tx, conversation_id: int, words: str, me: StaffMember) -> Back:
    row = load(tx, conversation_id)
    states.can_transfer(row.state)
    if row.assignee_id is None:
        raise Refused("same_person", "本来就没有人接待。")
    back = _back(row, None)
    _note(tx, row, me, f"{me.staff_no} 从 {_holder(tx, row)} 放回队列：{words}")
    put_back(tx, row)
    save(tx, row)
    tx.journal("conversation.released", row.id, actor=me.id)
    return back


def _restore(tx: Tx, back: Back, me: StaffMember) -> Back:
    row = load(tx, back.conversation_id)
    if row.state == "closed":
        raise Refused("closed", "已经结束，还不回去了。")
    if row.assignee_id != back.now_with:
        raise Refused("moved_on", f"已经到了 {_holder(tx, row)} 手上，没有再动。")
    slept = back.state == "snoozed" and row.last_line_at == back.last_line_at
    asleep = slept and (back.snoozed_until or 0) > tx.now
    undone = _back(row, back.staff_id)
    if back.staff_id is None:
        _note(tx, row, me, f"{me.staff_no} 撤销，放回队列")
        release(tx, row)
    else:
        holder = staff.working(tx, back.staff_id)
        waits = row.clock.started_at is not None and not asleep
        if waits and duty.state_of(tx, holder.id) == "off":
            raise Refused("not_on_duty", f"{holder.staff_no} 已经下班，客户还等着，没有还回去。")
        _note(tx, row, me, f"{me.staff_no} 撤销，还给 {holder.staff_no}")
        give(tx, row, holder.id, "given_back")
    if asleep:
        row.state, row.snoozed_until = "snoozed", back.snoozed_until
    else:
        row.state, row.snoozed_until = "active" if row.assignee_id else "queued", None
    row.post = back.post
    save(tx, row)
    tx.journal("conversation.given_back", row.id, actor=me.id, detail=str(back.staff_id or ""))
    return undone
