"""The remark of an order: proposed, stored, taken back (醉卿 manual, 订单备注)."""

from typing import NamedTuple

from zuiqing_desk.rules import flags
from zuiqing_desk.rules.flags import SOLD as SOLD
from zuiqing_desk.rules.ownership_facts import Decision
from zuiqing_desk.rules.remark import Remark, RemarkError, render
from zuiqing_desk.rules.remark_build import requirements
from zuiqing_desk.rules.remark_platform import MOST_BYTES, How, byte_count, combined, foreign
from zuiqing_desk.rules.remark_vocabulary import vocabulary_of
from zuiqing_desk.rules.text import clean
from zuiqing_desk.services import policy, staff
from zuiqing_desk.services.bridge import events
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import ownership, reading, remark_facts
from zuiqing_desk.services.orders.records import OrderRecord
from zuiqing_desk.services.orders.remark_records import Proposal, Stored
from zuiqing_desk.store.tx import Tx

_IN_HAND = """
SELECT o.id FROM shop_order o
WHERE o.id IN (SELECT id FROM shop_order WHERE conversation_id = :id
  UNION SELECT id FROM shop_order WHERE customer_id =
    (SELECT customer_id FROM conversation WHERE id = :id))
ORDER BY NOT (o.state IN ('paid', 'audit') AND o.remark = ''), o.placed_at DESC, o.id DESC LIMIT 1
"""


class Change(NamedTuple):
    """A remark or flag to be written, with what it takes the place of."""

    order_id: int
    remark: str
    flag: str
    before_remark: str
    before_flag: str


def propose(tx: Tx, order_id: int) -> Proposal:
    """The remark as the facts have it. Raises Refused ``no_order``."""
    order = reading.one(tx, order_id)
    rules = policy.current(tx)
    words = vocabulary_of(rules)
    decision = ownership.decide(tx, order_id)
    promised = remark_facts.open_promises(tx, order_id)
    goods = remark_facts.bought(tx, order, promised, rules, words)
    sent = remark_facts.sent_by(tx, order, promised, rules)
    closer = remark_facts.closer(tx, decision)
    return Proposal(
        order=order,
        closer=closer,
        closer_why=decision.why if closer else "",
        why_no_closer="" if closer else decision.why,
        disputed=decision.disputed,
        items=goods.items,
        requirements=requirements(
            promised, order.buyer_message, rules.courtesy_words, sent.courier, words
        ),
        courier=sent.courier,
        courier_why=sent.why,
        asks=(*goods.asks, *sent.asks),
        platform_text=foreign(order.platform_remark, _ours(tx, order)),
        stored=order.remark,
    )


def order_in_hand(tx: Tx, conversation_id: int) -> int | None:
    """The order of a conversation to remark next: its newest paid one without a remark, else its
    newest; None without orders."""
    found: int | None = tx.value(_IN_HAND, id=conversation_id)
    return found


def check(
    tx: Tx, order_id: int, remark: Remark, *, how: How = "new", seen: Proposal | None = None
) -> str:
    """The text that ``store`` would store, or the same refusals; nothing is written."""
    order = reading.one(tx, order_id)
    if seen is not None:
        _refuse_unseen(tx, order, seen)
    return checked(tx, order, remark, how)


def store(
    tx: Tx,
    order_id: int,
    remark: Remark,
    actor: int,
    *,
    how: How = "new",
    flag: str = SOLD,
    seen: Proposal | None = None,
) -> Stored:
    """Store a remark and its flag. ``seen``: what its writer had in front of them.

    Raises Refused ``changed_meanwhile`` (another text stands by now than was ``seen``),
    ``no_order``, ``no_owner``, ``disputed``, ``closer`` (somebody else than the owner),
    ``too_long``, ``platform_text`` (a text stands there and ``how`` is ``new``), ``approved`` (the
    audit has passed it as it is), ``closed``, ``flag``; RemarkError with its ``position`` for what
    cannot be written.
    """
    staff.working(tx, actor)
    order = reading.one(tx, order_id)
    if seen is not None:
        _refuse_unseen(tx, order, seen)
    text = checked(tx, order, remark, how)
    require_meaning(tx, flag)
    row_id = write(tx, Change(order_id, text, flag, order.remark, order.flag), actor, None)
    tx.journal("order.remarked", order_id, actor=actor, detail=str(row_id))
    return Stored(text, row_id)


def undo(tx: Tx, order_remark_id: int, actor: int) -> None:
    """Take back what was stored last. Raises Refused ``no_remark``, ``changed_meanwhile`` or
    ``approved``."""
    staff.working(tx, actor)
    row = tx.one(
        "SELECT order_id, remark, flag, before_remark, before_flag FROM order_remark"
        " WHERE id = :id AND undone_at IS NULL",
        id=order_remark_id,
    )
    if row is None:
        raise Refused("no_remark", "这条备注已经撤回了。")
    change = Change(*row)
    order = reading.one(tx, change.order_id)
    if not can_undo(tx, order_remark_id, order, change):
        raise Refused("changed_meanwhile", "这单的备注后来又改过，请打开备注直接改。")
    if change.remark != change.before_remark:
        refuse_approved(order)
    take_back(tx, order_remark_id, change)
    tx.journal("order.remark_undone", change.order_id, actor=actor, detail=str(order_remark_id))


def checked(tx: Tx, order: OrderRecord, remark: Remark, how: How) -> str:
    """The text to be stored for an order. Refuses as ``store`` does."""
    refuse_approved(order)
    if order.state == "closed":
        raise Refused("closed", "这单已经关闭，没有成交，不能写成交备注。")
    _refuse_closer(tx, ownership.decide(tx, order.id), remark.closer)
    line = render(remark, vocabulary_of(policy.current(tx)))
    _refuse_unseeable(line)
    ours = _ours(tx, order)
    if how == "new" and foreign(order.platform_remark, ours):
        raise Refused("platform_text", "平台上已有别的备注，请选接在后面（保留原文）还是换掉原文。")
    text = combined(line, order.platform_remark, ours, how)
    if (size := byte_count(text)) > MOST_BYTES:
        raise Refused("too_long", f"备注有 {size} 字节，平台最多 {MOST_BYTES} 字节，请写短一些。")
    return text


def refuse_approved(order: OrderRecord) -> None:
    """Raises Refused ``approved``: what the audit passed is not rewritten behind its back."""
    if order.verdict == "approved" and order.state in ("paid", "audit", "held"):
        raise Refused("approved", "这单已经审过，等着发货；要改备注，先在审单页撤回审核。")


def require_meaning(tx: Tx, flag: str) -> None:
    """Raises Refused ``flag`` for a meaning the policy does not have; '' is no flag."""
    known = flags.meanings(flags.table(policy.current(tx).flag_meanings))
    if flag and flag not in known:
        raise Refused("flag", f"没有“{flag[:20]}”这种旗，现有：{'、'.join(known)}。")


def write(tx: Tx, change: Change, actor: int | None, batch_id: int | None) -> int:
    """Put a remark and a flag in place, with the row that tells of it; the row's id."""
    row_id = tx.insert(
        "INSERT INTO order_remark (order_id, remark, flag, before_remark, before_flag, staff_id,"
        " at, batch_id) VALUES (:order, :remark, :flag, :before_remark, :before_flag, :actor,"
        " :now, :batch)",
        order=change.order_id,
        remark=change.remark,
        flag=change.flag,
        before_remark=change.before_remark,
        before_flag=change.before_flag,
        actor=actor,
        now=tx.now,
        batch=batch_id,
    )
    _put(tx, change.order_id, change.remark, change.flag)
    return row_id


def can_undo(tx: Tx, row_id: int, order: OrderRecord, change: Change) -> bool:
    """Whether nothing was stored for the order since."""
    newest = tx.value(
        "SELECT max(id) FROM order_remark WHERE order_id = :order AND undone_at IS NULL",
        order=order.id,
    )
    return newest == row_id and (order.remark, order.flag) == (change.remark, change.flag)


def take_back(tx: Tx, row_id: int, change: Change) -> None:
    """Undo a row that ``can_undo``."""
    tx.run("UPDATE order_remark SET undone_at = :now WHERE id = :id", now=tx.now, id=row_id)
    _put(tx, change.order_id, change.before_remark, change.before_flag)


def _put(tx: Tx, order_id: int, remark: str, flag: str) -> None:
    """Set both, and who wrote the remark that stands now; the platform is told if it listens."""
    writer = tx.one(
        "SELECT staff_id, at FROM order_remark WHERE order_id = :order AND undone_at IS NULL"
        " AND remark = :remark AND before_remark <> :remark ORDER BY id DESC LIMIT 1",
        order=order_id,
        remark=remark,
    )
    by, at = (None, None) if writer is None or not remark else writer
    tx.run(
        "UPDATE shop_order SET remark = :remark, flag = :flag, remark_by = :by, remark_at = :at,"
        " updated_at = max(:now, updated_at + 1) WHERE id = :id",
        remark=remark,
        flag=flag,
        by=by,
        at=at,
        now=tx.now,
        id=order_id,
    )
    events.remark(tx, order_id)


def _refuse_closer(tx: Tx, decision: Decision, closer: str) -> None:
    if decision.disputed:
        raise Refused("disputed", f"这单归谁有争议，等组长裁定后再写备注：{decision.why}")
    owner = remark_facts.closer(tx, decision)
    if not owner:
        raise Refused("no_owner", f"这单还不归任何人，不能写备注：{decision.why}是你的单就先认领。")
    if closer != owner:
        raise Refused("closer", f"成交人要写“{owner}”：{decision.why}")


def _refuse_unseen(tx: Tx, order: OrderRecord, seen: Proposal) -> None:
    there = foreign(order.platform_remark, _ours(tx, order))
    if order.remark != seen.stored:
        what = "这单的备注刚有人存过"
    elif there != seen.platform_text:
        what = "平台上的备注刚变了"
    else:
        return
    raise Refused("changed_meanwhile", f"{what}，没有盖掉它；请按 Esc 返回，再打开备注看一遍。")


def _refuse_unseeable(line: str) -> None:
    """What no reader sees, such as turned writing, has no place in a remark."""
    at = next((at for at, char in enumerate(line) if clean(char) != char), None)
    if at is not None:
        raise RemarkError(at, "这里有看不见的控制字符，请删掉重新输入。")


def _ours(tx: Tx, order: OrderRecord) -> list[str]:
    """The texts we ever stored for an order, the standing one last."""
    rows = tx.all(
        "SELECT remark FROM order_remark WHERE order_id = :order ORDER BY id", order=order.id
    )
    earlier = (text for (text,) in rows if text and text != order.remark)
    return [*earlier, *([order.remark] if order.remark else [])]
