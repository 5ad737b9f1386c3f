"""What a shelf searches in, made whole before it is shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from zuiqing_desk.lookup.index import Entry, Index
from zuiqing_desk.lookup.suggest import Example, Suggester
from zuiqing_desk.services.replies.records import LiveReply, Uses


class State(NamedTuple):
    """Everything a search reads. Replaced as a whole and never changed.

    ``codes``: reply id by (whether it is personal, code). ``by_category``: reply ids, ascending.
    """

    replies: Mapping[int, LiveReply]
    codes: Mapping[tuple[bool, str], int]
    by_category: Mapping[str, Sequence[int]]
    uses: Uses
    index: Index
    suggester: Suggester
    examples: Sequence[Example]


class Valid:
    """The ids of the replies that may be used at a time, without making the set of them."""

    def __init__(self, replies: Mapping[int, LiveReply], now: int) -> None:
        self._replies = replies
        self._now = now

    def __contains__(self, key: object) -> bool:
        reply = self._replies.get(key) if isinstance(key, int) else None
        return reply is not None and reply.offered(self._now)


def build(rows: Sequence[LiveReply], uses: Uses, examples: Sequence[Example]) -> State:
    """The state of a library just read."""
    return _state({row.id: row for row in rows}, uses, examples, Index.of(map(entry, rows)))


def changed(state: State, rows: Sequence[LiveReply], gone: Collection[int]) -> State:
    """The state after these rows came or changed and those ids went."""
    replies = dict(state.replies)
    for key in gone:
        replies.pop(key, None)
    replies.update((row.id, row) for row in rows)
    index = state.index
    index.drop([key for key in gone if key in state.replies])
    index.put(list(map(entry, rows)))
    return _state(replies, state.uses, state.examples, index)


def entry(reply: LiveReply) -> Entry:
    """A reply as the index takes it."""
    return Entry(
        key=reply.id,
        code=reply.code,
        title=reply.title,
        tags=f"{reply.category} {reply.tags}".rstrip(),
        body=reply.body,
        readings=reply.readings,
        category=reply.category,
    )


def _state(
    replies: Mapping[int, LiveReply], uses: Uses, examples: Sequence[Example], index: Index
) -> State:
    by_category: defaultdict[str, list[int]] = defaultdict(list)
    for key in sorted(replies):
        by_category[replies[key].category].append(key)
    codes = {(row.owner_id is not None, row.code): key for key, row in replies.items()}
    suggester = Suggester.learn([*_from_library(replies.values()), *examples])
    return State(replies, codes, by_category, uses, index, suggester, examples)


def _from_library(rows: Iterable[LiveReply]) -> list[Example]:
    """What the library itself teaches: how customers ask, and what the reply speaks of."""
    return [
        Example(text, row.id, row.category, 1.0)
        for row in rows
        for text in (*row.asks.splitlines(), row.title, row.tags, row.body)
        if text
    ]
