"""What ``customers`` accepts."""

from zuiqing_desk.cli.chinese import ChineseParser
from zuiqing_desk.cli.parser_parts import command, count, identifier, json_option, text


def customers(parser: ChineseParser) -> None:
    """``customers list|export|erase|access``."""
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    find = command(steps, "list", "按名字或平台账号找客户", "customers.list")
    find.options.add_argument(
        "--find", type=text, required=True, metavar="文字", help="名字或平台账号里有这些字的客户"
    )
    json_option(find)
    take = command(steps, "export", "把一位客户的全部资料写成一个 zip", "customers.export")
    _one(take)
    take.options.add_argument(
        "--to", type=text, required=True, metavar="文件", help="写到哪个 .zip；已有的不会覆盖"
    )
    erase = command(steps, "erase", "应客户要求删除他的全部资料，不能恢复", "customers.erase")
    _one(erase)
    erase.options.add_argument("--yes", action="store_true", help="确实要删；不写就只说会删什么")
    json_option(erase)
    access = command(
        steps, "access", "谁看过电话、地址，谁导出、删除过资料，谁输错过 PIN", "customers.access"
    )
    access.options.add_argument(
        "--limit", type=count, default=100, metavar="条数", help="最多列几条，新的在前，默认 100"
    )
    json_option(access)


def _one(parser: ChineseParser) -> None:
    parser.arguments.add_argument(
        "customer", type=identifier, metavar="编号", help="客户的编号，用 customers list 查"
    )
