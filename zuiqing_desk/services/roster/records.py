"""What the services of the roster hand out. Moments are UTC integer microseconds, days ordinals."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from zuiqing_desk.services.handover.records import Person

EntryKind = Literal["work", "rest", "leave"]
SwapState = Literal["asked", "agreed", "approved", "refused", "withdrawn"]
LeaveState = Literal["asked", "approved", "refused", "withdrawn"]

KINDS: dict[EntryKind, str] = {"work": "班", "rest": "休", "leave": "假"}


class Cell(NamedTuple):
    """One entry of the roster: a shift, a rest day or leave of one person on one day. ``preset``:
    which of the policy's presets the shift is, from 1; 0 for its own hours or no shift. ``hours``:
    09:00–18:00, 22:00–次日06:00; '' for no shift."""

    entry_id: int
    staff_id: int
    day: int
    kind: EntryKind
    shift: str
    begins_at: int
    ends_at: int
    duty: bool
    preset: int
    hours: str

    @property
    def words(self) -> str:
        """Its name for people: 晚班, 休, 假; a star for 当值."""
        return (self.shift if self.kind == "work" else KINDS[self.kind]) + "*" * self.duty


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person's month: ``cells[i]`` are the entries of the month's day i + 1, mostly one."""

    person: Person
    cells: tuple[tuple[Cell, ...], ...]

    @property
    def rest(self) -> int:
        """Rest days of the month."""
        return sum(any(one.kind == "rest" for one in day) for day in self.cells)

    @property
    def work(self) -> int:
        """Days of the month with a shift."""
        return sum(any(one.kind == "work" for one in day) for day in self.cells)


@dataclass(frozen=True, slots=True)
class RosterMonth:
    """The month grid: active people and whoever else has an entry in it, by staff number.
    ``days`` are ordinals; ``today`` is the calendar day of the shop."""

    year: int
    month: int
    days: tuple[int, ...]
    rows: tuple[RosterRow, ...]
    today: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A rostered stretch in which nobody was signed in, and who should have been."""

    begins_at: int
    ends_at: int
    people: tuple[Person, ...]
    shifts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What one command did to the roster, which ``planning.undo`` takes back: entries that it
    removed and added, and the request it decided. ``words``: for the screen, in Chinese;
    ``newest``: the highest entry there was then."""

    removed: tuple[int, ...]
    added: tuple[int, ...]
    words: str
    swap_id: int | None = None
    leave_id: int | None = None
    newest: int = 0

    @property
    def any(self) -> bool:
        """Whether it changed anything."""
        return bool(self.removed or self.added or self.swap_id or self.leave_id)


@dataclass(frozen=True, slots=True)
class Swap:
    """A swap asked for: ``entry`` goes from ``asked_by`` to ``other``, ``in_return`` the other way
    if it is set. ``short``: asked later than the policy wants, so that a lead must say why it is
    allowed. ``gone``: one of the shifts is not on the roster any more."""

    id: int
    asked_by: Person
    other: Person
    entry: Cell
    in_return: Cell | None
    reason: str
    state: SwapState
    asked_at: int
    agreed_at: int | None
    decided_by: Person | None
    decided_at: int | None
    why: str
    short: bool
    gone: bool


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave asked for, with the shifts that stand on its days now."""

    id: int
    person: Person
    from_day: int
    to_day: int
    reason: str
    state: LeaveState
    asked_at: int
    decided_by: Person | None
    decided_at: int | None
    why: str
    shifts: tuple[Cell, ...]
