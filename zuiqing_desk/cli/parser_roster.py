"""What ``roster`` accepts."""

import argparse
import re

from zuiqing_desk.cli.chinese import ChineseParser
from zuiqing_desk.cli.parser_parts import command, file_argument, import_options, json_option

_MONTH = re.compile(r"(2[0-9]{3})-(0[1-9]|1[0-2])")


def roster(parser: ChineseParser) -> None:
    """``roster list|import|export``."""
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    every = command(steps, "list", "列出一个月的排班和要注意的地方", "roster.list")
    every.options.add_argument(
        "--month", type=_month, metavar="月份", help="哪个月，如 2026-03；不写就是本月"
    )
    json_option(every)
    bring = command(
        steps, "import", "从表格导入一个月的排班，表里没有的人和日子不动", "roster.import"
    )
    _required_month(bring)
    import_options(bring, "排班")
    take = command(steps, "export", "把一个月的排班写成表格，改好可以再导入", "roster.export")
    _required_month(take)
    file_argument(take)


def _required_month(parser: ChineseParser) -> None:
    parser.options.add_argument(
        "--month", type=_month, required=True, metavar="月份", help="哪个月，如 2026-03"
    )


def _month(argument: str) -> tuple[int, int]:
    found = _MONTH.fullmatch(argument)
    if found is None:
        raise argparse.ArgumentTypeError(f"{argument!r} 不是月份，请写成 2026-03")
    return int(found[1]), int(found[2])
