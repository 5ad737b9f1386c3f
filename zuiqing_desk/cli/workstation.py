"""No command: the desk on this terminal. ``demo``: the same on a throw-away shop."""

import argparse
import os
import sys

from zuiqing_desk.cli.dispatch import NO, WrongUsage
from zuiqing_desk.cli.output import tell
from zuiqing_desk.cli.setting import quiet_settings_of
from zuiqing_desk.demo import run_demo
from zuiqing_desk.desk import run_desk
from zuiqing_desk.tui.theme import terminal_problem


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUsage("工作台要在终端里打开；脚本请用 gateway、chats、staff 等命令。")
    problem = terminal_problem(os.environ)
    if problem:
        tell(problem)
        return NO
    return run_demo() if args.command == "demo" else run_desk(quiet_settings_of(args))
