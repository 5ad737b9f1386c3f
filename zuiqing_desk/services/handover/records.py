"""What the services of the handover notebook hand out. Times are UTC integer microseconds; people
are staff ids with, beside them, the number and name to show."""

from dataclasses import dataclass, field
from typing import NamedTuple

from zuiqing_desk.rules.handover_words import (
    DraftState,
    Event,
    ItemState,
    Kind,
    Mode,
    PageState,
    RemarkKind,
    SectionState,
    Severity,
)


class Person(NamedTuple):
    """A member of staff as a page shows them."""

    id: int
    staff_no: str
    name: str


@dataclass(frozen=True, slots=True)
class ItemWords:
    """What a person writes of a matter. ``for_staff_id`` None: whoever comes next."""

    kind: Kind
    severity: Severity
    summary: str
    situation: str = ""
    next_action: str = ""
    if_then: str = ""
    for_staff_id: int | None = None
    due_at: int | None = None
    conversation_id: int | None = None
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A matter of the notebook. ``pages``: on how many pages it has stood so far; ``customer`` and
    ``order_number`` name what it is linked to."""

    id: int
    words: ItemWords
    source: str
    state: ItemState
    result: str
    revision: int
    created_by: Person | None
    created_at: int
    closed_by: Person | None
    closed_at: int | None
    for_staff: Person | None
    customer: str
    order_number: str
    pages: int
    redacted: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to an item: its history over the shifts."""

    at: int
    what: Event
    words: str
    by: Person | None
    page_id: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    """An open matter the desk found. ``clue``: why it is proposed, in Chinese; ``gone``: what it
    was drafted from is settled meanwhile."""

    id: int
    section_id: int
    source: str
    words: ItemWords
    clue: str
    edited: bool
    state: DraftState
    item_id: int | None
    reason: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as it stands on a page."""

    item: Item
    section_id: int
    position: int
    carried: bool
    acked_by: Person | None
    acked_at: int | None
    said_by: Person | None
    said_at: int | None
    said: str


@dataclass(frozen=True, slots=True)
class Section:
    """What one leaver hands over. ``figures``: name in Chinese → text as shown."""

    id: int
    giver: Person
    state: SectionState
    signed_at: int | None
    signed_by: Person | None
    reason: str
    figures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes over. ``duty``: as 当值, whose signature seals the page."""

    person: Person
    duty: bool
    allowed_by: Person | None
    signed_at: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """A question with its answer, a comment, a question back, an addition."""

    id: int
    item_id: int | None
    kind: RemarkKind
    text: str
    by: Person
    at: int
    answer: str
    answered_by: Person | None
    answered_at: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page whole. ``number`` and ``hash`` are set once it is sealed; what a sealed page shows
    comes out of the sealed bytes, not out of what was changed since. ``closed``: what was finished
    since the page before; ``broken``: in what the store holds something else than was sealed, in
    Chinese."""

    id: int
    day: int
    shift: str
    next_shift: str
    boundary_at: int
    mode: Mode
    state: PageState
    sections: tuple[Section, ...]
    takers: tuple[Taker, ...]
    entries: tuple[Entry, ...]
    closed: tuple[Item, ...]
    said: tuple[Said, ...]
    given_at: int | None = None
    sealed_at: int | None = None
    number: int | None = None
    hash: str = ""
    reviewed_by: Person | None = None
    reviewed_at: int | None = None
    broken: str = ""


class PageRow(NamedTuple):
    """One row of the list of pages; thousands are made at once. ``page_id`` None: a shift that
    ended (or is about to) without a page; then ``givers`` are those who owe it. ``late_s``: how
    long after the boundary it was sealed (left in the book: given), or has been waiting so far;
    negative: early."""

    page_id: int | None
    day: int
    shift: str
    next_shift: str
    boundary_at: int
    state: str
    mode: str
    givers: str
    takers: str
    late_s: int
    items: int
    red: int
    open_now: int
    oldest: int
    questions: int
    unanswered: int
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that a search found, and the line that it was found by. ``item_id`` None: not in an
    item but in what was said on the page."""

    page_id: int
    item_id: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking the chain found. ``why`` is '' when all is well; ``first_bad`` is a page id;
    ``pages`` counts sealed pages, ``head`` is the last link's hash ('' when there is none)."""

    ok: bool
    pages: int
    head: str
    first_bad: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Gate:
    """What must be done before the first chat: a page that was left in the book."""

    page_id: int
    givers: tuple[Person, ...]
    red: int
    items: int


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift with whose it is: ``members`` by staff id, ``duty`` who is 当值."""

    day: int
    name: str
    begins_at: int
    ends_at: int
    members: tuple[Person, ...]
    duty: tuple[int, ...] = field(default=())
