"""An order for scripts."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from zuiqing_desk.rules.audit import Check
from zuiqing_desk.rules.calendar import iso
from zuiqing_desk.rules.flags import Flags, number
from zuiqing_desk.rules.masking import (
    masked,
    masked_address,
    masked_extra,
    masked_name,
    with_masked,
)
from zuiqing_desk.services.orders.chase_records import ChaseState
from zuiqing_desk.services.orders.records import OrderItemRecord, OrderRecord, OrderRow

MICROSECONDS = 1_000_000


def money(fen: int | None) -> str | None:
    """元 as a decimal with two places: ``7680.00``."""
    return None if fen is None else f"{fen // 100}.{fen % 100:02}"


def time(at: int | None, zone: str) -> str | None:
    """A moment for scripts, or None."""
    return None if at is None else iso(at, zone)


def row_data(row: OrderRow, zone: str, flags: Flags) -> dict[str, Any]:
    """One row of the list."""
    return {
        "platform": row.platform,
        "order": row.number,
        "storefront": row.storefront or None,
        "buyer": row.buyer,
        "receiver": masked_name(row.receiver),
        "state": row.state,
        "verdict": row.verdict or None,
        "urgent": bool(row.urgent),
        "title": row.title,
        "quantity": row.quantity,
        "amount": money(row.amount_fen),
        "remark": row.remark,
        "flag": number(flags, row.platform, row.flag) if row.flag else None,
        "flag_meaning": row.flag or None,
        "placed_at": time(row.placed_at, zone),
        "paid_at": time(row.paid_at, zone),
        "hold_until": time(row.hold_until, zone),
        "conversation": row.conversation_id,
    }


def masked_order(order: OrderRecord) -> OrderRecord:
    """The order as it is shown to whoever did not ask to see whom it goes to (house rule)."""
    place = (order.province, order.city, order.district)
    return replace(
        order,
        receiver=masked_name(order.receiver),
        phone=masked(order.phone),
        address=masked_address(order.address, *place),
        # Where it was to go is known only as a whole.
        address_before=masked_address(order.address_before),
        buyer_message=with_masked(order.buyer_message),
        platform_remark=with_masked(order.platform_remark),
        extra={head: masked_extra(head, value) for head, value in order.extra.items()},
    )


def order_data(order: OrderRecord, zone: str, flags: Flags) -> dict[str, Any]:
    """An order itself, without what others make of it."""
    return {
        "platform": order.platform,
        "order": order.number,
        "storefront": order.storefront or None,
        "buyer": order.buyer,
        "state": order.state,
        "platform_state": order.platform_state,
        "items": [_item_data(item) for item in order.items],
        "amount": money(order.amount_fen),
        "goods_amount": money(order.goods_fen),
        "freight": money(order.freight_fen),
        "refund": money(order.refund_fen),
        "remark": order.remark,
        "flag": number(flags, order.platform, order.flag) if order.flag else None,
        "flag_meaning": order.flag or None,
        "platform_remark": order.platform_remark,
        "platform_flag": order.platform_flag,
        "receiver": order.receiver,
        "phone": order.phone,
        "address": order.address,
        "address_before": order.address_before or None,
        "province": order.province or None,
        "city": order.city or None,
        "district": order.district or None,
        "buyer_message": order.buyer_message,
        "waybill": order.waybill,
        "waybill_courier": order.waybill_courier,
        "closed_reason": order.closed_reason,
        "urgent": order.urgent,
        "cod": order.cod,
        "placed_at": time(order.placed_at, zone),
        "paid_at": time(order.paid_at, zone),
        "finished_at": time(order.finished_at, zone),
        "confirmed_at": time(order.confirmed_at, zone),
        "conversation": order.conversation_id,
        "extra": order.extra,
    }


def audit_data(
    order: OrderRecord, checks: tuple[Check, ...], numbers: Mapping[int, str], zone: str
) -> dict[str, Any]:
    """How the audit of an order stands. ``numbers``: staff numbers by id."""
    return {
        "verdict": order.verdict or None,
        "reason": order.verdict_reason or None,
        "by": None if order.verdict_by is None else numbers[order.verdict_by],
        "at": time(order.verdict_at, zone),
        "hold_until": time(order.hold_until, zone),
        "handed_to": None if order.handed_to is None else numbers[order.handed_to],
        "checks": [
            {"check": check.name, "result": check.result, "why": check.why} for check in checks
        ],
    }


def chase_data(chase: ChaseState | None, numbers: Mapping[int, str], zone: str) -> dict[str, Any]:
    """How the chase of an order stands; no ``state`` for one that was never unpaid here."""
    if chase is None:
        return {"state": None}
    contact = chase.contact
    return {
        "state": chase.step,
        "since": time(chase.since, zone),
        "seconds": chase.elapsed_us // MICROSECONDS,
        "running": chase.running,
        "contact": None
        if contact is None
        else {
            "at": time(contact.at, zone),
            "staff_no": contact.staff_no,
            "medium": contact.medium,
            "conversation": contact.conversation_id,
            "seq": contact.seq,
        },
        "result": chase.result,
        "note": chase.note or None,
        "ended_at": time(chase.ended_at, zone),
        "by": None if chase.by is None else numbers[chase.by],
        "lost_to": chase.lost_to_no or None,
        "lost_why": chase.lost_why,
    }


def _item_data(item: OrderItemRecord) -> dict[str, Any]:
    return {
        "title": item.title,
        "spec": item.spec,
        "code": item.code,
        "quantity": item.quantity,
        "price": money(item.price_fen),
        "product": item.product or None,
        "provisional": item.provisional,
    }
