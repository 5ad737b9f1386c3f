"""argparse, speaking Chinese."""

import argparse
import re
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from zuiqing_desk.cli.output import tell

_WORDS = [
    (r"the following arguments are required: (.*)", r"还缺 \1"),
    (r"unrecognized arguments: (.*)", r"不认识 \1"),
    (r"argument (.*?): expected one argument", r"\1 后面要写一个值"),
    (r"argument (.*?): expected (\d+) arguments?", r"\1 后面要写 \2 个值"),
    (r"argument (.*?): invalid choice: (.*) \(choose from (.*)\)", r"\1 不能是 \2，只能是 \3"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 不能和 \2 一起用"),
    (r"argument (.*?): (.*)", r"\1：\2"),
]


class ChineseFormatter(argparse.HelpFormatter):
    """Help with a Chinese "usage"."""

    def add_usage(
        self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class ChineseParser(argparse.ArgumentParser):
    """A parser whose own words are Chinese. Wrong usage ends with exit code 2.

    ``fill`` adds what a command takes, and is called only when the command is the one that was
    asked for: every start builds the parser, and nearly all of it is for other commands.
    """

    def __init__(
        self, *, fill: Callable[["ChineseParser"], None] | None = None, **settings: Any
    ) -> None:
        super().__init__(
            formatter_class=ChineseFormatter, allow_abbrev=False, add_help=False, **settings
        )
        self._fill = fill
        self.arguments = self.add_argument_group("参数")
        self.options = self.add_argument_group("选项")
        self.options.add_argument("-h", "--help", action="help", help="显示这份说明")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does, with everything this command takes."""
        fill, self._fill = self._fill, None
        if fill is not None:
            fill(self)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        for pattern, words in _WORDS:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found:
                message = found.expand(words)
                break
        self.print_usage(sys.stderr)
        tell(f"{self.prog}：{message}")
        sys.exit(2)
