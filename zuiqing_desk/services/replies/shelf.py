"""The library in one agent's memory: found by what is typed, suggested by what was asked.

Nothing here touches the store. Loading and replacing are slow and belong into a thread; a search
meanwhile sees the state before, because a new state is put in place with one assignment.
"""

import threading
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, get_args

from zuiqing_desk.lookup.index import Preference
from zuiqing_desk.lookup.suggest import Example
from zuiqing_desk.rules import template
from zuiqing_desk.rules.categories import CATEGORIES, SPENT, Stage, fit
from zuiqing_desk.services.replies import shelf_state
from zuiqing_desk.services.replies.reasons import reasons
from zuiqing_desk.services.replies.records import LiveReply, Uses

NO_USES = Uses({}, {})

# One mapping a stage, because the index keeps the order that follows from it.
_FITS = {
    stage: {category: fit(stage, category) for category in CATEGORIES} for stage in get_args(Stage)
}

# A code looked up for a reply of the team finds the team's alone, also when a personal reply
# includes it. No code can begin with this character.
_TEAM = "\0"


class Offer(NamedTuple):
    """A reply found. ``tier`` 0 is an exact code, ``typo`` says that one letter was forgiven, and
    ``why`` are the reasons it stands where it stands, in Chinese."""

    reply: LiveReply
    tier: int
    typo: bool
    why: tuple[str, ...]


class Suggestion(NamedTuple):
    """A reply that may answer a customer's line; ``score`` 0–1."""

    reply: LiveReply
    score: float


class Shelf:
    """The replies one agent may use: the team's and their own."""

    def __init__(self, staff_id: int | None) -> None:
        self.staff_id = staff_id
        self._changing = threading.Lock()
        self._state = shelf_state.build((), NO_USES, ())

    def __len__(self) -> int:
        return len(self._state.replies)

    def load(self, rows: Sequence[LiveReply], uses: Uses, examples: Sequence[Example] = ()) -> None:
        """Take up the whole library (reading.live, usage.uses, learning.examples). Slow."""
        with self._changing:
            self._state = shelf_state.build(rows, uses, examples)

    def replace(self, changed: Sequence[LiveReply], gone: Collection[int] = ()) -> None:
        """Take up what changed: the new rows, and the ids that are no longer there. Slow."""
        with self._changing:
            self._state = shelf_state.changed(self._state, changed, gone)

    def refresh_uses(self, uses: Uses) -> None:
        """Take up who used what since (usage.uses)."""
        with self._changing:
            self._state = self._state._replace(uses=uses)

    def get(self, reply_id: int) -> LiveReply | None:
        """The reply of this id, or None."""
        return self._state.replies.get(reply_id)

    def by_code(self, code: str) -> LiveReply | None:
        """The reply of this short code, the agent's own before the team's; or None."""
        return _by_code(self._state, code)

    def search(
        self, query: str, *, stage: Stage = "unknown", now: int, limit: int = 50
    ) -> list[Offer]:
        """The replies that hold every word of ``query``, best first.

        Left out is what is not valid at ``now`` (UTC microseconds). An empty query finds what fits
        the stage, then the agent's own latest, then what the team uses.
        """
        state = self._state
        found = state.finder.search(
            query,
            prefer=Preference(fit=_FITS[stage], own=state.uses.own, team=state.uses.team),
            limit=limit,
            hidden=[reply.id for reply in state.timed if not reply.offered(now)],
        )
        # The index is changed a moment before the state is; what is in one alone waits.
        hits = [(state.replies.get(hit.key), hit) for hit in found.hits]
        return [
            Offer(reply, hit.tier, hit.typo, reasons(reply, hit.matched, stage, state.uses, now))
            for reply, hit in hits
            if reply is not None
        ]

    def suggest(
        self, text: str, *, stage: Stage = "unknown", now: int, limit: int = 3
    ) -> list[Suggestion]:
        """The replies that may answer a customer's line, best first."""
        state = self._state
        allowed = shelf_state.Valid(state.replies, now, SPENT.get(stage, ()))
        guesses = state.suggester.rank(text, fit=_FITS[stage], allowed=allowed, limit=limit)
        return [Suggestion(state.replies[guess.key], guess.score) for guess in guesses]

    def text(self, reply: LiveReply, values: Mapping[str, str]) -> str:
        """The reply's words for this customer; what has no value stays a placeholder."""
        state = self._state

        def included(code: str) -> tuple[template.Part, ...]:
            found = _by_code(state, code)
            missing = template.Slot(f"话术 {code.removeprefix(_TEAM)}")
            return (missing,) if found is None else _parts(found)

        return template.fill(_parts(reply), values, included)


def _by_code(state: shelf_state.State, code: str) -> LiveReply | None:
    team_only = code.startswith(_TEAM)
    code = code.removeprefix(_TEAM)
    found = None if team_only else state.codes.get((True, code))
    if found is None:
        found = state.codes.get((False, code))
    return None if found is None else state.replies[found]


def _parts(reply: LiveReply) -> tuple[template.Part, ...]:
    parts = template.parse(reply.body)
    if reply.owner_id is not None:
        return parts
    return tuple(
        template.Include(_TEAM + part.code) if isinstance(part, template.Include) else part
        for part in parts
    )
