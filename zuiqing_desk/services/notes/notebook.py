"""Writing in the notebook of problems and ideas 问题登记本.

醉卿 manual: each problem or idea is noted at the moment it occurs; the lead collects them weekly
and answers.
"""

from zuiqing_desk.rules.note_words import ANSWER_CHARS, NOTE_CHARS, PLACES
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.notes import reading
from zuiqing_desk.services.notes.records import Change, NoteRecord
from zuiqing_desk.services.replies import library
from zuiqing_desk.services.replies.records import ReplyWords
from zuiqing_desk.store.tx import Tx


def add(
    tx: Tx,
    text: str,
    actor: int,
    *,
    place: str = "",
    conversation_id: int | None = None,
    order_id: int | None = None,
) -> int:
    """Note a problem or an idea with what was on screen; its id. ``take_back`` takes it back.

    Raises Refused ``note_text``.
    """
    staff.working(tx, actor)
    note_id = tx.insert(
        "INSERT INTO problem_note (text, by, at, place, conversation_id, order_id, state, answer)"
        " VALUES (:text, :actor, :now, :place, :conversation_id, :order_id, 'open', '')",
        text=_text(text),
        actor=actor,
        now=tx.now,
        place=place if place in PLACES else "",
        conversation_id=_there(tx, "conversation", conversation_id),
        order_id=_there(tx, "shop_order", order_id),
    )
    tx.journal("note.added", note_id, actor=actor)
    return note_id


def change(tx: Tx, note_id: int, text: str, actor: int) -> Change:
    """Put the words of one's own note right, as long as nobody answered it.

    Raises Refused ``no_note``, ``not_yours``, ``answered`` or ``note_text``.
    """
    staff.working(tx, actor)
    before = _own_open(tx, note_id, actor)
    tx.run("UPDATE problem_note SET text = :text WHERE id = :id", text=_text(text), id=note_id)
    tx.journal("note.changed", note_id, actor=actor)
    return Change(before, reading.one(tx, note_id))


def take_back(tx: Tx, note_id: int, actor: int) -> NoteRecord:
    """Take one's own note back, as long as nobody answered it; how it stood, for ``put_back``.

    Its number stays taken: who still has it on screen must not answer another one.
    Raises Refused ``no_note``, ``not_yours`` or ``answered``.
    """
    staff.working(tx, actor)
    before = _own_open(tx, note_id, actor)
    tx.run("UPDATE problem_note SET text = '' WHERE id = :id", id=note_id)
    tx.journal("note.taken_back", note_id, actor=actor)
    return before


def put_back(tx: Tx, note: NoteRecord, actor: int) -> None:
    """Take ``take_back`` back: the note stands as it was. Raises Refused ``not_yours``."""
    staff.working(tx, actor)
    if note.by.id != actor:
        raise Refused("not_yours", "只能放回自己的登记。")
    tx.run(
        "UPDATE problem_note SET text = :text WHERE id = :id AND text = ''",
        text=note.text,
        id=note.id,
    )
    tx.journal("note.added", note.id, actor=actor)


def answer(tx: Tx, note_id: int, text: str, actor: int, *, instead_of: str = "") -> Change:
    """Answer a note, or change the answer one has read (``instead_of``). Only a lead.

    Raises Refused ``not_lead``, ``no_note``, ``answer_text``, or ``answered`` when another lead was
    first: it says who, and what they answered.
    """
    staff.require_lead(tx, actor)
    before = reading.one(tx, note_id)
    text = clean_line(text)
    if not 1 <= len(text) <= ANSWER_CHARS:
        raise Refused("answer_text", f"请写答复，1–{ANSWER_CHARS} 个字。")
    if before.answer != instead_of:
        by = before.answered_by
        who = "有人" if by is None else f"{by.staff_no} {by.name}"
        raise Refused(
            "answered",
            f"{who} 已经答复了：“{before.answer}”。看过以后按 e 可以改。"
            if before.answer
            else "答复刚被撤回了，请再看一眼。",
        )
    state = "settled" if before.state == "settled" else "answered"
    tx.run(
        "UPDATE problem_note SET answer = :answer, answered_by = :actor, answered_at = :now,"
        " state = :state WHERE id = :id",
        answer=text,
        actor=actor,
        now=tx.now,
        state=state,
        id=note_id,
    )
    tx.journal("note.answered", note_id, actor=actor)
    return Change(before, reading.one(tx, note_id))


def settle(tx: Tx, note_id: int, actor: int) -> Change:
    """Nothing more is to be done about it; an answer is not needed for that. Only a lead.

    Raises Refused ``not_lead``, ``no_note`` or ``settled``.
    """
    staff.require_lead(tx, actor)
    before = reading.one(tx, note_id)
    if before.state == "settled":
        by = before.settled_by
        raise Refused(
            "settled", f"{'' if by is None else f'{by.staff_no} {by.name} '}已经了结了这一条。"
        )
    tx.run(
        "UPDATE problem_note SET state = 'settled', settled_by = :actor, settled_at = :now"
        " WHERE id = :id",
        actor=actor,
        now=tx.now,
        id=note_id,
    )
    tx.journal("note.settled", note_id, actor=actor)
    return Change(before, reading.one(tx, note_id))


def unsettle(tx: Tx, note_id: int, actor: int) -> Change:
    """Take it up again. Only a lead.

    Raises Refused ``not_lead``, ``no_note`` or ``not_settled``.
    """
    staff.require_lead(tx, actor)
    before = reading.one(tx, note_id)
    if before.state != "settled":
        raise Refused("not_settled", "这一条没有了结，不用重开。")
    tx.run(
        "UPDATE problem_note SET state = :state, settled_by = NULL, settled_at = NULL"
        " WHERE id = :id",
        state="answered" if before.answer else "open",
        id=note_id,
    )
    tx.journal("note.unsettled", note_id, actor=actor)
    return Change(before, reading.one(tx, note_id))


def to_reply(tx: Tx, note_id: int, words: ReplyWords, actor: int) -> int:
    """Turn a note into a reply draft of the team; the reply's id. Only a lead. ``undo_reply`` takes
    it back.

    The draft goes its own way through the library, which journals it. Raises Refused ``not_lead``,
    ``no_note``, ``turned``, or what services.replies.library.add refuses.
    """
    staff.require_lead(tx, actor)
    before = reading.one(tx, note_id)
    if before.reply_id is not None:
        raise Refused("turned", f"这一条已经做成话术“{before.reply_code}”了，在话术库里改。")
    reply_id = library.add(tx, words, owner_id=None, actor=actor)
    _set_reply(tx, note_id, reply_id)
    tx.journal("note.turned", note_id, actor=actor, detail=str(reply_id))
    return reply_id


def undo_reply(tx: Tx, note_id: int, actor: int) -> None:
    """Take ``to_reply`` back: the draft is withdrawn, the note is as it was.

    Raises Refused ``not_lead``, ``no_note``, ``not_turned``, or ``in_force`` once the reply was
    approved.
    """
    staff.require_lead(tx, actor)
    before = reading.one(tx, note_id)
    if before.reply_id is None:
        raise Refused("not_turned", "这一条没有做成话术。")
    live, state = tx.one("SELECT live, state FROM reply WHERE id = :id", id=before.reply_id) or (
        None,
        "archived",
    )
    if live is not None:
        raise Refused(
            "in_force", f"话术“{before.reply_code}”已经批准在用，撤不回了；不要它就去话术库归档。"
        )
    if state == "open":
        library.withdraw(tx, before.reply_id, actor)
    _set_reply(tx, note_id, None)
    tx.journal("note.unturned", note_id, actor=actor)


def undo(tx: Tx, done: Change, actor: int) -> None:
    """Take back ``change``, ``answer``, ``settle`` or ``unsettle`` of this actor.

    Raises Refused ``no_note``, ``not_lead``, or ``changed_meanwhile`` when the note is not as they
    left it.
    """
    before, after = done
    if before.text != after.text:
        staff.working(tx, actor)
        _own_open(tx, after.id, actor)
    else:
        staff.require_lead(tx, actor)
    if _written(reading.one(tx, after.id)) != _written(after):
        raise Refused("changed_meanwhile", "这一条后来又有人改过，请看过再说。")
    tx.run(
        "UPDATE problem_note SET text = :text, state = :state, answer = :answer,"
        " answered_by = :answered_by, answered_at = :answered_at, settled_by = :settled_by,"
        " settled_at = :settled_at WHERE id = :id",
        text=before.text,
        state=before.state,
        answer=before.answer,
        answered_by=None if before.answered_by is None else before.answered_by.id,
        answered_at=before.answered_at,
        settled_by=None if before.settled_by is None else before.settled_by.id,
        settled_at=before.settled_at,
        id=before.id,
    )
    tx.journal("note.undone", before.id, actor=actor)


def _set_reply(tx: Tx, note_id: int, reply_id: int | None) -> None:
    tx.run("UPDATE problem_note SET reply_id = :reply WHERE id = :id", reply=reply_id, id=note_id)


def _text(text: str) -> str:
    text = clean_line(text)
    if not 1 <= len(text) <= NOTE_CHARS:
        raise Refused("note_text", f"请写一句话，1–{NOTE_CHARS} 个字。")
    return text


def _own_open(tx: Tx, note_id: int, actor: int) -> NoteRecord:
    note = reading.one(tx, note_id)
    if note.by.id != actor:
        raise Refused("not_yours", "只能改、撤回自己的登记。")
    if note.state != "open" or note.reply_id is not None:
        raise Refused("answered", "组长已经处理了这一条，不能再改；有新的情况请另记一条。")
    return note


def _written(note: NoteRecord) -> tuple[object, ...]:
    """What the commands here write."""
    answered = None if note.answered_by is None else note.answered_by.id, note.answered_at
    settled = None if note.settled_by is None else note.settled_by.id, note.settled_at
    return note.text, note.state, note.answer, answered, settled


def _there(tx: Tx, table: str, row_id: int | None) -> int | None:
    """The id, unless the row is gone meanwhile: the note is worth more than its link."""
    found: int | None = tx.value(f"SELECT id FROM {table} WHERE id = :id", id=row_id)
    return found
