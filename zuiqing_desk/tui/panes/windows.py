"""The queue and the conversation are read in parts: other parts follow the keys."""

from collections.abc import Callable, Mapping

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.records import Chat
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.panes.chat_model import ChatModel
from zuiqing_desk.tui.panes.coalesced import Coalesced
from zuiqing_desk.tui.widgets.conversation_view import ConversationView, Wish
from zuiqing_desk.tui.widgets.queue_view import QueueView
from zuiqing_desk.tui.widgets.window_list import Part


class Windows:
    """Has read what the two views want, beside the refreshes. ``told`` hears why it cannot be."""

    def __init__(
        self,
        model: ChatModel,
        queue: QueueView,
        conversation: ConversationView,
        paint: Callable[[], None],
        told: Callable[[str], None],
    ) -> None:
        self._model = model
        self._queue = queue
        self._view = conversation
        self._paint = paint
        self._told = told
        self._wish: Wish = "last"
        self._part: Part | None = None
        self._walking = Coalesced(self._walk)
        self._turning = Coalesced(self._turn)

    def stop(self) -> None:
        """Read no more; idempotent."""
        self._walking.stop()
        self._turning.stop()

    def paint_queue(self) -> None:
        """Show the rows that were read last."""
        if self._model.part is not self._part:
            self._part = self._model.part
            self._queue.show(self._part)

    def paint_lines(self, chat: Chat, signs: Mapping[int, str]) -> None:
        """Show the lines of the open conversation; ``signs`` as ConversationView.show."""
        self._view.show(
            chat.lines,
            has_earlier=chat.has_earlier,
            has_later=chat.has_later,
            newest=chat.last_seq,
            signs=signs,
        )
        self._view.set_typing(chat.card.visitor_typing_until)

    def walk(self) -> None:
        """Have other rows of the queue read."""
        self._walking.ask()

    def turn(self, wish: Wish) -> None:
        """Have other lines of the open conversation read."""
        self._wish = wish
        self._turning.ask()

    async def _walk(self) -> None:
        try:
            await self._model.read_queue(self._queue.aim)
        except (RuleError, StoreError) as error:
            self._told(error.message)
            return
        if self._queue.is_attached:
            self._paint()

    async def _turn(self) -> None:
        wish, shown = self._wish, self._model.shown
        if not self._view.wants(wish):
            return
        try:
            await self._model.turn(wish)
        except (RuleError, StoreError) as error:
            self._told(error.message)
            return
        if self._view.is_attached and shown == self._model.shown:
            self._paint()
            if wish in ("first", "last"):
                self._view.edge(int(wish == "last"))

    async def go_to(self, seq: int) -> None:
        """Put the focus on the conversation and its cursor on a line, wherever it stands. Raises
        RuleError, StoreError."""
        self._view.screen.set_focus(self._view)
        if not self._view.go_to(seq):
            await self._model.turn(seq)
            self._paint()
            self._view.go_to(seq)
