"""What the chat pane does with replies and products: suggests them, has them picked, fills them."""

from collections.abc import Callable, Sequence

from zuiqing_desk.rules import masking
from zuiqing_desk.services import sent
from zuiqing_desk.services.orders import telephone
from zuiqing_desk.services.records import Chat, LineRecord, QueueRow
from zuiqing_desk.services.replies import briefing
from zuiqing_desk.services.replies.briefing import Briefing
from zuiqing_desk.services.replies.records import LiveReply, Used
from zuiqing_desk.tui.picking import Kind, PickerResult, Picking
from zuiqing_desk.tui.screens.picker import PickerScreen
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.widgets.ready_made import Ready
from zuiqing_desk.tui.widgets.reply_box import ReplyBox
from zuiqing_desk.tui.widgets.suggestion_bar import Suggested, SuggestionBar

NOWHERE = Briefing(None, "unknown", {})


def question(lines: Sequence[LineRecord]) -> str:
    """The customer's last line that has no answer yet; a mere courtesy only where there is no
    other. Empty if everything is answered."""
    last = max((line.seq for line in lines if line.author == "agent"), default=-1)
    open_ = [line for line in lines if line.author == "customer" and line.seq > last]
    asked = [line for line in open_ if not line.courtesy] or open_
    return asked[-1].text if asked else ""


class ChatReplies:
    """Knows the open conversation as far as replies need it. ``inserted`` is told that words were
    put into the box."""

    def __init__(
        self, session: Session, box: ReplyBox, bar: SuggestionBar, inserted: Callable[[], None]
    ) -> None:
        self._session = session
        self._box = box
        self._bar = bar
        self._inserted = inserted
        self._chosen: dict[int, tuple[int, int]] = {}
        self._last_seq = -1
        self._briefing = NOWHERE
        self._known = 0
        self._question = ""
        self._found: tuple[LiveReply, ...] = ()
        self._found_for: tuple[object, ...] = ()
        self._picker: PickerScreen | None = None
        self._sent_known = False

    # Knowing the conversation.

    async def read(self, conversation_id: int | None) -> Briefing:
        """What replies need of a conversation that is to be shown. Raises RuleError, StoreError."""
        if conversation_id is not None and not self._sent_known:
            self._sent_known = True
            self._box.know_sent(await self._session.bench.ask(sent.recent, self._session.staff.id))
        chosen = None if conversation_id is None else self._chosen.get(conversation_id)
        return await self._session.bench.ask(
            briefing.brief, conversation_id, self._session.staff.id, chosen
        )

    def know(self, found: Briefing) -> None:
        """Work with this from now on."""
        self._known += 1
        self._briefing = found

    async def look(self, conversation_id: int | None) -> None:
        """Read again what is needed of the conversation shown. Raises RuleError, StoreError."""
        known = self._known
        found = await self.read(conversation_id)
        if known == self._known:
            # Else another conversation was opened meanwhile.
            self.know(found)

    def paint(self, chat: Chat | None, *, refused: bool) -> None:
        """Suggest for the open conversation; nothing where it takes no answer from here."""
        shown = None if chat is None else chat.row.id
        if chat is None or refused or self._briefing.conversation_id != shown:
            self._question = ""
            self._bar.show((), "")
            self._box.suggest(None)
            return
        self._question = question(chat.lines)
        self._last_seq = max((line.seq for line in chat.lines), default=-1)
        library = self._session.library.replies
        ready = [
            (reply, Ready(chat.row.id, library.text(reply, self._briefing.values), _used(reply)))
            for reply in self._suggestions()
        ]
        key = self._box.key_of("reply_accept")
        offered = masking.as_offered(self._briefing.values)
        self._bar.show(
            [Suggested(reply.title, library.text(reply, offered)) for reply, _ in ready], key
        )
        self._box.suggest(ready[0][1] if ready else None)

    def _suggestions(self) -> tuple[LiveReply, ...]:
        library = self._session.library
        about = (self._question, self._briefing.stage, library.revision, library.ready)
        if about != self._found_for:
            self._found_for = about
            found = (
                library.replies.suggest(
                    self._question, stage=self._briefing.stage, now=self._session.clock()
                )
                if self._question and library.ready
                else ()
            )
            self._found = tuple(one.reply for one in found)
        now = self._session.clock()
        return tuple(reply for reply in self._found if reply.offered(now))

    # Picking.

    def pick(self, kind: Kind, conversation_id: int | None, shown: QueueRow | None) -> None:
        """Open the picker for this conversation, if it is the one shown."""
        if self._picker is not None:
            return
        if conversation_id != (None if shown is None else shown.id):
            self._box.set_picking(False)
            return
        known = self._briefing.conversation_id == conversation_id
        picking = Picking(
            self._session.library,
            self._briefing if known else Briefing(conversation_id, "unknown", {}),
            self._question if known else "",
            kind,
            self._session.clock,
        )

        def take(result: PickerResult) -> str:
            return self._take(conversation_id, result)

        def left() -> None:
            self._box.set_picking(False)

        def gone(_: None) -> None:
            self._picker = None

        self._box.set_picking(True)
        customer = "" if shown is None else shown.customer
        self._picker = PickerScreen(picking, take, customer=customer, left=left)
        self._box.app.push_screen(self._picker, gone)

    def taken(self, conversation_id: int, text: str) -> None:
        """Put on record whose data came into the box with words made for a conversation."""
        if conversation_id == self._briefing.conversation_id:
            what = masking.taken(self._briefing.values, text)
            if what:
                self._session.bench.begin(
                    telephone.put_into_reply, conversation_id, self._session.staff.id, what
                )

    def type_ahead(self, text: str) -> None:
        """What was typed while the picker was coming."""
        if self._picker is not None:
            self._picker.type_ahead(text)

    def library_changed(self) -> None:
        """The library is ready, or another one."""
        if self._picker is not None:
            self._picker.library_changed()

    def _take(self, conversation_id: int | None, result: PickerResult) -> str:
        if conversation_id is None:
            return "没有打开会话，放不进去；按 Esc 返回，先打开一个会话。"
        self._box.set_picking(False)
        ready = Ready(conversation_id, result.text, result.used)
        if not self._box.insert_ready(ready):
            return "会话换了或不收回复，没有放进去；按 Esc 返回看看。"
        if result.product_id is not None:
            self._chosen[conversation_id] = (result.product_id, self._last_seq)
        self._inserted()
        return ""


def _used(reply: LiveReply) -> tuple[Used, ...]:
    return (Used(reply.id, reply.version),)
