"""What the service statistics hand out. Days are business days as ``date.toordinal()``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from zuiqing_desk.rules.tally import Facts, Figures, Measure, Place, figures
from zuiqing_desk.rules.tally_words import Figure, value

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

    def takes(self, place: Place) -> bool:
        """Whether a cell belongs to this part, whatever its day."""
        return (
            (self.staff_id is None or (place.staff_id or NOBODY) == self.staff_id)
            and (self.storefront_id is None or (place.storefront_id or 0) == self.storefront_id)
            and (self.shift is None or place.shift == self.shift)
        )


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


@dataclass(frozen=True, slots=True)
class Trend:
    """What happened on some days in a row, for charts of any figure of any part of it."""

    asked: Filter
    cells: Mapping[int, Sequence[tuple[Place, Facts]]]

    def points(self, figure: Figure, part: Filter) -> list[tuple[int, int | None]]:
        """A figure day by day in its unit, narrowed as ``part`` is (but for its days)."""
        measure: Measure = "shop" if part.staff_id is None else "agent"
        return [
            (day, value(figures(self._of(day, part), measure), figure))
            for day in range(self.asked.from_day, self.asked.to_day + 1)
        ]

    def _of(self, day: int, part: Filter) -> list[tuple[Place, Facts]]:
        return [one for one in self.cells.get(day, ()) if part.takes(one[0])]


class Behind(NamedTuple):
    """One row behind a figure: a customer, a round or an order, in words, and what it opens: a
    conversation (at the line ``seq``) or an order."""

    words: tuple[str, ...]
    conversation_id: int | None
    order_id: int | None
    seq: int | None = None
