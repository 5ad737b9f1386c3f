"""The promise ledger 承诺: what was promised to whom, until when, and whether it was kept.

醉卿 manual, 订单审核流程: promises must be in the order before it goes out.
"""

from dataclasses import dataclass

from zuiqing_desk.rules.promises import (
    KINDS,
    WHAT_CHARS,
    Kind,
    PromiseState,
    Suggestion,
    is_late,
    suggest,
)
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import policy, shop, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders.in_hand import in_hand
from zuiqing_desk.store.tx import Row, Tx

LONGEST_REASON = 200

_SELECT = """
SELECT p.id, p.conversation_id, p.line_id, p.line_seq, p.order_id, coalesce(o.number, ''),
       coalesce(u.name, o.buyer, ''), p.kind, p.what, p.until, coalesce(s.staff_no, ''),
       coalesce(s.name, ''), p.made_at, p.state, coalesce(t.staff_no, ''), p.settled_at, p.reason
FROM promise p
LEFT JOIN shop_order o ON o.id = p.order_id
LEFT JOIN conversation c ON c.id = p.conversation_id
LEFT JOIN customer u ON u.id = c.customer_id
LEFT JOIN staff s ON s.id = p.staff_id
LEFT JOIN staff t ON t.id = p.settled_by
"""

# A promise made before there was an order, or for one that came to nothing, holds for the next.
_OF_ORDER = """
WHERE p.id IN (
  SELECT id FROM promise WHERE order_id = :order
  UNION SELECT q.id FROM shop_order n JOIN promise q ON q.conversation_id = n.conversation_id
    LEFT JOIN shop_order e ON e.id = q.order_id
    WHERE n.id = :order AND n.state IN ('unpaid', 'paid', 'audit', 'held') AND q.state = 'open'
      AND (q.order_id IS NULL OR e.state IN ('closed', 'refund'))
) ORDER BY p.id
"""


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """One promise. Times are UTC microseconds; ``late``: open past its time. ``settled_by`` and
    ``staff_no`` are staff numbers."""

    id: int
    conversation_id: int | None
    line_id: int | None
    line_seq: int | None
    order_id: int | None
    order_number: str
    customer: str
    kind: Kind
    what: str
    until: int | None
    staff_no: str
    staff_name: str
    made_at: int
    state: PromiseState
    settled_by: str
    settled_at: int | None
    reason: str
    late: bool


def mark(
    tx: Tx,
    line_id: int,
    kind: Kind,
    what: str,
    until: int | None,
    actor: int,
    *,
    order_id: int | None = None,
) -> int:
    """Note that a sent line promises something; the promise's id. ``unmark`` takes it back.

    It belongs to ``order_id``, else to the order in hand; an order that was let go already is
    audited again. The one who said it made it. Raises Refused ``not_markable`` for a line we did
    not send, ``marked_already``, ``kind``, ``what``, ``past`` or ``no_order``.
    """
    staff.working(tx, actor)
    line = tx.one(
        "SELECT conversation_id, seq, author, staff_id FROM line WHERE id = :id", id=line_id
    )
    if line is None or line[2] != "agent":
        raise Refused("not_markable", "只有客服发出的消息可以记成承诺。")
    conversation_id, seq, _, said_by = line
    if tx.one(
        "SELECT 1 FROM promise WHERE conversation_id = :conversation AND line_id = :line"
        " AND kind = :kind AND state = 'open'",
        conversation=conversation_id,
        line=line_id,
        kind=kind,
    ):
        raise Refused("marked_already", f"这句话已经记了一条“{KINDS[kind]}”的承诺。")
    if order_id is not None:
        _require_order(tx, order_id)
    else:
        order_id = _order_meant(tx, conversation_id, kind)
    return _put(
        tx,
        conversation_id=conversation_id,
        line_id=line_id,
        line_seq=seq,
        order_id=order_id,
        kind=kind,
        what=what,
        until=until,
        made_by=said_by or actor,
        actor=actor,
    )


def note(tx: Tx, order_id: int, kind: Kind, what: str, until: int | None, actor: int | None) -> int:
    """Note a promise made outside the chat, by phone say; its id.

    Raises Refused ``no_order``, ``kind``, ``what`` or ``past``.
    """
    _working(tx, actor)
    return _put(
        tx,
        conversation_id=_require_order(tx, order_id),
        line_id=None,
        line_seq=None,
        order_id=order_id,
        kind=kind,
        what=what,
        until=until,
        made_by=actor,
        actor=actor,
    )


def settle(
    tx: Tx, promise_id: int, state: PromiseState, actor: int | None, *, reason: str = ""
) -> None:
    """Say that a promise was kept, or is dropped, which needs a reason. ``reopen`` takes it back.

    Raises Refused ``no_promise``, ``settled`` or ``reason_needed``.
    """
    _working(tx, actor)
    before = _open(tx, promise_id)
    reason = clean_line(reason)
    if state not in ("kept", "dropped"):
        raise Refused("state", "承诺只能记成已兑现或作废。")
    if state == "dropped" and not reason:
        raise Refused("reason_needed", "作废一条承诺要写原因，例如“客户改主意不要了”。")
    if len(reason) > LONGEST_REASON:
        raise Refused("reason_needed", f"原因最多 {LONGEST_REASON} 个字。")
    tx.run(
        "UPDATE promise SET state = :state, settled_by = :actor, settled_at = :now,"
        " reason = :reason WHERE id = :id",
        id=promise_id,
        state=state,
        actor=actor,
        now=tx.now,
        reason=reason,
    )
    _journal(tx, "promise_settled", before, actor, state)


def reopen(tx: Tx, promise_id: int, actor: int | None) -> None:
    """Take back what ``settle`` of this actor said: the promise is open again.

    Raises Refused ``no_promise``, or ``changed_meanwhile`` when it is not as they left it.
    """
    _working(tx, actor)
    before = one(tx, promise_id)
    settled_by = tx.value("SELECT settled_by FROM promise WHERE id = :id", id=promise_id)
    if before.state == "open" or settled_by != actor:
        raise Refused("changed_meanwhile", "这条承诺后来又有人改过，请看过再说。")
    tx.run(
        "UPDATE promise SET state = 'open', settled_by = NULL, settled_at = NULL, reason = ''"
        " WHERE id = :id",
        id=promise_id,
    )
    _look_again(tx, before)
    _journal(tx, "promise_reopened", before, actor, before.kind)


def unmark(tx: Tx, promise_id: int, actor: int | None) -> PromiseRecord:
    """Take back ``mark`` or ``note``: it is no promise. How it stood, for ``mark_again``.

    Raises Refused ``no_promise``, or ``settled`` for one that is not open any more.
    """
    _working(tx, actor)
    before = one(tx, promise_id)
    if before.state != "open":
        raise Refused("settled", "这条承诺已经了结，撤不回来了。")
    tx.run("DELETE FROM promise WHERE id = :id", id=promise_id)
    _journal(tx, "promise_unmarked", before, actor, before.kind)
    return before


def mark_again(tx: Tx, promise: PromiseRecord, actor: int | None) -> int:
    """Take back ``unmark``: the promise is as it was, also one past its time; its new id."""
    _working(tx, actor)
    order_id = tx.value("SELECT id FROM shop_order WHERE id = :id", id=promise.order_id)
    return _promise(
        tx,
        actor,
        conversation_id=promise.conversation_id,
        line_id=promise.line_id,
        line_seq=promise.line_seq,
        order_id=order_id,
        kind=promise.kind,
        what=promise.what,
        until=promise.until,
        made_by=tx.value("SELECT id FROM staff WHERE staff_no = :no", no=promise.staff_no),
        made_at=promise.made_at,
    )


def suggestion(tx: Tx, line_id: int) -> Suggestion:
    """How the form for marking this line begins. Raises Refused ``not_markable``."""
    line = tx.one("SELECT text, at FROM line WHERE id = :id AND author = 'agent'", id=line_id)
    if line is None:
        raise Refused("not_markable", "只有客服发出的消息可以记成承诺。")
    info = shop.get(tx)
    zone = "Asia/Shanghai" if info is None else info.time_zone
    return suggest(line[0], policy.current(tx).promise_words, line[1], zone)


def one(tx: Tx, promise_id: int) -> PromiseRecord:
    """One promise. Raises Refused ``no_promise``."""
    found = _records(tx, "WHERE p.id = :id", id=promise_id)
    if not found:
        raise Refused("no_promise", "这条承诺已经不在了。")
    return found[0]


def of_order(tx: Tx, order_id: int) -> list[PromiseRecord]:
    """What was promised with an order, also before there was one, oldest first."""
    return _records(tx, _OF_ORDER, order=order_id)


def of_conversation(tx: Tx, conversation_id: int) -> list[PromiseRecord]:
    """What was promised in a conversation, oldest first."""
    return _records(tx, "WHERE p.conversation_id = :id ORDER BY p.id", id=conversation_id)


def board(tx: Tx, *, limit: int = 500) -> list[PromiseRecord]:
    """The open promises: the one due first comes first, those without a time last."""
    return _records(
        tx, "WHERE p.state = 'open' ORDER BY p.until IS NULL, p.until, p.id LIMIT :n", n=limit
    )


def open_late(tx: Tx, *, limit: int = 500) -> list[PromiseRecord]:
    """The open promises past their time, the oldest time first."""
    return _records(
        tx,
        "WHERE p.state = 'open' AND p.until < :now ORDER BY p.until, p.id LIMIT :n",
        now=tx.now,
        n=limit,
    )


def _put(
    tx: Tx, *, until: int | None, kind: Kind, what: str, actor: int | None, **values: int | None
) -> int:
    kind, what = _checked(kind, what)
    if until is not None and until <= tx.now:
        raise Refused("past", "这个时间已经过了，请写以后的时间，或者不写。")
    return _promise(tx, actor, kind=kind, what=what, until=until, made_at=tx.now, **values)


def _promise(tx: Tx, actor: int | None, **values: object) -> int:
    promise_id = tx.insert(
        "INSERT INTO promise (conversation_id, line_id, line_seq, order_id, kind, what, until,"
        " staff_id, made_at, state, reason) VALUES (:conversation_id, :line_id, :line_seq,"
        " :order_id, :kind, :what, :until, :made_by, :made_at, 'open', '')",
        **values,
    )
    made = one(tx, promise_id)
    _look_again(tx, made)
    _journal(tx, "promised", made, actor, made.kind)
    return promise_id


def _look_again(tx: Tx, promise: PromiseRecord) -> None:
    """An order that was let go is to be audited again: it has more to hold now."""
    if promise.kind != "callback":
        tx.run(
            "UPDATE shop_order SET verdict = '', verdict_reason = '审过以后又有承诺，请再审一次',"
            " updated_at = max(:now, updated_at + 1)"
            " WHERE id = :id AND verdict = 'approved' AND state IN ('paid', 'audit', 'held')",
            id=promise.order_id,
            now=tx.now,
        )


def _checked(kind: Kind, what: str) -> tuple[Kind, str]:
    if kind not in KINDS:
        raise Refused("kind", f"承诺的种类只有：{'、'.join(KINDS.values())}。")
    what = clean_line(what)
    if not 1 <= len(what) <= WHAT_CHARS:
        raise Refused("what", f"请写答应了什么，1–{WHAT_CHARS} 个字。")
    return kind, what


def _open(tx: Tx, promise_id: int) -> PromiseRecord:
    found = one(tx, promise_id)
    if found.state != "open":
        raise Refused("settled", "这条承诺已经了结，要改请先撤销 (u)。")
    return found


def _order_meant(tx: Tx, conversation_id: int, kind: Kind) -> int | None:
    """The order in hand. Into one on its way nothing can be put any more: what has to go into a
    parcel then waits for the next."""
    order_id = in_hand(tx, conversation_id)
    if order_id is None or kind in ("refund", "callback"):
        return order_id
    state = tx.value("SELECT state FROM shop_order WHERE id = :id", id=order_id)
    return None if state == "dispatched" else order_id


def _require_order(tx: Tx, order_id: int) -> int | None:
    """The conversation of an order. Raises Refused ``no_order``."""
    row = tx.one("SELECT conversation_id FROM shop_order WHERE id = :id", id=order_id)
    if row is None:
        raise Refused("no_order", "这笔订单已经不在了。")
    conversation_id: int | None = row[0]
    return conversation_id


def _journal(tx: Tx, what: str, of: PromiseRecord, actor: int | None, detail: str) -> None:
    # What belongs to an order shows on the order; what has none yet, in the conversation.
    if of.order_id is not None:
        tx.journal(f"order.{what}", of.order_id, actor=actor, detail=detail)
    else:
        tx.journal(f"conversation.{what}", of.conversation_id or 0, actor=actor, detail=detail)


def _records(tx: Tx, where: str, **params: object) -> list[PromiseRecord]:
    return [_record(row, tx.now) for row in tx.all(_SELECT + where, **params)]


def _record(row: Row, now: int) -> PromiseRecord:
    facts = list(row)
    state, until = facts[13], facts[9]
    return PromiseRecord(*[*facts, is_late(state, until, now)])


def _working(tx: Tx, actor: int | None) -> None:
    if actor is not None:
        staff.working(tx, actor)
