"""The rows of the roster, step by step; the commands that use these journal."""

from collections.abc import Iterable
from typing import NamedTuple

from zuiqing_desk.rules.calendar import day_starts_at, local
from zuiqing_desk.rules.roster import day_text
from zuiqing_desk.rules.roster_cells import MOST_SHIFTS
from zuiqing_desk.rules.shifts import DAY_MINUTES, Preset
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.roster.reading import cells_of, zone
from zuiqing_desk.services.roster.records import Cell, EntryKind
from zuiqing_desk.store.tx import Tx

COLUMNS = "id, staff_id, day, kind, shift, begins_at, ends_at, duty"


class New(NamedTuple):
    """An entry to be made."""

    staff_id: int
    day: int
    kind: EntryKind
    shift: str
    begins_at: int
    ends_at: int
    duty: bool


def one(tx: Tx, entry_id: int) -> Cell:
    """A live entry. Raises Refused ``no_entry``."""
    found = cells_of(
        tx,
        tx.all(
            f"SELECT {COLUMNS} FROM roster_entry WHERE id = :id AND removed_at IS NULL", id=entry_id
        ),
    )
    if not found:
        raise Refused("no_entry", "这一格刚被改过，请看过再排。")
    return found[0]


def ever(tx: Tx, entry_id: int) -> Cell:
    """An entry, on the roster or not any more."""
    return cells_of(tx, tx.all(f"SELECT {COLUMNS} FROM roster_entry WHERE id = :id", id=entry_id))[
        0
    ]


def live(tx: Tx, entry_id: int) -> Cell | None:
    """The shift of this entry as it stands now, also if it was made again meanwhile: the same
    person, day and hours. None when it is gone."""
    found = cells_of(
        tx,
        tx.all(
            "SELECT n.id, n.staff_id, n.day, n.kind, n.shift, n.begins_at, n.ends_at, n.duty"
            " FROM roster_entry o JOIN roster_entry n ON n.staff_id = o.staff_id"
            " AND n.day = o.day AND n.begins_at = o.begins_at AND n.removed_at IS NULL"
            " WHERE o.id = :id AND n.ends_at = o.ends_at AND n.kind = o.kind",
            id=entry_id,
        ),
    )
    return found[0] if found else None


def of_day(tx: Tx, staff_id: int, day: int) -> list[Cell]:
    """What stands on a person's day, by time."""
    return of_days(tx, staff_id, day, day)


def of_days(tx: Tx, staff_id: int, first: int, last: int) -> list[Cell]:
    """What stands on a person's days, both in, by time."""
    return cells_of(
        tx,
        tx.all(
            f"SELECT {COLUMNS} FROM roster_entry WHERE staff_id = :staff"
            " AND day BETWEEN :first AND :last AND removed_at IS NULL ORDER BY day, begins_at, id",
            staff=staff_id,
            first=first,
            last=last,
        ),
    )


def moments(tx: Tx, day: int, shift: Preset | None) -> tuple[int, int]:
    """When a shift of this day begins and ends by the shop's clock; the whole day without one."""
    where = zone(tx)
    begin, end = (0, DAY_MINUTES) if shift is None else (shift.begin, shift.end)
    return day_starts_at(day, where, begin), day_starts_at(
        day + end // DAY_MINUTES, where, end % DAY_MINUTES
    )


def preset_of(tx: Tx, cell: Cell) -> Preset | None:
    """The hours of an entry by the shop's clock; None for a rest day or leave."""
    if cell.kind != "work":
        return None
    where = zone(tx)
    begin, end = local(cell.begins_at, where), local(cell.ends_at, where)
    days = end.toordinal() - begin.toordinal()
    return Preset(
        cell.shift,
        begin.hour * 60 + begin.minute,
        days * DAY_MINUTES + end.hour * 60 + end.minute,
    )


def new(
    tx: Tx, staff_id: int, day: int, kind: EntryKind, shift: Preset | None, *, duty: bool = False
) -> New:
    """An entry to be made of these."""
    begins_at, ends_at = moments(tx, day, shift)
    return New(staff_id, day, kind, "" if shift is None else shift.name, begins_at, ends_at, duty)


def says(cell: Cell, wanted: New) -> bool:
    """Whether an entry says already what is wanted."""
    return cell[1:8] == tuple(wanted)


def add(tx: Tx, wanted: New, actor: int | None) -> int:
    """Put an entry on the roster; its id. Raises Refused ``double`` where it would share time with
    another shift of the day; a night shift that reaches into the next one's day is only told.
    Raises Refused ``too_many`` beside as many shifts as a cell of the roster's file can hold."""
    if wanted.kind == "work":
        other = clash(tx, wanted)
        if other is not None:
            raise Refused(
                "double",
                f"{day_text(other.day)}已经排了{other.shift} {other.hours}，时间重叠，没有排上。",
            )
        beside = tx.value(
            "SELECT count(*) FROM roster_entry WHERE staff_id = :staff AND day = :day"
            " AND removed_at IS NULL",
            staff=wanted.staff_id,
            day=wanted.day,
        )
        if beside >= MOST_SHIFTS:
            raise Refused(
                "too_many",
                f"{day_text(wanted.day)}已经排了 {beside} 个班，一天最多 {MOST_SHIFTS} 个。",
            )
    return tx.insert(
        "INSERT INTO roster_entry (staff_id, day, kind, shift, begins_at, ends_at, duty, set_by,"
        " set_at) VALUES (:staff_id, :day, :kind, :shift, :begins_at, :ends_at, :duty, :actor,"
        " :now)",
        **wanted._asdict(),
        actor=actor,
        now=tx.now,
    )


def clash(tx: Tx, wanted: New, *, days: int = 0, but: int | None = None) -> Cell | None:
    """A shift of the same person that shares time with this one, and began on its day or up to so
    many days before or after; ``but`` this entry."""
    found = cells_of(
        tx,
        tx.all(
            f"SELECT {COLUMNS} FROM roster_entry WHERE staff_id = :staff AND removed_at IS NULL"
            " AND day BETWEEN :day - :days AND :day + :days AND kind = 'work'"
            " AND begins_at < :ends_at AND ends_at > :begins_at AND id IS NOT :but"
            " ORDER BY begins_at LIMIT 1",
            staff=wanted.staff_id,
            day=wanted.day,
            days=days,
            but=but,
            begins_at=wanted.begins_at,
            ends_at=wanted.ends_at,
        ),
    )
    return found[0] if found else None


def remove(tx: Tx, cells: Iterable[Cell], actor: int | None) -> list[int]:
    """Take entries off the roster; they stay on record. Their ids."""
    ids = [one.entry_id for one in cells]
    for entry_id in ids:
        tx.run(
            "UPDATE roster_entry SET removed_at = max(set_at, :now), removed_by = :actor"
            " WHERE id = :id AND removed_at IS NULL",
            id=entry_id,
            now=tx.now,
            actor=actor,
        )
    return ids


def of_shift(tx: Tx, cell: Cell) -> list[Cell]:
    """Everybody's entries of the same shift, this one too."""
    return cells_of(
        tx,
        tx.all(
            f"SELECT {COLUMNS} FROM roster_entry WHERE day = :day AND removed_at IS NULL"
            " AND kind = 'work' AND shift = :shift AND begins_at = :begin AND ends_at = :end"
            " ORDER BY id",
            day=cell.day,
            shift=cell.shift,
            begin=cell.begins_at,
            end=cell.ends_at,
        ),
    )


def newest(tx: Tx) -> int:
    """The highest id given so far."""
    found: int = tx.value("SELECT max(id) FROM roster_entry") or 0
    return found
