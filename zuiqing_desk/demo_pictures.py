"""Pictures of the desk for the README, taken from the demo."""

import asyncio
import itertools
import tempfile
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from zuiqing_desk.demo import PIN, DemoMachine
from zuiqing_desk.demo_orders import BUYER
from zuiqing_desk.tui.app import DeskApp
from zuiqing_desk.tui.screens.board import BoardScreen
from zuiqing_desk.tui.screens.desk import DeskScreen
from zuiqing_desk.tui.screens.handover import HandoverScreen
from zuiqing_desk.tui.screens.handover_review import ReviewScreen
from zuiqing_desk.tui.screens.history import HistoryScreen
from zuiqing_desk.tui.screens.picker import PickerScreen
from zuiqing_desk.tui.screens.remark import RemarkScreen
from zuiqing_desk.tui.screenshot import svg_of
from zuiqing_desk.tui.widgets.browse_list import BrowseList
from zuiqing_desk.tui.widgets.conversation_view import ConversationView
from zuiqing_desk.tui.widgets.queue_view import QueueView
from zuiqing_desk.tui.widgets.reply_box import ReplyBox
from zuiqing_desk.tui.widgets.suggestion_bar import SuggestionBar

SIZES = ((80, 24), (120, 40), (200, 60))
CUSTOMER = "tb_青梅"
SENDER = "tb_微醺"
ANSWER = "您好，都是现货。今天17:30前付款，今天就发韵达，后天能到。"
DRAFT = "好的，两箱以上送您小酒版1瓶，"
QUERY = "fahuo"
SOUGHT = "漏酒"
PICKER_SIZE = (120, 40)
PATIENCE_S = 60.0


def take_pictures(folder: Path) -> list[Path]:
    """Write the desk at each size, the picker, the remark and the handover into ``folder``; the
    files. Half a minute.

    Raises OSError when the folder cannot be written, TimeoutError when the demo does not get going.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [file for size in SIZES for file in asyncio.run(_take(folder, size))]


async def _take(folder: Path, size: tuple[int, int]) -> list[Path]:
    files: list[Path] = []

    def take(what: str) -> None:
        file = folder / f"{what}-{size[0]}x{size[1]}.svg"
        file.write_text(svg_of(app, "zuiqing-desk demo"), encoding="utf-8")
        files.append(file)

    with tempfile.TemporaryDirectory(prefix="zuiqing-desk-demo-") as home:
        app = DeskApp(DemoMachine(Path(home)))
        async with app.run_test(size=size) as pilot, asyncio.timeout(PATIENCE_S):
            await _until(lambda: bool(app.screen.query(QueueView)))
            queue = app.screen.query_one(QueueView)
            await _until(lambda: len(queue.items) >= 6)
            first = next(row for row in queue.items if row.customer.startswith(CUSTOMER))
            queue.select(first.id)
            await pilot.press("enter")
            box = app.screen.query_one(ReplyBox)
            await _until(lambda: box.conversation_id is not None)
            box.insert(ANSWER)
            await pilot.press("enter")
            talk = app.screen.query_one(ConversationView)
            await _until(lambda: _answered(talk))
            bar = app.screen.query_one(SuggestionBar)
            await _until(lambda: bool(bar.shown))
            box.insert(DRAFT)
            await pilot.pause(1.5)
            take("desk")
            if size == PICKER_SIZE:
                await pilot.press("ctrl+f")
                await _until(lambda: isinstance(app.screen, PickerScreen))
                await pilot.press(*QUERY)
                await pilot.pause(0.5)
                take("picker")
                await _to_remark(app, pilot)
                take("remark")
                await _to_handover(app, pilot)
                take("handover")
                await _to_reading(app, pilot)
                take("handover-reading")
                await _to_review(app, pilot)
                take("handover-review")
                await _to_history(app, pilot)
                take("history")
                await _to_board(app, pilot)
                take("board")
                await _to_files(app, pilot)
                take("files")
    return files


async def _to_remark(app: DeskApp, pilot: Pilot[None]) -> None:
    """From the picker to the remark of who has just paid."""
    while isinstance(app.screen, PickerScreen):
        await pilot.press("escape")
    queue, box = app.screen.query_one(QueueView), app.screen.query_one(ReplyBox)
    row = next(row for row in queue.items if row.customer == BUYER)
    await pilot.press("escape")
    queue.select(row.id)
    await pilot.press("enter")
    await _until(lambda: box.conversation_id == row.id)
    await pilot.press("ctrl+r")
    await _until(lambda: isinstance(app.screen, RemarkScreen))
    await pilot.pause(0.5)


async def _to_handover(app: DeskApp, pilot: Pilot[None]) -> None:
    """From the remark to the handover as it was drafted."""
    await pilot.press("escape", "f5")
    await _until(lambda: isinstance(app.screen, HandoverScreen))
    await _until(lambda: bool(app.screen.query_one(BrowseList).items))
    await pilot.pause(0.5)


async def _to_reading(app: DeskApp, pilot: Pilot[None]) -> None:
    """Everything accepted and signed; the next shift has begun to read."""
    await pilot.press("y")
    await pilot.pause(0.5)
    await pilot.press("s")
    await _until(lambda: not isinstance(app.screen, HandoverScreen))
    await pilot.press(*PIN, "enter")
    await _until(lambda: isinstance(app.screen, HandoverScreen))
    await pilot.pause(1.0)
    await pilot.press("k", "space", "space")
    app.clear_notifications()
    await pilot.pause(0.5)


async def _to_review(app: DeskApp, pilot: Pilot[None]) -> None:
    """From the page to all pages."""
    await _back(app, pilot)
    await pilot.press("escape", "h")
    await _until(lambda: isinstance(app.screen, ReviewScreen))
    await _until(lambda: bool(app.screen.query_one(BrowseList).items))
    await pilot.press("down")
    await pilot.pause(0.5)


async def _to_history(app: DeskApp, pilot: Pilot[None]) -> None:
    """From the pages to what was once said."""
    await _back(app, pilot)
    await pilot.press("f7")
    await _until(lambda: isinstance(app.screen, HistoryScreen))
    await pilot.press("tab", *SOUGHT)
    await pilot.pause(1.5)


async def _to_board(app: DeskApp, pilot: Pilot[None]) -> None:
    """From there to who has what in hand."""
    await _back(app, pilot)
    await pilot.press("escape", "q")
    await _until(lambda: isinstance(app.screen, BoardScreen))
    await pilot.pause(1.0)
    await pilot.press("down", "down")
    await pilot.pause(1.0)


async def _to_files(app: DeskApp, pilot: Pilot[None]) -> None:
    """From there to a customer who has sent a photo."""
    await _back(app, pilot)
    queue, talk = app.screen.query_one(QueueView), app.screen.query_one(ConversationView)
    row = next(row for row in queue.items if row.customer.startswith(SENDER))
    queue.select(row.id)
    await pilot.press("enter")
    await _until(lambda: any(line.kind == "picture" for line in talk.lines))
    await pilot.press("escape", "tab")
    app.clear_notifications()
    await pilot.pause(0.5)


async def _back(app: DeskApp, pilot: Pilot[None]) -> None:
    while not isinstance(app.screen, DeskScreen):
        await pilot.press("escape")


def _answered(talk: ConversationView) -> bool:
    authors = [line.author for line in talk.lines]
    return "agent" in authors and authors[-1] == "customer"


async def _until(holds: Callable[[], bool]) -> None:
    for _ in itertools.count():
        if holds():
            return
        await asyncio.sleep(0.05)
