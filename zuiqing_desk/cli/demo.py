"""``demo``: the desk on a throw-away shop in motion."""

import argparse

from zuiqing_desk.cli.workstation import on_terminal
from zuiqing_desk.demo import run_demo


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    return on_terminal(lambda: run_demo(tour=not args.no_tour))
