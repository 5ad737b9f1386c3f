"""Orders typed in by hand from a conversation, for what no export will bring (or not yet)."""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from zuiqing_desk.lookup.address import split
from zuiqing_desk.rules import order_values
from zuiqing_desk.rules.calendar import local
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.order_words import PLATFORMS, STATES, OrderState, Platform, platform_of
from zuiqing_desk.rules.text import clean, clean_line
from zuiqing_desk.rules.typed_order import (
    MOST_QUANTITY,
    NUMBER_CHARS,
    TYPED,
    number_begins,
    number_of,
)
from zuiqing_desk.services import policy, shop, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import chase_count, linking
from zuiqing_desk.store.tx import Tx

MOVES: Final[tuple[OrderState, ...]] = ("unpaid", "paid", "closed", "refund")
"""What a person may say of an order no platform tells of; the rest is the audit's."""
LONGEST = 200
MESSAGE_CHARS = 1000
PHONE_DIGITS: Final = 20

_INSERT = """
INSERT INTO shop_order (platform, number, storefront_id, state, platform_state, buyer, receiver,
  phone, address, address_before, province, city, district, goods_fen, amount_fen, refund_fen,
  buyer_message, waybill, waybill_courier, closed_reason, platform_remark, extra, placed_at,
  paid_at, unlinked, urgent, cod, remark, flag, verdict, verdict_reason, created_at, created_by,
  updated_at)
VALUES (:platform, :number, :storefront, :state, '', :buyer, :receiver, :phone, :address, '',
  :province, :city, :district, :goods, :amount, 0, :message, '', '', '', '', '{}', :now, :paid_at,
  0, :urgent, :cod, '', '', '', '', :now, :actor, :now)
"""

_ITEM = """
INSERT INTO order_item (order_id, key, title, spec, code, quantity, price_fen, product_id,
  provisional)
VALUES (:order, :key, :title, :spec, '', :quantity, :price, coalesce(:product,
  (SELECT id FROM product WHERE short_name = :title AND archived_at IS NULL)), 0)
"""


@dataclass(frozen=True, slots=True)
class NewItem:
    """One line; ``price_fen`` is for one piece. ``spec`` says what a piece is: 瓶, 箱, …"""

    title: str
    quantity: int
    spec: str = ""
    price_fen: int | None = None
    product_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What a person types. ``number`` "" gets one of ours; ``platform`` None and ``buyer`` "" are
    those of the conversation; ``province`` … "" are what the address says."""

    items: tuple[NewItem, ...]
    amount_fen: int | None = None
    paid: bool = True
    number: str = ""
    platform: Platform | None = None
    buyer: str = ""
    receiver: str = ""
    phone: str = ""
    address: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    buyer_message: str = ""
    urgent: bool = False
    cod: bool = False


def add(tx: Tx, order: NewOrder, conversation_id: int | None, actor: int | None) -> int:
    """Put an order in by hand, linked to the conversation it was typed from; its id.

    Placed now, and paid now if ``paid``; cash on delivery goes to the audit like a paid one, since
    nothing is to be chased. ``remove`` takes it back. Raises Refused ``no_items``, ``quantity``,
    ``amount``, ``number``, ``phone``, ``too_long``, ``order_taken``, ``platform`` or
    ``no_conversation``.
    """
    if actor is not None:
        staff.working(tx, actor)
    order = _placed(_checked(_as_of_conversation(tx, order, conversation_id)))
    assert order.platform is not None
    number = order.number or _next_number(tx, order.platform)
    _refuse_taken(tx, order.platform, number)
    due = order.paid or order.cod
    rules = policy.current(tx)
    order_id = tx.insert(
        _INSERT,
        platform=order.platform,
        number=number,
        storefront=_storefront(tx, conversation_id),
        state="paid" if due else "unpaid",
        buyer=order.buyer,
        receiver=order.receiver,
        phone=order.phone,
        address=order.address,
        province=order.province,
        city=order.city,
        district=order.district,
        goods=_goods_fen(order),
        amount=order.amount_fen if order.amount_fen is not None else _goods_fen(order),
        message=order.buyer_message,
        paid_at=tx.now if due else None,
        urgent=order.urgent or any(word in order.buyer_message for word in rules.urgent_words),
        cod=order.cod,
        now=tx.now,
        actor=actor,
    )
    for place, item in enumerate(order.items, 1):
        tx.insert(
            _ITEM,
            order=order_id,
            key=f"{TYPED}{place}",
            title=item.title,
            # A bare unit is one of it: 6 of 1箱 are six boxes.
            spec=f"1{item.spec}" if item.spec in rules.order_units else item.spec,
            quantity=item.quantity,
            price=item.price_fen,
            product=item.product_id,
        )
    if conversation_id is not None:
        customer_id = tx.value(
            "SELECT customer_id FROM conversation WHERE id = :id", id=conversation_id
        )
        linking.join(tx, order_id, conversation_id, customer_id, "typed")
    else:
        linking.auto_link(tx, [order_id])
    tx.journal("order.typed", order_id, actor=actor)
    return order_id


def remove(tx: Tx, order_id: int, actor: int | None) -> None:
    """Take an order typed in by hand away again, while nothing has been done with it.

    Raises Refused ``no_order``, ``not_typed`` or ``in_use``.
    """
    if actor is not None:
        staff.working(tx, actor)
    _require_typed(tx, order_id)
    used = tx.value(_USED, id=order_id)
    if used is not None:
        raise Refused("in_use", f"这笔订单已经有{used}，不能删掉；不要了请把它关闭。")
    tx.run("DELETE FROM order_item WHERE order_id = :id", id=order_id)
    tx.run("UPDATE promise SET order_id = NULL WHERE order_id = :id", id=order_id)
    tx.run("DELETE FROM shop_order WHERE id = :id", id=order_id)
    tx.journal("order.removed", order_id, actor=actor)


class Stood(NamedTuple):
    """How a typed-in order stood before it was moved, and where that left it."""

    state: OrderState
    paid_at: int | None
    after: OrderState


def move(tx: Tx, order_id: int, state: OrderState, actor: int | None) -> Stood:
    """Say that a typed-in order is paid, closed, refunded, … as its platform never will.

    How it stood before, for ``move_back``. Raises Refused ``no_order``, ``not_typed``, or
    ``state`` for what the audit decides.
    """
    before = _typed(tx, order_id, actor)
    if state not in MOVES:
        words = "、".join(STATES[one] for one in MOVES)
        raise Refused("state", f"这一步在审单里做；这里只能改成{words}。")
    paid_at = before.paid_at
    if state == "unpaid":
        paid_at = None
    elif state == "paid" and paid_at is None:
        paid_at = tx.now
    _stand(tx, order_id, state, paid_at, actor)
    return before._replace(after=state)


def move_back(tx: Tx, order_id: int, before: Stood, actor: int | None) -> None:
    """Undo a ``move``, which handed ``before`` back. Raises Refused ``no_order``, ``not_typed``, or
    ``changed_meanwhile`` where the order has gone on since."""
    if _typed(tx, order_id, actor).state != before.after:
        raise Refused("changed_meanwhile", "这笔订单的状态刚刚又变了，请看过再说。")
    _stand(tx, order_id, before.state, before.paid_at, actor)


def _typed(tx: Tx, order_id: int, actor: int | None) -> Stood:
    if actor is not None:
        staff.working(tx, actor)
    _require_typed(tx, order_id)
    row = tx.one("SELECT state, paid_at, state FROM shop_order WHERE id = :id", id=order_id)
    assert row is not None
    return Stood(*row)


def _stand(
    tx: Tx, order_id: int, state: OrderState, paid_at: int | None, actor: int | None
) -> None:
    # What was lost until now was lost, whatever becomes of the order.
    chase_count.count(tx, [order_id])
    tx.run(
        "UPDATE shop_order SET state = :state, paid_at = :paid_at,"
        " updated_at = max(:now, updated_at + 1) WHERE id = :id",
        id=order_id,
        state=state,
        paid_at=paid_at,
        now=tx.now,
    )
    tx.journal("order.moved", order_id, actor=actor, detail=state)


_USED = """
SELECT CASE
  WHEN o.remark <> '' OR o.flag <> '' THEN '备注'
  WHEN o.verdict <> '' OR o.hold_until IS NOT NULL THEN '审单记录'
  WHEN o.confirmed_at IS NOT NULL THEN '到账确认'
  WHEN EXISTS (SELECT 1 FROM order_remark r WHERE r.order_id = o.id) THEN '备注记录'
  WHEN EXISTS (SELECT 1 FROM owner_claim c WHERE c.order_id = o.id) THEN '归属认领'
  WHEN EXISTS (SELECT 1 FROM ruling r WHERE r.order_id = o.id) THEN '归属裁定'
  WHEN EXISTS (SELECT 1 FROM violation v WHERE v.order_id = o.id) THEN '违规记录'
  WHEN EXISTS (SELECT 1 FROM contact c WHERE c.order_id = o.id) THEN '联系记录'
  WHEN EXISTS (SELECT 1 FROM audit_error e WHERE e.order_id = o.id) THEN '差错记录'
  WHEN EXISTS (SELECT 1 FROM payment_chase p WHERE p.order_id = o.id) THEN '催付结果'
  WHEN EXISTS (SELECT 1 FROM cross_sell s WHERE s.order_id = o.id) THEN '关联营销记录'
  WHEN EXISTS (SELECT 1 FROM promise p WHERE p.order_id = o.id AND p.line_id IS NULL) THEN '承诺'
END FROM shop_order o WHERE o.id = :id
"""


def _require_typed(tx: Tx, order_id: int) -> None:
    row = tx.one("SELECT import_id, number FROM shop_order WHERE id = :id", id=order_id)
    if row is None:
        raise Refused("no_order", "这笔订单已经不在了。")
    typed = tx.value(
        "SELECT 1 FROM order_item WHERE order_id = :id AND key GLOB :keys",
        id=order_id,
        keys="手工-*",
    )
    if row[0] is not None or not typed:
        raise Refused("not_typed", "这笔订单来自平台的表格，它的状态跟着平台走，这里不能改。")


def _as_of_conversation(tx: Tx, order: NewOrder, conversation_id: int | None) -> NewOrder:
    """Fill in what the conversation says."""
    if conversation_id is None:
        if order.platform is None:
            raise Refused("platform", "请选订单所在的平台。")
        return order
    row = tx.one(
        "SELECT a.channel, a.name, c.external_id, u.name FROM conversation c"
        " JOIN channel_account a ON a.id = c.account_id JOIN customer u ON u.id = c.customer_id"
        " WHERE c.id = :id",
        id=conversation_id,
    )
    if row is None:
        raise Refused("no_conversation", f"没有编号为 {conversation_id} 的会话。")
    channel, account, external_id, name = row
    own = platform_of(account)
    platform = order.platform or own
    buyer = order.buyer
    if not buyer and platform == own:
        buyer = external_id if channel == "manual" else name
    return replace(order, platform=platform, buyer=buyer)


def _checked(order: NewOrder) -> NewOrder:
    """The order as it is stored. Raises Refused."""
    items = tuple(_checked_item(item) for item in order.items)
    if not items:
        raise Refused("no_items", "订单里还没有货品，至少写一样，例如 6瓶1983。")
    if order.platform not in PLATFORMS:
        raise Refused("platform", "请选订单所在的平台。")
    _refuse_money(order.amount_fen, "金额")
    number = _checked_number(order)
    return replace(
        order,
        items=items,
        number=number,
        buyer=_line(order.buyer, "买家账号"),
        receiver=_line(order.receiver, "收货人"),
        phone=_phone(order.phone),
        address=_line(order.address, "收货地址"),
        province=_line(order.province, "省"),
        city=_line(order.city, "市"),
        district=_line(order.district, "区县"),
        buyer_message=_within(clean(order.buyer_message).strip(), "买家留言", MESSAGE_CHARS),
    )


def _checked_number(order: NewOrder) -> str:
    """The number as an export will have it, so that the order is not taken in twice."""
    number = number_of(order.number)
    if len(number) > NUMBER_CHARS:
        raise Refused("number", f"订单号最多 {NUMBER_CHARS} 个字，现在有 {len(number)} 个。")
    if number.startswith(TYPED):
        raise Refused("number", f"“{TYPED}”开头的号由系统来编，没有订单号就空着。")
    if number and order.platform != "other":
        try:
            return order_values.number(number)
        except RuleError as wrong:
            raise Refused("number", f"订单号{wrong.message}") from None
    return number


def _phone(text: str) -> str:
    digits = order_values.phone(text)
    if clean_line(text) and not 1 <= len(digits) <= PHONE_DIGITS:
        raise Refused("phone", "电话不像号码，只写数字，例如 13800000000；没有就空着。")
    return digits


def _placed(order: NewOrder) -> NewOrder:
    """The order with its address split, as far as that is certain."""
    if order.province or not order.address:
        return order
    place = split(order.address)
    return replace(order, province=place.province, city=place.city, district=place.district)


def _checked_item(item: NewItem) -> NewItem:
    title = clean_line(item.title)
    if not 1 <= len(title) <= LONGEST:
        raise Refused("no_items", f"货品要写名字，1–{LONGEST} 个字。")
    if not 1 <= item.quantity <= MOST_QUANTITY:
        raise Refused("quantity", f"“{title[:20]}”的数量要在 1 到 {MOST_QUANTITY} 之间。")
    _refuse_money(item.price_fen, f"“{title[:20]}”的单价")
    return replace(item, title=title, spec=_line(item.spec, "规格"))


def _line(text: str, what: str) -> str:
    return _within(clean_line(text), what, LONGEST)


def _within(text: str, what: str, most: int) -> str:
    if len(text) > most:
        raise Refused("too_long", f"{what}最多 {most} 个字，现在有 {len(text)} 个。")
    return text


def _refuse_money(fen: int | None, what: str) -> None:
    if fen is not None and not 0 <= fen < 10**12:
        raise Refused("amount", f"{what}不对，要写成 1280 或 1280.50 这样。")


def _goods_fen(order: NewOrder) -> int | None:
    """The sum of the lines, where every price is known."""
    total = 0
    for item in order.items:
        if item.price_fen is None:
            return None
        total += item.price_fen * item.quantity
    return total


def _next_number(tx: Tx, platform: Platform) -> str:
    info = shop.get(tx)
    day = number_begins(local(tx.now, "Asia/Shanghai" if info is None else info.time_zone))
    highest = tx.value(
        "SELECT max(CAST(substr(number, :from) AS INTEGER)) FROM shop_order"
        " WHERE platform = :platform AND number GLOB :day || '*'",
        platform=platform,
        day=day,
        **{"from": len(day) + 1},
    )
    return f"{day}{(highest or 0) + 1}"


def _refuse_taken(tx: Tx, platform: Platform, number: str) -> None:
    if tx.one(
        "SELECT 1 FROM shop_order WHERE platform = :platform AND number = :number",
        platform=platform,
        number=number,
    ):
        raise Refused(
            "order_taken", f"{PLATFORMS[platform]}的订单 {number} 已经在订单页里了，不用再录。"
        )


def _storefront(tx: Tx, conversation_id: int | None) -> int | None:
    if conversation_id is None:
        return None
    found: int | None = tx.value(
        "SELECT a.storefront_id FROM conversation c JOIN channel_account a ON a.id = c.account_id"
        " WHERE c.id = :id",
        id=conversation_id,
    )
    return found
