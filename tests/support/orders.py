"""Orders in a shop under test, put in as an import would have."""

import itertools
from typing import Any

from support.shop import TestShop

_NUMBERS = itertools.count(1)


def order_number() -> str:
    """A number no other order has."""
    return f"26030200{next(_NUMBERS):010}"


def add_order(
    shop: TestShop,
    *items: tuple[str, int],
    platform: str = "taobao",
    state: str = "paid",
    **columns: Any,
) -> int:
    """An order of these (title, quantity) lines, 6 of 醉卿1983 unless given; its id.

    ``columns`` are columns of ``shop_order``. Placed now, and paid now unless unpaid.
    """
    values: dict[str, Any] = {
        "platform": platform,
        "number": order_number(),
        "state": state,
        "buyer": "tb_**1",
        "amount_fen": 768_000,
        "placed_at": shop.now,
        "paid_at": None if state in ("unpaid", "closed") else shop.now,
        "created_at": shop.now,
        "updated_at": shop.now,
        "platform_state": "",
        "receiver": "",
        "phone": "",
        "address": "",
        "address_before": "",
        "province": "",
        "city": "",
        "district": "",
        "refund_fen": 0,
        "buyer_message": "",
        "waybill": "",
        "waybill_courier": "",
        "closed_reason": "",
        "platform_remark": "",
        "extra": "{}",
        "unlinked": False,
        "urgent": False,
        "cod": False,
        "remark": "",
        "flag": "",
        "verdict": "",
        "verdict_reason": "",
        **columns,
    }

    def insert(tx: Any) -> int:
        names = ", ".join(values)
        order_id: int = tx.insert(
            f"INSERT INTO shop_order ({names}) VALUES ({', '.join(':' + one for one in values)})",
            **values,
        )
        for place, (title, quantity) in enumerate(items or (("醉卿1983", 6),), 1):
            tx.insert(
                "INSERT INTO order_item (order_id, key, title, spec, code, quantity, price_fen,"
                " provisional) VALUES (:order, :key, :title, '', '', :quantity, 128000, 0)",
                order=order_id,
                key=str(place),
                title=title,
                quantity=quantity,
            )
        tx.journal("order.imported", order_id)
        return order_id

    return shop.do(insert)
