"""Answers on their way from the reply box to the store, and what comes back."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from typing import Protocol

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.outbound import Sent, WordingRefused
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui import clipboard
from zuiqing_desk.tui.panes.chat_model import ChatModel
from zuiqing_desk.tui.panes.draft_saver import DraftSaver
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import Severity
from zuiqing_desk.tui.widgets.reply_box import ReplyBox


class Saying(Protocol):
    """Tells the agent something in passing."""

    def __call__(self, words: str, severity: Severity = "information") -> None: ...


class Sending:
    """Sends what the box submits. ``stored`` is awaited with the conversation's id and the words
    when an answer is in the store."""

    def __init__(
        self,
        session: Session,
        model: ChatModel,
        drafts: DraftSaver,
        box: ReplyBox,
        say: Saying,
        stored: Callable[[int, str], Awaitable[None]],
    ) -> None:
        self._session = session
        self._model = model
        self._drafts = drafts
        self._box = box
        self._say = say
        self._stored = stored

    def begin(self, event: ReplyBox.Submitted) -> Coroutine[None, None, None]:
        """Hand the answer to the store now, in the order of asking; what is returned waits for it
        and gives the words back if it cannot be stored."""
        self._drafts.hold(event.conversation_id)
        sent = self._model.send(
            event.conversation_id, event.text, event.used, override=event.override
        )
        self._model.typing(None)
        return self._finish(event, sent)

    async def _finish(self, event: ReplyBox.Submitted, sent: Future[Sent]) -> None:
        try:
            answer = await asyncio.shield(asyncio.wrap_future(sent))
        except Exception as error:
            # Kept at once: whatever else happens now, the words are not lost.
            self._drafts.change(event.conversation_id, event.text, len(event.text))
            self._give_back(event, error)
            if not isinstance(error, RuleError | StoreError):
                raise
            return
        finally:
            self._drafts.release(event.conversation_id)
        self._session.library.sent(event.used)
        await self._stored(event.conversation_id, event.text)
        if answer.by_hand:
            # The agent pastes it into the platform's own program.
            copied = await clipboard.copy(self._box.app, event.text)
            platform = self._model.platform(event.conversation_id)
            self._say(f"{copied.value}，请粘贴到{platform}。")

    def _give_back(self, event: ReplyBox.Submitted, error: Exception) -> None:
        back = (event.conversation_id, event.text, event.used)
        if isinstance(error, WordingRefused):
            here = self._box.object_to(*back, error.message)
            where = "" if here else "（放回了那位客户的草稿）"
            self._say(f"没有发出{where}：{error.message}", "warning")
            return
        self._box.give_back(*back)
        if isinstance(error, RuleError | StoreError):
            self._say(f"没有发出：{error.message}", "error")
