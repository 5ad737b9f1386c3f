"""``handover list`` and ``handover show``: the handover notebook for people and for scripts."""

import argparse
from datetime import date

from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.handover_data import page_data, row_data
from zuiqing_desk.cli.output import say, say_json, say_json_list, say_table
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.paper import handover_md
from zuiqing_desk.rules.calendar import local
from zuiqing_desk.rules.handover_words import MODES, PAGE_STATES
from zuiqing_desk.rules.text import clean
from zuiqing_desk.services.handover import pages, printing, review
from zuiqing_desk.services.handover.records import PageRow
from zuiqing_desk.store.tx import Tx

_STATES = {str(state): words for state, words in PAGE_STATES.items()}
_MODES = {str(mode): words for mode, words in MODES.items()}
_HEAD = (
    "页号",
    "日期",
    "班次",
    "交接",
    "状态",
    "交班",
    "接班",
    "事项",
    "红",
    "还开着",
    "疑问",
    "审",
)


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    return _show(args) if args.command == "handover.show" else _list(args)


def _list(args: argparse.Namespace) -> int:
    def query(tx: Tx) -> tuple[str, list[PageRow]]:
        return zone_of(tx), review.rows(tx)

    with opened(settings_of(args), "handover list") as store:
        zone, rows = store.read(query).result()
    if args.json:
        say_json_list(row_data(row, zone) for row in rows)
    elif rows:
        say_table(_HEAD, [_cells(row, zone) for row in rows])
    else:
        say("交接本里还没有页。交班的时候在屏幕上按 F5。")
    return 0


def _cells(row: PageRow, zone: str) -> tuple[object, ...]:
    state = "没有交接" if row.page_id is None else _STATES[row.state]
    return (
        row.page_id,
        date.fromordinal(row.day).isoformat(),
        f"{row.shift}→{row.next_shift}".removesuffix("→"),
        f"{local(row.boundary_at, zone):%H:%M}",
        " ".join(filter(None, (state, _MODES.get(row.mode, "")))),
        row.givers,
        row.takers,
        row.items,
        row.red or None,
        row.open_now or None,
        f"{row.questions}（{row.unanswered} 没答）" if row.unanswered else row.questions or None,
        "✓" if row.reviewed else None,
    )


def _show(args: argparse.Namespace) -> int:
    with opened(settings_of(args), "handover show") as store:
        if args.json:
            zone, page = store.read(lambda tx: (zone_of(tx), pages.one(tx, args.id))).result()
            say_json(page_data(page, zone))
        else:
            shown = store.read(lambda tx: printing.sheet(tx, args.id)).result()
            say(clean(handover_md([shown], escape=False)).rstrip("\n"))
    return 0
