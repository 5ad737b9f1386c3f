"""``orders evidence``: where the screenshots of contacts lie, and clearing away the old ones."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.output import say, say_json, say_table, tell
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.rules.calendar import iso, local
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import evidence, reading
from zuiqing_desk.services.orders.evidence import EvidenceRecord
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.tx import Tx


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    if args.order is not None and args.remove:
        raise Refused("one_order", "--remove 清理所有过了保留期的截图，不能只写一笔订单。")

    def query(tx: Tx) -> tuple[str, list[EvidenceRecord]]:
        if args.order is None:
            return zone_of(tx), evidence.prune(tx)
        return zone_of(tx), evidence.of_order(tx, reading.find(tx, args.order))

    with opened(settings_of(args), "orders evidence") as store:
        home = store.path.parent
        zone, found = store.read(query).result()
        if args.remove:
            found = _remove(store, home, found)
    if args.json:
        say_json([_data(one, home, zone) for one in found])
    elif found:
        head = ("截图", "收到", "保留到", "文件")
        say_table(head, [_row(one, home, zone) for one in found])
    else:
        say("没有可以清理的截图。" if args.order is None else "这笔订单没有截图。")
    if args.remove:
        tell(f"删掉了 {len(found)} 张截图；它们证明过的联系照样算数。")
    return 0


def _remove(store: Store, home: Path, found: Sequence[EvidenceRecord]) -> list[EvidenceRecord]:
    ids = [one.id for one in found]
    gone = store.write(lambda tx: evidence.remove(tx, ids, None)).result() if ids else []
    store.write(lambda tx: evidence.discard_removed(tx, home)).result()
    return gone


def _data(one: EvidenceRecord, home: Path, zone: str) -> dict[str, object]:
    return {
        "name": one.name,
        "file": str(evidence.path_of(home, one.sha256, one.name)),
        "bytes": one.bytes,
        "added_at": iso(one.added_at, zone),
        "kept_until": iso(one.kept_until, zone),
        "removed": one.removed,
    }


def _row(one: EvidenceRecord, home: Path, zone: str) -> tuple[object, ...]:
    gone = "（已清理）" if one.removed else ""
    return (
        one.name,
        f"{local(one.added_at, zone):%Y-%m-%d %H:%M}",
        f"{local(one.kept_until, zone):%Y-%m-%d %H:%M}",
        gone or str(evidence.path_of(home, one.sha256, one.name)),
    )
