"""Into which file, and as what, a command prints."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from zuiqing_desk.cli.dispatch import WrongUsage
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.paper_files import Format, format_of


def form_of(args: argparse.Namespace, known: Sequence[Format]) -> Format:
    """What ``--format`` and the name after ``--output`` say, either of which is enough; HTML
    without both. Raises WrongUsage when they do not fit."""
    asked: Format | None = args.format
    if args.output is None:
        return asked or "html"
    try:
        form = format_of(Path(args.output), known)
    except Refused as refused:
        raise WrongUsage(refused.message) from None
    if asked not in (None, form):
        name = Path(args.output).name
        raise WrongUsage(f"--format {asked} 和文件名“{name}”对不上，改掉其中一个。")
    return form


def path_of(args: argparse.Namespace, name: str, form: Format) -> Path:
    """The file; called ``name``, in this folder, unless ``--output`` says otherwise."""
    return Path(f"{name}.{form}" if args.output is None else args.output)
