"""An order as the exports tell it, put together from their rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from zuiqing_desk.lookup.address import NOWHERE, Place, split
from zuiqing_desk.rules.order_merge import full_address, whole_amount
from zuiqing_desk.rules.order_platforms import TABLES, Table
from zuiqing_desk.rules.order_status import combined, ended
from zuiqing_desk.rules.order_words import OrderState, Platform
from zuiqing_desk.services.orders.export_rows import ExportRow, Value

_ENDED = ("closed", "refund")
_COLUMNS = {
    "status_text": "platform_state",
    "buyer": "buyer",
    "receiver": "receiver",
    "phone": "phone",
    "goods": "goods_fen",
    "freight": "freight_fen",
    "amount": "amount_fen",
    "refund": "refund_fen",
    "buyer_message": "buyer_message",
    "remark": "platform_remark",
    "flag": "platform_flag",
    "placed": "placed_at",
    "paid": "paid_at",
    "finished": "finished_at",
    "waybill": "waybill",
    "courier": "waybill_courier",
    "closed_reason": "closed_reason",
}
"""Fields of a table and the columns of an order that keep them."""


@dataclass(frozen=True, slots=True)
class IncomingItem:
    """One line of an order, as the export has it. ``price_fen`` is for one piece."""

    key: str
    title: str
    spec: str
    code: str
    quantity: int
    price_fen: int | None


@dataclass(frozen=True, slots=True)
class Incoming:
    """What an import knows of one order.

    ``columns`` holds those columns of ``shop_order`` the files tell of. ``state`` is None without a
    status. ``items`` is None where the files have no lines of it; ``provisional``: they have no
    more than its title. ``whole``: a row of an order itself was there, not its lines alone.
    ``place`` is what is certain of the address.
    """

    platform: Platform
    number: str
    whole: bool
    state: OrderState | None = None
    columns: Mapping[str, Value] = field(default_factory=dict)
    place: Place = NOWHERE
    storefront: str = ""
    cod: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)
    items: tuple[IncomingItem, ...] | None = None
    provisional: bool = False


def put_together(rows: Sequence[ExportRow]) -> Incoming:
    """One order from all its rows; of several files that tell of it the later ones count.

    The order of the rows within a file makes no difference.
    """
    order: dict[str, Value] = {}
    extra: dict[str, str] = {}
    items: dict[str, IncomingItem] | None = None
    ordered = sorted(rows, key=lambda row: row.file)
    for _, some in groupby(ordered, key=lambda row: row.file):
        part = sorted(some, key=lambda row: (_line_key(row), repr(sorted(row.order.items()))))
        table = TABLES[part[0].table]
        extra |= _joined([row.extra for row in part])
        if table.lines != "items":
            order |= _of_order(table, part)
        if table.lines != "title":
            items = (items or {}) | _items(part)
    provisional = items is None and bool(order.get("title"))
    if provisional:
        items = {"": _provisional(order)}
    first = TABLES[rows[0].table]
    columns = _columns(order)
    return Incoming(
        platform=first.platform,
        number=rows[0].number,
        whole=any(TABLES[row.table].lines != "items" for row in rows),
        state=_state(order),
        columns=columns,
        place=split(str(columns.get("address", ""))),
        storefront=str(order.get("storefront") or ""),
        cod="货到付款" in f"{order.get('pay_way') or ''}{order.get('status_text') or ''}",
        extra=extra,
        items=None if items is None else tuple(items.values()),
        provisional=provisional,
    )


def _line_key(row: ExportRow) -> tuple[str, int, int]:
    line = row.line or {}
    name = str(line.get("sub") or "") or "|".join(
        str(line.get(part) or "") for part in ("code", "goods_id", "title", "spec")
    )
    return name, int(line.get("quantity") or 0), int(line.get("price") or 0)


def _going(part: Sequence[ExportRow]) -> Sequence[ExportRow]:
    """The lines that are not called off; all of them if all are."""
    return [row for row in part if _line_state(row) not in _ENDED] or part


def _items(part: Sequence[ExportRow]) -> dict[str, IncomingItem]:
    """The lines of one file by key; lines called off on the platform are left out while others of
    the order go on."""
    items: dict[str, IncomingItem] = {}
    for row in _going(part):
        line, key = row.line or {}, _line_key(row)[0]
        times = 1
        while (unique := key if times == 1 else f"{key}#{times}") in items:
            times += 1
        price = line.get("price")
        items[unique] = IncomingItem(
            key=unique,
            title=str(line.get("title") or ""),
            spec=str(line.get("spec") or ""),
            code=str(line.get("code") or ""),
            quantity=int(line["quantity"] or 0),
            price_fen=None if price is None else int(price),
        )
    return items


def _line_state(row: ExportRow) -> Value:
    if row.line is not None and "status" in row.line:
        return row.line["status"]
    return _with_after_sale(row)


def _with_after_sale(row: ExportRow) -> Value:
    status = row.order.get("status")
    return "refund" if row.order.get("after_sale") and status not in (None, "unpaid") else status


def _of_order(table: Table, part: Sequence[ExportRow]) -> dict[str, Value]:
    """The order's own fields from the rows of one file."""
    told = [row.order for row in part]
    order: dict[str, Value] = {}
    for one in told:
        for key, value in one.items():
            if order.get(key) in (None, ""):
                order[key] = value
    states = [state for row in part if (state := _with_after_sale(row))]
    if states:
        order["status"] = combined(states)  # type: ignore[arg-type]
        order["status_text"] = "；".join(_distinct(told, "status_text"))
    if table.lines == "rows":
        # Nobody pays for a line that was called off.
        counted = _going(part) if table.each_line_paid else part
        lines = [row.line or {} for row in counted]
        prices = [(line.get("price"), line.get("quantity")) for line in lines]
        goods = (
            sum(int(price or 0) * int(count or 0) for price, count in prices)
            if all(price is not None for price, _ in prices)
            else None
        )
        for key in ("goods", "freight", "amount", "refund"):
            rows = part if key == "refund" else counted
            amounts = [int(row.order[key] or 0) for row in rows if key in row.order]
            if amounts:
                order[key] = whole_amount(amounts, each_line=table.each_line_paid, goods=goods)
    for key, chosen in (("placed", min), ("paid", min), ("finished", max)):
        if times := [int(one[key] or 0) for one in told if one.get(key)]:
            order[key] = chosen(times)
    return order


def _distinct(told: Iterable[Mapping[str, Value]], key: str) -> list[str]:
    return sorted({str(one[key]) for one in told if one.get(key)})


def _joined(extras: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """What nobody asked about: what all rows say stands once, else one a line."""
    words = dict.fromkeys(word for extra in extras for word in extra)
    return {word: "\n".join(_distinct(extras, word)) for word in words}


def _provisional(order: Mapping[str, Value]) -> IncomingItem:
    return IncomingItem(
        key="",
        title=str(order["title"]),
        spec="",
        code="",
        quantity=int(order.get("quantity") or 1),
        price_fen=None,
    )


def _state(order: Mapping[str, Value]) -> OrderState | None:
    state: OrderState | None = order.get("status")  # type: ignore[assignment]
    if state is None:
        return None
    refunded = bool(order.get("refund")) or "退款" in str(order.get("closed_reason") or "")
    return ended(state, refunded=refunded)


def _columns(order: Mapping[str, Value]) -> dict[str, Value]:
    columns = {column: order[key] for key, column in _COLUMNS.items() if key in order}
    province, city, district, rest = (
        str(order.get(key) or "") for key in ("province", "city", "district", "address")
    )
    if address := full_address(province, city, district, rest):
        columns["address"] = address
    return columns
