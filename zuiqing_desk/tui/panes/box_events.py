"""What the widgets of the chat pane tell it, and what the pane makes of it."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Coroutine

from zuiqing_desk.services.records import QueueRow
from zuiqing_desk.tui.panes.chat_commands import ChatCommands
from zuiqing_desk.tui.panes.chat_model import ChatModel
from zuiqing_desk.tui.panes.chat_replies import ChatReplies
from zuiqing_desk.tui.panes.coalesced import Coalesced
from zuiqing_desk.tui.panes.draft_saver import DraftSaver
from zuiqing_desk.tui.panes.sending import Sending
from zuiqing_desk.tui.panes.windows import Windows
from zuiqing_desk.tui.widgets.conversation_view import ConversationView
from zuiqing_desk.tui.widgets.queue_view import QueueView
from zuiqing_desk.tui.widgets.reply_box import ReplyBox
from zuiqing_desk.tui.widgets.window_list import WindowList


class BoxEvents:
    """One method a message; the pane supplies what they work with."""

    model: ChatModel
    commands: ChatCommands
    queue: QueueView
    conversation: ConversationView
    reply: ReplyBox
    replies: ChatReplies
    sending: Sending
    drafts: DraftSaver
    beats: Coalesced
    windows: Windows

    @abstractmethod
    def carry_out(self, command: Callable[[], Awaitable[None]], *, moves: bool = False) -> None:
        """Run a command, as ChatActions.carry_out."""

    @abstractmethod
    def send_off(self, sent: Coroutine[None, None, None]) -> None:
        """Wait for an answer that is on its way."""

    @abstractmethod
    def shown(self) -> QueueRow | None:
        """The open conversation."""

    def on_reply_box_leave(self, event: ReplyBox.Leave) -> None:
        event.stop()
        self.queue.focus()

    def on_reply_box_paged(self, event: ReplyBox.Paged) -> None:
        event.stop()
        self.conversation.page(event.by)

    def on_reply_box_typing(self, event: ReplyBox.Typing) -> None:
        event.stop()
        self.model.typing(event.conversation_id)
        self.beats.ask()

    def on_reply_box_draft_changed(self, event: ReplyBox.DraftChanged) -> None:
        event.stop()
        self.drafts.change(event.conversation_id, event.text, event.cursor)
        if event.conversation_id != self.model.shown or not self.reply.has_focus:
            self.drafts.flush()

    def on_reply_box_pick_wanted(self, event: ReplyBox.PickWanted) -> None:
        event.stop()
        self.replies.pick("reply", event.conversation_id, self.shown())

    def on_reply_box_pick_typed(self, event: ReplyBox.PickTyped) -> None:
        event.stop()
        self.replies.type_ahead(event.text)

    def on_reply_box_inserted(self, event: ReplyBox.Inserted) -> None:
        event.stop()
        self.replies.taken(event.conversation_id, event.text)

    def on_reply_box_submitted(self, event: ReplyBox.Submitted) -> None:
        event.stop()
        self.send_off(self.sending.begin(event))

    def on_reply_box_note_submitted(self, event: ReplyBox.NoteSubmitted) -> None:
        event.stop()
        self.carry_out(lambda: self.commands.keep_note(event.conversation_id, event.text))

    def on_conversation_view_wanted(self, event: ConversationView.Wanted) -> None:
        event.stop()
        self.windows.turn(event.what)

    def on_window_list_wanted(self, event: WindowList.Wanted) -> None:
        event.stop()
        self.windows.walk()
