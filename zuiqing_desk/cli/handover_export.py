"""``handover export``: the sheet that is printed and signed by hand."""

import argparse
from datetime import date

from zuiqing_desk.cli.output import say, tell
from zuiqing_desk.cli.paper_target import target_of
from zuiqing_desk.cli.parser_parts import identifier
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.paper import HandoverSheet
from zuiqing_desk.rules.weeks import parse_day
from zuiqing_desk.services import paper_files
from zuiqing_desk.services.handover import printing
from zuiqing_desk.store.tx import Tx


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    day = None if args.which.isascii() and args.which.isdigit() else parse_day(args.which)

    def query(tx: Tx) -> list[HandoverSheet]:
        ids = [identifier(args.which)] if day is None else printing.of_day(tx, day)
        return [printing.sheet(tx, page_id) for page_id in ids]

    name = f"第{args.which}页" if day is None else date.fromordinal(day).isoformat()
    target = target_of(args, f"交接-{name}", paper_files.FORMATS)
    with opened(settings_of(args), "handover export") as store:
        sheets = store.read(query).result()
    paper_files.write_handover(target.path, sheets, target.form, force=args.force)
    say(str(target.path))
    tell(
        f"{len(sheets)} 页交接写好了。"
        + ("用浏览器打开就能打印。" if target.form == "html" else "")
    )
    return 0
