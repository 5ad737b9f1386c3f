"""Reading a page item by item: acknowledged, said back, asked about."""

from typing import ClassVar

from textual.binding import BindingType

from zuiqing_desk.rules.handover_words import LONG_CHARS
from zuiqing_desk.services import staff
from zuiqing_desk.services.handover import pages, remarks, taking
from zuiqing_desk.services.handover.records import Entry, Said, Taker
from zuiqing_desk.tui.handover_rows import key_of
from zuiqing_desk.tui.handover_words import is_open, is_read, short
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.handover_page import HandoverPage, handover_bindings
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.long_text import LongTextDialog
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.screens.signing import SignDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast

NOT_YET = "交班人签了字才能逐条看过。"


class TakesOver(HandoverPage):
    """The keys of who takes over, at a desk of their own or at the giver's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *handover_bindings("handover.ack", "handover.said_back"),
        letter("w", "ask", "提问", "问交班人一句，写在这一条下面。"),
        letter("e", "answer", "回答", "回答这一条下面没答的问题。"),
        letter("i", "add", "补记", "交出以后才想起的，补在这一条下面；封存以后也可以。"),
        letter("p", "who", "接班人", "换接班人；不在下一班的，要组长允许。"),
    ]

    def __init__(self, session: Session, page_id: int | None = None) -> None:
        super().__init__(session, page_id)
        self._reader: int | None = None

    def turn_to_page(self, page_id: int) -> None:
        self._reader = None  # chosen for the page that is left
        super().turn_to_page(page_id)

    # Who reads.

    @property
    def gives(self) -> bool:
        """Whether I am one of those who give this page."""
        return self.section is not None

    @property
    def reader(self) -> int | None:
        """Who reads at this desk: I, or at the giver's the taker, the 当值 unless another one was
        chosen; None when nobody is known."""
        if not self.gives:
            return self.me
        if self._reader is not None:
            return self._reader
        takers = sorted(self.page.takers, key=lambda one: (one.signed_at is not None, not one.duty))
        return takers[0].person.id if takers else None

    @property
    def reader_no(self) -> str:
        """The staff number of who reads here, if that is known."""
        if not self.gives:
            return self.session.staff.staff_no
        found = (one.person for one in self.page.takers if one.person.id == self.reader)
        return next((one.staff_no for one in found), "")

    async def some_reader(self) -> int | None:
        """Who reads; asked for when nobody is known."""
        if self.reader is None:
            await self._choose_reader()
        return self.reader

    def action_who(self) -> None:
        """Somebody else takes the page."""
        self.steps.begin(self._choose_reader)

    async def _choose_reader(self) -> None:
        page = self.page
        if page.state == "sealed":
            toast(self.app, "这一页已封存，不能再换接班人。", "warning")
            return
        takers = {one.person.id: one for one in page.takers}
        givers = {one.giver.id for one in page.sections}
        people = [
            one
            for one in await self.session.bench.ask(staff.everyone)
            if one.active and one.id not in givers
        ]
        people.sort(key=lambda one: one.id not in takers)
        rows = [
            (str(one.id), f"{one.staff_no} {one.name}{_standing(takers.get(one.id), bool(takers))}")
            for one in people
        ]
        chosen = await self.app.push_screen_wait(ChooseDialog("谁接这一班？", rows))
        if chosen is None:
            return
        one = int(chosen)
        if takers and one not in takers and not await self._allow(one):
            return
        self._reader = one
        name = next(f"{who.staff_no} {who.name}" for who in people if who.id == one)
        toast(self.app, f"接班人：{name}。")

    async def _allow(self, who: int) -> bool:
        """A lead lets somebody take it who is not on the roster of the next shift."""
        lead = self.me
        if not self.session.is_lead:
            lines = ["不在下一班排班里的人接班，要组长允许；会记下是谁允许的。"]
            ask = SignDialog(self.session, "组长允许", lines)
            signer = await self.app.push_screen_wait(ask)
            if signer is None:
                return False
            lead = signer
        bench, page_id = self.session.bench, self.page.id
        await bench.do(pages.allow, page_id, who, lead)
        self._undoing.done("准许接班", lambda: bench.do(pages.disallow, page_id, who, lead))
        return True

    # Item by item.

    def action_handover_ack(self) -> None:
        """This one was read."""
        if self._is_given():
            self.on_row((Entry,), self._ack, "在“全部”里逐条看。")

    async def _ack(self, entry: Entry) -> None:
        page, bench = self.page, self.session.bench
        reader = await self.some_reader()
        if reader is None:
            return
        if entry.acked_by is None:
            item = entry.item.id
            await bench.do(taking.ack, page.id, item, reader)
            self._undoing.done(
                f"“{short(entry.item.words)}”已阅",
                lambda: bench.do(taking.unack, page.id, item, reader),
            )
        self._go_on(entry, done=entry.item.words.severity != "red" or entry.said_by is not None)

    def action_handover_said_back(self) -> None:
        """This red one was said back."""
        if self._is_given():
            self.on_row((Entry,), self._say_back, "在“全部”里逐条看。")

    async def _say_back(self, entry: Entry) -> None:
        if entry.item.words.severity != "red":
            toast(self.app, f"只有红项要口述；这一条按 {self.shown_key('handover.ack')}。")
            return
        page, bench = self.page, self.session.bench
        reader = await self.some_reader()
        if reader is None:
            return
        words = ""
        if page.mode == "book" and entry.said_by is None:
            ask = PromptDialog(
                f"红项：{short(entry.item.words)}",
                "您的理解",
                hint="交班人不在：用自己的话写下要做什么",
                empty="用几个字写下您要做什么。",
                max_length=LONG_CHARS,
            )
            said = await self.app.push_screen_wait(ask)
            if said is None:
                return
            words = said
        if entry.said_by is None:
            item, back = entry.item.id, taking.unack if entry.acked_by is None else taking.unsaid
            await bench.do(taking.said_back, page.id, item, reader, words)
            self._undoing.done(
                f"“{short(entry.item.words)}”已口述", lambda: bench.do(back, page.id, item, reader)
            )
        self._go_on(entry, done=True)

    def _is_given(self) -> bool:
        if self.sheet is None:
            return False
        if self.page.state != "given":
            said = NOT_YET if self.page.state == "preparing" else "这一页已封存。"
            toast(self.app, said, "warning")
        return self.page.state == "given"

    def _go_on(self, entry: Entry, *, done: bool) -> None:
        """The cursor on the next one that is to be read, around the end."""
        shown = [one for one in self.rows.items if isinstance(one, Entry)]
        keys = [key_of(one) for one in shown]
        at = keys.index(key_of(entry)) if key_of(entry) in keys else -1
        rest = [one for one in (*shown[at + 1 :], *shown[: max(at, 0)]) if not is_read(one)]
        if rest:
            self.rows.select(key_of(rest[0]))
        elif done and all(is_read(one) for one in self.page.entries if one.item != entry.item):
            toast(self.app, f"都看过了，按 {self.shown_key('handover.sign')} 签字。")

    # What is said on the page.

    def action_ask(self) -> None:
        """A question about this matter."""
        if self._is_given():
            self.on_item(self._ask)

    async def _ask(self, row: Entry | Said) -> None:
        item = _item_of(row)
        text = await self.app.push_screen_wait(LongTextDialog("问交班人"))
        if text is None:
            return
        reader = await self.some_reader()
        if reader is not None:
            await self.session.bench.do(remarks.ask, self.page.id, item, text, reader)
            toast(self.app, "问题记下了，交班人在这一页按 e 回答。")

    def action_answer(self) -> None:
        """Answer what is asked about this matter."""
        self.on_item(self._answer)

    async def _answer(self, row: Entry | Said) -> None:
        item = _item_of(row)
        asked = [one for one in self.page.said if is_open(one)]
        about = [one for one in asked if one == row or (item is not None and one.item_id == item)]
        if not about:
            hint = "；别的问题在“问答”里" if asked else ""
            toast(self.app, f"这一条没有待答的问题{hint}。")
            return
        question = about[0]
        text = await self.app.push_screen_wait(LongTextDialog(f"回答：{question.text}"))
        if text is not None:
            await self.session.bench.do(remarks.answer, question.id, text, self.me)
            toast(self.app, "已回答。")

    def action_add(self) -> None:
        """Say something more about what was handed over."""
        if self.sheet is None:
            return
        if self.page.state == "preparing":
            toast(self.app, "这一页还在写：按 Enter 直接改。", "warning")
        else:
            self.steps.begin(self._add)

    async def _add(self) -> None:
        item = None if self.chosen is None else _item_of(self.chosen)
        text = await self.app.push_screen_wait(LongTextDialog("补记"))
        if text is not None:
            await self.session.bench.do(remarks.addition, self.page.id, item, text, self.me)
            toast(self.app, "补记已加上。")


def _standing(taker: Taker | None, by_roster: bool) -> str:
    if taker is None:
        return "（不在下一班，要组长允许）" if by_roster else ""
    signed = "，签过字" if taker.signed_at is not None else ""
    return f"（{'当值' if taker.duty else '接班'}{signed}）"


def _item_of(row: object) -> int | None:
    if isinstance(row, Said):
        return row.item_id
    return row.item.id if isinstance(row, Entry) else None
