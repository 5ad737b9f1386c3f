"""What ``backup`` accepts."""

from zuiqing_desk.cli.chinese import ChineseParser
from zuiqing_desk.cli.parser_parts import command, json_option, text


def backup(parser: ChineseParser) -> None:
    """``backup now|list|restore``."""
    steps = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="step")
    json_option(command(steps, "now", "现在备份一次；不影响别人工作", "backup.now"))
    json_option(command(steps, "list", "列出备份，最新的在前", "backup.list"))
    back = command(
        steps,
        "restore",
        "用一份备份换下现在的数据库，现在的另存一份；大家要先退出",
        "backup.restore",
    )
    back.arguments.add_argument(
        "name", type=text, metavar="备份", help="backup list 里的名字，或别处一个备份文件的路径"
    )
    back.options.add_argument("--yes", action="store_true", help="确实要换；不写就只说会怎样")
    json_option(back)
