"""What the command line accepts. Nothing heavy is imported here: it runs on every start."""

import argparse

from zuiqing_desk import __version__
from zuiqing_desk.cli import (
    parser_backup,
    parser_bridge,
    parser_customers,
    parser_handover,
    parser_orders,
    parser_roster,
    parser_tally,
)
from zuiqing_desk.cli.chinese import ChineseParser
from zuiqing_desk.cli.parser_parts import (
    command,
    count,
    file_argument,
    home_option,
    identifier,
    import_options,
    json_option,
    port,
    text,
)

STATES = ("queued", "active", "snoozed", "closed")


def build_parser() -> ChineseParser:
    """The whole command line; ``args.command`` names the command, "" is the desk itself."""
    parser = ChineseParser(
        prog="zuiqing-desk",
        description="醉卿工作台：全键盘的网店客服工作台。不带命令就打开工作台。",
    )
    parser.options.add_argument(
        "--version", action="version", version=f"zuiqing-desk {__version__}", help="显示版本"
    )
    home_option(parser)
    parser.set_defaults(command="", home=None, json=False)
    commands = parser.add_subparsers(title="命令", metavar="命令")
    for name, words, fill in _COMMANDS:
        command(commands, name, words, fill=fill)
    return parser


def _pin(parser: ChineseParser) -> None:
    parser.options.add_argument(
        "--pin-stdin", action="store_true", help="从标准输入的第一行读 PIN，不在终端上问"
    )


def _config(parser: ChineseParser) -> None:
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    json_option(command(steps, "show", "显示现在生效的设置和说明", "config.show"))
    command(steps, "edit", "用 $VISUAL 或 $EDITOR 修改设置文件，改完检查", "config.edit")
    command(steps, "path", "显示设置文件在哪里", "config.path")


def _keys(parser: ChineseParser) -> None:
    form = parser.options.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="输出 JSON")
    form.add_argument("--markdown", action="store_true", help="输出 Markdown 表格")
    parser.options.add_argument(
        "--check",
        type=text,
        metavar="文件",
        help="检查一个设置文件里的 [keys]，不改它；有问题时退出码是 1",
    )


def _staff(parser: ChineseParser) -> None:
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    add = command(steps, "add", "添加一位客服；还没有店铺时先建店铺", "staff.add")
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
    json_option(command(steps, "list", "列出客服", "staff.list"))
    for name, words in (("disable", "停用一位客服"), ("enable", "重新启用一位客服")):
        step = command(steps, name, words, f"staff.{name}")
        step.arguments.add_argument("no", type=text, metavar="工号", help="工号")
        if name == "disable":
            step.options.add_argument(
                "--to", type=text, metavar="工号", help="没办完的事交给谁；不写就还给大家"
            )
    reset = command(steps, "reset-pin", "给一位客服换 PIN", "staff.reset-pin")
    reset.arguments.add_argument("no", type=text, metavar="工号", help="工号")
    _pin(reset)


def _chats(parser: ChineseParser) -> None:
    parser.options.add_argument(
        "--state", choices=STATES, help="只列这种状态的会话；不写就全列，已结束的排在最后"
    )
    json_option(parser)
    steps = parser.add_subparsers(title="命令", metavar="命令")
    _chats_search(command(steps, "search", "找说过的话；没找到时退出码是 1", "chats.search"))
    show = command(steps, "show", "显示一个会话", "chats.show")
    show.arguments.add_argument("id", type=identifier, metavar="编号", help="会话编号")
    json_option(show)
    reply = command(steps, "reply", "回复一个会话，和屏幕上发送走同一条路", "chats.reply")
    reply.arguments.add_argument("id", type=identifier, metavar="编号", help="会话编号")
    reply.arguments.add_argument("text", type=text, metavar="内容", help="回复的内容")
    reply.options.add_argument(
        "--as", dest="staff_no", required=True, type=text, metavar="工号", help="以谁的名义"
    )
    reply.options.add_argument(
        "--anyway", action="store_true", help="用词提醒也照发，会记下来；没填的空位不行"
    )
    _pin(reply)
    json_option(reply)


def _chats_search(parser: ChineseParser) -> None:
    parser.arguments.add_argument(
        "text", type=text, metavar="内容", help="说过的几个字；空格隔开的都要在同一句里"
    )
    for name, what, words in (
        ("customer", "名字", "客户名字里有这几个字"),
        ("agent", "工号", "这位客服说的，或记的备忘"),
        ("storefront", "店名", "店铺名字里有这几个字"),
        ("from", "日期", "从哪天起，如 2026-11-01、上周"),
        ("to", "日期", "到哪天为止，含这一天"),
    ):
        parser.options.add_argument(
            f"--{name}", dest=f"by_{name}", type=text, default="", metavar=what, help=words
        )
    parser.options.add_argument(
        "--in", dest="by_conversation", type=identifier, metavar="编号", help="只找这个会话"
    )
    parser.options.add_argument(
        "--limit", type=count, default=50, metavar="条数", help="最多列几条，最新的在前，默认 50"
    )
    json_option(parser)


def _replies(parser: ChineseParser) -> None:
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    bring = command(steps, "import", "从表格导入话术，短码相同的就修改", "replies.import")
    import_options(bring, "话术")
    bring.options.add_argument(
        "--draft", action="store_true", help="团队话术只作为草稿，等组长在屏幕上批准"
    )
    take = command(steps, "export", "把在用的话术导出成表格", "replies.export")
    file_argument(take)
    take.options.add_argument(
        "--scope",
        choices=("team", "personal", "all"),
        default="team",
        help="team 团队的（默认），personal 个人的，all 都要",
    )
    json_option(command(steps, "list", "列出在用的团队话术", "replies.list"))
    search = command(steps, "search", "查找话术：汉字、拼音、首字母、短码都行", "replies.search")
    search.arguments.add_argument("query", type=text, metavar="关键词", help="用空格隔开的都要有")
    search.options.add_argument(
        "--limit", type=count, default=20, metavar="条数", help="最多列几条，默认 20"
    )
    json_option(search)
    suggest = command(steps, "suggest", "按顾客的话推荐话术", "replies.suggest")
    suggest.arguments.add_argument("text", type=text, metavar="内容", help="顾客说的话")
    json_option(suggest)
    lint = command(steps, "lint", "检查一句话能不能发；有问题时退出码是 1", "replies.lint")
    lint.arguments.add_argument("text", type=text, metavar="内容", help="要检查的话")
    json_option(lint)


def _products(parser: ChineseParser) -> None:
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    put_in = command(steps, "import", "从表格导入商品，简称相同的就修改", "products.import")
    import_options(put_in, "商品")
    put_in.options.add_argument(
        "--must-read", action="store_true", help="新增的商品卡，要每位同事先看过"
    )
    file_argument(command(steps, "export", "把商品卡导出成表格", "products.export"))
    json_option(command(steps, "list", "列出商品卡", "products.list"))


def _remark(parser: ChineseParser) -> None:
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    command(
        steps,
        "check",
        "从标准输入逐行检查备注，每行输出一个 JSON；有不对的，退出码是 1",
        "remark.check",
    )
    command(
        steps,
        "normalize",
        "从标准输入逐行把全角的括号、逗号、加号、数字改成半角",
        "remark.normalize",
    )


def _doctor(parser: ChineseParser) -> None:
    json_option(parser)
    parser.options.add_argument(
        "--quick", action="store_true", help="不通读数据库（大的数据库通读要几分钟）"
    )
    parser.options.add_argument(
        "--terminal", action="store_true", help="另外请这个终端自己量一量字宽"
    )


def _demo(parser: ChineseParser) -> None:
    parser.options.add_argument("--no-tour", action="store_true", help="不要两分钟的导览")
    steps = parser.add_subparsers(title="命令", metavar="命令")
    pictures = command(steps, "pictures", "把演示画成三种大小的图片", "demo.pictures")
    pictures.arguments.add_argument("folder", type=text, metavar="文件夹", help="图片写到哪里")


def _gateway(parser: ChineseParser) -> None:
    parser.options.add_argument("--host", type=text, metavar="地址", help="监听的地址")
    parser.options.add_argument(
        "--port", type=port, metavar="端口", help="监听的端口，0 表示任意空闲端口"
    )


_COMMANDS = (
    ("config", "看或改这台电脑的设置", _config),
    ("keys", "列出所有操作和按键", _keys),
    ("doctor", "检查终端、数据库、设置、端口、磁盘、时钟，并说怎么办", _doctor),
    ("staff", "管理客服", _staff),
    ("chats", "列出会话", _chats),
    ("replies", "话术：导入、导出、查找、检查", _replies),
    ("products", "商品卡：导入、导出、列出", _products),
    ("remark", "订单备注：检查、改成半角", _remark),
    ("orders", "订单：导入、列出、归属、备注、审单、催付", parser_orders.orders),
    ("coverage", "快递到不到：导入范围、查地址", parser_orders.coverage),
    ("handover", "交接本：列出、显示、打印", parser_handover.handover),
    ("notes", "问题登记本：列出、打印", parser_handover.notes),
    ("roster", "排班：列出、导入、导出", parser_roster.roster),
    ("tally", "服务统计：接待、回复率、应答、成交", parser_tally.tally),
    ("customers", "客户资料：查找、导出、删除、谁看过", parser_customers.customers),
    ("bridge", "桥接：接上平台账号、换密钥、移除", parser_bridge.bridge),
    ("backup", "备份：现在做一份、列出、恢复", parser_backup.backup),
    ("gateway", "不开屏幕，只收发消息", _gateway),
    ("demo", "打开一个演示用的小店，用完就删", _demo),
)
