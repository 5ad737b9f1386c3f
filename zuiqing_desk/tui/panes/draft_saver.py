"""Drafts on their way to the store: as they are typed, but not a write for every key."""

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import drafts
from zuiqing_desk.services.workbench import Workbench
from zuiqing_desk.store.errors import StoreClosed, StoreError

DELAY_S = 0.15

AGAIN_S = 2.0
"""A store that was busy or full is tried again so soon."""


class DraftSaver:
    """Keeps the newest draft of each conversation.

    What the store cannot take is offered again every ``again_s`` seconds, until it does or
    something newer was written; ``failed`` hears why, once for each time of trouble.
    """

    def __init__(
        self,
        bench: Workbench,
        staff_id: int,
        failed: Callable[[str], None],
        *,
        delay_s: float = DELAY_S,
        again_s: float = AGAIN_S,
    ) -> None:
        self._bench = bench
        self._staff_id = staff_id
        self._failed = failed
        self._delay_s = delay_s
        self._again_s = again_s
        self._in_trouble = False
        self._closed = False
        self._unsaved: dict[int, tuple[str, int]] = {}
        self._offered: dict[int, tuple[str, int]] = {}
        self._held: Counter[int] = Counter()
        self._timer: asyncio.TimerHandle | None = None
        self._saving: set[asyncio.Task[None]] = set()

    def change(self, conversation_id: int, text: str, cursor: int) -> None:
        """The draft is this now; it is saved within ``delay_s`` seconds."""
        self._unsaved[conversation_id] = (text, cursor)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._delay_s, self.flush)

    def hold(self, conversation_id: int) -> None:
        """An answer of this conversation is being stored, which removes its draft: until that has
        happened what the store has is the only copy, and nothing newer may be removed with it."""
        self._held[conversation_id] += 1

    def release(self, conversation_id: int) -> None:
        """The answer is stored, or was given back."""
        self._held[conversation_id] -= 1
        if not self._held[conversation_id]:
            del self._held[conversation_id]
        if self._unsaved:
            self.flush()

    def flush(self) -> None:
        """Hand everything unsaved to the store now, without waiting."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for conversation_id in [one for one in self._unsaved if not self._held[one]]:
            draft = self._offered[conversation_id] = self._unsaved.pop(conversation_id)
            saved = self._bench.begin(drafts.save, self._staff_id, conversation_id, *draft)
            task = asyncio.ensure_future(self._hear(saved, conversation_id, draft))
            self._saving.add(task)
            task.add_done_callback(self._saving.discard)

    def close(self) -> None:
        """The last chance. What is being sent stays a draft until its answer has removed it."""
        for conversation_id in self._held:
            if self._unsaved.get(conversation_id, ("", 0))[0] == "":
                self._unsaved.pop(conversation_id, None)
        self._held.clear()
        self._closed = True
        self.flush()

    async def _hear(
        self, saved: Future[None], conversation_id: int, draft: tuple[str, int]
    ) -> None:
        try:
            await asyncio.shield(asyncio.wrap_future(saved))
        except (RuleError, StoreClosed) as error:
            self._failed(f"草稿没有存下：{error.message}")
        except StoreError as error:
            if not self._in_trouble:
                self._in_trouble = True
                self._failed(f"草稿还没有存下，会自己再试：{error.message}")
            self._offer_again(conversation_id, draft)
        else:
            self._in_trouble = False
            if self._offered.get(conversation_id) is draft:
                del self._offered[conversation_id]

    def _offer_again(self, conversation_id: int, draft: tuple[str, int]) -> None:
        # What was offered since is newer, whether it was stored or not.
        if self._closed or self._offered.get(conversation_id) is not draft:
            return
        self._unsaved.setdefault(conversation_id, draft)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._again_s, self.flush)
