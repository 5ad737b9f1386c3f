"""Writing remarks and flags into a table, for the platforms' back offices."""

import asyncio
from functools import partial
from pathlib import Path

from zuiqing_desk.rules.calendar import local
from zuiqing_desk.services.orders import remark_differences, write_back
from zuiqing_desk.sheets import write
from zuiqing_desk.sheets.errors import SheetError
from zuiqing_desk.tui.order_page import Worker
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.table_paths import path_of
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
    ask = PromptDialog(
        f"把 {len(lines)} 笔订单的备注和旗号写成表格",
        "文件",
        value=f"~/备注{today:%m%d}.xlsx",
        hint="CSV 或 XLSX；平台、订单编号、旗号、备注四列",
        max_length=PATH_CHARS,
    )
    typed = await screen.app.push_screen_wait(ask)
    if typed is None:
        return
    path = path_of(typed)
    if await asyncio.to_thread(path.exists) and not await _may_replace(screen, path):
        return
    try:
        work = partial(write, path, write_back.HEAD, write_back.table(lines))
        await asyncio.to_thread(work)
    except SheetError as error:
        toast(screen.app, error.message, "error")
    except OSError as error:
        toast(screen.app, f"写不了 {path}：{error.strerror or error}。换个文件夹再试。", "error")
    else:
        toast(screen.app, f"{len(lines)} 笔已写到 {path}。写回平台后再导入一次，这里就一样了。")


async def _may_replace(screen: Worker, path: Path) -> bool:
    ask = ConfirmDialog(f"换掉已有的“{path.name}”？", ["原来的内容会没有。"], yes="换掉")
    agreed: bool | None = await screen.app.push_screen_wait(ask)
    return bool(agreed)
