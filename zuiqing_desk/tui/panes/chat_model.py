"""What the chat pane shows, read from the store, and what it says about it. No widget here."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from zuiqing_desk.services import chat as chats
from zuiqing_desk.services import conversations, drafts, outbound, presence, queue_look
from zuiqing_desk.services.outbound import Sent
from zuiqing_desk.services.queue import Window
from zuiqing_desk.services.queue_look import QueueLook
from zuiqing_desk.services.queue_places import FIRST, LAST, Place, Which
from zuiqing_desk.services.records import Chat, DraftRecord, QueueRow, State
from zuiqing_desk.services.replies.records import Used
from zuiqing_desk.tui.chat_words import STATES, company, origin
from zuiqing_desk.tui.panes import talk_window
from zuiqing_desk.tui.panes.talk_window import LineWindow, Wish
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.window_list import Aim, Part

TYPING_US = 3_000_000


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to look at the conversations. ``mine``: only my own and those nobody has."""

    id: str
    label: str
    empty: str
    mine: bool = False
    state: State | None = None


FILTERS = (
    Filter("mine", "我的", "没有客户在等您。新客户一来就会出现在这里。", mine=True),
    Filter("all", "全部", "全店现在没有未结束的会话。"),
    Filter("queued", "无人接待", "没有人在排队。", state="queued"),
    Filter("snoozed", "稍后", "没有放到稍后的会话。", state="snoozed"),
    Filter("closed", "已结束", "还没有结束的会话。", state="closed"),
)


NO_QUEUE: Final = QueueLook(Window(), (), whole=True, touched=(), journal_id=0)


class ChatModel:
    """The queue under a filter and the one conversation that is open."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.filter = FILTERS[0]
        self.part = Part((), Aim(), 0, 0, 0, later=False)
        self.queue = NO_QUEUE
        self.shown: int | None = None
        self.chat: Chat | None = None
        self.newest: Chat | None = None
        """The open conversation at its end; ``chat`` is where it is read."""
        self._turns = 0
        self._turning = 0
        self._typed: tuple[int, int] = (0, 0)

    @property
    def rows(self) -> Sequence[QueueRow]:
        """What the queue shows now, of which there may be more."""
        return self.queue.window.rows

    @property
    def me(self) -> int:
        """My staff id."""
        return self.session.staff.id

    # Reading.

    def next_filter(self) -> None:
        """Look at the conversations another way."""
        self.filter = FILTERS[(FILTERS.index(self.filter) + 1) % len(FILTERS)]

    async def refresh(self, aim: Aim, *, following: bool) -> None:
        """Read the queue about ``aim`` and the open conversation again. ``following``: its newest
        lines are in view. Raises RuleError, StoreError."""
        await self.read_queue(aim)
        await self._again(following)

    async def _again(self, following: bool) -> None:
        while (shown := self.shown) is not None:
            turns = self._turns
            found = await self._lines(shown, talk_window.same(self.chat, following=following))
            if turns == self._turns and not self._turning:
                # Else other lines were asked for meanwhile, or another conversation opened.
                self.chat, self.newest = found
                break

    async def read_queue(self, aim: Aim) -> None:
        """Read the queue again about what the list is at. Raises RuleError, StoreError."""
        chosen = self.filter
        which = Which(self.me if chosen.mine else None, chosen.state)
        since = self.queue.journal_id if self.queue is not NO_QUEUE else None
        found = await self.session.bench.ask(
            queue_look.look, self.me, which, _place(which, aim), since=since
        )
        if chosen is self.filter:
            window = found.window
            self.queue = found
            self.part = Part(
                window.rows, aim, window.at, window.offset, window.count, window.has_later
            )

    async def turn(self, wish: Wish | int) -> None:
        """Have other lines of the open conversation loaded: as wished, or those about the line of
        this seq. Raises RuleError, StoreError."""
        shown = self.shown
        if shown is None:
            return
        if isinstance(wish, int):
            window = talk_window.about(wish)
        else:
            window = talk_window.moved(self.chat, wish)
        self._turns += 1
        turns, self._turning = self._turns, self._turning + 1
        try:
            found = await self._lines(shown, window)
        finally:
            self._turning -= 1
        if turns == self._turns:
            self._turns += 1
            self.chat, self.newest = found

    async def _lines(self, shown: int, window: LineWindow) -> tuple[Chat, Chat]:
        ask = self.session.bench.ask
        chat = await ask(chats.chat, shown, **window)
        if not chat.has_later:
            return chat, chat
        return chat, await ask(chats.chat, shown, **talk_window.NEWEST)

    @property
    def called_for(self) -> Sequence[QueueRow]:
        """Those the agent may be called for: the most urgent of mine and nobody's, and those in
        which something happened just now, wherever they stand."""
        look = self.queue
        known = {row.id for row in look.mine}
        return [*look.mine, *(row for row in look.touched if row.id not in known)]

    async def read(self, conversation_id: int) -> tuple[Chat, DraftRecord | None]:
        """A conversation that is to be shown, and its stored draft. Raises RuleError,
        StoreError."""
        ask = self.session.bench.ask
        return await asyncio.gather(
            ask(chats.chat, conversation_id, **talk_window.NEWEST),
            ask(drafts.load, self.me, conversation_id),
        )

    def show(self, chat: Chat) -> None:
        """Make this the open conversation."""
        self.shown, self.chat, self.newest = chat.row.id, chat, chat
        self._turns += 1

    def put_away(self) -> None:
        """Show no conversation."""
        self.shown, self.chat, self.newest = None, None, None
        self._turns += 1

    def refusal(self) -> str:
        """Why the open conversation takes no answer from me; empty if it does. ``{action id}``
        stands for a key."""
        if self.chat is None:
            return ""
        row, card = self.chat.row, self.chat.card
        if card.blocked:
            return "已拉黑，按 {chat.block} 放开后才能回复"
        if row.assignee_id not in (None, self.me) and not card.holder_off:
            way = "按 {chat.take_over} 接手" if self.session.is_lead else "要接手请他转交"
            return f"由 {row.assignee_no} 接待，{way}"
        return ""

    # In words.

    def queue_title(self) -> str:
        """Which conversations the queue shows, and how many; how many of mine wrote off duty."""
        window = self.queue.window
        left = f"·离线 {self.session.left}" if self.filter.mine and self.session.left else ""
        return f"会话·{self.filter.label} {window.count}{'+' if window.more else ''}{left}"

    def chat_title(self) -> str:
        """Whose conversation is open, where it comes from, and in whose hands it is."""
        if self.chat is None:
            return "会话"
        row = self.chat.row
        there = "已下班" if self.chat.card.holder_off else "接待"
        hands = "无人接待" if row.assignee_id is None else f"{row.assignee_no} {there}"
        if row.assignee_id == self.me:
            hands = "我接待"
        writing, looking = company(
            self.chat.card.lookers, self.session.staff.staff_no, self.session.clock()
        )
        # Who writes stands first: a narrow title must not cut that off.
        place = origin(row.channel, row.account)
        parts = (writing, row.customer, place, STATES[row.state], hands, looking)
        return " · ".join(one_line(part) for part in parts if part)

    def platform(self, conversation_id: int) -> str:
        """The platform a conversation came from."""
        known = [*self.rows, *self.queue.mine, *([] if self.chat is None else [self.chat.row])]
        return next(
            (origin(row.channel, row.account) for row in known if row.id == conversation_id), "平台"
        )

    # Writing.

    def send(
        self, conversation_id: int, text: str, used: Sequence[Used] = (), *, override: bool = False
    ) -> Future[Sent]:
        """Queue an answer at once, in the order of asking. The future raises RuleError or
        StoreError; its client id was never used before. ``used``: the replies it was made of;
        ``override``: its wording was objected to, and the agent wants it sent all the same."""
        return self.session.bench.begin(
            outbound.reply,
            conversation_id=conversation_id,
            staff_id=self.me,
            text=text,
            client_id=uuid4().hex,
            used=used,
            override=override,
        )

    async def look_at(self) -> None:
        """Nothing of the open conversation is unread any more, if it is mine."""
        chat = self.chat
        if chat is not None and chat.row.unread and chat.row.assignee_id == self.me:
            await self.session.bench.do(conversations.seen, chat.row.id, self.me)

    def typing(self, conversation_id: int | None) -> None:
        """I am writing an answer here just now (None: I stopped)."""
        self._typed = (conversation_id or 0, self.session.clock())

    async def beat(self) -> None:
        """Tell the other desks, and the customer, what I look at and where I write."""
        typed, at = self._typed
        fresh = typed and typed == self.shown and self.session.clock() - at < TYPING_US
        await self.session.bench.do(
            presence.beat,
            self.session.bench.desk_id,
            self.me,
            viewing=self.shown,
            typing=typed if fresh else None,
        )


def _place(which: Which, aim: Aim) -> Place:
    if aim.edge or aim.item is None:
        return LAST if aim.edge == "last" else FIRST
    return which.place(aim.item)
