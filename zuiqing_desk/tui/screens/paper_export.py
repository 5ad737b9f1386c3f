"""Writing a sheet for the printer into a file."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from textual.screen import Screen

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.paper_files import Format, format_of
from zuiqing_desk.sheets.errors import SheetError
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.table_paths import path_of
from zuiqing_desk.tui.toast import toast

PATH_CHARS = 1000
Write = Callable[[Path, Format, bool], None]
"""Writes the sheet into a file; True: also over one that is there."""


async def export(
    screen: Screen[Any], title: str, name: str, known: Sequence[Format], write: Write
) -> None:
    """Ask for a file, ``name`` without its ending at first, and write the sheet."""
    typed = f"~/{name}.{known[0]}"
    while (answer := await _asked(screen, title, typed, known)) is not None:
        typed, path = answer, path_of(answer).absolute()
        try:
            if await asyncio.to_thread(path.exists) and not await _may_replace(screen, path):
                continue
            await asyncio.to_thread(write, path, format_of(path, known), True)
        except OSError as error:
            why = error.strerror or error
            toast(screen.app, f"写不了 {path}：{why}。换个文件夹再试。", "error")
        except (RuleError, SheetError) as error:
            toast(screen.app, error.message, "error")
        else:
            to_print = "用浏览器打开就能打印" if path.suffix.lower() == ".html" else "写好了"
            toast(screen.app, f"已写到 {path}，{to_print}。")
            return


async def _asked(
    screen: Screen[Any], title: str, typed: str, known: Sequence[Format]
) -> str | None:
    """The file as it was typed; what was typed before can be put right."""

    def check(text: str) -> None:
        format_of(path_of(text), known)

    endings = "、".join(f".{one}" for one in known)
    ask = PromptDialog(
        title,
        "文件",
        value=typed,
        hint=f"文件名以 {endings} 结尾",
        max_length=PATH_CHARS,
        check=check,
    )
    answer: str | None = await screen.app.push_screen_wait(ask)
    return answer


async def _may_replace(screen: Screen[Any], path: Path) -> bool:
    ask = ConfirmDialog(f"换掉已有的“{path.name}”？", ["原来的内容会没有。"], yes="换掉")
    agreed: bool | None = await screen.app.push_screen_wait(ask)
    return bool(agreed)
