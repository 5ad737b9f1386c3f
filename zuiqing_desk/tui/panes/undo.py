"""Taking back the last step."""

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

KEPT = 20

Back = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done, in words, and what takes it back."""

    words: str
    back: Back


class Steps:
    """The last steps of this agent, newest last."""

    def __init__(self) -> None:
        self._steps: deque[Step] = deque(maxlen=KEPT)

    def done(self, words: str, back: Back) -> None:
        """Remember a step."""
        self._steps.append(Step(words, back))

    def barrier(self) -> None:
        """Something was done that cannot be taken back, nor what came before it without it."""
        self._steps.clear()

    async def undo(self) -> str | None:
        """Take back the newest step, in words what that was; None if there is none.

        A step that cannot be taken back any more is forgotten; its error is raised.
        """
        if not self._steps:
            return None
        step = self._steps.pop()
        await step.back()
        return step.words
