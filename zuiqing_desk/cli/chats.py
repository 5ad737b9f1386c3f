"""``chats`` and ``chats show``: conversations for scripts."""

import argparse
from typing import Any

from zuiqing_desk.cli.output import say, say_json, say_table
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.rules.calendar import clock_text, iso
from zuiqing_desk.rules.clock import seconds_left
from zuiqing_desk.rules.text import clean
from zuiqing_desk.services import chat, queue, shop
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.line_words import RECALLED, said
from zuiqing_desk.services.records import Chat, LineRecord, MediaRecord, QueueRow, RoundRecord
from zuiqing_desk.store.tx import Tx

_ALL = 2**31
_STATES = {"queued": "排队", "active": "接待中", "snoozed": "稍后", "closed": "已结束"}
_AUTHORS = {"customer": "客", "agent": "服", "note": "备忘", "system": "系统"}


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    return _show(args) if args.command == "chats.show" else _list(args)


def _list(args: argparse.Namespace) -> int:
    def query(tx: Tx) -> tuple[str, int, list[QueueRow]]:
        rows = queue.page(tx, state=args.state, limit=_ALL)
        if args.state is None:
            rows += queue.page(tx, state="closed", limit=_ALL)
        return zone_of(tx), tx.now, rows

    with opened(settings_of(args), "chats") as store:
        zone, now, rows = store.read(query).result()
    if args.json:
        say_json([row_data(row, zone, now) for row in rows])
    elif rows:
        head = ("编号", "剩余秒", "顾客", "平台", "状态", "客服", "未读", "最后一句")
        say_table(head, [_row_cells(row, now) for row in rows])
    else:
        say("没有会话。")
    return 0


def _show(args: argparse.Namespace) -> int:
    def query(tx: Tx) -> tuple[str, int, Chat, list[RoundRecord]]:
        return zone_of(tx), tx.now, chat.chat(tx, args.id, limit=_ALL), chat.rounds(tx, args.id)

    with opened(settings_of(args), "chats show") as store:
        zone, now, found, rounds = store.read(query).result()
    if args.json:
        data = row_data(found.row, zone, now)
        data["lines"] = [line_data(line, zone) for line in found.lines]
        data["rounds"] = [_round_data(one, zone) for one in rounds]
        say_json(data)
        return 0
    row = found.row
    say_table(
        ("编号", "顾客", "平台", "状态"), [(row.id, row.customer, row.account, _STATES[row.state])]
    )
    for line in found.lines:
        who = line.staff_no or ""
        words = (RECALLED if line.recalled else "") + said(line)
        text = clean(words).replace("\n", "\n      ")
        say(f"{clock_text(line.at, zone)} {_AUTHORS[line.author]}{who} {text}")
    return 0


def zone_of(tx: Tx) -> str:
    """The shop's time zone. Raises Refused ``no_shop``."""
    info = shop.get(tx)
    if info is None:
        raise Refused("no_shop", "还没有店铺：请先运行 zuiqing-desk 完成首次设置。")
    return info.time_zone


def row_data(row: QueueRow, zone: str, now: int) -> dict[str, Any]:
    """A conversation for scripts. ``waiting_since`` also tells of lines that came off duty."""
    counted = row.waiting_since
    since = counted if counted is not None else row.off_duty_since
    return {
        "id": row.id,
        "channel": row.channel,
        "customer": row.customer,
        "state": row.state,
        "assignee": row.assignee_no,
        "unread": row.unread,
        "waiting_since": None if since is None else iso(since, zone),
        "seconds_left": None if counted is None else seconds_left(counted, row.target_s, now),
    }


def line_data(line: LineRecord, zone: str) -> dict[str, Any]:
    """A line for scripts; ``status`` is null for lines that are not sent to anybody."""
    return {
        "seq": line.seq,
        "at": iso(line.at, zone),
        "from": line.author,
        "staff_no": line.staff_no,
        "kind": line.kind,
        "text": line.text,
        "recalled": line.recalled,
        "file": None if line.media is None else _file_data(line.media),
        "status": line.status or None,
    }


def _file_data(media: MediaRecord) -> dict[str, Any]:
    return {
        "name": media.name,
        "kind": media.kind or None,
        "bytes": media.bytes,
        "width": media.width,
        "height": media.height,
        "state": media.state,
        "sha256": media.sha256 or None,
    }


def _round_data(one: RoundRecord, zone: str) -> dict[str, Any]:
    return {
        "started_at": iso(one.started_at, zone),
        "answered_at": None if one.answered_at is None else iso(one.answered_at, zone),
        "shop_seconds": _seconds(one.shop_us),
        "agent_seconds": _seconds(one.agent_us),
        "counted": one.counted,
    }


def _seconds(microseconds: int | None) -> float | None:
    return None if microseconds is None else round(microseconds / 1_000_000, 3)


def _row_cells(row: QueueRow, now: int) -> tuple[object, ...]:
    counted = row.waiting_since
    left = None if counted is None else seconds_left(counted, row.target_s, now)
    return (
        row.id,
        left,
        row.customer,
        row.account,
        _STATES[row.state],
        row.assignee_no,
        row.unread or None,
        row.last_text[:40],
    )
