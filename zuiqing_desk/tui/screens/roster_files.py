"""A month of the roster from a table, and into one."""

import asyncio
from functools import partial
from pathlib import Path
from typing import Any, Final

from textual.app import App

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.roster import files
from zuiqing_desk.services.roster.files import Plan
from zuiqing_desk.sheets import write
from zuiqing_desk.sheets.errors import SheetError
from zuiqing_desk.tui.roster_page import RosterPage
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.screens.roster_report import RosterReport
from zuiqing_desk.tui.table_paths import TABLES, PathSuggester, path_of
from zuiqing_desk.tui.toast import toast

PATH_CHARS: Final = 1000


async def bring_in(page: RosterPage, year: int, month: int) -> None:
    """Ask for a file, show what would change, do it."""
    typed = ""
    while (answer := await _asked(page.app, f"导入 {year}年{month}月的排班", typed)) is not None:
        typed = answer
        try:
            table = await asyncio.to_thread(files.read, path_of(answer), year, month)
            planned = await page.session.bench.ask(files.plan, year, month, table)
        except (SheetError, RuleError) as error:
            toast(page.app, error.message, "error")
            continue
        if await _agreed(page, planned):
            bench, me = page.session.bench, page.session.staff.id
            page.changed(await bench.do(files.apply, planned, me))
        return


async def _agreed(page: RosterPage, planned: Plan) -> bool:
    report = RosterReport(page.session, planned)
    await page.app.push_screen_wait(report)
    return report.agreed


async def export(page: RosterPage, year: int, month: int) -> None:
    """Ask for a file and write the month into it."""
    rows = await page.session.bench.ask(files.rows, year, month)
    typed = f"~/排班{year}{month:02}.xlsx"
    while (answer := await _asked(page.app, f"导出 {year}年{month}月的排班", typed)) is not None:
        typed, path = answer, path_of(answer)
        if await asyncio.to_thread(_stands, path) and not await _may_replace(page.app, path):
            continue
        try:
            await asyncio.to_thread(partial(write, path, files.head(year, month), rows))
        except SheetError as error:
            toast(page.app, error.message, "error")
        except OSError as error:
            toast(page.app, f"写不了 {path}：{error.strerror or error}。换个文件夹再试。", "error")
        else:
            toast(page.app, f"{year}年{month}月的排班已写到 {path}。改好可以按 i 导回来。")
            return


async def _asked(app: App[Any], title: str, typed: str) -> str | None:
    ask = PromptDialog(
        title,
        "文件",
        value=typed,
        hint="CSV 或 XLSX：工号、姓名，再一天一列；可以把文件拖进来",
        empty="还没有写文件，例如 ~/排班.xlsx。",
        max_length=PATH_CHARS,
        check=_is_table,
    )
    ask.field.input.suggester = PathSuggester()
    answer: str | None = await app.push_screen_wait(ask)
    return answer


def _is_table(typed: str) -> None:
    if path_of(typed).suffix.lower() not in TABLES:
        raise RuleError("not_table", "文件名要以 .csv 或 .xlsx 结尾，例如 ~/排班.xlsx。")


def _stands(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # Writing will say what is wrong with such a name.
        return False


async def _may_replace(app: App[Any], path: Path) -> bool:
    ask = ConfirmDialog(f"换掉已有的“{path.name}”？", ["原来的内容会没有。"], yes="换掉")
    agreed: bool | None = await app.push_screen_wait(ask)
    return bool(agreed)
