"""What ``tally`` accepts."""

import argparse
from datetime import date

from zuiqing_desk.cli.chinese import ChineseParser
from zuiqing_desk.cli.parser_parts import json_option, text


def tally(parser: ChineseParser) -> None:
    """``tally [--from D] [--to D] [--agent NO]``"""
    parser.options.add_argument(
        "--from", dest="from_day", type=_day, metavar="日期", help="从哪天，如 2026-03-01；默认今天"
    )
    parser.options.add_argument(
        "--to", dest="to_day", type=_day, metavar="日期", help="到哪天为止，含这一天；默认今天"
    )
    parser.options.add_argument(
        "--agent", dest="staff_no", type=text, metavar="工号", help="只看这位客服"
    )
    json_option(parser)


def _day(argument: str) -> int:
    try:
        found = date.fromisoformat(argument)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{argument!r} 不是日期，请写成 2026-03-01") from None
    return found.toordinal()
