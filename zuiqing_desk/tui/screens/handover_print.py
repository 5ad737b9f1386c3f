"""Printing a page of the handover notebook: the key, and the file, for every screen with pages."""

from typing import Any, Final

from zuiqing_desk.services import paper_files
from zuiqing_desk.services.handover import printing
from zuiqing_desk.tui.screens import paper_export
from zuiqing_desk.tui.screens.list_detail import ListScreen, letter

PRINT: Final = letter(
    "f", "print_page", "打印", "把这一页写成交接单：html 用浏览器打印，md、xlsx 存档。"
)


async def print_page(screen: ListScreen[Any], page_id: int) -> None:
    """Ask for a file and write the page into it, as it stands now."""
    sheet = await screen.session.bench.ask(printing.sheet, page_id)
    await paper_export.export(
        screen,
        f"把第 {page_id} 页写成交接单",
        f"交接-第{page_id}页",
        paper_files.FORMATS,
        lambda path, form, over: paper_files.write_handover(path, [sheet], form, force=over),
    )
