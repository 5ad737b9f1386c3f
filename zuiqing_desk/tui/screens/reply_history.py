"""Every version of a reply, what each changed, and the way back to it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.services.replies import library, reading
from zuiqing_desk.services.replies.records import ReplyRecord, VersionRecord
from zuiqing_desk.tui.difference_text import LEGEND
from zuiqing_desk.tui.library_stock import shown
from zuiqing_desk.tui.reply_words import OF_THE_SHOP, changes, day_and_clock, who
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.list_detail import ListScreen, letter
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys

COLUMNS = (8, 16, 0, 10)


class ReplyHistory(ListScreen[None]):
    """Newest first; beside it what a version changed against the one before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        letter("r", "restore", "恢复", "把选中的一版作为最新的一版；客服恢复团队话术要等组长批准。")
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (("Enter", "恢复", "同 r：恢复选中的一版，会先问一句。"),)

    def __init__(self, session: Session, record: ReplyRecord) -> None:
        super().__init__(session, f"历史 · {record.code} {shown(record).title}", COLUMNS)
        self._record = record
        self._versions: list[VersionRecord] = []

    async def load(self) -> bool:
        ask = self.session.bench.ask
        versions = await ask(reading.versions, self._record.id)
        record = await ask(reading.one, self._record.id, self.session.staff.id)
        different = (versions, record) != (self._versions, self._record)
        self._versions, self._record = versions, record or self._record
        return different

    def items(self) -> Sequence[VersionRecord]:
        return self._versions

    def key_of(self, item: VersionRecord) -> int:
        return item.version

    def face(self, item: VersionRecord) -> tuple[str, str]:
        if self._is_live(item) and not self._record.archived:
            return "● 正在用", "strong"
        if item.refused:
            return "✗ 已退回", "warning"
        if self._waits(item) and not self._record.archived:
            return "▲ 待批", "warning"
        return "", ""

    def cells(self, item: VersionRecord, face: tuple[str, str]) -> Sequence[Cell]:
        return [
            (f"第 {item.version} 版", "strong"),
            (day_and_clock(item.written_at, self.session.shop.time_zone), "muted"),
            (item.author_no or OF_THE_SHOP, ""),
            face,
        ]

    def detail(self, item: VersionRecord) -> Content:
        zone = self.session.shop.time_zone
        before = next((one for one in self._versions if one.version < item.version), None)
        lines = [
            Content.styled(who(item, zone), "$text-muted"),
            Content("最早的一版")
            if before is None
            else Content.assemble(f"与第 {before.version} 版相比  ", LEGEND),
            Content(),
            changes(before, item, zone),
        ]
        if item.refused:
            why = f"✗ 退回的原因：{one_line(item.refused)}"
            lines.insert(1, Content.styled(why, "$text-warning bold"))
        return Content("\n").join(lines)

    def empty_words(self) -> str:
        return "正在读历史……"

    def list_keys(self, item: VersionRecord | None) -> Keys:
        restore = (("r", "恢复这一版"),) if item is not None and self._may_restore(item) else ()
        return (("↑↓", "换一版"), *restore, ("Tab", "翻看"), ("Esc", "返回"))

    def _may_restore(self, item: VersionRecord) -> bool:
        return not self._record.archived and not self._is_live(item) and not self._waits(item)

    def _is_live(self, item: VersionRecord) -> bool:
        live = self._record.live
        return live is not None and live.version == item.version

    def _waits(self, item: VersionRecord) -> bool:
        draft = self._record.draft
        return draft is not None and draft.version == item.version and not item.refused

    async def open(self, item: VersionRecord) -> None:
        await self._restore(item)

    def action_restore(self) -> None:
        """Make this version the newest again."""
        self.on_item(self._restore)

    async def _restore(self, item: VersionRecord) -> None:
        if self._record.archived:
            toast(self.app, "已归档的话术先恢复，再恢复旧版。", "warning")
        elif self._is_live(item):
            toast(self.app, "这一版正在用。", "warning")
        elif self._waits(item):
            toast(self.app, "这一版正在等批准。", "warning")
        else:
            at_once = self._record.owner_no is not None or self.session.is_lead
            effect = "马上生效" if at_once else "存成草稿，等组长批准"
            ask = ConfirmDialog(
                f"恢复第 {item.version} 版？",
                [f"它的内容会成为新的一版，{effect}；别的版本都留着。"],
                yes="恢复",
            )
            if await self.app.push_screen_wait(ask):
                await self.carry_out(
                    f"第 {item.version} 版已恢复，{effect}。",
                    library.restore,
                    self._record.id,
                    item.version,
                    self.session.staff.id,
                )
