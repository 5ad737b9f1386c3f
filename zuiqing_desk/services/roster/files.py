"""A month's roster as a spreadsheet, and back: 工号 姓名 1 2 … 31."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zuiqing_desk.services.handover.records import Person
from zuiqing_desk.services.roster.records import Change
from zuiqing_desk.services.spreadsheets import Refusal
from zuiqing_desk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class CellChange:
    """A day that an import would change; words as in the file, '' for an empty day."""

    person: Person
    day: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. With any ``refused`` nothing can be applied."""

    year: int
    month: int
    changes: tuple[CellChange, ...]
    refused: tuple[Refusal, ...]


def head(year: int, month: int) -> tuple[str, ...]:
    """The columns of a month's file."""
    raise NotImplementedError


def rows(tx: Tx, year: int, month: int) -> list[tuple[str, ...]]:
    """The rows of a month's file, without the head."""
    raise NotImplementedError


def read(path: Path) -> list[tuple[int, Mapping[str, str]]]:
    """The rows of a CSV or XLSX file with their numbers; off the store. Raises SheetError."""
    raise NotImplementedError


def plan(tx: Tx, year: int, month: int, table: Iterable[tuple[int, Mapping[str, str]]]) -> Plan:
    """What importing these rows would change. People and days that are not in the file stay."""
    raise NotImplementedError


def apply(tx: Tx, planned: Plan, actor: int | None) -> Change:
    """Carry out a plan. Raises Refused ``refused_rows``, ``not_lead`` or ``changed_meanwhile``."""
    raise NotImplementedError
