"""The last steps of who plans the roster, and taking them back."""

from collections import deque
from dataclasses import dataclass, replace
from typing import Final

from zuiqing_desk.services.roster import planning
from zuiqing_desk.services.roster.records import Change
from zuiqing_desk.tui.panes.undo import Back
from zuiqing_desk.tui.session import Session

KEPT: Final = 100
"""A month of somebody is thirty keys."""


@dataclass(frozen=True, slots=True)
class Done:
    """A step in words, and what takes it back: either a change of the roster or a command."""

    words: str
    change: Change | None = None
    back: Back | None = None


class RosterSteps:
    """Newest last. What is taken back makes entries again, which the steps before must know."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._steps: deque[Done] = deque(maxlen=KEPT)

    def changed(self, change: Change) -> None:
        """Remember a change of the roster."""
        self._steps.append(Done(change.words, change))

    def did(self, words: str, back: Back) -> None:
        """Remember any other step."""
        self._steps.append(Done(words, back=back))

    async def undo(self) -> str | None:
        """Take back the newest step, in words what that was; None if there is none.

        A step that cannot be taken back any more is forgotten; its error is raised.
        """
        if not self._steps:
            return None
        step = self._steps.pop()
        if step.back is not None:
            await step.back()
        if step.change is not None:
            await self._take_back(step.change)
        return step.words

    async def _take_back(self, change: Change) -> None:
        bench, me = self._session.bench, self._session.staff.id
        again = await bench.do(planning.undo, change, me)
        earlier = [
            step
            if step.change is None
            else replace(step, change=planning.after(step.change, again))
            for step in self._steps
        ]
        self._steps.clear()
        self._steps.extend(earlier)
