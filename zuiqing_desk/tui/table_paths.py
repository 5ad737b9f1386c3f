"""Naming a table file in a field: what a terminal pastes, and what may be meant."""

import asyncio
import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from textual.suggester import Suggester

TABLES: Final = (".csv", ".xlsx")
OFFERED: Final = 30
QUOTES: Final = ("''", '""', "‘’", "“”")
_ESCAPED: Final = re.compile(r"\\([^\w\\])")
"""What a shell would want: a backslash before a blank, a bracket, an apostrophe."""
_ADDRESS: Final = "file://"


def path_of(typed: str) -> Path:
    """The file that is meant: quotes, backslashes and the address form of a dragged-in file taken
    off, ``~`` for the home folder also as an input method writes it."""
    text = typed.strip()
    quoted = next((pair for pair in QUOTES if len(text) > 1 and text[0] + text[-1] == pair), None)
    if quoted is not None:
        text = text[1:-1]
    elif os.sep == "/":
        text = _ESCAPED.sub(r"\1", text)
    if text.startswith(_ADDRESS):
        text = unquote(text.removeprefix(_ADDRESS).removeprefix("localhost"))
    if text.startswith("～"):
        text = f"~{text[1:]}"
    try:
        return Path(text).expanduser()
    except RuntimeError:
        # ~ of somebody who is not here: a name like any other.
        return Path(text)


def meant(typed: str) -> list[str]:
    """Folders and table files that begin like this, as they would be typed on; newest tables first.

    A folder that cannot be read holds nothing.
    """
    head, begin = os.path.split(typed)
    folder = path_of(head) if head else Path()
    tables: list[tuple[float, str]] = []
    folders: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if not name.casefold().startswith(begin.casefold()):
                    continue
                if name.startswith(".") and not begin.startswith("."):
                    continue
                if entry.is_dir():
                    folders.append(os.path.join(head, name) + os.sep)
                elif name.casefold().endswith(TABLES):
                    tables.append(
                        (-entry.stat(follow_symlinks=False).st_mtime, os.path.join(head, name))
                    )
    except (OSError, ValueError):
        return []
    return [*(path for _, path in sorted(tables)), *sorted(folders)][:OFFERED]


class PathSuggester(Suggester):
    """Offers the newest table file that begins as typed; → takes it."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        if not value:
            return None
        found = await asyncio.to_thread(meant, value)
        return next((path for path in found if path.startswith(value)), None)
