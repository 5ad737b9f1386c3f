"""Who owes a page, and who is about to: shifts that ended without a handover, and reminders."""

from dataclasses import dataclass
from typing import Literal

from zuiqing_desk.services.handover.records import Person
from zuiqing_desk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Owed:
    """A shift that ended without a page that all its givers signed. ``people`` owe it; ``page_id``
    is the page that was begun, if any; ``why`` in Chinese."""

    day: int
    shift: str
    boundary_at: int
    people: tuple[Person, ...]
    page_id: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """A boundary is near and this person has not signed: ``give`` or ``take``."""

    kind: Literal["give", "take"]
    boundary_at: int
    page_id: int | None


def owed(tx: Tx) -> list[Owed]:
    """The shifts of the last 14 days that ended without a signed page, the newest first."""
    raise NotImplementedError


def reminder(tx: Tx, staff_id: int) -> Reminder | None:
    """What this person is to be reminded of now."""
    raise NotImplementedError
