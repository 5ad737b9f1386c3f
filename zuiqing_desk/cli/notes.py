"""``notes list`` and ``notes export``: the notebook of problems and ideas, week by week."""

import argparse
from datetime import date
from typing import Any

from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.output import say, say_json, say_table, tell
from zuiqing_desk.cli.paper_target import form_of, path_of
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.paper import WeekSheet
from zuiqing_desk.rules.calendar import iso, local
from zuiqing_desk.rules.note_words import STATES, place_words
from zuiqing_desk.rules.weeks import monday_of, week_text
from zuiqing_desk.services import paper_files, shop
from zuiqing_desk.services.notes import printing, reading
from zuiqing_desk.services.notes.records import NoteRecord, Writer
from zuiqing_desk.store.tx import Tx


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    return _export(args) if args.command == "notes.export" else _list(args)


def _list(args: argparse.Namespace) -> int:
    def query(tx: Tx) -> tuple[str, int, list[NoteRecord]]:
        zone = zone_of(tx)
        today = shop.today(tx)
        monday = monday_of(today if args.week is None else args.week(today))
        return zone, monday, reading.week(tx, monday)

    with opened(settings_of(args), "notes list") as store:
        zone, monday, notes = store.read(query).result()
    if args.json:
        say_json([_data(note, zone) for note in notes])
    elif notes:
        head = ("编号", "时间", "谁", "在哪里", "问题或主意", "状态", "答复")
        say_table(head, [_cells(note, zone) for note in notes])
    else:
        say(f"{week_text(monday)} 没有登记。")
    return 0


def _export(args: argparse.Namespace) -> int:
    form = form_of(args, paper_files.WEEK_FORMATS)

    def query(tx: Tx) -> tuple[int, WeekSheet]:
        monday = monday_of(args.week(shop.today(tx)))
        return monday, printing.sheet(tx, monday)

    with opened(settings_of(args), "notes export") as store:
        monday, week = store.read(query).result()
    path = path_of(args, f"问题登记-{date.fromordinal(monday).isoformat()}", form)
    paper_files.write_week(path, week, form, force=args.force)
    say(str(path))
    tell(f"{week.week} 的 {len(week.notes)} 条登记写好了。")
    return 0


def _data(note: NoteRecord, zone: str) -> dict[str, Any]:
    return {
        "note": note.id,
        "text": note.text,
        "by": note.by.staff_no,
        "at": iso(note.at, zone),
        "place": note.place or None,
        "conversation": note.conversation_id,
        "customer": note.customer,
        "order_id": note.order_id,
        "order": note.order_number,
        "state": note.state,
        "answer": note.answer,
        "answered_by": _number(note.answered_by),
        "answered_at": _at(note.answered_at, zone),
        "settled_by": _number(note.settled_by),
        "settled_at": _at(note.settled_at, zone),
        "reply_id": note.reply_id,
        "reply": note.reply_code or None,
    }


def _cells(note: NoteRecord, zone: str) -> tuple[object, ...]:
    return (
        note.id,
        f"{local(note.at, zone):%m-%d %H:%M}",
        note.by.staff_no,
        place_words(note.place),
        note.text,
        STATES[note.state],
        note.answer,
    )


def _number(who: Writer | None) -> str | None:
    return None if who is None else who.staff_no


def _at(at: int | None, zone: str) -> str | None:
    return None if at is None else iso(at, zone)
