"""What ``handover`` and ``notes`` accept."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Final

from zuiqing_desk.cli.chinese import ChineseParser
from zuiqing_desk.cli.parser_parts import command, identifier, json_option, text
from zuiqing_desk.rules.weeks import DAYS

SHEETS = ("html", "md", "xlsx")
WEEK_SHEETS = ("html", "xlsx")
DAYS_BACK: Final = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1}

Day = Callable[[int], int]
"""Says which day is meant, once it is known which day today is; days are ``date.toordinal()``."""


def handover(parser: ChineseParser) -> None:
    """``handover list|show|export|verify``."""
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    json_option(command(steps, "list", "按天列出每一班的交接，没审的和没写的在前", "handover.list"))
    show = command(steps, "show", "显示一页交接，封存的按签字时的内容显示", "handover.show")
    show.arguments.add_argument("id", type=identifier, metavar="页号", help="交接页的编号")
    json_option(show)
    sheet = command(steps, "export", "把交接写成打印用的交接单", "handover.export")
    sheet.arguments.add_argument(
        "which",
        type=_day_or_page,
        metavar="日期|页号",
        help="2026-03-02、today、yesterday（当天各班），或一页的编号",
    )
    _output(sheet, SHEETS)
    verify = command(steps, "verify", "检查封存的交接是否和签字时一样", "handover.verify")
    verify.options.add_argument(
        "--head", type=text, default="", metavar="校验值", help="签过字的纸上的校验值，一起核对"
    )
    json_option(verify)


def notes(parser: ChineseParser) -> None:
    """``notes list|export``."""
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    every = command(steps, "list", "列出一周登记的问题和答复", "notes.list")
    every.options.add_argument(
        "--week", type=_day, metavar="日期", help="那一周里的任何一天，不写就是本周"
    )
    json_option(every)
    sheet = command(steps, "export", "把一周的问题写成打印用的登记表", "notes.export")
    sheet.arguments.add_argument(
        "week", type=_day, metavar="日期", help="那一周里的任何一天，例如 2026-03-02 或 today"
    )
    _output(sheet, WEEK_SHEETS)


def _day_or_page(argument: str) -> Day | int:
    if argument.isascii() and argument.isdigit():
        return identifier(argument)
    return _day(argument)


def _day(argument: str) -> Day:
    back = DAYS_BACK.get(argument)
    if back is not None:
        return lambda today: today - back
    try:
        day = date.fromisoformat(argument).toordinal()
        date.fromordinal(day + DAYS)  # its week must have an end
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{argument!r} 不是日期，请写成 2026-03-02 或 today"
        ) from None
    return lambda today: day


def _output(parser: ChineseParser, formats: tuple[str, ...]) -> None:
    parser.options.add_argument(
        "--format", choices=formats, help="写成什么；不写就看文件名，默认 html（打开就能打印）"
    )
    parser.options.add_argument(
        "--output", type=text, metavar="文件", help="写到哪里；不写就在当前文件夹里取个名字"
    )
    parser.options.add_argument("--force", action="store_true", help="文件已经在也照写，换掉它")
