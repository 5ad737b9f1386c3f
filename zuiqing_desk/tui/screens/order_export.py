"""Writing remarks and flags into a table, for the platforms' back offices."""

import asyncio
from functools import partial
from pathlib import Path

from zuiqing_desk.rules.calendar import local
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.orders import remark_differences, write_back
from zuiqing_desk.sheets import write
from zuiqing_desk.sheets.errors import SheetError
from zuiqing_desk.tui.order_page import Worker
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.table_paths import TABLES, path_of
from zuiqing_desk.tui.toast import toast

PATH_CHARS = 1000


async def export(screen: Worker) -> None:
    """Ask for a file and write what the platforms do not have yet."""
    session = screen.session
    lines = await session.bench.ask(remark_differences.to_write_back)
    if not lines:
        toast(screen.app, "平台上的备注和旗号都和我们的一样，没有要写回的。")
        return
    today = local(session.clock(), session.shop.time_zone)
    typed = f"~/备注{today:%m%d}.xlsx"
    while (answer := await _asked(screen, len(lines), typed)) is not None:
        typed, path = answer, path_of(answer)
        if await asyncio.to_thread(_stands, path) and not await _may_replace(screen, path):
            continue
        try:
            work = partial(write, path, write_back.HEAD, write_back.table(lines))
            await asyncio.to_thread(work)
        except SheetError as error:
            toast(screen.app, error.message, "error")
        except OSError as error:
            toast(
                screen.app, f"写不了 {path}：{error.strerror or error}。换个文件夹再试。", "error"
            )
        else:
            toast(screen.app, f"{len(lines)} 笔已写到 {path}。写回平台后再导入一次，这里就一样了。")
            return


async def _asked(screen: Worker, count: int, typed: str) -> str | None:
    """The file as it was typed; what was typed before can be put right."""
    ask = PromptDialog(
        f"把 {count} 笔订单的备注和旗号写成表格",
        "文件",
        value=typed,
        hint="CSV 或 XLSX；平台、订单编号、旗号、备注四列",
        max_length=PATH_CHARS,
        check=_is_table,
    )
    answer: str | None = await screen.app.push_screen_wait(ask)
    return answer


def _is_table(typed: str) -> None:
    if path_of(typed).suffix.lower() not in TABLES:
        raise RuleError("not_table", "文件名要以 .csv 或 .xlsx 结尾，例如 ~/备注.xlsx。")


def _stands(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # Writing will say what is wrong with such a name.
        return False


async def _may_replace(screen: Worker, path: Path) -> bool:
    ask = ConfirmDialog(f"换掉已有的“{path.name}”？", ["原来的内容会没有。"], yes="换掉")
    agreed: bool | None = await screen.app.push_screen_wait(ask)
    return bool(agreed)
