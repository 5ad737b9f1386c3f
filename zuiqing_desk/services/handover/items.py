"""Items of the handover notebook: noted, edited, finished, dropped, merged, reopened.

An item lives until somebody finishes it with a result or a lead drops it with a reason (call-centre
manual, 交接规定: nothing that is open falls out of the notebook). Every command checks its actor
and journals one row.
"""

from typing import Final, Literal

from zuiqing_desk.rules.handover_words import (
    JOINED,
    KINDS,
    LONG_CHARS,
    RANK,
    SEVERITIES,
    SUMMARY_CHARS,
    Event,
)
from zuiqing_desk.rules.text import clean, clean_line
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover.item_prefill import prefill
from zuiqing_desk.services.handover.item_reading import history, one, open_items
from zuiqing_desk.services.handover.records import Item, ItemWords
from zuiqing_desk.store.tx import Tx

__all__ = [
    "drop",
    "edit",
    "finish",
    "history",
    "merge",
    "note",
    "one",
    "open_items",
    "prefill",
    "put",
    "reopen",
]

_STATES: Final = {"done": "办完", "dropped": "作废", "merged": "并入别的条目"}
_COLUMNS: Final = (
    *("kind", "severity", "summary", "situation", "next_action", "if_then", "for_staff_id"),
    *("due_at", "conversation_id", "order_id"),
)


def note(tx: Tx, words: ItemWords, actor: int, *, source: str = "") -> int:
    """Put a matter into the notebook; its id. ``source``: what it was drafted from.

    Raises Refused ``kind``, ``severity``, ``summary``, ``too_long``, ``no_staff``, ``disabled``,
    ``no_conversation``, ``no_order``, or ``noted_already`` while an item of that source is open.
    """
    item_id = put(tx, words, actor, source=source)
    tx.journal("handover.noted", item_id, actor=actor, detail=words.kind)
    return item_id


def put(tx: Tx, words: ItemWords, actor: int, *, source: str = "") -> int:
    """As ``note``, for a command that journals its own row."""
    staff.working(tx, actor)
    words = checked(tx, words)
    _require_new(tx, source)
    item_id = tx.insert(
        f"INSERT INTO handover_item ({', '.join(_COLUMNS)}, customer_id, source, state, result,"
        f" revision, created_by, created_at) VALUES (:{', :'.join(_COLUMNS)}, :customer, :source,"
        " 'open', '', 1, :actor, :now)",
        **_values(words),
        customer=_customer(tx, words),
        source=source,
        actor=actor,
        now=tx.now,
    )
    _happened(tx, item_id, "noted", words.summary, actor)
    return item_id


def edit(tx: Tx, item_id: int, words: ItemWords, actor: int, *, revision: int) -> int:
    """Change the words of an open item; its revision after it. ``revision``: the one that was read.

    The same words again change nothing. Raises Refused ``changed`` when somebody else was faster,
    ``handed_over`` while it stands on a signed page that is not sealed yet, ``redacted``,
    ``closed``, ``no_item`` or what ``note`` refuses.
    """
    staff.working(tx, actor)
    item = _open(tx, item_id)
    if item.redacted:
        raise _redacted("改")
    if item.revision != revision:
        raise Refused("changed", f"「{item.words.summary}」{_last_edit(tx, item)}，请看过再改。")
    words = checked(tx, words)
    if words == item.words:
        return revision
    _require_not_handed_over(tx, item)
    tx.run(
        f"UPDATE handover_item SET {', '.join(f'{one} = :{one}' for one in _COLUMNS)},"
        " customer_id = :customer, revision = revision + 1 WHERE id = :id",
        **_values(words),
        customer=_customer(tx, words),
        id=item_id,
    )
    _happened(tx, item_id, "edited", words.summary, actor)
    tx.journal("handover.edited", item_id, actor=actor, detail=str(revision + 1))
    return revision + 1


def finish(tx: Tx, item_id: int, result: str, actor: int) -> None:
    """End a matter with what came of it; ``reopen`` takes it back.

    Raises Refused ``result`` without one, ``too_long``, ``closed`` or ``no_item``.
    """
    staff.working(tx, actor)
    item = _open(tx, item_id)
    words = _said(result, "result", "请写办成了什么，接手的人要看得懂。")
    _close(tx, item, "done", words, actor)
    tx.journal("handover.finished", item_id, actor=actor)


def drop(tx: Tx, item_id: int, reason: str, actor: int) -> None:
    """Give a matter up with a reason: a lead, or who noted it while it is on no signed page
    (call-centre manual, 交接规定).

    Raises Refused ``not_lead``, ``reason`` without one, ``too_long``, ``closed`` or ``no_item``.
    """
    member = staff.working(tx, actor)
    item = _open(tx, item_id)
    own = item.created_by is not None and item.created_by.id == actor and not item.pages
    if member.role != "lead" and not own:
        raise Refused(
            "not_lead", "这一条不是你记的，或已经交接过，只有组长可以作废；办好了请写结果 (d)。"
        )
    words = _said(reason, "reason", "作废要写原因。")
    _close(tx, item, "dropped", words, actor)
    tx.journal("handover.dropped", item_id, actor=actor)


def merge(tx: Tx, item_id: int, into_id: int, actor: int) -> None:
    """Let a matter go on in another open one; ``reopen`` takes it back.

    Raises Refused ``same_item``, ``less_urgent`` when the other is less urgent, so that nothing
    red gets lost, ``closed`` or ``no_item``.
    """
    staff.working(tx, actor)
    item, into = _open(tx, item_id), _open(tx, into_id)
    if item_id == into_id:
        raise Refused("same_item", "不能并入自己，请选另一条。")
    if RANK[item.words.severity] < RANK[into.words.severity]:
        urgency = SEVERITIES[item.words.severity][1]
        raise Refused(
            "less_urgent",
            f"「{into.words.summary}」没有这一条急：先把它改成{urgency}，或者反过来并。",
        )
    tx.run("UPDATE handover_item SET merged_into = :into WHERE id = :id", into=into_id, id=item_id)
    _close(tx, item, "merged", f"{JOINED.format(into_id)}{into.words.summary}", actor)
    tx.journal("handover.merged", item_id, actor=actor, detail=str(into_id))


def reopen(tx: Tx, item_id: int, actor: int) -> None:
    """Take a finished, dropped or merged matter up again.

    Raises Refused ``open`` when it is, ``noted_already`` while another item of its source is open,
    ``redacted`` or ``no_item``.
    """
    staff.working(tx, actor)
    item = one(tx, item_id)
    if item.state == "open":
        raise Refused("open", f"「{item.words.summary}」本来就没有结束。")
    if item.redacted:
        raise _redacted("重开")
    _require_new(tx, item.source)
    tx.run(
        "UPDATE handover_item SET state = 'open', result = '', merged_into = NULL,"
        " closed_by = NULL, closed_at = NULL WHERE id = :id",
        id=item_id,
    )
    _happened(tx, item_id, "reopened", item.result, actor)
    tx.journal("handover.reopened", item_id, actor=actor)


def checked(tx: Tx, words: ItemWords) -> ItemWords:
    """The words as they are stored. Raises what ``note`` refuses of them."""
    if words.kind not in KINDS:
        raise Refused("kind", f"种类只有：{'、'.join(KINDS.values())}。")
    if words.severity not in SEVERITIES:
        raise Refused("severity", "轻重只有红 (R)、黄 (A)、绿 (G)。")
    summary = clean_line(words.summary)
    if not 1 <= len(summary) <= SUMMARY_CHARS:
        raise Refused("summary", f"请写一句是什么事，1–{SUMMARY_CHARS} 个字。")
    if words.for_staff_id is not None:
        whom = staff.by_id(tx, words.for_staff_id)
        if not whom.active:
            raise Refused("disabled", f"{whom.staff_no} {whom.name} 已停用，请换一个人，或者留空。")
    _require_link(tx, "conversation", words.conversation_id, "no_conversation", "这个会话不在了。")
    _require_link(tx, "shop_order", words.order_id, "no_order", "这笔订单不在了。")
    return ItemWords(
        words.kind,
        words.severity,
        summary,
        _long("情况", words.situation),
        _long("下一步", words.next_action),
        _long("如果…就…", words.if_then, line=True),
        words.for_staff_id,
        words.due_at,
        words.conversation_id,
        words.order_id,
    )


def _long(what: str, text: str, *, line: bool = False) -> str:
    text = clean_line(text) if line else clean(text).strip()
    if len(text) > LONG_CHARS:
        raise Refused("too_long", f"“{what}”最多 {LONG_CHARS} 个字，现在 {len(text)} 个。")
    return text


def _said(text: str, code: str, missing: str) -> str:
    text = _long("这段话", text, line=True)
    if not text:
        raise Refused(code, missing)
    return text


def _require_link(
    tx: Tx, table: Literal["conversation", "shop_order"], row: int | None, code: str, message: str
) -> None:
    known = row is None or tx.one(f"SELECT 1 FROM {table} WHERE id = :id", id=row) is not None
    if not known:
        raise Refused(code, message)


def _require_new(tx: Tx, source: str) -> None:
    known = source and tx.value(
        "SELECT id FROM handover_item WHERE state = 'open' AND source = :source AND source <> ''",
        source=source,
    )
    if known:
        raise Refused("noted_already", f"这件事已经在交接本里：第 {known} 条。")


def _customer(tx: Tx, words: ItemWords) -> int | None:
    """Whom it is about: the customer of the order, else of the conversation."""
    found: int | None = tx.value(
        "SELECT coalesce((SELECT customer_id FROM shop_order WHERE id = :order),"
        " (SELECT customer_id FROM conversation WHERE id = :conversation))",
        order=words.order_id,
        conversation=words.conversation_id,
    )
    return found


def _values(words: ItemWords) -> dict[str, object]:
    return {name: getattr(words, name) for name in _COLUMNS}


def _open(tx: Tx, item_id: int) -> Item:
    item = one(tx, item_id)
    if item.state == "open":
        return item
    by = "" if item.closed_by is None else f"{item.closed_by.staff_no} {item.closed_by.name} "
    what = _STATES[item.state]
    raise Refused("closed", f"「{item.words.summary}」已由 {by}{what}：{item.result}")


def _redacted(what: str) -> Refused:
    return Refused("redacted", f"这一条的内容已应要求删除，不能{what}；还有事请另记一条。")


def _require_not_handed_over(tx: Tx, item: Item) -> None:
    signed = tx.one(
        "SELECT p.id FROM handover_entry e JOIN handover_page p ON p.id = e.page_id"
        " WHERE e.item_id = :id AND p.state <> 'sealed'",
        id=item.id,
    )
    if signed is not None:
        raise Refused(
            "handed_over",
            f"「{item.words.summary}」已经签字交出，内容不能再改：请写补记，或等接班人签完再改。",
        )


def _last_edit(tx: Tx, item: Item) -> str:
    row = tx.one(
        "SELECT s.staff_no, s.name FROM handover_event v JOIN staff s ON s.id = v.by"
        " WHERE v.item_id = :id AND v.what = 'edited' ORDER BY v.id DESC",
        id=item.id,
    )
    return "刚刚被改过" if row is None else f"刚刚由 {row[0]} {row[1]} 改过"


def _close(tx: Tx, item: Item, state: str, words: str, actor: int) -> None:
    tx.run(
        "UPDATE handover_item SET state = :state, result = :words, closed_by = :actor,"
        " closed_at = :now WHERE id = :id",
        state=state,
        words=words,
        actor=actor,
        now=tx.now,
        id=item.id,
    )
    event: Event = "done" if state == "done" else "dropped" if state == "dropped" else "merged"
    _happened(tx, item.id, event, words, actor)


def _happened(tx: Tx, item_id: int, what: Event, words: str, actor: int) -> None:
    tx.insert(
        "INSERT INTO handover_event (item_id, what, words, by, at)"
        " VALUES (:item, :what, :words, :by, :now)",
        item=item_id,
        what=what,
        words=words,
        by=actor,
        now=tx.now,
    )
