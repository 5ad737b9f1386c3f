"""The service statistics as people ask for them."""

from zuiqing_desk.rules.tally_words import Figure
from zuiqing_desk.services.tally.records import Behind, Filter, Report
from zuiqing_desk.store.tx import Tx


def report(
    tx: Tx,
    from_day: int,
    to_day: int,
    *,
    staff_id: int | None = None,
    storefront_id: int | None = None,
    shift: str | None = None,
) -> Report:
    """The figures of these business days, both included."""
    raise NotImplementedError


def of_day(tx: Tx, staff_id: int, day: int) -> tuple[tuple[str, str], ...]:
    """An agent's day for their section of the handover: labels and values in words."""
    raise NotImplementedError


def rows_behind(tx: Tx, figure: Figure, asked: Filter) -> list[Behind]:
    """The customers, rounds or orders behind a figure."""
    raise NotImplementedError


def series(
    tx: Tx, figure: Figure, to_day: int, days: int = 30, *, asked: Filter | None = None
) -> list[tuple[int, float | None]]:
    """A figure day by day, for a chart."""
    raise NotImplementedError
