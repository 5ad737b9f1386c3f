"""``orders export-remarks|differences``: remarks and flags for writing back, and what differs."""

import argparse
from pathlib import Path
from typing import Any

from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.output import say, say_json, say_table, tell
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.rules.masking import with_masked
from zuiqing_desk.rules.order_words import PLATFORMS
from zuiqing_desk.services.orders import remark_differences, write_back
from zuiqing_desk.services.orders.remark_records import RemarkLine
from zuiqing_desk.sheets import write
from zuiqing_desk.store.tx import Tx


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    return _export(args) if args.command == "orders.export-remarks" else _differences(args)


def _export(args: argparse.Namespace) -> int:
    def query(tx: Tx) -> list[RemarkLine]:
        zone_of(tx)
        return remark_differences.to_write_back(tx)

    with opened(settings_of(args), "orders export-remarks") as store:
        lines = store.read(query).result()
    write(Path(args.file), write_back.HEAD, write_back.table(lines))
    tell(f"已把 {len(lines)} 笔订单的备注和旗号写到 {args.file}，平台上已经一样的不在里面。")
    return 0


def _differences(args: argparse.Namespace) -> int:
    def query(tx: Tx) -> list[RemarkLine]:
        zone_of(tx)
        return remark_differences.differences(tx)

    with opened(settings_of(args), "orders differences") as store:
        lines = store.read(query).result()
    if args.json:
        say_json([_data(one) for one in lines])
    elif lines:
        head = ("平台", "订单编号", "我们的旗", "我们的备注", "平台的旗", "平台的备注")
        say_table(head, [_row(one) for one in lines])
    else:
        say("平台上的备注和旗号都和我们的一样。")
    return 0


def _data(one: RemarkLine) -> dict[str, Any]:
    return {
        "platform": one.platform,
        "order": one.number,
        "flag": one.flag,
        "flag_meaning": one.flag_meaning or None,
        "remark": one.remark,
        "platform_flag": one.platform_flag,
        "platform_remark": with_masked(one.platform_remark),
    }


def _row(one: RemarkLine) -> tuple[object, ...]:
    return (
        PLATFORMS[one.platform],
        one.number,
        f"{one.flag_meaning} {_number(one.flag)}".strip(),
        one.remark,
        "没说" if one.platform_flag is None else one.platform_flag,
        with_masked(one.platform_remark),
    )


def _number(flag: int | None) -> str:
    return "" if flag is None else str(flag)
