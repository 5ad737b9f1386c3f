"""``customers``: what is kept of them, by whoever can open the shop's file.

Nobody signs in for this: who can read the file can read the shop. The journal records these
commands without an actor, and the list of looks shows them.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.dispatch import NO
from zuiqing_desk.cli.output import say, say_json, say_table, tell
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.rules.access_words import KINDS, OWNER, seen
from zuiqing_desk.rules.calendar import iso, local
from zuiqing_desk.rules.order_words import PLATFORMS
from zuiqing_desk.services import access, customer_export, erasure
from zuiqing_desk.services.access import Access
from zuiqing_desk.services.erasing import look
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    match args.command:
        case "customers.export":
            return _export(args)
        case "customers.erase":
            return _erase(args)
        case "customers.access":
            return _access(args)
    return _list(args)


def _list(args: argparse.Namespace) -> int:
    with opened(settings_of(args), "customers list") as store:
        found = store.read(lambda tx: look.find(tx, args.find)).result()
        zone = store.read(zone_of).result()
    if args.json:
        say_json(
            [
                {
                    "customer": one.customer_id,
                    "name": one.name,
                    "account": one.account,
                    "conversation": one.conversation_id,
                    "last_line_at": iso(one.last_line_at, zone) if one.last_line_at else None,
                }
                for one in found
            ]
        )
    elif found:
        say_table(
            ("编号", "客户", "账号", "会话", "最后一次来话"),
            [
                (
                    one.customer_id,
                    one.name,
                    one.account,
                    one.conversation_id,
                    _when(one.last_line_at, zone) if one.last_line_at else "",
                )
                for one in found
            ],
        )
    else:
        say("没有这样的客户；换几个字再找。")
    return 0


def _export(args: argparse.Namespace) -> int:
    target = Path(args.to).expanduser().absolute()
    if target.suffix.lower() != ".zip":
        tell("文件名要以 .zip 结尾。")
        return NO
    with opened(settings_of(args), "customers export") as store:
        store.write(lambda tx: customer_export.allow(tx, args.customer, None)).result()
        home = store.path.parent
        gathered = store.read(lambda tx: customer_export.gather(tx, args.customer, home)).result()
    missing = customer_export.write(gathered, target)
    tell(f"已写到 {target}（只有你能读）。里面是客户的资料，交给客户后请删掉。")
    for name in missing:
        tell(f"  没找到文件：{name}")
    return 0


def _erase(args: argparse.Namespace) -> int:
    with opened(settings_of(args), "customers erase") as store:
        there = store.read(lambda tx: look.look(tx, args.customer, None)).result()
        if not args.yes:
            for line in erasure.warnings(there):
                tell(line)
            tell("还没有删。确实要删，请加上 --yes。")
            return NO
        counts = erasure.carry_out(_writer(store), store.path.parent, args.customer, None)
    if args.json:
        say_json({"customer": args.customer, **counts})
    else:
        tell(f"已删除客户 {args.customer} 的资料：{erasure.told(counts)}。")
    return 0


def _writer(store: Store) -> erasure.Write:
    def write(unit: Callable[[Tx], T], /) -> T:
        return store.write(unit).result()

    return write


def _access(args: argparse.Namespace) -> int:
    with opened(settings_of(args), "customers access") as store:
        rows = store.read(lambda tx: access.rows(tx, None, limit=args.limit)).result()
        zone = store.read(zone_of).result()
    if args.json:
        say_json([_data(one, zone) for one in rows])
    elif rows:
        say_table(
            ("时间", "谁", "做了什么", "谁的"),
            [(_when(one.at, zone), _who(one), _what(one), _whose(one)) for one in rows],
        )
    else:
        say("没有记录。")
    return 0


def _data(one: Access, zone: str) -> dict[str, object]:
    return {
        "at": iso(one.at, zone),
        "staff_no": one.staff_no or None,
        "kind": one.kind,
        "detail": one.detail,
        "platform": one.platform or None,
        "order": one.number or None,
        "customer": one.subject_id if one.customer is not None else None,
    }


def _who(one: Access) -> str:
    return f"{one.staff_no} {one.name}" if one.staff_no else OWNER


def _what(one: Access) -> str:
    return " ".join(filter(None, (KINDS[one.kind], seen(one.kind, one.detail))))


def _whose(one: Access) -> str:
    if one.number:
        platform = next((words for code, words in PLATFORMS.items() if code == one.platform), "")
        return f"{platform} {one.number}"
    return "" if one.customer is None else f"客户 {one.subject_id} {one.customer}"


def _when(at: int, zone: str) -> str:
    return f"{local(at, zone):%Y-%m-%d %H:%M}"
