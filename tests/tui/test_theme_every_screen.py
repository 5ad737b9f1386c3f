"""Every screen behind the sign-in can be read in every theme. What is pictured is read with its
picture; the others are put up here."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from support.pilot import Desk
from support.readable import THEMES, faint, wear
from support.shop import OPENING
from textual.screen import Screen

import zuiqing_desk.tui.screens
from zuiqing_desk.rules.history_query import Parts
from zuiqing_desk.services.orders.telephone import Delivery
from zuiqing_desk.services.products.acks import Reader
from zuiqing_desk.services.roster.files import Plan
from zuiqing_desk.services.spreadsheets import Refusal
from zuiqing_desk.services.tally.records import Filter
from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.ports import ScreenOptions
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.everywhere import Everywhere
from zuiqing_desk.tui.screens.handover_form import HandoverForm
from zuiqing_desk.tui.screens.help import PageHelp
from zuiqing_desk.tui.screens.history_filter import HistoryFilter
from zuiqing_desk.tui.screens.hold import HoldDialog
from zuiqing_desk.tui.screens.long_text import LongTextDialog
from zuiqing_desk.tui.screens.open_manual import OpenManualDialog
from zuiqing_desk.tui.screens.order_phone import PhoneDialog
from zuiqing_desk.tui.screens.problem import ProblemScreen
from zuiqing_desk.tui.screens.product_readers import ProductReaders
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.screens.roster_report import RosterReport
from zuiqing_desk.tui.screens.signing import SignDialog
from zuiqing_desk.tui.screens.steps_dialog import StepsDialog
from zuiqing_desk.tui.screens.tally_rows import TallyRows
from zuiqing_desk.tui.screens.transfer import TransferDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.staff_steps import pin, posts

PICTURED = {
    "AccessScreen",
    "AuditScreen",
    "BackupsScreen",
    "BatchPreview",
    "BoardHand",
    "BoardScreen",
    "ChaseScreen",
    "DisputesScreen",
    "EraseDialog",
    "HandoverReader",
    "HandoverScreen",
    "HelpScreen",
    "HistoryScreen",
    "ImportReport",
    "LibraryScreen",
    "NoteDialog",
    "NotesScreen",
    "OrderForm",
    "OrderImport",
    "OrderOwner",
    "OrdersScreen",
    "PaletteScreen",
    "PassOnDialog",
    "PickerScreen",
    "PolicyScreen",
    "ProductForm",
    "ProductReading",
    "ProductsScreen",
    "PromiseDialog",
    "PromisesScreen",
    "RemarkScreen",
    "ReplyForm",
    "ReplyHistory",
    "ReplyReview",
    "ReviewScreen",
    "RosterScreen",
    "StaffScreen",
    "TallyScreen",
    "ThemeDialog",
}
"""What stands in front in a scene of ``looks_as_before``."""

PASSING = {"ProgressDialog"}
"""Goes away by itself; made of one line, as PhoneDialog."""


def put_up(session: Session) -> Iterator[Screen[Any]]:
    """The screens that no picture is taken of."""
    staff, now, zone = session.staff, session.clock(), "Asia/Shanghai"
    reader = Reader("1002", "1002**", None)
    yield ConfirmDialog("停用？", yes="停用")
    yield PromptDialog("备忘", "写什么", hint="客户要什么")
    yield ChooseDialog("选一个", [("a", "甲"), ("b", "乙")])
    yield OpenManualDialog(["淘宝", "京东"])
    yield TransferDialog("tb_**", [staff])
    yield HoldDialog("淘宝…3829", now=now, zone=zone)
    yield PhoneDialog("收货信息", Delivery("王**", "138****0001", "", ""))
    yield LongTextDialog("追问", value="哪一位？")
    yield ProductReaders("醉卿1983", [reader, Reader("1003", "1003**", OPENING)], zone)
    yield StepsDialog("添加人员", [posts(), *pin()])
    yield SignDialog(session, "签字", ["签的是这一页"])
    yield HandoverForm(session, InHand())
    yield HistoryFilter(Parts(), 739_000)
    yield TallyRows(session, "received", Filter(739_000, 739_000), "接待客户")
    yield RosterReport(session, Plan(2026, 3, (), (Refusal(2, "1", "没有这个班"),)))
    yield ProblemScreen("数据库 desk.db 读不了。")


def kinds() -> Iterator[type[Screen[Any]]]:
    """Every screen that is not only what others are made of."""
    folder = zuiqing_desk.tui.screens
    for module in pkgutil.iter_modules(folder.__path__):
        importlib.import_module(f"{folder.__name__}.{module.name}")
    left: list[type[Screen[Any]]] = [Everywhere]
    while left:
        below = left.pop().__subclasses__()
        left += below
        yield from (one for one in below if not one.__subclasses__())


async def test_what_is_put_up_can_be_read_in_every_theme(tmp_path: Path) -> None:
    read: set[str] = set()
    async with Desk(tmp_path, options=ScreenOptions(tour=True)) as desk:
        await desk.sign_in().expect_text("教程 1/9")
        session = desk.app.session
        assert session is not None
        for theme in THEMES:
            await wear(desk.pilot, theme)
            assert faint(desk.app) == {}, f"the tour in {theme}"
            for screen in (*put_up(session), PageHelp(desk.screen)):
                await desk.app.push_screen(screen)
                await desk.pilot.pause()
                read |= {one.__name__ for one in type(screen).__mro__}
                assert desk.screen is screen
                assert faint(desk.app) == {}, f"{screen} in {theme}"
                desk.app.pop_screen()
    for kind in kinds():
        known = {one.__name__ for one in kind.__mro__}
        assert known & (PICTURED | PASSING) or kind.__name__ in read, (
            f"nobody reads {kind.__name__}"
        )
