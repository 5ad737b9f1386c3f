"""Which shift boundary a handover belongs to, by the roster or the presets."""

from dataclasses import dataclass

from zuiqing_desk.services.handover.records import Person, Shift
from zuiqing_desk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Boundary:
    """The end of a shift. ``day``: business day of that shift; ``next``: the shift that takes over
    by the roster, None when nobody is on it (then ``next_shift`` is '' or a preset's name)."""

    day: int
    shift: str
    at: int
    next_shift: str
    next: Shift | None


def of_person(tx: Tx, staff_id: int) -> Boundary:
    """The boundary this person hands over at."""
    raise NotImplementedError


def next_of(tx: Tx, boundary_at: int) -> Shift | None:
    """The shift by roster that covers a boundary or is the next to begin."""
    raise NotImplementedError


def takers_of(tx: Tx, boundary_at: int) -> tuple[tuple[Person, bool], ...]:
    """The working members of the next shift, each with whether they are 当值."""
    raise NotImplementedError
