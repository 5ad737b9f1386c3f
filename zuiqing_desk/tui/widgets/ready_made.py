"""Which replies of the library stand in an unsent answer, and what the desk has ready for it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from zuiqing_desk.services.replies.records import Used


@dataclass(frozen=True, slots=True)
class Ready:
    """Words made for one conversation, and the replies they were made of."""

    conversation_id: int
    text: str
    used: tuple[Used, ...] = ()


class UsedReplies:
    """What went into the unsent answer of every conversation."""

    def __init__(self) -> None:
        self._used: dict[int, tuple[Used, ...]] = {}

    def add(self, conversation_id: int, used: Iterable[Used]) -> None:
        """These stand in the answer now too; each counts once."""
        known = self._used.get(conversation_id, ())
        self._used[conversation_id] = tuple(dict.fromkeys((*known, *used)))

    def take(self, conversation_id: int) -> tuple[Used, ...]:
        """What stands in the answer, which goes out now."""
        return self._used.pop(conversation_id, ())

    def clear(self) -> None:
        """Forget everything."""
        self._used.clear()


class Suggested:
    """The answer one key takes. A key pressed before it changed under the agent's eyes takes
    nothing: it was meant for the one before."""

    def __init__(self) -> None:
        self._ready: Ready | None = None
        self._since = -math.inf

    def put(self, ready: Ready | None, now: float) -> bool:
        """This is it from now on; whether that is another one."""
        before = self._ready
        if ready == before:
            return False
        changed = (
            before is not None
            and ready is not None
            and before.conversation_id == ready.conversation_id
        )
        self._ready, self._since = ready, now if changed else -math.inf
        return True

    def of(self, conversation_id: int | None) -> Ready | None:
        """The one for this conversation."""
        ready = self._ready
        return ready if ready is not None and ready.conversation_id == conversation_id else None

    def seen(self, pressed_at: float) -> bool:
        """Whether it stood on the screen when the key was pressed."""
        return pressed_at >= self._since


class Objection:
    """A text that was held back for its wording, which may be sent all the same: that text, to
    that customer, by a key pressed after the objection was shown."""

    def __init__(self) -> None:
        self._held: tuple[int, str] | None = None
        self._since = -math.inf

    def raise_(self, conversation_id: int, text: str, now: float) -> None:
        """Hold this text back."""
        self._held, self._since = (conversation_id, text), now

    def __bool__(self) -> bool:
        return self._held is not None

    def drop(self) -> None:
        """It is about another text now."""
        self._held = None

    def is_to(self, conversation_id: int | None, text: str) -> bool:
        """Whether exactly this was held back."""
        return self._held == (conversation_id, text)

    def seen(self, pressed_at: float) -> bool:
        """Whether it stood on the screen when the key was pressed."""
        return pressed_at >= self._since
