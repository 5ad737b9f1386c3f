"""The chat pane: queue, conversation, reply box and customer card."""

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.records import LineRecord, QueueRow
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui import clipboard
from zuiqing_desk.tui.alerts import Alerts
from zuiqing_desk.tui.day_start import empty_queue
from zuiqing_desk.tui.key_words import with_keys
from zuiqing_desk.tui.panes.attention import Attention
from zuiqing_desk.tui.panes.box_events import BoxEvents
from zuiqing_desk.tui.panes.chat_actions import MOVING, OF_LISTS, ChatActions, own_bindings
from zuiqing_desk.tui.panes.chat_commands import ChatCommands
from zuiqing_desk.tui.panes.chat_files import ChatFiles
from zuiqing_desk.tui.panes.chat_model import ChatModel
from zuiqing_desk.tui.panes.chat_orders import ChatOrders
from zuiqing_desk.tui.panes.chat_replies import ChatReplies
from zuiqing_desk.tui.panes.coalesced import Coalesced
from zuiqing_desk.tui.panes.draft_saver import DraftSaver
from zuiqing_desk.tui.panes.ready_words import put_behind
from zuiqing_desk.tui.panes.sending import Sending
from zuiqing_desk.tui.panes.turns import Command, Turns
from zuiqing_desk.tui.panes.windows import Windows
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.screens.order_links import OpenConversation
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import Severity, toast
from zuiqing_desk.tui.widgets.conversation_view import ConversationView
from zuiqing_desk.tui.widgets.customer_card import CustomerCard
from zuiqing_desk.tui.widgets.queue_view import QueueView
from zuiqing_desk.tui.widgets.reply_box import ReplyBox
from zuiqing_desk.tui.widgets.suggestion_bar import SuggestionBar
from zuiqing_desk.tui.widgets.talk import new_since
from zuiqing_desk.tui.widgets.virtual_list import VirtualList

T = TypeVar("T")

REFRESH_GAP_S, BEAT_S = 0.15, 5.0
TWO_LINES_FROM = (100, 30)
"""The terminal's columns and rows from which the queue gives a conversation two rows."""
MOST_SUGGESTED = 3
NEXT_OR_CHOOSE = "{chat.next} 接待下一位；或在列表里 ↑↓ 选一个，按 Enter 打开。"


class ChatPane(ChatActions, BoxEvents, Horizontal):
    """Everything about live chats. ``alerts`` calls the agent."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *own_bindings(),
        Binding("enter", "to_reply", show=False),
        Binding("escape", "to_list", show=False),
    ]

    def __init__(self, session: Session, alerts: Alerts) -> None:
        super().__init__()
        self.session = session
        self.model = ChatModel(session)
        self.commands = ChatCommands(session, self)
        self.queue = QueueView(session.clock, id="queue")
        self.conversation = ConversationView(session.clock, id="conversation")
        self.reply = ReplyBox(id="reply")
        self.card = CustomerCard(empty="打开一个会话，这里显示客户。", id="card")
        self._alerts = alerts
        self._attention = Attention()
        self._refresher = Coalesced(self._refresh, gap_s=REFRESH_GAP_S)
        # Beside the keys: a slow store must not hold them up.
        self.beats = Coalesced(self._beat)
        self.drafts = DraftSaver(
            session.bench, session.staff.id, lambda words: self.say(words, "error")
        )
        self.bar = SuggestionBar(id="suggestions")
        self.replies = ChatReplies(session, self.reply, self.bar, self._inserted)
        self.orders = ChatOrders(session, self, self.commands.did)
        self.files = ChatFiles(session, self)
        self.turns = Turns(
            lambda words: self.say(words, "warning"), self._refresher.ask, self.reply.set_moving
        )
        self.sending = Sending(session, self.model, self.drafts, self.reply, self.say, self._stored)
        self.windows = Windows(
            self.model, self.queue, self.conversation, self._paint, self._cannot_read
        )
        self._began = False
        self._trouble = ""
        self._refusal = ""
        self._titles = ("", "")

    def compose(self) -> ComposeResult:
        yield self.queue
        with Vertical(id="talk"):
            yield self.conversation
            yield self.bar
            yield self.reply
        yield self.card

    def on_mount(self) -> None:
        self._unwatch = self.session.bench.watch(self._written)
        self.set_interval(1.0, self._call)
        self.set_interval(BEAT_S, self.beats.ask)
        self.queue.focus()
        self._refresher.ask()

    def on_unmount(self) -> None:
        self._unwatch()
        self._refresher.stop()
        self.beats.stop()
        self.windows.stop()
        self.session.library.stop()
        self.drafts.close()

    def on_resize(self) -> None:
        columns, rows = self.app.size
        tall = columns >= TWO_LINES_FROM[0] and rows >= TWO_LINES_FROM[1]
        self.queue.set_row_height(2 if tall else 1)
        self.bar.set_most(MOST_SUGGESTED if rows >= TWO_LINES_FROM[1] else 1)

    def _library_changed(self) -> None:
        self.call_later(self._refresher.ask)
        self.call_later(self.replies.library_changed)

    def _written(self) -> None:
        # From outside: only in this widget's own turn does a task know its app.
        self.call_later(self._refresher.ask)

    def focus_list(self) -> None:
        """Put the cursor into the queue."""
        self.queue.focus()

    # Showing what the store has.

    async def _refresh(self) -> None:
        try:
            await self.model.refresh(self.queue.aim, following=self.conversation.follows)
            await self.replies.look(self.model.shown)
            await self.orders.look(self.model.shown)
            self._trouble = ""
        except (RuleError, StoreError) as error:
            self._cannot_read(error.message)
            return
        if self.is_attached:
            self._paint()
            await self._look_at()
            if not self._began:
                # Not before the queue is on the screen.
                self._began = True
                self.session.library.start(self._library_changed)

    def _cannot_read(self, why: str) -> None:
        if why != self._trouble:
            self._trouble = why
            self.say(why, "error")

    def _paint(self) -> None:
        session, model = self.session, self.model
        zone = session.shop.time_zone
        self.queue.set_desk(
            staff_id=session.staff.id, overdue_s=session.policy.overdue_s, zone=zone
        )
        self.paint_door()
        self.queue.set_opened(model.shown)
        self.windows.paint_queue()
        self.conversation.set_desk(staff_no=session.staff.staff_no, zone=zone)
        self.card.show(
            model.newest,
            zone=zone,
            now=session.clock(),
            my_no=session.staff.staff_no,
            orders=self.orders.about,
        )
        if (chat := model.chat) is None:
            self.conversation.set_empty(with_keys(self.app, NEXT_OR_CHOOSE))
        else:
            signs = {**self.orders.signs(chat.lines), **self.files.signs(chat.lines)}
            self.windows.paint_lines(chat, signs)
            self.reply.bind(chat.row.id, customer=chat.row.customer)
            self._refuse(chat.row)
        self.replies.paint(model.newest, refused=bool(self._refusal))
        self._call()

    def paint_door(self) -> None:
        """Let an empty queue tell which keys lead on, and how customers come in."""
        if not self.model.rows and self.is_attached:
            words = empty_queue(self.model.filter, self.session.door)
            self.queue.set_empty(with_keys(self.app, words))

    def _refuse(self, row: QueueRow) -> None:
        """Let the reply box say why it takes nothing, and say so aloud when that is new."""
        refusal = with_keys(self.app, self.model.refusal())
        if refusal != self._refusal:
            self._refusal = refusal
            self.reply.refuse(refusal)
            if refusal and row.assignee_id not in (None, self.session.staff.id):
                self.say(f"{row.customer} 已{refusal}。草稿留着。", "warning")

    def _show_titles(self) -> None:
        titles = (self.model.queue_title(), self.model.chat_title())
        if titles != self._titles:
            self._titles = titles
            self.queue.border_title = Content(titles[0])
            self.query_one("#talk", Vertical).border_title = Content(titles[1])

    def _call(self) -> None:
        """Ring for who is new or overdue; once a second too, as time alone makes overdue."""
        session, model = self.session, self.model
        self._show_titles()
        self.card.tick(session.clock())
        call = self._attention.look(
            model.called_for,
            now=session.clock(),
            overdue_s=session.policy.overdue_s,
            watched=model.shown if self._watching else None,
            touched=None if model.queue.whole else [row.id for row in model.queue.touched],
        )
        self._alerts.show_unread(call.unread, more=not model.queue.whole)
        if call.urgent:
            self._alerts.call(call.waiting)
        for customer in call.overdue[:3]:
            self.say(f"▲ {customer} 等得超时了", "warning")

    @property
    def _watching(self) -> bool:
        """Whether somebody is looking at this pane, as far as the terminal tells."""
        return self.is_attached and self.screen.is_current and self.app.app_focus

    async def _look_at(self) -> None:
        if self._watching:
            await self._told(self.model.look_at())

    async def _beat(self) -> None:
        await self._told(self.model.beat())

    async def _told(self, doing: Awaitable[None]) -> None:
        """Wait for something small; what goes wrong and lasts shows at the next refresh."""
        try:
            await doing
        except (RuleError, StoreError) as error:
            self.log.warning(error.message)

    # What the commands need (chat_commands.Front).

    def carry_out(self, command: Command, *, moves: bool = False) -> None:
        """Run a command after those before it, and show what it refuses.

        ``moves``: it is to show another conversation; until it has, the box sends nothing.
        """
        self.run_worker(self.turns.take(command, moves=moves), group="commands")

    async def put_question(self, dialog: Dialog[T]) -> T | None:
        self.turns.question()
        return await self.app.push_screen_wait(dialog)

    def say(self, words: str, severity: Severity = "information") -> None:
        toast(self.app, words, severity)

    def meant(self) -> QueueRow | None:
        if self.screen.focused is self.queue:
            return self.queue.cursor_item
        return self.shown()

    def shown(self) -> QueueRow | None:
        return None if self.model.chat is None else self.model.chat.row

    def picked_line(self) -> LineRecord | None:
        return self.conversation.cursor_line

    async def open(self, conversation_id: int) -> None:
        # All is read before anything is changed, lest a refresh paint one customer's half.
        (chat, draft), known, orders = await asyncio.gather(
            self.model.read(conversation_id),
            self.replies.read(conversation_id),
            self.orders.read(conversation_id),
        )
        self.model.show(chat)
        self.replies.know(known)
        self.orders.know(orders)
        self.conversation.begin(new_after=new_since(chat.lines, chat.row.unread))
        text, cursor = ("", 0) if draft is None else (draft.text, draft.cursor)
        self.reply.bind(conversation_id, text, cursor, customer=chat.row.customer)
        self._refusal = with_keys(self.app, self.model.refusal())
        self.reply.refuse(self._refusal)
        self._uncover()
        self._paint()
        self.queue.select(conversation_id)
        self.screen.set_focus(self.reply)  # At once: the next key may be waiting.
        self.beats.ask()

    def open_with(self, wanted: OpenConversation) -> None:
        """Open a conversation a page of orders asked for, with its draft in the reply box: once."""

        async def arrive() -> None:
            await self.open(wanted.conversation_id)
            if wanted.seq is not None:
                await self.windows.go_to(wanted.seq)

        self.carry_out(arrive, moves=True)
        if wanted.draft:
            # In its own turn: while conversations change, the box takes nothing.
            self.carry_out(lambda: put_behind(self.reply, wanted, self.say))

    def _uncover(self) -> None:
        if self.screen.has_class("-narrow"):
            self.remove_class("-details")

    def _inserted(self) -> None:
        self._uncover()  # What cannot be seen takes no focus.
        self.screen.set_focus(self.reply)
        self._refresher.ask()

    def put_away(self, conversation_id: int) -> None:
        if conversation_id == self.model.shown:
            self.model.put_away()
            self._refusal = ""
            self.reply.unbind()
            self.conversation.begin()
            self._paint()
            self.queue.focus()

    # Commands that are the pane's own.

    async def write_note(self) -> None:
        """A note in the reply box, or in a dialog where the box takes nothing."""
        if self.shown() is None or self._refusal:
            await self.commands.note()
        else:
            self.reply.start_note()
            self.remove_class("-details")
            self.reply.focus()

    async def copy_line(self) -> None:
        """Send the picked line's text to the clipboard."""
        if line := self.picked_line():
            self.say((await clipboard.copy(self.app, line.text)).value)

    async def change_filter(self) -> None:
        """Look at the conversations another way."""
        self.model.next_filter()
        await self.model.refresh(self.queue.aim, following=self.conversation.follows)
        self._paint()

    async def toggle_details(self) -> None:
        """Show the card or put it away; narrow screens have it in the conversation's place."""
        self.toggle_class("-details")
        if not self.conversation.is_on_screen:
            self.queue.focus()

    def action_reply_pick(self) -> None:
        """Find a reply for the open conversation."""
        self.reply.action_reply_pick()

    def action_product_pick(self) -> None:
        """Find a product, for the open conversation if there is one."""
        if self.turns.moving:
            self.say(MOVING)
        else:
            self.replies.pick("product", self.model.shown, self.shown())

    def action_to_list(self) -> None:
        """From the conversation to the queue."""
        self.queue.focus()

    def action_to_reply(self) -> None:
        """From the conversation to the reply box."""
        if self.model.shown is not None:
            self.reply.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Line keys act while the conversation has the focus; no single letter does while another
        conversation is coming, which it may have been meant for."""
        if self.turns.moving and action in OF_LISTS:
            return False
        if action.startswith(("mark_", "line_", "promise_mark")):
            return self.screen.focused is self.conversation
        return True

    # What the widgets tell.

    def on_virtual_list_chosen(self, event: VirtualList.Chosen) -> None:
        event.stop()
        chosen = event.key
        assert isinstance(chosen, int)
        if not self.turns.moving:
            self.carry_out(lambda: self.open(chosen), moves=True)

    def send_off(self, sent: Coroutine[None, None, None]) -> None:
        self.run_worker(sent, group="sending")

    async def _stored(self, conversation_id: int, text: str) -> None:
        self.orders.sent(text)
        if conversation_id == self.model.shown:
            self.conversation.to_end()
        self._refresher.ask()
        await self._beat()
