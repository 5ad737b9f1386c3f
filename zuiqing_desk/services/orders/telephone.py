"""The buyer's telephone, which is hidden unless somebody asks for it."""

from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store.tx import Tx


def unmasked(tx: Tx, order_id: int, actor: int | None) -> str:
    """The telephone of an order in full; that it was shown, and to whom, is journalled (house rule:
    personal data is for those who need it).

    Raises Refused ``no_order`` or ``no_phone``.
    """
    if actor is not None:
        staff.working(tx, actor)
    row = tx.one("SELECT phone FROM shop_order WHERE id = :id", id=order_id)
    if row is None:
        raise Refused("no_order", "这笔订单已经不在了。")
    phone: str = row[0]
    if not phone:
        raise Refused("no_phone", "这笔订单没有电话。")
    tx.journal("order.unmasked", order_id, actor=actor)
    return phone
