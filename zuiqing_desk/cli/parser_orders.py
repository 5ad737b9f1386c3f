"""What ``orders`` and ``coverage`` accept."""

from zuiqing_desk.cli.chinese import ChineseParser
from zuiqing_desk.cli.parser_parts import (
    command,
    file_argument,
    import_options,
    json_option,
    text,
)

STATES = ("unpaid", "paid", "audit", "held", "dispatched", "closed", "refund")
PLATFORMS = ("auto", "taobao", "jd", "pdd", "douyin")


def orders(parser: ChineseParser) -> None:
    """``orders import|list|show|owner|export-remarks|differences|audit|chases|evidence``."""
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    _bring(command(steps, "import", "从平台导出的表格导入订单，已有的就更新", "orders.import"))
    every = command(steps, "list", "列出订单", "orders.list")
    every.options.add_argument(
        "--state", choices=STATES, help="只列这种状态的订单；不写就全列，新的在前"
    )
    json_option(every)
    show = command(steps, "show", "显示一笔订单", "orders.show")
    _one(show)
    show.options.add_argument(
        "--unmask",
        action="store_true",
        help="写全电话、地址和姓名；看过会记下来",
    )
    _one(command(steps, "owner", "订单归谁，凭什么", "orders.owner"))
    file_argument(
        command(
            steps, "export-remarks", "把备注和旗号写成表格，回填平台用", "orders.export-remarks"
        )
    )
    json_option(
        command(
            steps, "differences", "列出平台上的备注、旗号和我们不一样的订单", "orders.differences"
        )
    )
    json_option(command(steps, "audit", "列出待审的订单和每项检查，急的在前", "orders.audit"))
    json_option(command(steps, "chases", "列出待催付的订单和走到哪了", "orders.chases"))
    _evidence(command(steps, "evidence", "联系买家的截图在哪里，哪些可以清理", "orders.evidence"))


def coverage(parser: ChineseParser) -> None:
    """``coverage import|check``."""
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    import_options(
        command(steps, "import", "从表格导入快递的派送范围", "coverage.import"), "派送范围"
    )
    check = command(steps, "check", "查一个地址各家快递到不到", "coverage.check")
    check.arguments.add_argument("address", type=text, metavar="地址", help="收货地址")
    json_option(check)


def _bring(parser: ChineseParser) -> None:
    parser.arguments.add_argument(
        "files",
        nargs="+",
        type=text,
        metavar="文件",
        help=".csv（UTF-8 或 GB18030）或 .xlsx；淘宝的订单表和宝贝表一起给",
    )
    parser.options.add_argument(
        "--platform", choices=PLATFORMS, default="auto", help="哪个平台的表格，默认看表头"
    )
    parser.options.add_argument(
        "--dry-run", action="store_true", help="只说会新增、更新、跳过什么，不写入"
    )
    parser.options.add_argument(
        "--strict", action="store_true", help="有一行不对就全部不导入；平时只跳过那一行"
    )
    json_option(parser)


def _evidence(parser: ChineseParser) -> None:
    parser.arguments.add_argument(
        "order",
        nargs="?",
        type=text,
        metavar="订单号",
        help="这笔订单的截图；不写就列出过了保留期、可以清理的",
    )
    parser.options.add_argument(
        "--remove", action="store_true", help="把可以清理的截图删掉，联系记录照样算数"
    )
    json_option(parser)


def _one(parser: ChineseParser) -> None:
    parser.arguments.add_argument(
        "order", type=text, metavar="订单号", help="订单号；两个平台重号时写成 taobao:订单号"
    )
    json_option(parser)
