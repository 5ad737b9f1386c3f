"""What the chat pane shows, read from the store, and what it says about it. No widget here."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from uuid import uuid4

from zuiqing_desk.services import chat as chats
from zuiqing_desk.services import conversations, drafts, outbound, presence, queue
from zuiqing_desk.services.outbound import Sent
from zuiqing_desk.services.records import Chat, DraftRecord, QueueRow, State
from zuiqing_desk.services.replies.records import Used
from zuiqing_desk.tui.chat_words import STATES, origin
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import one_line

LINES = 50
"""How many lines a conversation begins with, and how many more each time the top is reached."""
MOST_LINES = 2000
ROWS = 200
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


class ChatModel:
    """The queue under a filter and the one conversation that is open."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.filter = FILTERS[0]
        self.rows: Sequence[QueueRow] = ()
        self.mine: Sequence[QueueRow] = ()
        self.shown: int | None = None
        self.chat: Chat | None = None
        self._limit = LINES
        self._typed: tuple[int, int] = (0, 0)

    @property
    def me(self) -> int:
        """My staff id."""
        return self.session.staff.id

    # Reading.

    def next_filter(self) -> None:
        """Look at the conversations another way."""
        self.filter = FILTERS[(FILTERS.index(self.filter) + 1) % len(FILTERS)]

    async def refresh(self) -> None:
        """Read the queue and the open conversation again. Raises RuleError, StoreError."""
        ask, chosen = self.session.bench.ask, self.filter
        mine = await ask(queue.page, staff_id=self.me, limit=ROWS)
        rows = mine
        if not chosen.mine:
            rows = await ask(queue.page, state=chosen.state, limit=ROWS)
        self.mine = mine
        if chosen is self.filter:
            self.rows = rows
        if self.shown is not None:
            await self._refresh_chat(self.shown)

    async def _refresh_chat(self, shown: int) -> None:
        chat = await self.session.bench.ask(chats.chat, shown, limit=self._limit)
        if shown != self.shown:
            return
        before = self.chat
        if before is not None and before.lines and chat.lines:
            # What is on the screen stays loaded when lines are added below it.
            added = chat.lines[-1].seq - before.lines[-1].seq
            self._limit = min(self._limit + max(0, added), MOST_LINES)
        self.chat = chat

    async def read(self, conversation_id: int) -> tuple[Chat, DraftRecord | None]:
        """A conversation that is to be shown, and its stored draft. Raises RuleError,
        StoreError."""
        ask = self.session.bench.ask
        return await asyncio.gather(
            ask(chats.chat, conversation_id, limit=LINES),
            ask(drafts.load, self.me, conversation_id),
        )

    def show(self, chat: Chat) -> None:
        """Make this the open conversation."""
        self.shown, self.chat, self._limit = chat.row.id, chat, LINES

    def put_away(self) -> None:
        """Show no conversation."""
        self.shown, self.chat, self._limit = None, None, LINES

    def want_earlier(self) -> bool:
        """Read more lines from the next refresh on; whether there can be more."""
        if self._limit >= MOST_LINES:
            return False
        self._limit = min(self._limit + LINES, MOST_LINES)
        return True

    def want_back_to(self, seq: int) -> bool:
        """Read back to this line, and a little further, from the next refresh on; whether that is
        more than now."""
        lines = () if self.chat is None else self.chat.lines
        if not lines or seq >= lines[0].seq:
            return False
        self._limit = min(lines[-1].seq - seq + LINES, MOST_LINES)
        return True

    def refusal(self) -> str:
        """Why the open conversation takes no answer from me; empty if it does."""
        if self.chat is None:
            return ""
        row, card = self.chat.row, self.chat.card
        if card.blocked:
            return "已拉黑，按 x 放开后才能回复"
        if row.assignee_id not in (None, self.me):
            return f"由 {row.assignee_no} 接待，要接手请他转交"
        return ""

    # In words.

    def queue_title(self) -> str:
        """Which conversations the queue shows, and how many."""
        more = "+" if len(self.rows) >= ROWS else ""
        return f"会话·{self.filter.label} {len(self.rows)}{more}"

    def chat_title(self) -> str:
        """Whose conversation is open, where it comes from, and in whose hands it is."""
        if self.chat is None:
            return "会话"
        row = self.chat.row
        hands = "无人接待" if row.assignee_id is None else f"{row.assignee_no} 接待"
        if row.assignee_id == self.me:
            hands = "我接待"
        parts = (row.customer, origin(row.channel, row.account), STATES[row.state], hands)
        return " · ".join(one_line(part) for part in parts)

    def platform(self, conversation_id: int) -> str:
        """The platform a conversation came from."""
        known = [*self.rows, *self.mine, *([] if self.chat is None else [self.chat.row])]
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
