"""What suggestions are learned from, and what is suggested."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_BRACED: Final = re.compile(r"\{[^{}]*\}")
_TITLE, _TAGS, _BODY = 0.8, 0.6, 0.5
_BODY_CHARS: Final = 120


class Example(NamedTuple):
    """A text that calls for a reply. ``weight`` 1 is a wording a customer uses, said by somebody
    who knows; less is less sure."""

    text: str
    key: int
    category: str
    weight: float = 1.0


class Guess(NamedTuple):
    """A reply that may answer. ``score`` (0 to 1) is the likelihood of its category; further
    replies of one category share it with the first by how near they come."""

    key: int
    category: str
    score: float


def of_reply(
    key: int, category: str, *, title: str = "", tags: str = "", body: str = "", asks: str = ""
) -> Iterator[Example]:
    """What a reply of the library teaches: its ``asks`` (one a line) most, its own words less."""
    for ask in asks.splitlines():
        if ask.strip():
            yield Example(ask, key, category)
    own = ((title, _TITLE), (tags, _TAGS), (_BRACED.sub(" ", body)[:_BODY_CHARS], _BODY))
    for text, weight in own:
        if text.strip():
            yield Example(text, key, category, weight)
