"""The copies of the store, the newest first."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Final

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from zuiqing_desk.rules.calendar import local
from zuiqing_desk.services import backups
from zuiqing_desk.services.backups import SORT_WORDS, mebi
from zuiqing_desk.services.spreadsheets import Progress
from zuiqing_desk.store.backups import Backup
from zuiqing_desk.store.copying import Step
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui import clipboard
from zuiqing_desk.tui.screens.list_detail import ListScreen, letter
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.screens.progress import Stopped, watched
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.column_heads import ColumnHeads
from zuiqing_desk.tui.widgets.page_keys import Keys
from zuiqing_desk.tui.widgets.prose import tidy

COLUMNS: Final = (16, 14, 10, 20)
_HEADS: Final = ("时间", "做法", "大小", "状态")
_STEPS: Final[dict[Step, str]] = {"copying": "正在复制（KiB）", "checking": "正在核对"}
_HOURS: Final = 3_600_000_000
LATE_HOURS: Final = 36
"""A night that was missed."""


class BackupsScreen(ListScreen[None]):
    """Everyone may look, and make one; to put one back takes the shell, and everybody out."""

    PLACE: ClassVar[str] = "backup.open"
    BINDINGS: ClassVar[list[BindingType]] = [
        letter("n", "make", "现在备份", "现在备份一次，不影响别人工作；Esc 停下。"),
        letter("y", "copy", "复制命令", "把恢复选中的这一份的命令送到剪贴板。"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (
        ("Enter", "怎么恢复", "到右边看怎么恢复选中的这一份；↑ ↓ 翻看，Esc 回到列表。"),
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session, "备份", COLUMNS)
        self._found: Sequence[Backup] | None = None
        self._trouble = ""

    def above(self) -> Iterable[Widget]:
        yield ColumnHeads([(word, "muted") for word in _HEADS], COLUMNS, self.rows)

    # Reading.

    async def load(self) -> bool:
        zone = self.session.shop.time_zone
        found: Sequence[Backup] = ()
        trouble = ""
        try:
            found = await asyncio.to_thread(backups.listed, self.session.bench.backups, zone)
        except StoreError as error:
            # Said in the list: it stands as long as the disk is away, and every commit looks again.
            trouble = error.message
        different = (found, trouble) != (self._found, self._trouble)
        self._found, self._trouble = found, trouble
        state = "▲ 看不到备份" if trouble else _state(found, self.session.clock(), zone)
        self.retitle(f"备份  {state}")
        return different

    # Showing.

    def items(self) -> Sequence[Backup]:
        return self._found or ()

    def key_of(self, item: Backup) -> str:
        return item.name

    def cells(self, item: Backup, face: Any) -> Sequence[Cell]:
        when = f"{local(item.at, self.session.shop.time_zone):%Y-%m-%d %H:%M}"
        state = (f"✗ {item.wrong}", "error") if item.wrong else ("✓ 可以恢复", "")
        return [(when, "strong"), (SORT_WORDS[item.sort], ""), (mebi(item.bytes), "muted"), state]

    def detail(self, item: Backup) -> Content:
        when = f"{local(item.at, self.session.shop.time_zone):%Y-%m-%d %H:%M:%S}"
        lines = [
            item.name,
            f"{when} · {SORT_WORDS[item.sort]} · {mebi(item.bytes)}",
            self._where(),
        ]
        if item.wrong:
            return _paragraphs("\n".join(lines), f"✗ 不能恢复：{item.wrong}。")
        lines.append(f"数据库版本 {item.revision}，记录到第 {item.journal_id} 条")
        return _paragraphs(
            "\n".join(lines),
            "怎么恢复：大家先退出工作台和 gateway，再在终端里运行",
            self._command(item),
            "现在的数据库会另存一份，删除过的客户会再删一遍；备份以后发出去的回复，"
            "恢复后的数据库不知道。图片和文件不在备份里，还用现在的。",
        )

    def _command(self, item: Backup) -> str:
        return self.session.bench.backups.command_to_restore(item.path.stem)

    def _where(self) -> str:
        bench = self.session.bench
        if bench.backups.folder == bench.folder / "backups":
            return "在店铺文件夹的 backups 里"
        return f"在 {bench.backups.folder}"

    def empty_words(self) -> str:
        if self._found is None:
            return "正在看有哪些备份……"
        return self._trouble or "还没有备份。按 n 现在做一份；以后每晚自动做。"

    def list_keys(self, item: Backup | None) -> Keys:
        keys = [("n", "现在备份")]
        return keys if item is None else [("Enter", "怎么恢复"), *keys, ("y", "复制命令")]

    # Doing.

    async def open(self, item: Backup) -> None:
        self.query_one("#list-detail").focus()

    def action_copy(self) -> None:
        """Send the command that puts this copy back to the clipboard."""
        self.on_item(self._copy)

    async def _copy(self, item: Backup) -> None:
        if item.wrong:
            toast(self.app, f"这一份不能恢复：{item.wrong}。", "warning")
        else:
            toast(self.app, (await clipboard.copy(self.app, self._command(item))).value)

    def action_make(self) -> None:
        """Make a copy now."""
        self.steps.begin(self._make)

    async def _make(self) -> None:
        bench, zone, at = self.session.bench, self.session.shop.time_zone, self.session.clock()

        def work(report: Progress) -> Backup:
            def step(what: Step, done: int, whole: int) -> None:
                report(_STEPS[what], done // 1024, whole // 1024 or None)

            return backups.make(
                bench.database, bench.backups, "manual", at=at, zone=zone, progress=step
            )

        try:
            made = await watched(self.app, "备份", work, stopping="正在停下……")
            await bench.do(backups.made, "manual", actor=self.session.staff.id)
        except Stopped:
            toast(self.app, "已停下，没有做备份；以前的都在。")
        except StoreError as error:
            toast(self.app, error.message, "error")
        else:
            toast(self.app, f"已备份：{made.name}（{mebi(made.bytes)}），核对过，没有问题。")
        self._loading.ask()


def _state(found: Sequence[Backup], now: int, zone: str) -> str:
    """What the title says: how the shop stands with its copies."""
    sound = [one for one in found if not one.wrong]
    if not sound:
        return "▲ 没有可以恢复的备份"
    # Those of a clock that was ahead say nothing about last night.
    newest = next((one for one in sound if one.at <= now), sound[0])
    hours = (now - newest.at) // _HOURS
    old = f"▲ 已过 {hours // 24} 天 " if hours >= LATE_HOURS else ""
    return f"{old}最近一份 {local(newest.at, zone):%m-%d %H:%M} · 共 {len(found)} 份"


def _paragraphs(*texts: str) -> Content:
    return Content("\n\n".join(map(tidy, texts)))
