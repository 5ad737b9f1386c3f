"""``handover export``: the sheet that is printed and signed by hand."""

import argparse
from datetime import date

from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.output import say, tell
from zuiqing_desk.cli.paper_target import form_of, path_of
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.paper import HandoverSheet
from zuiqing_desk.services import paper_files, shop
from zuiqing_desk.services.handover import printing
from zuiqing_desk.store.tx import Tx


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    form = form_of(args, paper_files.FORMATS)

    def query(tx: Tx) -> tuple[str, list[HandoverSheet]]:
        zone_of(tx)
        if isinstance(args.which, int):
            return f"第{args.which}页", [printing.sheet(tx, args.which)]
        day = args.which(shop.today(tx))
        sheets = [printing.sheet(tx, page_id) for page_id in printing.of_day(tx, day)]
        return date.fromordinal(day).isoformat(), sheets

    with opened(settings_of(args), "handover export") as store:
        name, sheets = store.read(query).result()
    path = path_of(args, f"交接-{name}", form)
    paper_files.write_handover(path, sheets, form, force=args.force)
    say(str(path))
    tell(f"{len(sheets)} 页交接写好了。" + ("用浏览器打开就能打印。" if form == "html" else ""))
    return 0
