"""The command line. Each command is thin; the work is done in services."""

import sys
from collections.abc import Sequence

from zuiqing_desk.cli.dispatch import run
from zuiqing_desk.cli.output import prepare_streams
from zuiqing_desk.cli.parser import build_parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 the answer is no, 2 wrong usage, 128 + signal when stopped."""
    prepare_streams()
    try:
        args = build_parser().parse_args(sys.argv[1:] if argv is None else argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    return run(args)
