"""Putting a printed sheet into a file: all of it or nothing, never over another by mistake."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from zuiqing_desk import paper, sheets
from zuiqing_desk.paper import HandoverSheet, WeekSheet
from zuiqing_desk.services.errors import Refused

Format = Literal["html", "md", "xlsx"]
FORMATS: Final[tuple[Format, ...]] = ("html", "md", "xlsx")
WEEK_FORMATS: Final[tuple[Format, ...]] = ("html", "xlsx")


def format_of(path: Path, known: Sequence[Format]) -> Format:
    """The format a file's name asks for. Raises Refused ``bad_suffix``."""
    suffix = path.suffix.lower().removeprefix(".")
    for one in known:
        if one == suffix:
            return one
    words = "、".join(f".{one}" for one in known)
    raise Refused("bad_suffix", f"“{path.name}”的结尾不对，文件名要以 {words} 结尾。")


def write_handover(
    path: Path, pages: Sequence[HandoverSheet], form: Format, *, force: bool = False
) -> None:
    """Write pages of the handover. Raises Refused ``exists``, SheetError and OSError."""
    _refuse_existing(path, force)
    if form == "xlsx":
        sheets.write(path, paper.HANDOVER_HEAD, paper.handover_rows(pages))
    elif form == "md":
        _write(path, paper.handover_md(pages))
    else:
        _write(path, paper.handover_html(pages))


def write_week(path: Path, week: WeekSheet, form: Format, *, force: bool = False) -> None:
    """Write a week of problems. Raises Refused ``exists``, SheetError and OSError."""
    _refuse_existing(path, force)
    if form == "xlsx":
        sheets.write(path, paper.WEEK_HEAD, paper.week_rows(week))
    else:
        _write(path, paper.week_html(week))


def _refuse_existing(path: Path, force: bool) -> None:
    if not force and path.exists():
        raise Refused("exists", f"{path} 已经在了。换个名字，或者确定要换掉它（--force）。")


def _write(path: Path, text: str) -> None:
    with sheets.replacing(path) as new:
        new.write_text(text, encoding="utf-8", newline="\n")
