"""What the shop's own answers teach the suggestions: which line was answered by which reply."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from zuiqing_desk.lookup.suggest import Example
from zuiqing_desk.rules.likeness import likeness
from zuiqing_desk.rules.text import letters
from zuiqing_desk.store.tx import Tx

NEWEST: Final = 2000
"""Rounds answered with a reply that are learned from."""
TYPED_NEWEST: Final = 500
"""Rounds with a typed answer that are compared with the library."""
COMPARED: Final = 5000
"""Replies that typed answers are compared with."""
WEIGHT: Final = 0.8
"""One round. Less than a wording somebody wrote down for a reply: an agent may have answered an
earlier line, or had no better reply."""
MOST_WEIGHT: Final = 2.0
LIKE: Final = 0.75
"""From here on a typed answer counts as the reply: a filled template differs in its names."""
_SHORTEST: Final = 8
_PIECE: Final = 4
_CANDIDATES: Final = 3
_BRACED: Final = re.compile(r"\{[^{}]*\}")

# The last line of the round that is no closing courtesy is what the agent answered.
_ASKED = """
(SELECT l.text FROM line l
 WHERE l.conversation_id = r.conversation_id AND l.seq BETWEEN r.started_seq AND r.answered_seq
 AND l.author = 'customer' AND l.kind = 'text' AND l.courtesy = 0
 ORDER BY l.seq DESC LIMIT 1)
"""
_VISIBLE = """
p.state = 'open' AND (p.owner_id IS NULL OR p.owner_id = :staff)
"""
_USED = f"""
SELECT u.reply_id, v.category, {_ASKED}
FROM reply_use u
JOIN answered_round r ON r.conversation_id = u.conversation_id AND r.answered_seq = u.line_seq
JOIN reply p ON p.id = u.reply_id
JOIN reply_version v ON v.reply_id = p.id AND v.version = p.live
WHERE u.at >= :since AND {_VISIBLE}
ORDER BY u.id DESC LIMIT :limit
"""
_TYPED = f"""
SELECT a.text, {_ASKED}
FROM answered_round r
JOIN line a ON a.conversation_id = r.conversation_id AND a.seq = r.answered_seq
WHERE r.answered_at >= :since AND a.kind = 'text' AND NOT EXISTS
(SELECT 1 FROM reply_use u
 WHERE u.conversation_id = r.conversation_id AND u.line_seq = r.answered_seq)
ORDER BY r.id DESC LIMIT :limit
"""
_BODIES = f"""
SELECT p.id, v.category, v.body
FROM reply p JOIN reply_version v ON v.reply_id = p.id AND v.version = p.live
WHERE {_VISIBLE} ORDER BY p.id DESC LIMIT :limit
"""


def examples(tx: Tx, staff_id: int, since: int) -> list[Example]:
    """Lines of customers with the reply that answered them, as far as ``staff_id`` sees it.

    Of the rounds answered since ``since`` (UTC microseconds) the newest 2,000 that went out with a
    reply, and of the newest 500 with a typed answer those whose answer is near-equal to a reply.
    What was answered so several times weighs more. Newest first.
    """
    used = tx.all(_USED, staff=staff_id, since=since, limit=NEWEST)
    seen = [(asked, reply, category) for reply, category, asked in used if asked]
    return _weighed([*seen, *_typed(tx, staff_id, since)])


def _weighed(rounds: Iterable[tuple[str, int, str]]) -> list[Example]:
    times = Counter(rounds)
    return [
        Example(asked, reply, category, min(MOST_WEIGHT, WEIGHT * number))
        for (asked, reply, category), number in times.items()
    ]


def _typed(tx: Tx, staff_id: int, since: int) -> Iterator[tuple[str, int, str]]:
    rounds = [
        (answer, asked)
        for answer, asked in tx.all(_TYPED, since=since, limit=TYPED_NEWEST)
        if asked and len(letters(answer)) >= _SHORTEST
    ]
    if not rounds:
        return
    library = _Bodies(
        [
            _Body(reply, category, _BRACED.sub("", body))
            for reply, category, body in tx.all(_BODIES, staff=staff_id, limit=COMPARED)
        ]
    )
    for answer, asked in rounds:
        found = library.like(answer)
        if found is not None:
            yield asked, found.reply_id, found.category


class _Body(NamedTuple):
    reply_id: int
    category: str
    words: str


class _Bodies:
    """The words of the library, to find the one that a text is nearly equal to."""

    def __init__(self, bodies: Sequence[_Body]) -> None:
        self._bodies = bodies
        self._holders: dict[str, list[int]] = {}
        for place, body in enumerate(bodies):
            for piece in _pieces(body.words):
                self._holders.setdefault(piece, []).append(place)

    def like(self, text: str) -> _Body | None:
        shared = Counter(
            place for piece in _pieces(text) for place in self._holders.get(piece, ())
        ).most_common(_CANDIDATES)
        scored = [(likeness(text, self._bodies[place].words), -place) for place, _ in shared]
        score, place = max(scored, default=(0.0, 0))
        return self._bodies[-place] if score >= LIKE else None


def _pieces(text: str) -> set[str]:
    words = letters(text)
    return {words[at : at + _PIECE] for at in range(len(words) - _PIECE + 1)}
