"""What the notebook of problems and ideas hands out. Times are UTC integer microseconds."""

from dataclasses import dataclass
from typing import NamedTuple

from zuiqing_desk.rules.note_words import NoteState


class Writer(NamedTuple):
    """Who wrote, answered or settled."""

    id: int
    staff_no: str
    name: str


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """A problem or an idea, with what was on screen (``place`` is an action's id) and what came of
    it. ``reply_code`` is the short code of the reply it was turned into."""

    id: int
    text: str
    by: Writer
    at: int
    place: str
    conversation_id: int | None
    customer: str
    order_id: int | None
    order_number: str
    state: NoteState
    answer: str
    answered_by: Writer | None
    answered_at: int | None
    settled_by: Writer | None
    settled_at: int | None
    reply_id: int | None
    reply_code: str


class Change(NamedTuple):
    """How a note stood before a step and after it, for taking the step back."""

    before: NoteRecord
    after: NoteRecord


class WeekCount(NamedTuple):
    """A week that holds notes: its Monday as ``date.toordinal()``, how many, how many of them are
    not settled."""

    monday: int
    notes: int
    unsettled: int
