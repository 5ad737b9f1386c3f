"""The page of the notebook I give or take over, and its signatures."""

from typing import ClassVar, Final, NamedTuple

from textual.binding import BindingType

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.handover_words import LONG_CHARS, Mode
from zuiqing_desk.services.handover import owed, pages, signing
from zuiqing_desk.services.handover.records import Draft, Entry, Person, Section
from zuiqing_desk.tui.handover_rows import Row, key_of
from zuiqing_desk.tui.handover_words import is_read
from zuiqing_desk.tui.order_words import moment
from zuiqing_desk.tui.page_text import called
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.handover_giving import GivesOver
from zuiqing_desk.tui.screens.handover_page import handover_bindings
from zuiqing_desk.tui.screens.handover_print import PRINT, print_page
from zuiqing_desk.tui.screens.handover_taking import TakesOver
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.screens.signing import SignDialog
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.page_keys import Keys

GIVEN: Final[dict[Mode, str]] = {
    "": "",
    "face": "请接班人在这里或自己的台位上逐条看，红项口述给您听，签了字您再走。",
    "book": "没有人当面接：留在本里，下一班先看完签字才能接待。您可以走了。",
}
SOON: Final = 3_600_000_000
"""Who leaves later than this can still sign themselves."""


class _Left(NamedTuple):
    """Somebody who owes a handover; ``page_id`` None: not even a page was begun."""

    page_id: int | None
    boundary_at: int
    shift: str
    giver: Person


class HandoverScreen(GivesOver, TakesOver):
    """While it is written the giver's keys act, once it is given the taker's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *handover_bindings("handover.sign"),
        PRINT,
        letter("m", "stand_in", "代交", "组长：交班人没交就走了，代为交出，写明原因。"),
        letter(
            "c", "withdraw", "不交班", "这一班不由您交：把自己从这一页去掉，记下的事照样往下交。"
        ),
    ]
    CSS: ClassVar[str] = """
    #page-signatures, #page-figures {
        height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis;
    }
    #page-figures { color: $text-muted; }
    HandoverScreen.-narrow #page-figures { display: none; }
    HandoverScreen.-medium #list-rows { width: 2fr; }
    HandoverScreen.-medium #list-detail { width: 1fr; }
    """
    MORE_KEYS: ClassVar[MoreKeys] = (("Enter", "改", "在写的改这一条；交出以后翻看详细内容。"),)

    def list_keys(self, item: Row | None) -> Keys:
        common = [("u", "撤销"), *([("←→", "换类")] if self.is_roomy else []), ("Esc", "返回")]
        if self.sheet is None:
            return common
        state = self.page.state
        keys = self._reading_keys() if state == "given" else self._writing_keys(item)
        if state == "sealed":
            keys = [("e", "回答"), ("i", "补记"), ("d", "办完"), ("f", "打印")]
        keys += [("o", "会话")] if self.is_roomy and item is not None else []
        return [*keys, *common]

    def _writing_keys(self, item: Row | None) -> list[tuple[str, str]]:
        drafts = bool(self.sheet and self.sheet.undecided)
        keys = [(self.shown_key("handover.sign"), "签字"), *([("y", "全收")] if drafts else [])]
        if isinstance(item, Draft):
            keys += [("a", "收下"), ("Enter", "改"), ("x", "不要")]
        elif isinstance(item, Entry):
            keys += [("Enter", "改"), ("d", "办完")]
        keys.append(("n", "新记"))
        return [*keys, ("g", "并入"), ("r", "再找")] if self.is_roomy else keys

    def _reading_keys(self) -> list[tuple[str, str]]:
        keys = [
            (self.shown_key("handover.ack"), "已阅"),
            (self.shown_key("handover.said_back"), "已口述"),
            (self.shown_key("handover.sign"), "签字"),
            ("w", "提问"),
            ("e", "回答"),
        ]
        more = [("d", "办完"), ("p", "接班人"), ("i", "补记")]
        return [*keys, *more] if self.is_roomy else keys

    async def open(self, item: Row) -> None:
        if self.page.state == "preparing" and isinstance(item, Draft | Entry):
            await self.edit(item)
        else:
            self.query_one("#list-detail").focus()

    # Signing.

    def action_handover_sign(self) -> None:
        """Give the page, or take it."""
        if self.sheet is not None:
            self.steps.begin(self._sign)

    async def _sign(self) -> None:
        section = self.section
        if self.page.state != "preparing":
            await self._take()
        elif section is None:
            toast(self.app, "这一页没有您交的部分；交班人签了字，您再来接。", "warning")
        elif section.state != "open":
            left = "、".join(called(one.giver) for one in self._unsigned())
            toast(self.app, f"您已经签过；还差 {left} 签字。", "warning")
        else:
            await self._give(section)

    def _unsigned(self) -> list[Section]:
        return [one for one in self.page.sections if one.state == "open"]

    async def _give(self, section: Section) -> None:
        assert self.sheet is not None
        undecided = self.sheet.undecided
        if undecided:
            self.bring_forward(key_of(undecided[0]))
            words = f"还有 {len(undecided)} 条待定：a 收下，y 全收，x 不要；都定了再签。"
            toast(self.app, words, "warning")
            return
        page, bench, staff = self.page, self.session.bench, self.session.staff
        await self.read_figures(page)
        mine = [one for one in page.entries if one.section_id == section.id]
        red = sum(one.item.words.severity == "red" for one in mine)
        whom = page.next_shift or "下一个来的人"
        lines = [
            f"{page.shift} 交给 {whom}：{len(mine)} 件，红 {red}",
            "签字以后这些话不能再改，只能补记；事还可以办完。",
            self.figures,
        ]
        ask = SignDialog(
            self.session,
            f"{staff.staff_no} {staff.name} 交班签字",
            [one for one in lines if one],
            staff_no=staff.staff_no,
            fixed=True,
        )
        if await self.app.push_screen_wait(ask) is None:
            return
        state = await bench.do(signing.give, page.id, self.me)
        self.expect(state)
        self._undoing.barrier()
        self._undoing.done("您的签字", lambda: self._unsign(page.id))
        if state == "given":
            self.rows.edge(0)
            words = GIVEN[(await bench.ask(pages.one, page.id)).mode]
        else:
            words = f"还差 {'、'.join(called(one.giver) for one in self._others())} 签字。"
        toast(self.app, f"您已签字（u 撤销）。{words}")

    def _others(self) -> list[Section]:
        return [one for one in self._unsigned() if one.giver.id != self.me]

    async def _unsign(self, page_id: int) -> None:
        read = sum(one.acked_by is not None for one in self.page.entries)
        if read:
            lines = [f"接班人已经看了 {read} 条；收回以后再签，这些要重新看。"]
            ask = ConfirmDialog("收回您的签字？", lines, yes="收回签字", no="不收回")
            if not await self.app.push_screen_wait(ask):
                self._undoing.done("您的签字", lambda: self._unsign(page_id))
                raise RuleError("kept", "签字没有收回。")
        await self.session.bench.do(signing.take_back, page_id, self.me)
        self.expect("preparing")

    async def _take(self) -> None:
        page, bench = self.page, self.session.bench
        if page.state == "sealed" and all(one.signed_at is not None for one in page.takers):
            toast(self.app, "这一页已封存，该签的都签过了。")
            return
        unread = [one for one in page.entries if not is_read(one)]
        duty = [one for one in page.takers if one.duty and one.person.id != self.reader]
        if page.state == "given" and unread and not duty:
            self.bring_forward(key_of(unread[0]))
            red = sum(one.item.words.severity == "red" for one in unread)
            words = f"还有 {len(unread)} 条没看完" + (f"，其中 {red} 条红项没口述" if red else "")
            toast(self.app, f"{words}；看完再签。", "warning")
            return
        lines = [
            f"{page.shift} 交来 {len(page.entries)} 件，都看过了。"
            if not unread
            else f"{page.shift} 交来 {len(page.entries)} 件；您签字表示知道了。",
            "当值签字以后这一页封存，谁也不能再改。" if page.state == "given" else "这一页已封存。",
        ]
        ask = SignDialog(
            self.session, "接班签字", lines, staff_no=self.reader_no, fixed=not self.gives
        )
        signer = await self.app.push_screen_wait(ask)
        if signer is None:
            return
        sealed = await bench.do(signing.take, page.id, signer)
        self._undoing.barrier()
        if sealed:
            self.expect("sealed")
            toast(self.app, "已签字，这一页封存了。接班顺利。")
        else:
            toast(self.app, "已签字。")

    def action_print_page(self) -> None:
        """Write the page into a file for the printer."""
        if self.sheet is not None:
            self.steps.begin(lambda: print_page(self, self.page.id))

    # A giver who need not give, and one who is gone.

    def action_withdraw(self) -> None:
        """I do not leave at this boundary."""
        if self.sheet is not None:
            self.steps.begin(self._withdraw)

    async def _withdraw(self) -> None:
        if self.section is None or self.section.state != "open":
            toast(self.app, "这一页没有您要交的部分。")
            return
        lines = ["您记下的事照样往下交。再按 {handover.open} 又可以写自己的。"]
        ask = ConfirmDialog("这一班不由您交？", lines, yes="不由我交")
        if await self.app.push_screen_wait(ask):
            await self.session.bench.do(signing.withdraw, self.page.id, self.me)
            toast(self.app, "已把您从这一页去掉。")
            self.dismiss(None)

    def action_stand_in(self) -> None:
        """Sign for a giver who went without it."""
        if not self.session.is_lead:
            toast(self.app, "只有组长可以代交，请找组长。", "warning")
        elif self.sheet is not None:
            self.steps.begin(self._stand_in)

    async def _stand_in(self) -> None:
        bench = self.session.bench
        left = [
            _Left(due.page_id, due.boundary_at, due.shift, who)
            for due in await bench.ask(owed.owed)
            for who in due.people
            if who.id != self.me
        ]
        known = {(one.page_id, one.giver.id) for one in left}
        page = self.page
        if page.boundary_at <= self.session.clock() + SOON:
            left += [
                _Left(page.id, page.boundary_at, page.shift, one.giver)
                for one in self._others()
                if (page.id, one.giver.id) not in known
            ]
        if not left:
            toast(self.app, "没有别人欠着交接。")
            return
        one = left[0]
        if len(left) > 1:
            rows = [(str(at), self._named(who)) for at, who in enumerate(left)]
            chosen = await self.app.push_screen_wait(ChooseDialog("代谁交？", rows))
            if chosen is None:
                return
            one = left[int(chosen)]
        ask = PromptDialog(
            f"{self._named(one)} 没有交班",
            "原因",
            hint="例如：已下班，电话没人接。页上会写明没交的人。",
            empty="写明原因。",
            max_length=LONG_CHARS,
        )
        reason = await self.app.push_screen_wait(ask)
        if reason is None:
            return
        page_id = one.page_id
        if page_id is None:
            page_id = await bench.do(pages.begin, one.boundary_at, self.me)
        state = await bench.do(signing.stand_in, page_id, one.giver.id, reason, self.me)
        if page_id == self.page.id:
            self.expect(state)
        else:
            self.turn_to_page(page_id)
        toast(self.app, f"已代 {called(one.giver)} 交出，页上写明没交的是谁。")

    def _named(self, left: _Left) -> str:
        when = moment(left.boundary_at, self.session.clock(), self.session.shop.time_zone)
        return f"{when} {left.shift} {called(left.giver)}"
