"""Cross-sell attempts without effort 关联营销没有力推, and what is lost in all.

醉卿 manual, 客服绩效, rule 2: every two count as one lost order; regular customers are exempt.
"""

from zuiqing_desk.rules.chase import lost_in_all
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import policy, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders.chase_records import CrossSellRecord, LostCount
from zuiqing_desk.store.tx import Tx

NOTE_CHARS = 200

_PAID_OF_CUSTOMER = """
SELECT count(*) FROM shop_order o
WHERE o.id IS NOT :order AND o.paid_at IS NOT NULL AND o.state <> 'refund' AND o.id IN (
  SELECT id FROM shop_order WHERE customer_id = :customer
  UNION SELECT id FROM shop_order WHERE platform = :platform AND buyer = :buyer AND buyer <> '')
"""

_COUNTS = """
SELECT s.id, s.staff_no, coalesce(l.orders, 0), coalesce(x.attempts, 0) FROM staff s
LEFT JOIN (SELECT lost_to, count(*) AS orders FROM payment_chase
  WHERE result = 'lost' AND ended_at >= :begin AND ended_at < :end GROUP BY lost_to) l
  ON l.lost_to = s.id
LEFT JOIN (SELECT staff_id, count(*) AS attempts FROM cross_sell
  WHERE withdrawn_at IS NULL AND at >= :begin AND at < :end GROUP BY staff_id) x
  ON x.staff_id = s.id
WHERE l.orders IS NOT NULL OR x.attempts IS NOT NULL ORDER BY s.staff_no
"""


def is_regular(tx: Tx, order_id: int) -> bool:
    """Whether the buyer paid as many other orders as make a regular customer 老客.

    Raises Refused ``no_order``.
    """
    row = tx.one(
        "SELECT customer_id, platform, buyer FROM shop_order WHERE id = :order", order=order_id
    )
    if row is None:
        raise Refused("no_order", "这笔订单已经不在了。")
    return _is_regular(tx, order_id, *row)


def note(
    tx: Tx,
    staff_id: int,
    actor: int,
    *,
    order_id: int | None = None,
    conversation_id: int | None = None,
    text: str = "",
) -> int:
    """Note an attempt without effort, at an order or in a conversation; its id.

    One's own, or anybody's by a lead. Raises Refused ``regular`` (the buyer is exempt),
    ``not_lead``, ``no_subject``, ``no_order``, ``no_conversation`` or ``too_long``.
    """
    staff.by_id(tx, staff_id)
    _may(tx, staff_id, actor)
    text = clean_line(text)
    if len(text) > NOTE_CHARS:
        raise Refused("too_long", f"说明最多 {NOTE_CHARS} 个字，现在有 {len(text)} 个。")
    _refuse_regular(tx, order_id, conversation_id)
    cross_sell_id = tx.insert(
        "INSERT INTO cross_sell (staff_id, order_id, conversation_id, note, noted_by, at)"
        " VALUES (:staff, :order, :conversation, :note, :actor, :now)",
        staff=staff_id,
        order=order_id,
        conversation=conversation_id,
        note=text,
        actor=actor,
        now=tx.now,
    )
    if order_id is not None:
        tx.journal("order.cross_sell", order_id, actor=actor)
    else:
        tx.journal("conversation.cross_sell", conversation_id or 0, actor=actor)
    return cross_sell_id


def withdraw(tx: Tx, cross_sell_id: int, actor: int) -> None:
    """Take one back: who noted it, or a lead. Raises Refused ``no_cross_sell`` or ``not_lead``."""
    row = tx.one(
        "SELECT noted_by, order_id, conversation_id FROM cross_sell"
        " WHERE id = :id AND withdrawn_at IS NULL",
        id=cross_sell_id,
    )
    if row is None:
        raise Refused("no_cross_sell", "这条已经撤回了。")
    noted_by, order_id, conversation_id = row
    _may(tx, noted_by, actor)
    tx.run("UPDATE cross_sell SET withdrawn_at = :now WHERE id = :id", now=tx.now, id=cross_sell_id)
    if order_id is not None:
        tx.journal("order.cross_sell_withdrawn", order_id, actor=actor)
    else:
        tx.journal("conversation.cross_sell_withdrawn", conversation_id or 0, actor=actor)


def of_order(tx: Tx, order_id: int) -> list[CrossSellRecord]:
    """What was noted for an order, without what was withdrawn."""
    rows = tx.all(
        "SELECT id, staff_id, order_id, conversation_id, note, noted_by, at FROM cross_sell"
        " WHERE order_id = :order AND withdrawn_at IS NULL ORDER BY id",
        order=order_id,
    )
    return [CrossSellRecord(*row) for row in rows]


def lost_counts(tx: Tx, begin: int, end: int) -> list[LostCount]:
    """What was lost from ``begin`` to before ``end``, by agent, for those who lost anything."""
    return [
        LostCount(staff_id, staff_no, orders, attempts, lost_in_all(orders, attempts))
        for staff_id, staff_no, orders, attempts in tx.all(_COUNTS, begin=begin, end=end)
    ]


def _may(tx: Tx, whose: int | None, actor: int) -> None:
    staff.working(tx, actor)
    if whose != actor:
        staff.require_lead(tx, actor)


def _refuse_regular(tx: Tx, order_id: int | None, conversation_id: int | None) -> None:
    if order_id is not None:
        regular = is_regular(tx, order_id)
    elif conversation_id is not None:
        customer_id = tx.value(
            "SELECT customer_id FROM conversation WHERE id = :id", id=conversation_id
        )
        if customer_id is None:
            raise Refused("no_conversation", f"没有编号为 {conversation_id} 的会话。")
        regular = _is_regular(tx, None, customer_id, "", "")
    else:
        raise Refused("no_subject", "要说明是哪笔订单或者哪个会话。")
    if regular:
        raise Refused("regular", "这位是老客，关联营销没有力推不算流失。")


def _is_regular(
    tx: Tx, order_id: int | None, customer_id: int | None, platform: str, buyer: str
) -> bool:
    paid: int = tx.value(
        _PAID_OF_CUSTOMER, order=order_id, customer=customer_id, platform=platform, buyer=buyer
    )
    return paid >= policy.current(tx).regular_orders
