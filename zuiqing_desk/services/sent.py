"""What a person has sent lately, to be sent again."""

from typing import Final, NamedTuple

from zuiqing_desk.store.tx import Tx

MOST: Final = 50
LOOKED_AT: Final = 400
"""Lines of a person that are looked at: somebody who says the same all day has fewer texts."""

_LINES = """
SELECT text, conversation_id, at, author FROM line WHERE staff_id = :staff
ORDER BY id DESC LIMIT :limit
"""
_NAME = """
SELECT u.name FROM conversation c JOIN customer u ON u.id = c.customer_id WHERE c.id = :id
"""


class SentText(NamedTuple):
    """A text and whom it was sent to last (``at`` in UTC microseconds)."""

    text: str
    conversation_id: int
    customer: str
    at: int


def recent(tx: Tx, staff_id: int, limit: int = MOST) -> tuple[SentText, ...]:
    """The texts this person sent to customers, newest first, each once. Internal notes are none."""
    found: dict[str, tuple[int, int]] = {}
    for text, conversation_id, at, author in tx.all(_LINES, staff=staff_id, limit=LOOKED_AT):
        if author == "agent" and text not in found:
            found[text] = (conversation_id, at)
            if len(found) == limit:
                break
    names = {
        one: str(tx.value(_NAME, id=one) or "")
        for one in dict.fromkeys(conversation_id for conversation_id, _ in found.values())
    }
    return tuple(SentText(text, one, names[one], at) for text, (one, at) in found.items())
