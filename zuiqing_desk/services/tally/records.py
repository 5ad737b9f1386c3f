"""What the service statistics hand out. Days are business days as ``date.toordinal()``."""

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from zuiqing_desk.rules.tally import Figures

By = Literal["agent", "storefront", "day", "shift"]

NOBODY: Final = 0
"""In ``Filter.staff_id``: what belongs to no agent."""


class Filter(NamedTuple):
    """Which part of the counted is asked for; None does not narrow it."""

    from_day: int
    to_day: int
    staff_id: int | None = None
    storefront_id: int | None = None
    shift: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one agent, storefront, day or shift. ``key`` narrows a Filter to it."""

    by: By
    key: int | str
    label: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Correction:
    """What changed in a frozen month after it was frozen: the figures of one agent's day in one
    storefront and shift, as known before and as counted at ``noted_at``."""

    id: int
    month: int
    day: int
    staff_id: int | None
    agent: str
    storefront: str
    shift: str
    noted_at: int
    was: Figures
    now: Figures


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to one question. ``frozen``: the months (202603) answered as they were frozen;
    ``corrections`` are not in the figures."""

    asked: Filter
    figures: Figures
    rows: tuple[Row, ...]
    corrections: tuple[Correction, ...]
    frozen: tuple[int, ...]

    def by(self, what: By) -> tuple[Row, ...]:
        """The rows of one kind, in order."""
        return tuple(row for row in self.rows if row.by == what)


class Behind(NamedTuple):
    """One row behind a figure: a customer, a round or an order, in words, and what it opens."""

    words: tuple[str, ...]
    conversation_id: int | None
    order_id: int | None
