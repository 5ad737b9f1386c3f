"""Preparing a page: what of the drafts is handed over, and in which words."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import BindingType

from zuiqing_desk.rules.handover_words import LONG_CHARS
from zuiqing_desk.services.handover import drafts, items
from zuiqing_desk.services.handover.records import Draft, Entry, Item, ItemWords
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui.handover_rows import Row, words_of
from zuiqing_desk.tui.handover_words import short
from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.handover_form import HandoverForm
from zuiqing_desk.tui.screens.handover_page import HandoverPage
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import pad
from zuiqing_desk.tui.toast import toast

NAME_CELLS = 40


class GivesOver(HandoverPage):
    """The keys of who gives; those about an item act whenever it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        letter("a", "accept", "收下", "收下这一条草稿，写进交接本。"),
        letter("y", "accept_all", "全收", "所有没定的草稿一次收下。"),
        letter("x", "drop", "不要", "不要这一条，写明原因；本里的事项由组长或记下它的人作废。"),
        letter("g", "merge", "并入", "并入另一条：同一件事只留一条。"),
        letter("n", "new", "新记", "新记一件事。"),
        letter("d", "finish", "办完", "这件事办完了，写下结果。"),
        letter("r", "refresh", "再找", "再看一遍还有什么没了结；改过、定过的不动。"),
    ]

    def __init__(self, session: Session, page_id: int | None = None) -> None:
        super().__init__(session, page_id)
        self._is_now: dict[tuple[int, int], int] = {}
        """The revision in which the words of an item's earlier one stand again."""

    # Drafts.

    def action_accept(self) -> None:
        """Take this draft into the notebook."""
        self.on_row((Draft,), self._accept, "这一条已经在本里。")

    async def _accept(self, draft: Draft) -> None:
        if draft.state != "proposed":
            toast(self.app, "这一条已经定过了。", "warning")
            return
        bench, me = self.session.bench, self.me
        await bench.do(drafts.accept, draft.id, me)
        self.did(f"“{short(draft.words)}”已收下", lambda: bench.do(drafts.undecide, draft.id, me))

    def action_accept_all(self) -> None:
        """Take all undecided drafts into the notebook."""
        self.steps.begin(self._accept_all)

    async def _accept_all(self) -> None:
        section, found = self.section, self.sheet.undecided if self.sheet else []
        if section is None or not found:
            toast(self.app, "没有待定的草稿。")
            return
        bench, me, ids = self.session.bench, self.me, [one.id for one in found]
        taken = await bench.do(drafts.accept_all, section.id, me)
        self.did(f"{taken} 条都收下了", lambda: bench.do(_undecide, ids, me))

    def action_refresh(self) -> None:
        """Look again for what is open."""
        self.steps.begin(self._refresh)

    async def _refresh(self) -> None:
        section = self.section
        if section is None or section.state != "open":
            toast(self.app, "这一页没有您在写的部分。", "warning")
            return
        new = await self.session.bench.do(drafts.refresh, section.id)
        self._loading.ask()
        toast(self.app, f"新找到 {new} 条。" if new else "没有新的。")

    # Drafts and items.

    def action_drop(self) -> None:
        """Leave a draft out, or give an item up; for a reason."""
        self.on_row((Draft, Entry), self._drop, "这一行不能作废。")

    async def _drop(self, row: Draft | Entry) -> None:
        name = short(_words(row))
        ask = PromptDialog(
            f"不要“{name}”？" if isinstance(row, Draft) else f"作废“{name}”？",
            "原因",
            hint="例如：客户已经下单",
            empty="不要一条得写原因。",
            max_length=LONG_CHARS,
        )
        reason = await self.app.push_screen_wait(ask)
        if reason is None:
            return
        bench, me = self.session.bench, self.me
        if isinstance(row, Draft):
            await bench.do(drafts.drop, row.id, reason, me)
            self.did(f"不要“{name}”", lambda: bench.do(drafts.undecide, row.id, me))
        else:
            await bench.do(items.drop, row.item.id, reason, me)
            self.did(f"“{name}”已作废", lambda: bench.do(items.reopen, row.item.id, me))

    def action_merge(self) -> None:
        """Let this matter go on in another item."""
        self.on_row((Draft, Entry), self._merge, "这一行不能并入别的。")

    async def _merge(self, row: Draft | Entry) -> None:
        words = _words(row)
        own = row.item.id if isinstance(row, Entry) else None
        rows = [
            (str(one.id), f"{pad(short(one.words), NAME_CELLS)}{one.customer}")
            for one in _likely(words, (entry.item for entry in self.page.entries))
            if one.id != own
        ]
        if not rows:
            toast(self.app, "本里还没有别的事可以并入。", "warning")
            return
        name = short(words)
        chosen = await self.app.push_screen_wait(ChooseDialog(f"“{name}”并入哪一条？", rows))
        if chosen is None:
            return
        bench, me, into = self.session.bench, self.me, int(chosen)
        if isinstance(row, Draft):
            await bench.do(drafts.merge, row.id, into, me)
            self.did(f"“{name}”已并入", lambda: bench.do(drafts.undecide, row.id, me))
        else:
            await bench.do(items.merge, row.item.id, into, me)
            self.did(f"“{name}”已并入", lambda: bench.do(items.reopen, row.item.id, me))

    def action_finish(self) -> None:
        """The matter is dealt with: what came of it."""
        self.on_row((Entry,), self._finish, "先按 a 收下，再记办完；或按 x 不要。")

    async def _finish(self, entry: Entry) -> None:
        name = short(entry.item.words)
        ask = PromptDialog(
            f"“{name}”办完了",
            "结果",
            hint="例如：客户已付款，今天发货",
            empty="写下结果，下一班才知道。",
            max_length=LONG_CHARS,
        )
        result = await self.app.push_screen_wait(ask)
        if result is not None:
            bench, me = self.session.bench, self.me
            await bench.do(items.finish, entry.item.id, result, me)
            self.did(f"“{name}”办完了", lambda: bench.do(items.reopen, entry.item.id, me))

    # Words.

    def action_new(self) -> None:
        """Note something that nothing on screen knows of."""
        self.steps.begin(self._new)

    async def _new(self) -> None:
        made = await self.app.push_screen_wait(HandoverForm(self.session, InHand()))
        if made is not None:
            bench, me = self.session.bench, self.me
            self.bring_forward(("item", made))
            self._undoing.done("新记的一条", lambda: bench.do(items.drop, made, "记错了", me))

    async def edit(self, row: Draft | Entry) -> None:
        """Change the words of a draft or an item."""
        bench, me = self.session.bench, self.me
        before = _words(row)
        known = row.item.revision if isinstance(row, Entry) else 0
        made = 0

        async def keep(words: ItemWords) -> int:
            nonlocal made
            if isinstance(row, Draft):
                await bench.do(drafts.edit, row.id, words, me)
                return row.id
            made = await bench.do(items.edit, row.item.id, words, me, revision=known)
            return row.item.id

        async def again() -> ItemWords:
            nonlocal before, known
            assert isinstance(row, Entry)
            item = await bench.ask(items.one, row.item.id)
            before, known = item.words, item.revision
            return before

        async def back() -> None:
            if isinstance(row, Draft):
                await bench.do(drafts.edit, row.id, before, me)
                return
            id_ = row.item.id
            now = self._is_now.get((id_, made), made)
            self._is_now[id_, known] = await bench.do(items.edit, id_, before, me, revision=now)

        form = HandoverForm(
            self.session, InHand(), begin=before, keep=keep, again=again, title="改这一条"
        )
        if await self.app.push_screen_wait(form) is not None:
            self.did(f"“{short(before)}”已改", back)


def _words(row: Row) -> ItemWords:
    words = words_of(row)
    assert words is not None
    return words


def _likely(words: ItemWords, found: Iterable[Item]) -> Sequence[Item]:
    """Those of the same conversation or order first."""

    def far(item: Item) -> bool:
        theirs = item.words
        same = (theirs.conversation_id, theirs.order_id)
        return not any(
            one is not None and one == other
            for one, other in zip(same, (words.conversation_id, words.order_id), strict=True)
        )

    return sorted(found, key=far)


def _undecide(tx: Tx, ids: Sequence[int], actor: int) -> None:
    for one in ids:
        drafts.undecide(tx, one, actor)
