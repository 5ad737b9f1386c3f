"""What a shelf searches in, made whole before it is shown."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import NamedTuple

from zuiqing_desk.lookup.index import Entry, Index
from zuiqing_desk.lookup.suggest import Example, Suggester, of_reply
from zuiqing_desk.services.replies.records import LiveReply, Uses

MOST_TAUGHT = 5_000
"""So many replies can be suggested; learning from more would take minutes."""


class State(NamedTuple):
    """Everything a search reads. Replaced as a whole and never changed.

    ``codes``: reply id by (whether it is personal, code). ``timed``: the replies whose validity
    begins or ends.
    """

    replies: Mapping[int, LiveReply]
    codes: Mapping[tuple[bool, str], int]
    timed: Sequence[LiveReply]
    uses: Uses
    finder: Index
    suggester: Suggester
    examples: Sequence[Example]


class Valid:
    """The ids of the replies that may be used at a time, but for some categories, without making
    the set of them."""

    def __init__(
        self, replies: Mapping[int, LiveReply], now: int, spent: Container[str] = ()
    ) -> None:
        self._replies = replies
        self._now = now
        self._spent = spent

    def __contains__(self, key: object) -> bool:
        reply = self._replies.get(key) if isinstance(key, int) else None
        if reply is None or reply.category in self._spent:
            return False
        return reply.offered(self._now)


def build(rows: Sequence[LiveReply], uses: Uses, examples: Sequence[Example]) -> State:
    """The state of a library just read."""
    return _state({row.id: row for row in rows}, uses, examples, Index.of(map(entry, rows)))


def changed(state: State, rows: Sequence[LiveReply], gone: Collection[int]) -> State:
    """The state after these rows came or changed and those ids went."""
    replies = dict(state.replies)
    for key in gone:
        replies.pop(key, None)
    replies.update((row.id, row) for row in rows)
    finder = state.finder
    finder.drop([key for key in gone if key in state.replies])
    finder.put(list(map(entry, rows)))
    return _state(replies, state.uses, state.examples, finder)


def entry(reply: LiveReply) -> Entry:
    """A reply as the index takes it."""
    return Entry(
        key=reply.id,
        code=reply.code,
        title=reply.title,
        tags=reply.tags,
        body=reply.body,
        readings=reply.readings,
        category=reply.category,
    )


def _state(
    replies: Mapping[int, LiveReply], uses: Uses, examples: Sequence[Example], finder: Index
) -> State:
    timed = [
        row for row in replies.values() if row.valid_from is not None or row.valid_until is not None
    ]
    codes = {(row.owner_id is not None, row.code): key for key, row in replies.items()}
    taught = [
        example
        for row in _teaching(replies.values(), uses)
        for example in of_reply(
            row.id, row.category, title=row.title, tags=row.tags, body=row.body, asks=row.asks
        )
    ]
    suggester = Suggester.learn([*taught, *examples])
    return State(replies, codes, timed, uses, finder, suggester, examples)


def _teaching(rows: Collection[LiveReply], uses: Uses) -> Iterable[LiveReply]:
    """The replies worth learning: of very many those that are used, then those that say how
    customers ask, then the oldest."""
    if len(rows) <= MOST_TAUGHT:
        return rows
    return nsmallest(
        MOST_TAUGHT, rows, key=lambda row: (-uses.team.get(row.id, 0), not row.asks, row.id)
    )
