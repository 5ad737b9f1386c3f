"""What is said about a page that was handed over: comments, questions, answers; and erasing."""

from collections.abc import Sequence
from typing import Any, Final, Protocol

from textual.app import App

from zuiqing_desk.rules.handover_words import LONG_CHARS, REMARKS
from zuiqing_desk.services import chat
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import pages, redact, remarks
from zuiqing_desk.services.handover.records import Item, Page, Said
from zuiqing_desk.tui.page_text import called
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import cut
from zuiqing_desk.tui.toast import toast

NAMED_CELLS: Final = 40
STAYS_SAID: Final = f"写下就留在这一页上，不能改也不能删；最多 {LONG_CHARS} 个字"
ASKING: Final = ("question", "ask_back")
STAYS: Final = "封存的页仍然对得上：留下的是谁、什么时候、办没办完。"
WHY: Final = "客户要求删除时用，不能恢复。"
ONE: Final = "它的内容、经过、结果，就它问的、答的、口述的，在所有页上都没有了。"
WHOLE: Final = "关于这位客户的每一条、拟过的草稿、问题登记本里记的，文字都没有了。"


class Reading(Protocol):
    """A screen on which pages are read."""

    session: Session

    @property
    def app(self) -> App[Any]:
        """The program."""


async def comment(screen: Reading, page_id: int, item: Item | None) -> None:
    """A lead's comment."""
    if not _leads(screen, "批注"):
        return
    text = await _text(screen, f"批注{_about(item)}", "批注")
    if text is not None:
        me = screen.session.staff.id
        await screen.session.bench.do(remarks.comment, page_id, _id(item), text, me)
        toast(screen.app, "批注已记在这一页上。")


async def ask_back(screen: Reading, page_id: int, item: Item | None) -> None:
    """A lead's question back."""
    if not _leads(screen, "追问"):
        return
    text = await _text(screen, f"追问{_about(item)}", "问什么")
    if text is not None:
        me = screen.session.staff.id
        await screen.session.bench.do(remarks.ask_back, page_id, _id(item), text, me)
        toast(screen.app, "追问已记在这一页上，谁都可以答。")


async def answer(screen: Reading, page_id: int, said: Said | None = None) -> None:
    """Answer a question of the page; which one is asked when there are several."""
    chosen = said
    if chosen is None or not is_open(chosen):
        page = await screen.session.bench.ask(pages.one, page_id)
        chosen = await _choose(screen, unanswered(page))
    if chosen is None:
        return
    words = cut(f"{called(chosen.by)} 问：{chosen.text}", NAMED_CELLS * 2)
    text = await _text(screen, words, "回答")
    if text is not None:
        me = screen.session.staff.id
        try:
            await screen.session.bench.do(remarks.answer, chosen.id, text, me)
        except Refused as refused:
            if refused.code != "answered":
                raise
            await _add(screen, page_id, chosen, text, refused.message)
        else:
            toast(screen.app, "已回答。")


async def _add(screen: Reading, page_id: int, said: Said, text: str, why: str) -> None:
    """Somebody was quicker: what was typed may stand beside their answer."""
    hint = "您写的还在：按 Enter 作为补记留在这一页上，按 Esc 不记"
    added = await _text(screen, cut(why, NAMED_CELLS * 2), "补记", value=text, hint=hint)
    if added is not None:
        me = screen.session.staff.id
        await screen.session.bench.do(remarks.addition, page_id, said.item_id, added, me)
        toast(screen.app, "补记已记在这一页上。")


def is_open(said: Said) -> bool:
    """Whether it waits for an answer."""
    return said.kind in ASKING and said.answered_at is None


def unanswered(page: Page) -> list[Said]:
    """The questions of a page that wait for an answer."""
    return [one for one in page.said if is_open(one)]


async def _choose(screen: Reading, questions: Sequence[Said]) -> Said | None:
    if not questions:
        toast(screen.app, "这一页没有等回答的疑问。", "warning")
        return None
    if len(questions) == 1:
        return questions[0]
    rows = [(str(one.id), f"{REMARKS[one.kind]} {called(one.by)}：{one.text}") for one in questions]
    chosen = await screen.app.push_screen_wait(ChooseDialog("回答哪一个", rows))
    return next((one for one in questions if str(one.id) == chosen), None)


async def erase(screen: Reading, item: Item) -> None:
    """Erase what the notebook says of a matter, or of its customer, sealed or not."""
    whole = item.words.conversation_id is not None and item.customer
    chosen: str | None = "item"
    if whole:
        summary = cut(item.words.summary, NAMED_CELLS)
        rows = (("item", f"只这一条：{summary}"), ("all", f"客户 {item.customer} 的每一条"))
        chosen = await screen.app.push_screen_wait(ChooseDialog("抹去哪些", rows))
    if chosen is not None:
        await _erase(screen, item, everything=chosen == "all")


async def _erase(screen: Reading, item: Item, *, everything: bool) -> None:
    what = f"客户 {item.customer} 的全部" if everything else cut(item.words.summary, NAMED_CELLS)
    ask = ConfirmDialog(f"抹去“{what}”？", [WHY, WHOLE if everything else ONE, STAYS], yes="抹去")
    if not await screen.app.push_screen_wait(ask):
        return
    bench, me = screen.session.bench, screen.session.staff.id
    if everything:
        assert item.words.conversation_id is not None
        found = await bench.ask(chat.chat, item.words.conversation_id, limit=1)
        count = await bench.do(redact.redact_customer, found.card.customer_id, me)
        toast(screen.app, f"{count} 条的内容已抹去。")
    else:
        await bench.do(redact.redact_item, item.id, me)
        toast(screen.app, "内容已抹去。")


def _leads(screen: Reading, what: str) -> bool:
    """Whether a lead asks; said before they type."""
    if not screen.session.is_lead:
        toast(screen.app, f"{what}要组长来写。", "warning")
    return screen.session.is_lead


async def _text(
    screen: Reading, title: str, label: str, *, value: str = "", hint: str = STAYS_SAID
) -> str | None:
    text: str | None = await screen.app.push_screen_wait(
        PromptDialog(title, label, value=value, hint=hint, max_length=LONG_CHARS)
    )
    return text


def _about(item: Item | None) -> str:
    return "这一页" if item is None else f"“{cut(item.words.summary, NAMED_CELLS)}”"


def _id(item: Item | None) -> int | None:
    return None if item is None else item.id
