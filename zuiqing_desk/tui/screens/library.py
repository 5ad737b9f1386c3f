"""The reply library: what there is, what waits for approval, what ends, what nobody uses."""

import asyncio
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.replies import library, reading
from zuiqing_desk.services.replies.records import ReplyRecord
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.library_find import Finder
from zuiqing_desk.tui.library_stock import (
    LATER,
    VIEWS,
    Note,
    Stock,
    is_sent_back,
    note,
    shown,
    waits,
)
from zuiqing_desk.tui.reply_words import card, scope
from zuiqing_desk.tui.screens.browse import BrowseScreen
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.screens.reply_form import ReplyForm
from zuiqing_desk.tui.screens.reply_history import ReplyHistory
from zuiqing_desk.tui.screens.reply_review import ReplyReview
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys

COLUMNS = (10, 0, 10, 4, 13)
EMPTY = {
    "all": "话术库是空的。按 a 新建一条。",
    "team": "还没有团队话术。按 a 新建一条，组长批准后大家都能用。",
    "own": "您还没有自己的话术。按 a 新建一条，马上就能用；按 c 可以照着别的复制。",
    "waiting": "没有等批准的话术。按 → 看下一类。",
    "sent_back": "没有退回的话术。按 → 看下一类。",
    "ending": "{ending} 天内没有到期的话术。按 → 看下一类。",
    "unused": "最近 {unused} 天里每条话术都用过。按 → 看下一类。",
    "alike": "没有内容差不多的话术。按 → 看下一类。",
    "archived": "没有归档的话术。按 → 看下一类。",
}


class LibraryScreen(BrowseScreen):
    """Everybody's: agents write and propose, leads approve."""

    PLACE: ClassVar[str] = "library.manage"
    BINDINGS: ClassVar[list[BindingType]] = [
        letter("a", "add", "新建", "写一条新话术：给自己用的马上能用，给团队用的要组长批准。"),
        letter("e", "edit", "修改", "修改选中的一条；已归档的要先恢复。"),
        letter("c", "copy", "复制", "照着选中的一条另写一条新的。"),
        letter("h", "history", "历史", "看它每一版改了什么，也可以恢复旧的一版。"),
        letter("p", "review", "审批", "看等批准的草稿，批准或退回；只有组长可以。"),
        letter("w", "withdraw", "撤回", "撤回自己还没批准的草稿；正在用的内容不变。"),
        letter("x", "archive", "归档", "不再用选中的一条；在“归档”里再按一次就恢复。"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (
        ("Enter", "打开", "修改选中的一条；等批准的由组长审批，已归档的看历史。"),
    )

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            "话术库",
            views=VIEWS,
            columns=COLUMNS,
            filter_words="按 / 输入：汉字、拼音、首字母、短码、标签或分类",
        )
        self._stock = Stock()
        self._finder: Finder | None = None
        self._seen: int | None = None

    # Reading.

    async def load(self) -> bool:
        ask, me, rules = self.session.bench.ask, self.session.staff.id, self.session.policy
        seen, changed = await ask(reading.changed_since, self._seen or 0, me)
        first = self._seen is None
        if not first and changed is not None and not changed:
            self._seen = seen
            return False
        records = await ask(reading.every, me)
        ending = await ask(reading.ending, rules.reply_ending_days, staff_id=me)
        readings = {one.id: one.readings for one in await ask(reading.live, me)}
        self._stock, self._finder = await asyncio.to_thread(_sorted, records, ending, readings)
        self._seen = seen
        if first:
            self._begin_view()
        await self._load_later()
        self._retitle()
        return True

    def _begin_view(self) -> None:
        """A lead sees first what must be decided, unless already looking at something."""
        if self.session.is_lead and self.view == "all" and not self.query_text:
            for view in ("waiting", "ending"):
                if self._stock.count(view):
                    self.turn_to(view)
                    return

    async def _load_later(self) -> None:
        """What is only worked out when it is looked at."""
        ask, me, stock = self.session.bench.ask, self.session.staff.id, self._stock
        if self.view == "unused" and stock.unused is None:
            unused = await ask(reading.unused, self.session.policy.reply_unused_days, staff_id=me)
            self._stock = replace(self._stock, unused=unused)
        elif self.view == "alike" and stock.alike is None:
            alike = await ask(reading.duplicates, staff_id=me)
            self._stock = replace(self._stock, alike=alike)

    def view_chosen(self, view: str) -> None:
        if view in LATER and self._stock.count(view) is None and self._seen is not None:
            self.run_worker(self._look_later(), group="later", exclusive=True)

    async def _look_later(self) -> None:
        try:
            await self._load_later()
        except (RuleError, StoreError) as error:
            toast(self.app, error.message, "error")
        else:
            self.show()

    def _retitle(self) -> None:
        urgent = [
            f"▲ {VIEWS[view]} {count}"
            for view in ("waiting", "ending")
            if (count := self._stock.count(view))
        ]
        self.retitle("  ".join(("话术库", *urgent)))

    # Showing.

    def items_of(self, view: str) -> Sequence[ReplyRecord]:
        return self._stock.of(view)

    def count(self, view: str) -> int | None:
        return self._stock.count(view)

    def find(self, items: Sequence[Any], query: str) -> Sequence[ReplyRecord]:
        if self._finder is None:
            return ()
        among = {one.id: one for one in items}
        return [among[id_] for id_ in self._finder.find(query, among)]

    def face(self, item: ReplyRecord) -> Hashable:
        if self.view == "alike" and (like := self._stock.likest(item.id)) is not None:
            return Note(f"{like[1]:.0%} 像 {like[0].code}", "warning")
        session = self.session
        return note(item, session.clock(), session.shop.time_zone, session.policy.reply_ending_days)

    def cells(self, item: ReplyRecord, face: Note) -> Sequence[Cell]:
        version = shown(item)
        return [
            (item.code, "muted"),
            (version.title, "strong"),
            (version.category, "muted"),
            (scope(item), "muted"),
            (face.text, face.look),
        ]

    def detail(self, item: ReplyRecord) -> Content:
        return card(item, self.session.shop.time_zone)

    def empty_words(self) -> str:
        view, query = self.view, self.query_text
        if self._seen is None or (view in LATER and self._stock.count(view) is None):
            return "正在读话术库……"
        if query:
            return f"“{VIEWS[view]}”里没有“{query}”。换个说法，或按 Esc 取消筛选。"
        rules = self.session.policy
        return EMPTY[view].format(ending=rules.reply_ending_days, unused=rules.reply_unused_days)

    def list_keys(self, item: ReplyRecord | None) -> Keys:
        keys = [("a", "新建")]
        if item is not None:
            may_decide = self.session.is_lead and waits(item)
            keys = [("Enter", "审批"), ("e", "改")] if may_decide else [("Enter", "改")]
            if self._may_withdraw(item):
                keys.append(("w", "撤回"))
            archive = "恢复" if item.archived else "归档"
            keys += [("a", "新建"), ("c", "复制"), ("h", "历史"), ("x", archive)]
        return [*keys, ("/", "筛选"), ("←→", "换类"), ("Esc", "返回")]

    def _may_withdraw(self, item: ReplyRecord) -> bool:
        mine = item.draft is not None and item.draft.author_no == self.session.staff.staff_no
        return mine and (waits(item) or is_sent_back(item))

    # Doing.

    async def open(self, item: ReplyRecord) -> None:
        if item.archived:
            await self._history(item)
        elif self.session.is_lead and waits(item):
            await self._review(item)
        else:
            await self._edit(item)

    def action_add(self) -> None:
        """Write a new reply."""
        self.steps.begin(lambda: self._write(None))

    def action_copy(self) -> None:
        """Write a new reply after this one."""
        self.on_item(self._write)

    def action_edit(self) -> None:
        """Change this reply."""
        self.on_item(self._edit)

    def action_history(self) -> None:
        """See its versions, and bring one back."""
        self.on_item(self._history)

    def action_review(self) -> None:
        """Decide about the draft; a lead's."""
        self.on_item(self._review)

    def action_withdraw(self) -> None:
        """Take one's own draft back."""
        self.on_item(self._withdraw)

    def action_archive(self) -> None:
        """Take this reply out of use, or bring it back."""
        self.on_item(self._archive)

    async def _write(self, like: ReplyRecord | None) -> None:
        rows = [
            ("own", "给自己用：保存后马上能用"),
            ("team", "给团队用：大家都能用" + ("" if self.session.is_lead else "，要组长批准")),
        ]
        title = "新建话术" if like is None else f"照着“{shown(like).title}”新建"
        chosen = await self.app.push_screen_wait(ChooseDialog(title, rows))
        if chosen is not None:
            form = ReplyForm(self.session, own=chosen == "own", like=like)
            await self.app.push_screen_wait(form)
            self.bring_forward(form.added)

    async def _edit(self, item: ReplyRecord) -> None:
        if item.archived:
            toast(self.app, "已归档的不能改，先按 x 恢复。", "warning")
            return
        form = ReplyForm(self.session, own=item.owner_no is not None, record=item)
        await self.app.push_screen_wait(form)

    async def _history(self, item: ReplyRecord) -> None:
        await self.app.push_screen_wait(ReplyHistory(self.session, item))

    async def _review(self, item: ReplyRecord) -> None:
        if not self.session.is_lead:
            toast(self.app, "只有组长可以批准或退回。", "warning")
            return
        if not waits(item):
            toast(self.app, "这一条没有等批准的草稿。", "warning")
            return
        if await self.app.push_screen_wait(ReplyReview(self.session, item)) == "edit":
            await self._edit(item)

    async def _withdraw(self, item: ReplyRecord) -> None:
        ask = ConfirmDialog(
            f"撤回“{shown(item).title}”的草稿？",
            [
                "正在用的内容不变。" if item.live else "它还没有生效过，撤回后放进归档。",
                "草稿的内容在“历史”里还能找到。",
            ],
            yes="撤回",
        )
        if await self.app.push_screen_wait(ask):
            await self.carry_out("草稿已撤回。", library.withdraw, item.id, self.session.staff.id)

    async def _archive(self, item: ReplyRecord) -> None:
        title, me = shown(item).title, self.session.staff.id
        if item.archived:
            await self.carry_out(f"“{title}”已恢复。", library.unarchive, item.id, me)
            return
        ask = ConfirmDialog(
            f"归档“{title}”？",
            ["归档后不再出现在话术里；以前的内容留着，在“归档”里按 x 可以恢复。"],
            yes="归档",
        )
        if await self.app.push_screen_wait(ask):
            await self.carry_out(f"“{title}”已归档。", library.archive, item.id, me)


def _sorted(
    records: Sequence[ReplyRecord], ending: Sequence[ReplyRecord], readings: Mapping[int, str]
) -> tuple[Stock, Finder]:
    """What takes long with many replies, for a thread."""
    stock = Stock(records, ending)
    for view in VIEWS:
        stock.count(view)
    return stock, Finder(records, readings)
