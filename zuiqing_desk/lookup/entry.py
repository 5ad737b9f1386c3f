"""What is looked up, and what is found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple


class Entry(NamedTuple):
    """Something to be found: a reply, a product card. ``key`` is its own.

    ``tags`` are separated by blanks; the category counts as one of them. ``readings`` are those of
    title, tags and body as ``pinyin.field_readings`` gave them.
    """

    key: int
    code: str
    title: str
    tags: str
    body: str
    readings: str
    category: str = ""


class Hit(NamedTuple):
    """An entry that matches the whole query.

    ``tier``: 0 exact code, 1 beginning of the code, 2 title, 3 tags, category or within the code,
    4 body; the worst of the tokens' own. ``typo``: it matches with a letter put right only.
    ``matched``: for each token, in Chinese, where and how it matched.
    """

    key: int
    tier: int
    typo: bool
    matched: tuple[str, ...]


class Found(NamedTuple):
    """The first hits in order, and the number of all of them."""

    hits: list[Hit]
    total: int


@dataclass(frozen=True, slots=True)
class Preference:
    """What orders hits of one tier: ``fit`` category → 0 is best (those not named come last),
    ``own`` key → time of one's last use, ``team`` key → number of uses.

    The mappings must not change once they were handed over: their order is kept.
    """

    fit: Mapping[str, int] = field(default_factory=dict)
    own: Mapping[int, int] = field(default_factory=dict)
    team: Mapping[int, int] = field(default_factory=dict)


NONE: Final = Preference()
