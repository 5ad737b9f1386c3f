"""What the variables of a canned reply stand for in an order."""

from zuiqing_desk.rules import arrival
from zuiqing_desk.rules.calendar import calendar_day
from zuiqing_desk.rules.order_links import is_proven
from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.rules.product_figures import money_text
from zuiqing_desk.rules.remark import RemarkError, parse
from zuiqing_desk.rules.remark_vocabulary import vocabulary_of
from zuiqing_desk.services import policy, shop
from zuiqing_desk.services.orders import reading
from zuiqing_desk.services.orders.records import OrderRecord
from zuiqing_desk.store.tx import Tx

TITLE_CHARS = 30
_STILL_HERE = ("paid", "audit", "held")


def of_order(tx: Tx, order_id: int, conversation_id: int | None) -> dict[str, str]:
    """The values of an order, as it is told in a conversation; what is not known is ''.

    Who gets it and where goes only into a conversation that is the buyer's beyond doubt. Raises
    Refused ``no_order``.
    """
    order = reading.one(tx, order_id)
    rules = policy.current(tx)
    coming = expected(tx, order, rules)
    found = {
        "订单号": order.number,
        "订单货品": goods(order),
        "应付": money_text(order.amount_fen),
        "快递": courier(order, rules),
        "快递单号": order.waybill,
        "预计到货": "" if coming is None else arrival.words(coming),
    }
    if _is_the_buyers(tx, order, conversation_id):
        found |= {"收件人": order.receiver, "收货地址": order.address}
    return found


def goods(order: OrderRecord) -> str:
    """What was bought: ``1983×6、小酒版×2``, by short names where the lines were matched."""
    return "、".join(
        f"{item.product or item.title[:TITLE_CHARS]}×{item.quantity}" for item in order.items
    )


def courier(order: OrderRecord, rules: ShopPolicy) -> str:
    """Who carries an order: as the platform says, else as its remark says, else the house's."""
    if order.waybill_courier:
        return order.waybill_courier
    try:
        return parse(order.remark, vocabulary_of(rules)).courier
    except RemarkError:
        return rules.house_courier


def expected(tx: Tx, order: OrderRecord, rules: ShopPolicy) -> arrival.Expected | None:
    """The days an order should arrive, None where its province is not known or that day is past."""
    days = arrival.on_the_way(arrival.table(rules.transit_days), order.province)
    zone = _zone(tx)
    day = _goes_out(tx, order, rules, zone)
    if days is None or day is None:
        return None
    found = arrival.expected(day, days)
    return None if found.last < calendar_day(tx.now, zone) else found


def _goes_out(tx: Tx, order: OrderRecord, rules: ShopPolicy, zone: str) -> int | None:
    """The day an order goes out, or went; None where it does not, or nobody knows when."""
    cutoff = rules.dispatch_cutoff
    if order.state == "unpaid":
        return arrival.goes_out(None, tx.now, cutoff, zone)
    if order.paid_at is None:
        return None
    if order.state in _STILL_HERE:
        held = order.hold_until if order.state == "held" else None
        return arrival.goes_out(order.paid_at, tx.now, cutoff, zone, held_until=held)
    if order.state == "dispatched":
        return arrival.dispatch_day(order.paid_at, cutoff, zone)
    return None


def _is_the_buyers(tx: Tx, order: OrderRecord, conversation_id: int | None) -> bool:
    if conversation_id is None or order.conversation_id != conversation_id:
        return False
    return is_proven(tx.value("SELECT linked_how FROM shop_order WHERE id = :id", id=order.id))


def _zone(tx: Tx) -> str:
    info = shop.get(tx)
    return "Asia/Shanghai" if info is None else info.time_zone
