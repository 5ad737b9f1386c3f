"""What the services of orders hand out. Times are UTC integer microseconds, money is 分."""

from dataclasses import dataclass
from typing import NamedTuple

from zuiqing_desk.rules.order_words import OrderState, Platform, Verdict


class OrderRow(NamedTuple):
    """One row of a list of orders; fifty thousand are made at once."""

    id: int
    platform: Platform
    number: str
    storefront: str
    buyer: str
    receiver: str
    state: OrderState
    verdict: Verdict
    title: str
    quantity: int
    amount_fen: int | None
    placed_at: int | None
    paid_at: int | None
    urgent: bool
    remark: str
    flag: str
    hold_until: int | None
    conversation_id: int | None
    handed_to: int | None
    updated_at: int
    phone: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class OrderItemRecord:
    """One line of an order. ``product`` is the short name of the card it was matched with."""

    id: int
    key: str
    title: str
    spec: str
    code: str
    quantity: int
    price_fen: int | None
    product_id: int | None
    product: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """An order whole. ``*_by`` and ``handed_to`` are staff ids."""

    id: int
    platform: Platform
    number: str
    storefront: str
    state: OrderState
    platform_state: str
    buyer: str
    receiver: str
    phone: str
    address: str
    address_before: str
    province: str
    city: str
    district: str
    goods_fen: int | None
    freight_fen: int | None
    amount_fen: int | None
    refund_fen: int
    buyer_message: str
    waybill: str
    waybill_courier: str
    closed_reason: str
    platform_remark: str
    platform_flag: int | None
    extra: dict[str, str]
    placed_at: int | None
    paid_at: int | None
    finished_at: int | None
    customer_id: int | None
    conversation_id: int | None
    urgent: bool
    cod: bool
    remark: str
    flag: str
    remark_by: int | None
    remark_at: int | None
    verdict: Verdict
    verdict_by: int | None
    verdict_at: int | None
    verdict_reason: str
    hold_until: int | None
    handed_to: int | None
    confirmed_at: int | None
    confirmed_by: int | None
    created_at: int
    updated_at: int
    items: tuple[OrderItemRecord, ...]
