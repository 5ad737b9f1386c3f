"""``tally``: the service statistics, for people and for scripts."""

import argparse
from collections.abc import Mapping
from datetime import date
from typing import Any

from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.output import say, say_json, say_table
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.rules.calendar import iso
from zuiqing_desk.rules.tally import Figures
from zuiqing_desk.rules.tally_words import DEFINITIONS, UNCHANGED, changes, parts, plain, text
from zuiqing_desk.services import shop, staff
from zuiqing_desk.services.tally import reading
from zuiqing_desk.services.tally.records import By, Correction, Report, Row
from zuiqing_desk.store.tx import Tx

_BY: Mapping[By, str] = {"agent": "客服", "storefront": "店铺", "day": "日", "shift": "班"}
_COUNTS = ("wrote", "answered", "sold")
Numbers = Mapping[int, str]


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""

    def query(tx: Tx) -> tuple[str, Numbers, Report]:
        zone, today = zone_of(tx), shop.today(tx)
        staff_id = None if args.staff_no is None else staff.by_no(tx, args.staff_no).id
        first, last = args.from_day, args.to_day
        if first is None:
            first = today if last is None else min(today, last)
        if last is None:
            last = max(today, first)
        numbers = {one.id: one.staff_no for one in staff.everyone(tx)}
        return zone, numbers, reading.report(tx, first, last, staff_id=staff_id)

    with opened(settings_of(args), "tally") as store:
        zone, numbers, report = store.read(query).result()
    if args.json:
        say_json(_data(report, numbers, zone))
    else:
        _show(report, zone)
    return 0


def _show(report: Report, zone: str) -> None:
    asked = report.asked
    say(f"{_date(asked.from_day)} 到 {_date(asked.to_day)}")
    for month in report.frozen:
        say(f"{_month(month)} 已定稿")
    whole = [
        (one.label, text(report.figures, figure), parts(report.figures, figure))
        for figure, one in DEFINITIONS.items()
    ]
    say_table(("指标", "数值", "其中"), whole)
    for by, name in _BY.items():
        rows = report.by(by)
        if rows:
            say("")
            head = (name, *(one.short for one in DEFINITIONS.values()))
            say_table(head, [(row.label, *_cells(row.figures)) for row in rows])
    if report.corrections:
        say("\n更正（定稿之后的变化，不改上面的数）")
        say_table(
            ("记于", "日", "客服", "店铺", "班", "变化"),
            [_correction_row(one, zone) for one in report.corrections],
        )


def _cells(figures: Figures) -> list[str]:
    return [text(figures, figure) for figure in DEFINITIONS]


def _correction_row(one: Correction, zone: str) -> tuple[str, ...]:
    said = "，".join(
        f"{DEFINITIONS[figure].label} {was} → {now}"
        for figure, was, now in changes(one.was, one.now)
    )
    noted = iso(one.noted_at, zone)[:10]
    return noted, _date(one.day), one.agent, one.storefront, one.shift, said or UNCHANGED


def _data(report: Report, numbers: Numbers, zone: str) -> dict[str, Any]:
    asked = report.asked
    staff_id = asked.staff_id
    return {
        "from": _date(asked.from_day),
        "to": _date(asked.to_day),
        "agent": None if staff_id is None else numbers[staff_id],
        "frozen": [_month(month) for month in report.frozen],
        "figures": figures_data(report.figures),
        **{
            f"by_{by}": [
                {by: _key(row, numbers), **figures_data(row.figures)} for row in report.by(by)
            ]
            for by in _BY
        },
        "corrections": [_correction_data(one, numbers, zone) for one in report.corrections],
    }


def figures_data(figures: Figures) -> dict[str, int | str | None]:
    """Every figure: counts; shares in per cent, times in seconds and money in yuan as decimal
    strings; null where there is nothing to take it from."""
    data: dict[str, int | str | None] = {}
    for figure, one in DEFINITIONS.items():
        name = {"us": f"{figure}_s", "fen": "sales_amount"}.get(one.unit, figure)
        data[name] = plain(figures, figure)
    return {**data, **{name: getattr(figures, name) for name in _COUNTS}}


def _key(row: Row, numbers: Numbers) -> str | None:
    if row.by == "agent":
        return numbers.get(int(row.key))
    if row.by == "day":
        return _date(int(row.key))
    return row.label if row.key else None


def _correction_data(one: Correction, numbers: Numbers, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "noted_at": iso(one.noted_at, zone),
        "day": _date(one.day),
        "agent": None if one.staff_id is None else numbers[one.staff_id],
        "storefront": None if one.storefront == reading.NO_STOREFRONT else one.storefront,
        "shift": None if one.shift == reading.NO_SHIFT else one.shift,
        "before": figures_data(one.was),
        "after": figures_data(one.now),
    }


def _date(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _month(month: int) -> str:
    return f"{month // 100}-{month % 100:02}"
