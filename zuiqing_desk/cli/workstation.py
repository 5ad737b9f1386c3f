"""No command: the desk on this terminal."""

import argparse
import os
import sys
from collections.abc import Callable

from zuiqing_desk.cli.dispatch import NO, WrongUsage
from zuiqing_desk.cli.output import tell
from zuiqing_desk.cli.setting import quiet_settings_of
from zuiqing_desk.desk import run_desk
from zuiqing_desk.tui.theme import terminal_problem


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    return on_terminal(lambda: run_desk(quiet_settings_of(args)))


def on_terminal(start: Callable[[], int]) -> int:
    """Start a screen if this is a terminal that can show it; the exit code. Raises WrongUsage."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUsage("工作台要在终端里打开；脚本请用 gateway、chats、staff 等命令。")
    problem = terminal_problem(os.environ)
    if problem:
        tell(problem)
        return NO
    return start()
