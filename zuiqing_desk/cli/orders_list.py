"""``orders list`` and ``orders show``: orders for people and for scripts."""

import argparse
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.order_data import (
    audit_data,
    chase_data,
    masked_order,
    money,
    order_data,
    row_data,
)
from zuiqing_desk.cli.output import say, say_json, say_table
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.rules import flags
from zuiqing_desk.rules.audit import CHECKS, Check
from zuiqing_desk.rules.calendar import local
from zuiqing_desk.rules.chase_words import RESULTS, STEPS
from zuiqing_desk.rules.flags import Flags
from zuiqing_desk.rules.order_words import PLATFORMS, STATES, Verdict
from zuiqing_desk.rules.ownership_facts import Decision
from zuiqing_desk.services import policy, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import audit, chase, ownership, reading, telephone
from zuiqing_desk.services.orders.chase_records import ChaseState
from zuiqing_desk.services.orders.records import OrderRecord, OrderRow
from zuiqing_desk.store.tx import Tx

_RESULTS = {"green": "✓", "red": "✗", "ask": "?"}
_VERDICTS: dict[Verdict, str] = {
    "": "还没有审",
    "approved": "通过",
    "refused": "没有通过",
    "handed_back": "退回给成交的客服",
}
_TITLE_CHARS = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """An order with what ownership, audit and chase say of it."""

    zone: str
    flags: Flags
    numbers: dict[int, str]
    order: OrderRecord
    decision: Decision
    checks: tuple[Check, ...]
    chase: ChaseState | None

    @property
    def owner(self) -> str | None:
        """The owner's staff number."""
        return None if self.decision.owner is None else self.numbers[self.decision.owner]


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    return _show(args) if args.command == "orders.show" else _list(args)


def _list(args: argparse.Namespace) -> int:
    def query(tx: Tx) -> tuple[str, Flags, list[OrderRow]]:
        meanings = flags.table(policy.current(tx).flag_meanings)
        return zone_of(tx), meanings, reading.rows(tx, state=args.state)

    with opened(settings_of(args), "orders list") as store:
        zone, meanings, rows = store.read(query).result()
    if args.json:
        say_json([row_data(row, zone, meanings) for row in rows])
    elif rows:
        head = ("平台", "订单号", "状态", "买家", "货品", "数量", "金额", "下单", "备注")
        say_table(head, [_cells(row, zone) for row in rows])
    else:
        what = f"{STATES[args.state]}的" if args.state else ""
        say(f"没有{what}订单。")
    return 0


def _cells(row: OrderRow, zone: str) -> tuple[object, ...]:
    return (
        PLATFORMS[row.platform],
        row.number,
        STATES[row.state] + ("（加急）" if row.urgent else ""),
        row.buyer,
        row.title[:_TITLE_CHARS],
        row.quantity or None,
        money(row.amount_fen),
        _when(row.placed_at, zone),
        row.remark,
    )


def _show(args: argparse.Namespace) -> int:
    def query(tx: Tx) -> Shown:
        order_id = reading.find(tx, args.order)
        order = reading.one(tx, order_id)
        if args.unmask:
            # Who can read the file may see it; that it was shown is journalled all the same.
            with suppress(Refused):
                telephone.unmasked(tx, order_id, None)
        else:
            order = masked_order(order)
        return Shown(
            zone=zone_of(tx),
            flags=flags.table(policy.current(tx).flag_meanings),
            numbers={one.id: one.staff_no for one in staff.everyone(tx)},
            order=order,
            decision=ownership.decide(tx, order_id),
            checks=audit.checks(tx, order_id),
            chase=chase.state_of(tx, order_id),
        )

    with opened(settings_of(args), "orders show") as store:
        shown = (store.write if args.unmask else store.read)(query).result()
    if args.json:
        data = order_data(shown.order, shown.zone, shown.flags)
        data["owner"] = shown.owner
        data["owner_disputed"] = shown.decision.disputed
        data["audit"] = audit_data(shown.order, shown.checks, shown.numbers, shown.zone)
        data["chase"] = chase_data(shown.chase, shown.numbers, shown.zone)
        say_json(data)
    else:
        say_table(("项目", "内容"), [pair for pair in _pairs(shown) if pair[1]])
        _say_items(shown.order)
        _say_checks(shown)
    return 0


def _pairs(shown: Shown) -> Iterable[tuple[str, str | None]]:
    order, zone = shown.order, shown.zone
    yield "订单", f"{PLATFORMS[order.platform]} {order.number}"
    yield "店铺", order.storefront
    yield "状态", f"{STATES[order.state]}（{order.platform_state}）".removesuffix("（）")
    yield "加急", "是" if order.urgent else ""
    yield "买家", order.buyer
    yield "收货", " ".join(filter(None, (order.receiver, order.phone, order.address)))
    yield "原地址", order.address_before
    yield "金额", money(order.amount_fen)
    yield "退款", money(order.refund_fen) if order.refund_fen else ""
    yield "下单", _when(order.placed_at, zone)
    yield "付款", _when(order.paid_at, zone)
    yield "到账确认", _when(order.confirmed_at, zone)
    yield "买家留言", order.buyer_message
    yield "备注", order.remark
    yield "旗", order.flag
    yield "平台备注", order.platform_remark
    yield "运单", " ".join(filter(None, (order.waybill_courier, order.waybill)))
    disputed = "有争议，等组长裁定" if shown.decision.disputed else "不归任何人"
    yield "归属", f"{shown.owner or disputed}：{shown.decision.why}"
    yield "催付", _chase(shown.chase)
    yield from order.extra.items()


def _chase(state: ChaseState | None) -> str:
    if state is None:
        return ""
    said = RESULTS[state.result] if state.result else STEPS[state.step]
    return f"{said}，走了 {state.elapsed_us // 60_000_000} 分钟"


def _say_items(order: OrderRecord) -> None:
    say("")
    say_table(
        ("货品", "规格", "编码", "数量", "单价", "商品卡"),
        [
            (item.title, item.spec, item.code, item.quantity, money(item.price_fen), item.product)
            for item in order.items
        ],
    )


def _say_checks(shown: Shown) -> None:
    order = shown.order
    say("")
    verdict = _VERDICTS[order.verdict]
    reason = f"：{order.verdict_reason}" if order.verdict_reason else ""
    until = f"，挂到 {_when(order.hold_until, shown.zone)}" if order.state == "held" else ""
    say(f"审单：{verdict}{reason}{until}")
    say_table(
        ("检查", "", "说明"),
        [(CHECKS[check.name], _RESULTS[check.result], check.why) for check in shown.checks],
    )


def _when(at: int | None, zone: str) -> str | None:
    return None if at is None else f"{local(at, zone):%Y-%m-%d %H:%M}"
