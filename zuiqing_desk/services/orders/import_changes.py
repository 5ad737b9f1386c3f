"""What an import makes of one order: a new one, changes, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from zuiqing_desk.lookup.address import NOWHERE
from zuiqing_desk.rules.order_merge import known_better, same_but_hidden
from zuiqing_desk.rules.order_status import followed
from zuiqing_desk.rules.order_words import OrderState
from zuiqing_desk.services.orders.export_rows import Value
from zuiqing_desk.services.orders.import_standing import (
    PERSONAL,
    ShopNow,
    Standing,
    StandingItem,
)
from zuiqing_desk.services.orders.incoming import Incoming

STOREFRONT = "店铺名称"
"""Where the name of a storefront nobody knows is kept among the columns put aside."""

_HIDDEN = ("receiver", "phone", "address")
_MAY_BE_EMPTIED = ("platform_remark", "platform_flag")
_TOLD = ("buyer_message", "platform_remark")
_AUDITED = ("address", "receiver", "phone", "amount_fen", "buyer_message")
"""What the audit approved: if one of these changes before dispatch, it has to look again."""

_CHANGED = {"address": "收货地址", "receiver": "收货人", "phone": "电话", "amount_fen": "金额"}
_CHANGED |= {"buyer_message": "买家留言", "items": "货品"}

_NEW: Mapping[str, Value] = {
    "platform_state": "",
    "buyer": "",
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
    "urgent": 0,
    "cod": 0,
    "verdict": "",
    "verdict_reason": "",
}


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written. ``order_id`` is None for a new order; ``columns`` are the changed
    ones; ``extra`` and ``items`` are None where they stay."""

    incoming: Incoming
    order_id: int | None
    columns: Mapping[str, Value]
    extra: Mapping[str, str] | None
    items: tuple[StandingItem, ...] | None


def change_of(incoming: Incoming, before: Standing | None, shop: ShopNow) -> Change | None:
    """What the import changes in an order; None where it says nothing new.

    An empty cell erases nothing, but for the platform's remark and flag. What was erased on request
    stays so, whatever an export still says. ``before`` may be None only if ``incoming.whole``.
    """
    if before is not None and before.erased:
        incoming = _nameless(incoming)
    columns = _columns(incoming, before, shop)
    items = _items(incoming, before, shop)
    extra = dict(before.extra if before else {}) | dict(incoming.extra)
    if incoming.storefront and incoming.storefront not in shop.storefronts:
        extra[STOREFRONT] = incoming.storefront
    if before is None:
        return Change(incoming, None, {**_NEW, **columns}, extra, items or ())
    columns = {key: value for key, value in columns.items() if before.columns[key] != value}
    new_items = None if items is None or items == before.items else items
    other_goods = new_items is not None and _goods(new_items) != _goods(before.items)
    columns |= _look_again(columns, other_goods, before)
    new_extra = None if extra == before.extra else extra
    if not columns and new_items is None and new_extra is None:
        return None
    return Change(incoming, before.id, columns, new_extra, new_items)


def _nameless(incoming: Incoming) -> Incoming:
    kept = {key: value for key, value in incoming.columns.items() if key not in PERSONAL}
    return replace(incoming, columns=kept, place=NOWHERE, extra={})


def _columns(incoming: Incoming, before: Standing | None, shop: ShopNow) -> dict[str, Value]:
    was: Mapping[str, Value] = before.columns if before else {}
    columns: dict[str, Value] = {
        key: value
        for key, value in incoming.columns.items()
        if value not in (None, "") or key in _MAY_BE_EMPTIED
    }
    if columns.get("platform_remark", "") is None:
        columns["platform_remark"] = ""
    for key in _HIDDEN:
        if key in columns:
            columns[key] = known_better(str(was.get(key) or ""), str(columns[key]))
    columns |= _place(incoming, was, columns)
    columns["state"] = _state(incoming, before)
    storefront = shop.storefronts.get(incoming.storefront)
    if storefront is None and not incoming.storefront:
        storefront = shop.usual.get(incoming.platform)
    if storefront is not None and (incoming.storefront or not was.get("storefront_id")):
        columns["storefront_id"] = storefront
    # Words that stood there before have been seen to; a person may have said otherwise since.
    said = "\n".join(
        str(columns.get(key) or "") for key in _TOLD if columns.get(key) != was.get(key)
    )
    if any(word in said for word in shop.urgent_words):
        columns["urgent"] = 1
    if incoming.cod:
        columns["cod"] = 1
    return columns


def _place(
    incoming: Incoming, was: Mapping[str, Value], columns: Mapping[str, Value]
) -> dict[str, Value]:
    """Where the address is, and the one before."""
    address, old = str(columns.get("address") or ""), str(was.get("address") or "")
    if not address or (address == old and was.get("province")):
        return {}
    province, city, district, _ = incoming.place
    place: dict[str, Value] = {"province": province, "city": city, "district": district}
    if old and not same_but_hidden(_close(old), _close(address)):
        place["address_before"] = old
    return place


def _close(address: str) -> str:
    return "".join(address.split())


def _state(incoming: Incoming, before: Standing | None) -> OrderState:
    if before is not None:
        if incoming.state is None:
            return before.state
        return followed(before.state, incoming.state, confirmed=before.confirmed)
    if incoming.state is not None:
        return incoming.state
    # Without a status nobody is chased for money that may be here: finance will look.
    if incoming.columns.get("waybill"):
        return "dispatched"
    unpaid = "paid_at" in incoming.columns and incoming.columns["paid_at"] is None
    return "unpaid" if unpaid and not incoming.cod else "paid"


def _items(
    incoming: Incoming, before: Standing | None, shop: ShopNow
) -> tuple[StandingItem, ...] | None:
    """The lines as they are to stand, None to leave them. The platform's own lines take the place
    of the title and total an order file has, never the other way round."""
    if incoming.items is None:
        return None
    was = {item.key: item for item in before.items} if before else {}
    if incoming.provisional and any(key or not item.provisional for key, item in was.items()):
        return None
    items = []
    for new in incoming.items:
        old = was.get(new.key)
        product = old.product_id if old and old.product_id is not None else None
        price = new.price_fen if new.price_fen is not None or old is None else old.price_fen
        items.append(
            StandingItem(
                key=new.key,
                title=new.title,
                spec=new.spec,
                code=new.code,
                quantity=new.quantity,
                price_fen=price,
                product_id=product or shop.catalogue.match(new.title, new.spec, new.code),
                provisional=incoming.provisional,
            )
        )
    return _in_old_order(items, list(was))


def _in_old_order(items: list[StandingItem], keys: list[str]) -> tuple[StandingItem, ...]:
    """Rows in another order are no change."""
    places = {key: place for place, key in enumerate(keys)}
    return tuple(sorted(items, key=lambda item: (places.get(item.key, len(places)), item.key)))


def _goods(items: tuple[StandingItem, ...]) -> list[tuple[str, str, str, int]]:
    """What is bought, without what we make of it."""
    return sorted((item.title, item.spec, item.code, item.quantity) for item in items)


def _look_again(
    columns: Mapping[str, Value], items_changed: bool, before: Standing
) -> dict[str, Value]:
    """What was approved and is not dispatched yet goes back to the audit if it is another order
    now (醉卿 manual, 订单审核流程: product, quantity, amount, address and message agree)."""
    state = columns.get("state", before.state)
    if before.verdict != "approved" or state not in ("paid", "audit", "held"):
        return {}
    said = [_CHANGED[key] for key in _AUDITED if key in columns and _differs(key, columns, before)]
    said += [_CHANGED["items"]] if items_changed else []
    if not said:
        return {}
    return {"verdict": "", "verdict_reason": f"审过以后平台上改了{'、'.join(said)}，请再审一次"}


def _differs(key: str, columns: Mapping[str, Value], before: Standing) -> bool:
    """Whether more has changed than what was hidden and is not any more."""
    one, other = before.columns[key], columns[key]
    if isinstance(one, str) and isinstance(other, str):
        return not same_but_hidden(_close(one), _close(other))
    return True
