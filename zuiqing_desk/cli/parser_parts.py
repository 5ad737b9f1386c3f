"""What several commands' parsers share: options that mean the same, and checked arguments."""

import argparse
from collections.abc import Callable
from typing import Any

from zuiqing_desk.cli.chinese import ChineseParser

_LARGEST_ID = 2**63 - 1


def command(
    commands: Any,
    name: str,
    words: str,
    full_name: str | None = None,
    *,
    fill: Callable[[ChineseParser], None] | None = None,
) -> ChineseParser:
    """Add a (sub)command; ``full_name`` is what ``args.command`` will say. ``fill``: as in
    ChineseParser."""
    parser: ChineseParser = commands.add_parser(
        name, help=words, description=words + "。", fill=fill
    )
    parser.set_defaults(command=full_name or name)
    home_option(parser)
    return parser


def home_option(parser: ChineseParser) -> None:
    """Where everything is kept."""
    parser.options.add_argument(
        "--home",
        metavar="文件夹",
        default=argparse.SUPPRESS,
        help="设置、数据库、密码都放在这个文件夹里（也可用环境变量 ZUIQING_DESK_HOME）",
    )


def json_option(parser: ChineseParser) -> None:
    """JSON instead of words."""
    parser.options.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="输出 JSON"
    )


def import_options(parser: ChineseParser, what: str) -> None:
    """What a command that imports a spreadsheet takes."""
    parser.arguments.add_argument(
        "file", type=text, metavar="文件", help=f"{what}表格：.csv（UTF-8 或 GB18030）或 .xlsx"
    )
    parser.options.add_argument(
        "--dry-run", action="store_true", help="只说会新增、修改、拒收什么，不写入"
    )
    json_option(parser)


def file_argument(parser: ChineseParser) -> None:
    """The spreadsheet to be written."""
    parser.arguments.add_argument(
        "file", type=text, metavar="文件", help="写到哪里，以 .csv 或 .xlsx 结尾"
    )


def text(argument: str) -> str:
    """An argument that is text: the shell may hand over bytes that are not UTF-8."""
    if not _is_utf8(argument):
        raise argparse.ArgumentTypeError("不是 UTF-8 编码的文字")
    return argument


def identifier(argument: str) -> int:
    """A conversation's number."""
    if not argument.isascii() or not argument.isdigit() or len(argument) > 19:
        raise argparse.ArgumentTypeError(f"{argument!r} 不是编号")
    return min(int(argument), _LARGEST_ID)


def count(argument: str) -> int:
    """A number of results, from 1."""
    if not argument.isascii() or not argument.isdigit() or not int(argument[:9]):
        raise argparse.ArgumentTypeError(f"{argument!r} 不是从 1 起的整数")
    return int(argument[:9])


def port(argument: str) -> int:
    """A TCP port; 0 is any."""
    if not argument.isascii() or not argument.isdigit() or len(argument) > 5:
        raise argparse.ArgumentTypeError(f"{argument!r} 不是 0–65535 的端口")
    if int(argument) > 65535:
        raise argparse.ArgumentTypeError(f"{argument!r} 不是 0–65535 的端口")
    return int(argument)


def _is_utf8(argument: str) -> bool:
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True
