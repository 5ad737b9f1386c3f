"""``orders chases``: the unpaid orders with their clock, for scripts."""

import argparse
from collections.abc import Mapping
from typing import Any

from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.order_data import chase_data, money
from zuiqing_desk.cli.output import say, say_json, say_table
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.rules.calendar import MICROSECONDS
from zuiqing_desk.rules.chase_words import LOST_WHY, RESULTS, STEPS
from zuiqing_desk.rules.order_words import PLATFORMS
from zuiqing_desk.services import staff
from zuiqing_desk.services.orders import chase
from zuiqing_desk.services.orders.chase_records import ChaseRow
from zuiqing_desk.store.tx import Tx


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""

    def query(tx: Tx) -> tuple[str, dict[int, str], list[ChaseRow]]:
        numbers = {one.id: one.staff_no for one in staff.everyone(tx)}
        return zone_of(tx), numbers, chase.open_chases(tx)

    with opened(settings_of(args), "orders chases") as store:
        zone, numbers, rows = store.read(query).result()
    if args.json:
        say_json([_data(row, numbers, zone) for row in rows])
    elif rows:
        head = ("平台", "订单编号", "买家", "金额", "走了", "状态", "联系", "流失算给")
        say_table(head, [_row(row) for row in rows])
    else:
        say("没有待催付的订单。")
    return 0


def _data(row: ChaseRow, numbers: Mapping[int, str], zone: str) -> dict[str, Any]:
    order = row.order
    return {
        "platform": order.platform,
        "order": order.number,
        "storefront": order.storefront,
        "buyer": order.buyer,
        "amount": money(order.amount_fen),
        "conversation": order.conversation_id,
        "chase": chase_data(row.chase, numbers, zone),
    }


def _row(row: ChaseRow) -> tuple[object, ...]:
    order, state = row.order, row.chase
    minutes, seconds = divmod(state.elapsed_us // MICROSECONDS, 60)
    words = STEPS[state.step]
    if state.result is not None and state.result != "lost":
        words = RESULTS[state.result]
    lost_to = ""
    if state.lost_why is not None:
        lost_to = f"{state.lost_to_no}（{LOST_WHY[state.lost_why]}）"
    return (
        PLATFORMS[order.platform],
        order.number,
        order.buyer,
        money(order.amount_fen),
        f"{minutes:02}:{seconds:02}" if state.running or state.result else "停着",
        words,
        "" if state.contact is None else state.contact.staff_no,
        lost_to,
    )
