"""``orders audit``: what is to be audited, urgent orders first, each with its checks."""

import argparse
from collections.abc import Iterator, Sequence
from functools import partial

from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.order_data import row_data
from zuiqing_desk.cli.output import say, say_json_list, say_table
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.rules import flags
from zuiqing_desk.rules.audit import CHECKS, Check
from zuiqing_desk.rules.flags import Flags
from zuiqing_desk.rules.order_words import PLATFORMS, STATES
from zuiqing_desk.services import policy
from zuiqing_desk.services.orders import audit
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.tx import Tx

_AT_ONCE = 200
"""Orders checked in one look at the store, so that no look lasts long."""

Checks = tuple[Check, ...]


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    with opened(settings_of(args), "orders audit") as store:
        zone, meanings, rows = store.read(_waiting).result()
        found = _checked(store, rows)
        if args.json:
            say_json_list(
                {
                    **row_data(row, zone, meanings),
                    "checks": [
                        {"check": one.name, "result": one.result, "why": one.why} for one in said
                    ],
                }
                for row, said in found
            )
        elif cells := [_cells(*one) for one in found]:
            say_table(("平台", "订单号", "状态", "买家", "不对的", "要问的"), cells)
        else:
            say("没有要审的订单。")
    return 0


def _checked(store: Store, rows: Sequence[OrderRow]) -> Iterator[tuple[OrderRow, Checks]]:
    """The orders that are still there with their checks, a few looked at together."""
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        checks = store.read(partial(audit.checks_of, order_ids=[row.id for row in some])).result()
        yield from ((row, checks[row.id]) for row in some if row.id in checks)


def _waiting(tx: Tx) -> tuple[str, Flags, list[OrderRow]]:
    meanings = flags.table(policy.current(tx).flag_meanings)
    return zone_of(tx), meanings, audit.worklist(tx)


def _cells(row: OrderRow, checks: Checks) -> tuple[object, ...]:
    return (
        PLATFORMS[row.platform],
        row.number,
        STATES[row.state] + ("（加急）" if row.urgent else ""),
        row.buyer,
        _named("red", checks),
        _named("ask", checks),
    )


def _named(result: str, checks: Checks) -> str:
    return "、".join(CHECKS[one.name] for one in checks if one.result == result) or "—"
