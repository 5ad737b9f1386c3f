"""What the command line accepts. Nothing heavy is imported here: it runs on every start."""

import argparse
from typing import Any

from zuiqing_desk import __version__
from zuiqing_desk.cli.chinese import ChineseParser

STATES = ("queued", "active", "snoozed", "closed")
_LARGEST_ID = 2**63 - 1


def build_parser() -> ChineseParser:
    """The whole command line; ``args.command`` names the command, "" is the desk itself."""
    parser = ChineseParser(
        prog="zuiqing-desk",
        description="醉卿工作台：全键盘的网店客服工作台。不带命令就打开工作台。",
    )
    parser.options.add_argument(
        "--version", action="version", version=f"zuiqing-desk {__version__}", help="显示版本"
    )
    _home(parser)
    parser.set_defaults(command="", home=None, json=False)
    commands = parser.add_subparsers(title="命令", metavar="命令")
    _config(_command(commands, "config", "看或改这台电脑的设置"))
    _keys(_command(commands, "keys", "列出所有操作和按键"))
    _json(_command(commands, "doctor", "检查数据库和设置"))
    _staff(_command(commands, "staff", "管理客服"))
    _chats(_command(commands, "chats", "列出会话"))
    _replies(_command(commands, "replies", "话术：导入、导出、查找、检查"))
    _products(_command(commands, "products", "商品卡：导入、导出、列出"))
    _remark(_command(commands, "remark", "订单备注：检查、改成半角"))
    _gateway(_command(commands, "gateway", "不开屏幕，只收发消息"))
    _demo(_command(commands, "demo", "打开一个演示用的小店，用完就删"))
    return parser


def _command(commands: Any, name: str, words: str, command: str | None = None) -> ChineseParser:
    parser: ChineseParser = commands.add_parser(name, help=words, description=words + "。")
    parser.set_defaults(command=command or name)
    _home(parser)
    return parser


def _home(parser: ChineseParser) -> None:
    parser.options.add_argument(
        "--home",
        metavar="文件夹",
        default=argparse.SUPPRESS,
        help="设置、数据库、密码都放在这个文件夹里（也可用环境变量 ZUIQING_DESK_HOME）",
    )


def _json(parser: ChineseParser) -> None:
    parser.options.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="输出 JSON"
    )


def _pin(parser: ChineseParser) -> None:
    parser.options.add_argument(
        "--pin-stdin", action="store_true", help="从标准输入的第一行读 PIN，不在终端上问"
    )


def _config(parser: ChineseParser) -> None:
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    _json(_command(steps, "show", "显示现在生效的设置和说明", "config.show"))
    _command(steps, "edit", "用 $VISUAL 或 $EDITOR 修改设置文件，改完检查", "config.edit")
    _command(steps, "path", "显示设置文件在哪里", "config.path")


def _keys(parser: ChineseParser) -> None:
    form = parser.options.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="输出 JSON")
    form.add_argument("--markdown", action="store_true", help="输出 Markdown 表格")


def _staff(parser: ChineseParser) -> None:
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    add = _command(steps, "add", "添加一位客服；还没有店铺时先建店铺", "staff.add")
    add.options.add_argument("--no", required=True, type=text, metavar="工号", help="工号")
    add.options.add_argument("--name", required=True, type=text, metavar="姓名", help="姓名")
    add.options.add_argument(
        "--role", required=True, choices=("agent", "lead"), help="agent 客服，lead 组长"
    )
    add.options.add_argument(
        "--post",
        choices=("pre-sale", "after-sale", "both"),
        default="both",
        help="岗位：售前、售后、都做（默认）",
    )
    add.options.add_argument("--shop", type=text, metavar="店名", help="还没有店铺时，新店铺的名字")
    _pin(add)
    _json(_command(steps, "list", "列出客服", "staff.list"))
    for name, words in (("disable", "停用一位客服"), ("enable", "重新启用一位客服")):
        step = _command(steps, name, words, f"staff.{name}")
        step.arguments.add_argument("no", type=text, metavar="工号", help="工号")
    reset = _command(steps, "reset-pin", "给一位客服换 PIN", "staff.reset-pin")
    reset.arguments.add_argument("no", type=text, metavar="工号", help="工号")
    _pin(reset)


def _chats(parser: ChineseParser) -> None:
    parser.options.add_argument(
        "--state", choices=STATES, help="只列这种状态的会话；不写就全列，已结束的排在最后"
    )
    _json(parser)
    steps = parser.add_subparsers(title="命令", metavar="命令")
    show = _command(steps, "show", "显示一个会话", "chats.show")
    show.arguments.add_argument("id", type=identifier, metavar="编号", help="会话编号")
    _json(show)
    reply = _command(steps, "reply", "回复一个会话，和屏幕上发送走同一条路", "chats.reply")
    reply.arguments.add_argument("id", type=identifier, metavar="编号", help="会话编号")
    reply.arguments.add_argument("text", type=text, metavar="内容", help="回复的内容")
    reply.options.add_argument(
        "--as", dest="staff_no", required=True, type=text, metavar="工号", help="以谁的名义"
    )
    reply.options.add_argument(
        "--anyway", action="store_true", help="用词提醒也照发，会记下来；没填的空位不行"
    )
    _pin(reply)
    _json(reply)


def _replies(parser: ChineseParser) -> None:
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    bring = _command(steps, "import", "从表格导入话术，短码相同的就修改", "replies.import")
    _import(bring, "话术")
    bring.options.add_argument(
        "--draft", action="store_true", help="团队话术只作为草稿，等组长在屏幕上批准"
    )
    take = _command(steps, "export", "把在用的话术导出成表格", "replies.export")
    _file(take)
    take.options.add_argument(
        "--scope",
        choices=("team", "personal", "all"),
        default="team",
        help="team 团队的（默认），personal 个人的，all 都要",
    )
    _json(_command(steps, "list", "列出在用的团队话术", "replies.list"))
    search = _command(steps, "search", "查找话术：汉字、拼音、首字母、短码都行", "replies.search")
    search.arguments.add_argument("query", type=text, metavar="关键词", help="用空格隔开的都要有")
    search.options.add_argument(
        "--limit", type=count, default=20, metavar="条数", help="最多列几条，默认 20"
    )
    _json(search)
    suggest = _command(steps, "suggest", "按顾客的话推荐话术", "replies.suggest")
    suggest.arguments.add_argument("text", type=text, metavar="内容", help="顾客说的话")
    _json(suggest)
    lint = _command(steps, "lint", "检查一句话能不能发；有问题时退出码是 1", "replies.lint")
    lint.arguments.add_argument("text", type=text, metavar="内容", help="要检查的话")
    _json(lint)


def _products(parser: ChineseParser) -> None:
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    put_in = _command(steps, "import", "从表格导入商品，简称相同的就修改", "products.import")
    _import(put_in, "商品")
    put_in.options.add_argument(
        "--must-read", action="store_true", help="新增的商品卡，要每位同事先看过"
    )
    _file(_command(steps, "export", "把商品卡导出成表格", "products.export"))
    _json(_command(steps, "list", "列出商品卡", "products.list"))


def _remark(parser: ChineseParser) -> None:
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    _command(
        steps,
        "check",
        "从标准输入逐行检查备注，每行输出一个 JSON；有不对的，退出码是 1",
        "remark.check",
    )
    _command(
        steps,
        "normalize",
        "从标准输入逐行把全角的括号、逗号、加号、数字改成半角",
        "remark.normalize",
    )


def _import(parser: ChineseParser, what: str) -> None:
    parser.arguments.add_argument(
        "file", type=text, metavar="文件", help=f"{what}表格：.csv（UTF-8 或 GB18030）或 .xlsx"
    )
    parser.options.add_argument(
        "--dry-run", action="store_true", help="只说会新增、修改、拒收什么，不写入"
    )
    _json(parser)


def _file(parser: ChineseParser) -> None:
    parser.arguments.add_argument(
        "file", type=text, metavar="文件", help="写到哪里，以 .csv 或 .xlsx 结尾"
    )


def _demo(parser: ChineseParser) -> None:
    steps = parser.add_subparsers(title="命令", metavar="命令")
    pictures = _command(steps, "pictures", "把演示画成三种大小的图片", "demo.pictures")
    pictures.arguments.add_argument("folder", type=text, metavar="文件夹", help="图片写到哪里")


def _gateway(parser: ChineseParser) -> None:
    parser.options.add_argument("--host", type=text, metavar="地址", help="监听的地址")
    parser.options.add_argument(
        "--port", type=port, metavar="端口", help="监听的端口，0 表示任意空闲端口"
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
