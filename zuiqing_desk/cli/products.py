"""``products import|export|list``: the product cards as a spreadsheet and for scripts."""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from zuiqing_desk.cli import import_report
from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.import_report import Report
from zuiqing_desk.cli.output import say, say_json, say_table, tell
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.cli.watch import watched
from zuiqing_desk.rules.product_figures import money_text, strength_text, volume_text
from zuiqing_desk.services.products import catalogue, importing
from zuiqing_desk.services.products.importing import Known, Planned
from zuiqing_desk.services.products.records import ProductCard
from zuiqing_desk.services.products.sheet import COLUMNS, REQUIRED
from zuiqing_desk.services.spreadsheets import Progress
from zuiqing_desk.sheets import SheetError, read, write
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.tx import Tx


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    match args.command:
        case "products.import":
            return _import(args)
        case "products.export":
            return _export(args)
    return _list(args)


def _import(args: argparse.Namespace) -> int:
    with opened(settings_of(args), "products import") as store:
        before = store.read(_known).result()
        with watched() as progress:
            report = _carry_out(store, args, before, progress)
    return import_report.show(report, dry_run=args.dry_run, json=args.json)


def _known(tx: Tx) -> Known:
    zone_of(tx)
    return importing.known(tx)


def _carry_out(store: Store, args: argparse.Namespace, before: Known, progress: Progress) -> Report:
    try:
        plan = importing.plan(read(Path(args.file), COLUMNS, REQUIRED), before, progress=progress)
    except SheetError as broken:
        return Report(broken=broken)
    if not plan.refused and not args.dry_run:
        must_read: bool = args.must_read
        store.write(lambda tx: importing.apply(tx, plan, None, must_read=must_read)).result()

    def data(rows: Iterable[Planned]) -> list[dict[str, Any]]:
        return [
            {"row": one.row, "short_name": one.facts.short_name, "full_name": one.facts.full_name}
            for one in rows
        ]

    return Report(data(plan.added), data(plan.changed), plan.unchanged, plan.refused)


def _cards(args: argparse.Namespace, command: str) -> list[ProductCard]:
    with opened(settings_of(args), command) as store:
        return store.read(lambda tx: catalogue.all_cards(tx, None)).result()


def _export(args: argparse.Namespace) -> int:
    cards = _cards(args, "products export")
    write(Path(args.file), COLUMNS, importing.table(cards))
    tell(f"已导出 {len(cards)} 款商品到 {args.file}。")
    return 0


def _list(args: argparse.Namespace) -> int:
    cards = _cards(args, "products list")
    if args.json:
        say_json([_data(card) for card in cards])
    elif cards:
        head = ("简称", "全名", "香型", "度数", "容量", "价格", "底价", "库存")
        say_table(head, [_row(card) for card in cards])
    else:
        say("还没有商品卡。")
    return 0


def _data(card: ProductCard) -> dict[str, Any]:
    facts = card.facts
    tenths = facts.strength_tenths
    return {
        "short_name": facts.short_name,
        "full_name": facts.full_name,
        "storefront": facts.storefront or None,
        "aroma": facts.aroma,
        "strength": None if tenths is None else tenths / 10,
        "volume_ml": facts.volume_ml,
        "taste": facts.taste,
        "per_box": facts.per_box,
        "price": money_text(facts.price_fen) or None,
        "floor_price": money_text(facts.floor_fen) or None,
        "gifts": facts.gifts,
        "stock": facts.stock,
        "points": facts.points.splitlines(),
        "faq": facts.faq.splitlines(),
        "pictures": facts.pictures.splitlines(),
        "must_read": card.must_read_at is not None,
    }


def _row(card: ProductCard) -> tuple[object, ...]:
    facts = card.facts
    return (
        facts.short_name,
        facts.full_name,
        facts.aroma,
        strength_text(facts.strength_tenths),
        volume_text(facts.volume_ml),
        money_text(facts.price_fen),
        money_text(facts.floor_fen),
        facts.stock,
    )
