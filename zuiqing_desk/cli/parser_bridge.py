"""What ``bridge`` accepts."""

import argparse

from zuiqing_desk.cli.chinese import ChineseParser
from zuiqing_desk.cli.parser_parts import command, json_option, text
from zuiqing_desk.rules.order_words import PLATFORMS, platform_of

LONGEST_OVERLAP_H = 24 * 14


def bridge(parser: ChineseParser) -> None:
    """``bridge add|list|rotate|set-url|remove|schema``"""
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    _add(command(steps, "add", "接上一个平台账号，密钥只显示这一次", "bridge.add"))
    json_option(command(steps, "list", "列出桥接账号，不显示密钥", "bridge.list"))
    rotate = command(steps, "rotate", "换一个账号的密钥，只显示这一次", "bridge.rotate")
    _slug(rotate)
    rotate.options.add_argument(
        "--overlap",
        type=_hours,
        default=24,
        metavar="小时",
        help="旧密钥还能用几小时，默认 24；0 表示马上作废",
    )
    json_option(rotate)
    set_url = command(steps, "set-url", "改连接器的地址", "bridge.set-url")
    _slug(set_url)
    set_url.arguments.add_argument("url", type=text, metavar="网址", help="空的 '' 表示不再送出")
    remove = command(steps, "remove", "移除一个账号；会话都留着，名字不再给别人用", "bridge.remove")
    _slug(remove)
    remove.options.add_argument("--yes", action="store_true", help="确定移除，不再问")
    schema = command(
        steps, "schema", "列出消息的 JSON Schema，或连同写连接器的说明写到文件夹里", "bridge.schema"
    )
    schema.options.add_argument("--to", type=text, metavar="文件夹", help="写到哪个文件夹")


def _add(parser: ChineseParser) -> None:
    parser.options.add_argument(
        "--name", required=True, type=text, metavar="名字", help="屏幕上叫什么，如 淘宝旗舰店"
    )
    parser.options.add_argument(
        "--platform",
        required=True,
        type=_platform,
        metavar="平台",
        help=f"哪个平台：{'、'.join(f'{code} {name}' for code, name in PLATFORMS.items())}",
    )
    parser.options.add_argument(
        "--slug",
        required=True,
        type=text,
        metavar="英文名",
        help="在连接器网址里的名字，如 taobao-1；以后不能再给别的账号用",
    )
    parser.options.add_argument(
        "--storefront", type=text, default="", metavar="店铺", help="哪个店铺的；不写是第一个店铺"
    )
    parser.options.add_argument(
        "--url", type=text, default="", metavar="网址", help="连接器在哪里收回复；可以以后再设"
    )
    json_option(parser)


def _slug(parser: ChineseParser) -> None:
    parser.arguments.add_argument("slug", type=text, metavar="英文名", help="bridge list 里的名字")


def _platform(argument: str) -> str:
    if argument in PLATFORMS:
        return argument
    if argument in PLATFORMS.values() or argument == "天猫":
        return platform_of(argument)
    raise argparse.ArgumentTypeError(f"没有平台 {argument!r}，请用 {'、'.join(PLATFORMS)}")


def _hours(argument: str) -> int:
    if not argument.isascii() or not argument.isdigit() or int(argument[:6]) > LONGEST_OVERLAP_H:
        raise argparse.ArgumentTypeError(f"{argument!r} 不是 0–{LONGEST_OVERLAP_H} 的小时数")
    return int(argument[:6])
