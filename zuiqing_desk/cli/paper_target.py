"""Into which file, and as what, a command prints."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from zuiqing_desk.cli.dispatch import WrongUsage
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.paper_files import Format, format_of


class Target(NamedTuple):
    """The file and its format."""

    path: Path
    form: Format


def target_of(args: argparse.Namespace, name: str, known: Sequence[Format]) -> Target:
    """``--output`` and ``--format``, each of which may say the other; ``name`` is what the file is
    called otherwise. Raises WrongUsage when they do not fit."""
    asked: Format | None = args.format
    if args.output is None:
        form = asked or "html"
        return Target(Path(f"{name}.{form}"), form)
    path = Path(args.output)
    try:
        form = format_of(path, known)
    except Refused as refused:
        raise WrongUsage(refused.message) from None
    if asked not in (None, form):
        raise WrongUsage(f"--format {asked} 和文件名“{path.name}”对不上，改掉其中一个。")
    return Target(path, form)
