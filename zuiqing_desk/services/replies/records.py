"""What the reply library hands out. Times are UTC integer microseconds; text was cleaned."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Scope = Literal["team", "personal"]


class LiveReply(NamedTuple):
    """A reply as the picker offers it: the version in force. A tuple, because there may be 100,000.

    ``readings`` is the pinyin stored when it was saved (lookup.pinyin); ``asks`` are wordings
    customers use, one a line; ``tags`` are separated by single spaces.
    """

    id: int
    version: int
    owner_id: int | None
    code: str
    title: str
    category: str
    tags: str
    body: str
    asks: str
    valid_from: int | None
    valid_until: int | None
    readings: str

    @property
    def scope(self) -> Scope:
        """Whose reply it is."""
        return "team" if self.owner_id is None else "personal"

    def offered(self, now: int) -> bool:
        """Whether it may be used at this time (UTC microseconds)."""
        return (self.valid_from is None or self.valid_from <= now) and (
            self.valid_until is None or now < self.valid_until
        )


@dataclass(frozen=True, slots=True)
class ReplyWords:
    """What somebody writes when making or changing a reply."""

    code: str
    title: str
    category: str
    body: str
    tags: str = ""
    asks: str = ""
    valid_from: int | None = None
    valid_until: int | None = None


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One version of a reply, for history, diff and approval."""

    reply_id: int
    version: int
    title: str
    category: str
    tags: str
    body: str
    asks: str
    valid_from: int | None
    valid_until: int | None
    author_no: str | None
    written_at: int
    approved_by_no: str | None
    approved_at: int | None
    refused: str


@dataclass(frozen=True, slots=True)
class ReplyRecord:
    """A reply in the library: ``live`` in force, ``draft`` waiting for a lead."""

    id: int
    code: str
    owner_no: str | None
    archived: bool
    live: VersionRecord | None
    draft: VersionRecord | None
    last: int
    uses: int
    last_used_at: int | None


@dataclass(frozen=True, slots=True)
class Uses:
    """Who used what: ``own`` the time of this agent's last use by reply id, ``team`` everybody's
    number of uses by reply id, both over the last 90 days."""

    own: dict[int, int]
    team: dict[int, int]


class Used(NamedTuple):
    """A reply that goes out with an answer."""

    reply_id: int
    version: int
