"""Bringing in the orders a marketplace exports: name the files, see what would happen, do it."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import ClassVar, Final, TypeVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.order_words import PLATFORMS
from zuiqing_desk.services.orders import importing
from zuiqing_desk.services.orders.importing import ImportPlan, ImportResult, ImportStopped
from zuiqing_desk.services.spreadsheets import Progress
from zuiqing_desk.sheets.errors import SheetError
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui.panes.coalesced import Coalesced
from zuiqing_desk.tui.screens.form import FormScreen
from zuiqing_desk.tui.screens.import_report import ImportReport
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.screens.progress import Stopped, watched
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.table_paths import PathSuggester, meant, path_of
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.form import FormField, LineField, PickField
from zuiqing_desk.tui.widgets.page_keys import Keys
from zuiqing_desk.tui.widgets.prose import Prose, tidy

T = TypeVar("T")

KEYS: Final[Keys] = (("^S", "检查文件"), ("→", "补全"), ("Tab", "下一项"), ("Esc", "离开"))
FILES: Final = ("first", "second", "third")
STRICT: Final = (("no", "跳过错的行"), ("yes", "有错就都不导入"))
PATH_CHARS: Final = 1000
GAP_S: Final = 0.05


class OrderImport(FormScreen):
    """True when something was written."""

    MORE_KEYS: ClassVar[MoreKeys] = (
        ("→", "补全", "用灰色的字补全文件名；在平台一项里换一个。"),
        ("Ctrl+S", "检查文件", "先检查，告诉您会怎样，问过才写进去。"),
        ("Tab", "下一项", "到下一项；Shift+Tab 回上一项。"),
    )
    FIELD_OF: ClassVar[Mapping[str, str]] = {"no_file": "first", **{key: key for key in FILES}}

    def __init__(self, session: Session) -> None:
        super().__init__(session, "导入订单", [*_fields()], keys=KEYS)
        self._offered = Prose()
        self._typed = ""
        self._looking = Coalesced(self._look, gap_s=GAP_S)

    def side(self) -> Iterable[Widget]:
        side = VerticalScroll(self._offered, id="form-side", classes="-beside", can_focus=False)
        side.border_title = "这里的表格"
        yield side

    def on_mount(self) -> None:
        self._looking.ask()

    def on_unmount(self) -> None:
        self._looking.stop()

    def edited(self, field: FormField) -> None:
        if field.key in FILES:
            self._typed = field.value
            self._looking.ask()

    async def _look(self) -> None:
        found = await asyncio.to_thread(meant, self._typed)
        words = "\n".join(tidy(path) for path in found) or "没有这样开头的表格或文件夹。"
        self._offered.update(Content(words))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in an empty field of a further file means: that is all of them."""
        event.stop()
        event.prevent_default()
        if not event.value and self.values["first"]:
            self.action_save()
        else:
            self.focus_next()

    @property
    def is_edited(self) -> bool:
        """Nothing is lost by leaving: the files stay where they are."""
        return False

    # Checking and writing.

    async def save(self, values: Mapping[str, str]) -> bool:
        paths = {key: path_of(values[key]) for key in FILES if values[key]}
        if not paths:
            raise RuleError("no_file", "还没有写文件，例如 ~/下载/订单.csv。")
        try:
            plan = await self._plan([*paths.values()], values["platform"])
        except SheetError as error:
            named = (key for key, path in paths.items() if error.file in (path.name, str(path)))
            raise RuleError(next(named, FILES[0]), error.message) from None
        except Stopped:
            toast(self.app, "停下了，什么都没有导入。")
            return False
        with plan:
            report = ImportReport(self.session, plan, strict=values["strict"] == "yes")
            await self.app.push_screen_wait(report)
            return report.agreed and await self._write(plan)

    async def _plan(self, paths: list[Path], platform: str) -> ImportPlan:
        loop, bench = asyncio.get_running_loop(), self.session.bench

        def read(query: Callable[[Tx], T]) -> T:
            return asyncio.run_coroutine_threadsafe(bench.ask(query), loop).result()

        chosen = next((one for one in PLATFORMS if one == platform), None)

        def work(progress: Progress) -> ImportPlan:
            return importing.plan(paths, read, platform=chosen, progress=progress)

        return await watched(self.app, "检查文件", work, stopping="正在停下……")

    async def _write(self, plan: ImportPlan) -> bool:
        bench, me = self.session.bench, self.session.staff.id

        def write(unit: Callable[[Tx], T]) -> T:
            return bench.begin(unit).result()

        def work(progress: Progress) -> ImportResult:
            return importing.carry_out(plan, write, actor=me, progress=progress)

        try:
            result = await watched(self.app, "导入订单", work, stopping="写完手上这一批就停……")
        except ImportStopped as stopped:
            toast(self.app, stopped.message, "warning")
            return True
        toast(self.app, f"导入完了：{summary(result)}。")
        return True


def summary(result: ImportResult) -> str:
    """What was written, in figures."""
    return f"新增 {result.added} 笔，更新 {result.changed} 笔，不变 {result.unchanged} 笔"


def _fields() -> Iterable[FormField]:
    hints = (
        "订单表，CSV 或 XLSX；打几个字按 → 补全，也可以把文件拖进来",
        "淘宝还要宝贝表；别的平台空着按 Enter 就检查",
        "还有的话写在这里；空着按 Enter 就检查",
    )
    for key, label, hint in zip(FILES, ("文件", "再加一个", "再加一个"), hints, strict=True):
        field = LineField(key, label, hint=hint, max_length=PATH_CHARS)
        field.input.suggester = PathSuggester()
        yield field
    known = ((code, name) for code, name in PLATFORMS.items() if code != "other")
    platforms = [("", "自动认"), *known]
    yield PickField("platform", "平台", platforms, "", hint="← → 换一个；认错了再指定")
    yield PickField("strict", "有错的行", STRICT, "no", hint="← → 换一个")
