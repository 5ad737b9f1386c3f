"""What an agent is about to send, held against the shop's word lists and the other customers."""

from zuiqing_desk.rules import wording
from zuiqing_desk.rules.wording import Finding, lists_of
from zuiqing_desk.services import policy
from zuiqing_desk.store.tx import Tx

MOST_OTHERS = 100
"""Conversations of each kind looked at; an agent has ten."""
NEWEST_LINES = 200
SHORTEST_NAME = 3

# The conversations at hand: mine, and those that wait for anybody, the most urgent first.
_MINE = """
SELECT c.id, u.name FROM conversation c JOIN customer u ON u.id = c.customer_id
WHERE c.assignee_id = :staff AND c.state <> 'closed' AND c.last_seq > 0 AND c.id <> :id
ORDER BY c.band, c.urgency, c.id LIMIT :limit
"""
_WAITING = """
SELECT u.name FROM conversation c JOIN customer u ON u.id = c.customer_id
WHERE c.assignee_id IS NULL AND c.state <> 'closed' AND c.last_seq > 0 AND c.id <> :id
ORDER BY c.band, c.urgency, c.id LIMIT :limit
"""
_TEXTS = """
SELECT text FROM line WHERE conversation_id = :id AND author <> 'note'
ORDER BY seq DESC LIMIT :limit
"""


def check(tx: Tx, conversation_id: int, staff_id: int, text: str) -> tuple[Finding, ...]:
    """What should not be sent as it stands, in the order of the text.

    Forbidden wording and promises by the shop's policy; the name of another customer who is being
    served or waits; a number (seven digits or more) that stands in another conversation of this
    agent and not in this one.
    """
    mine = tx.all(_MINE, staff=staff_id, id=conversation_id, limit=MOST_OTHERS)
    waiting = tx.all(_WAITING, id=conversation_id, limit=MOST_OTHERS)
    names = [name for _, name in mine] + [name for (name,) in waiting]
    foreign = _foreign_numbers(tx, conversation_id, [each for each, _ in mine], text)
    return wording.lint(
        text,
        lists_of(policy.current(tx)),
        others=_others(tx, conversation_id, names),
        foreign_numbers=foreign,
    )


def _others(tx: Tx, conversation_id: int, names: list[str]) -> tuple[str, ...]:
    own = tx.value(
        "SELECT u.name FROM conversation c JOIN customer u ON u.id = c.customer_id"
        " WHERE c.id = :id",
        id=conversation_id,
    )
    return tuple(
        name
        for name in dict.fromkeys(names)
        if len(name) >= SHORTEST_NAME and name not in (own or "")
    )


def _foreign_numbers(tx: Tx, conversation_id: int, others: list[int], text: str) -> frozenset[str]:
    told = set(wording.numbers(text))
    if not told:
        return frozenset()
    told -= _numbers_in(tx, conversation_id)
    foreign: set[str] = set()
    for other in others if told else ():
        foreign |= told & _numbers_in(tx, other)
    return frozenset(foreign)


def _numbers_in(tx: Tx, conversation_id: int) -> set[str]:
    rows = tx.all(_TEXTS, id=conversation_id, limit=NEWEST_LINES)
    return {number for (line,) in rows for number in wording.numbers(line)}
