"""What is said on a page: questions with their answers, a lead's comments, additions.

On a sealed page it is an amendment, a link of the same chain: what was signed stays as it was
(house rule, sealed handover pages).
"""

from zuiqing_desk.rules.handover_words import LONG_CHARS, RemarkKind
from zuiqing_desk.rules.text import clean
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import sealing, working_page
from zuiqing_desk.store.tx import Tx


def ask(tx: Tx, page_id: int, item_id: int | None, text: str, by: int) -> int:
    """A question on the page, about an item or about all of it; the remark's id.

    Raises Refused ``text``, ``no_entry``, ``no_page``, ``no_staff`` or ``disabled``.
    """
    return _put(tx, page_id, item_id, "question", text, by)


def comment(tx: Tx, page_id: int, item_id: int | None, text: str, by: int) -> int:
    """A lead's comment; the remark's id. Raises as ``ask``, or ``not_lead``."""
    staff.require_lead(tx, by)
    return _put(tx, page_id, item_id, "comment", text, by)


def ask_back(tx: Tx, page_id: int, item_id: int | None, text: str, by: int) -> int:
    """A lead's question back; the remark's id. Raises as ``ask``, or ``not_lead``."""
    staff.require_lead(tx, by)
    return _put(tx, page_id, item_id, "ask_back", text, by)


def addition(tx: Tx, page_id: int, item_id: int | None, text: str, by: int) -> int:
    """An addition to what was handed over; the remark's id. Raises as ``ask``."""
    return _put(tx, page_id, item_id, "addition", text, by)


def answer(tx: Tx, remark_id: int, text: str, by: int) -> None:
    """Answer a question. The first answer stands.

    Raises Refused ``answered``, naming who answered what, ``no_question`` for what is none,
    ``no_remark``, ``text``, ``no_staff`` or ``disabled``.
    """
    staff.working(tx, by)
    row = tx.one(
        "SELECT r.page_id, r.kind, r.answer, s.staff_no, s.name FROM handover_remark r"
        " LEFT JOIN staff s ON s.id = r.answered_by WHERE r.id = :id",
        id=remark_id,
    )
    if row is None:
        raise Refused("no_remark", "这句话已经不在了。")
    page_id, kind, known, staff_no, name = row
    if kind not in ("question", "ask_back"):
        raise Refused("no_question", "这不是疑问，不用答复。")
    if staff_no is not None:
        raise Refused("answered", f"{staff_no} {name} 已经答复：{known}")
    text = _checked(text)
    tx.run(
        "UPDATE handover_remark SET answer = :text, answered_by = :by, answered_at = :now"
        " WHERE id = :id",
        text=text,
        by=by,
        now=tx.now,
        id=remark_id,
    )
    if working_page.head(tx, page_id).state == "sealed":
        facts: dict[str, object] = {"remark": remark_id, "by": by, "at": tx.now}
        texts = {f"remark:{remark_id}:answer": text}
        link = sealing.amend(tx, page_id, "answer", facts, texts, by)
        tx.journal("handover.amended", page_id, actor=by, detail=link.detail)
    else:
        tx.journal("handover.answered", page_id, actor=by, detail=str(remark_id))


def _put(tx: Tx, page_id: int, item_id: int | None, kind: RemarkKind, text: str, by: int) -> int:
    staff.working(tx, by)
    page = working_page.head(tx, page_id)
    text = _checked(text)
    _require_entry(tx, page_id, item_id, page.state)
    remark_id = tx.insert(
        "INSERT INTO handover_remark (page_id, item_id, kind, text, by, at, answer)"
        " VALUES (:page, :item, :kind, :text, :by, :now, '')",
        page=page_id,
        item=item_id,
        kind=kind,
        text=text,
        by=by,
        now=tx.now,
    )
    if page.state == "sealed":
        facts: dict[str, object] = {
            "remark": remark_id,
            "item": item_id,
            "kind": kind,
            "by": by,
            "at": tx.now,
        }
        texts = {f"remark:{remark_id}:text": text}
        link = sealing.amend(tx, page_id, "remark", facts, texts, by)
        tx.journal("handover.amended", page_id, actor=by, detail=link.detail)
    else:
        tx.journal("handover.remarked", page_id, actor=by, detail=kind)
    return remark_id


def _checked(text: str) -> str:
    text = clean(text).strip()
    if not 1 <= len(text) <= LONG_CHARS:
        raise Refused("text", f"请写 1–{LONG_CHARS} 个字。")
    return text


def _require_entry(tx: Tx, page_id: int, item_id: int | None, state: str) -> None:
    if item_id is None:
        return
    on_page = tx.one(
        "SELECT 1 FROM handover_entry WHERE page_id = :page AND item_id = :item",
        page=page_id,
        item=item_id,
    )
    # While a page is written, the open items stand on it without an entry of their own.
    to_come = state == "preparing" and tx.one(
        "SELECT 1 FROM handover_item WHERE id = :item AND state = 'open'", item=item_id
    )
    if on_page is None and not to_come:
        raise Refused("no_entry", "这一条不在这一页上。")
