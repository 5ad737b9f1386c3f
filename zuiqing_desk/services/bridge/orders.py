"""Orders as a connector tells of them, written the way an import writes them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal, cast

from zuiqing_desk.lookup.address import split
from zuiqing_desk.rules import order_values as values
from zuiqing_desk.rules.calendar import local
from zuiqing_desk.rules.order_merge import full_address
from zuiqing_desk.rules.order_status import ended
from zuiqing_desk.rules.order_words import OrderState, Platform
from zuiqing_desk.rules.text import clean, clean_line
from zuiqing_desk.services.bridge.accounts import Bridge
from zuiqing_desk.services.bridge.belonging import belongs, is_of_another
from zuiqing_desk.services.bridge.intake import conversation_of
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders.export_rows import Value
from zuiqing_desk.services.orders.export_spool import OrderKey
from zuiqing_desk.services.orders.import_changes import change_of
from zuiqing_desk.services.orders.import_standing import ShopNow, Standing, shop_now, standing
from zuiqing_desk.services.orders.import_write import carry_out
from zuiqing_desk.services.orders.incoming import Incoming, IncomingItem
from zuiqing_desk.store.tx import Tx

Done = Literal["added", "changed", "unchanged", "older"]

AS_OF: Final = "平台更新时间"
"""Where it is kept, among the columns put aside, when the platform last changed an order."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS: Final = range(2003, 2101)

_STATES: Final[Mapping[str, tuple[OrderState, str]]] = {
    "unpaid": ("unpaid", "待付款"),
    "paid": ("paid", "已付款"),
    "shipped": ("dispatched", "已发货"),
    "finished": ("dispatched", "交易成功"),
    "closed": ("closed", "交易关闭"),
    "refund": ("refund", "退款"),
}
_LINES: Final = {
    "buyer": "buyer",
    "receiver": "receiver",
    "waybill": "waybill",
    "courier": "waybill_courier",
    "closed_reason": "closed_reason",
}
_TEXTS: Final = {"buyer_message": "buyer_message", "seller_memo": "platform_remark"}
_SUMS: Final = {
    "amount": "amount_fen",
    "goods": "goods_fen",
    "freight": "freight_fen",
    "refund": "refund_fen",
}
_TIMES: Final = {"placed_at": "placed_at", "paid_at": "paid_at", "finished_at": "finished_at"}


def upsert(tx: Tx, account: Bridge, data: Mapping[str, Any]) -> Done:
    """Bring one order up to date with ``data``, which is as the schema ``order.upserted`` says.

    By the rules of an import: what is absent erases nothing, nothing goes backwards in our part of
    the work. Told twice it changes nothing; told later than something newer (by ``updated_at``) it
    is passed over. Raises Refused ``bad_value`` for a figure that cannot be one, ``other_shop`` for
    an order that another account answers for, and as services.bridge.intake.conversation_of.
    """
    told = data["order"]
    shop = shop_now(tx)
    incoming = _incoming(account, told, shop)
    key = OrderKey(incoming.platform, incoming.number)
    before = standing(tx, [key]).get(key)
    if _is_older(incoming, before):
        return "older"
    if before is not None and is_of_another(tx, before.id, account.account_id):
        raise Refused("other_shop", "这个单号是另一个店铺的订单，那个店铺有自己的桥接账号。")
    change = change_of(incoming, before, shop)
    done: Done = "added" if before is None else "changed"
    if change is not None:
        [order_id] = carry_out(tx, [change], import_id=None, actor=None)
        tx.journal("order.upserted", order_id, detail=done)
    else:
        assert before is not None
        order_id, done = before.id, "unchanged"
    if talk := told.get("conversation"):
        conversation_id = conversation_of(tx, account.account_id, talk)
        if conversation_id is not None:
            belongs(tx, order_id, conversation_id)
    return done


def _incoming(account: Bridge, told: Mapping[str, Any], shop: ShopNow) -> Incoming:
    columns: dict[str, Value] = {}
    for given, column in _LINES.items():
        if given in told:
            columns[column] = clean_line(told[given])
    for given, column in _TEXTS.items():
        if given in told:
            columns[column] = clean(told[given]).strip()
    for given, column in _SUMS.items():
        if given in told:
            columns[column] = values.money(told[given])
    for given, column in _TIMES.items():
        if given in told:
            columns[column] = None if told[given] is None else _moment(told[given])
    if "phone" in told:
        columns["phone"] = values.phone(told["phone"])
    if "flag" in told:
        columns["platform_flag"] = None if told["flag"] is None else int(told["flag"])
    province, city, district, rest = (
        clean_line(told.get(part, "")) for part in ("province", "city", "district", "address")
    )
    if address := full_address(province, city, district, rest):
        columns["address"] = address
    state, words = _STATES[told["status"]]
    columns["platform_state"] = clean_line(told.get("status_text", "")) or words
    extra = {}
    if "updated_at" in told:
        extra[AS_OF] = local(_moment(told["updated_at"]), shop.zone).isoformat(" ")
    return Incoming(
        platform=cast(Platform, account.platform),
        number=values.number(told["number"]),
        whole=True,
        state=ended(state, refunded=bool(columns.get("refund_fen"))),
        columns=columns,
        place=split(address),
        storefront=account.storefront,
        cod=bool(told.get("cod")),
        extra=extra,
        items=_items(told["items"]) if "items" in told else None,
    )


def _items(told: list[Mapping[str, Any]]) -> tuple[IncomingItem, ...]:
    items: dict[str, IncomingItem] = {}
    for one in told:
        key, times = clean_line(one["id"]), 1
        while (unique := key if times == 1 else f"{key}#{times}") in items:
            times += 1
        items[unique] = IncomingItem(
            key=unique,
            title=clean_line(one["title"]),
            spec=clean_line(one.get("spec", "")),
            code=clean_line(one.get("code", "")),
            quantity=int(one["quantity"]),
            price_fen=values.money(one["price"]) if "price" in one else None,
        )
    return tuple(items.values())


def _moment(text: str) -> int:
    """UTC microseconds of a time with an offset (ISO 8601). Raises Refused ``bad_value``."""
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None or at.year not in _YEARS:
            raise ValueError
        return (at - _EPOCH) // timedelta(microseconds=1)
    except (ValueError, OverflowError):
        raise Refused(
            "bad_value", "有一个时间不对，要写成 2026-01-31T10:11:12+08:00 这样。"
        ) from None


def _is_older(incoming: Incoming, before: Standing | None) -> bool:
    if before is None or AS_OF not in incoming.extra or AS_OF not in before.extra:
        return False
    try:
        return datetime.fromisoformat(incoming.extra[AS_OF]) < datetime.fromisoformat(
            before.extra[AS_OF]
        )
    except (ValueError, TypeError):
        return False  # an export may have had a column of that name
