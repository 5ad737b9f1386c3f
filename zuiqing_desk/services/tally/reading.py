"""The service statistics as people ask for them (醉卿 manual, 服务统计本)."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from itertools import groupby
from typing import Final

from zuiqing_desk.rules.calendar import business_day
from zuiqing_desk.rules.tally import NOTHING, Facts, Measure, Place, figures
from zuiqing_desk.rules.tally_words import DEFINITIONS, Figure, text
from zuiqing_desk.services import shop
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.tally import behind, frozen, gathering
from zuiqing_desk.services.tally.days import days
from zuiqing_desk.services.tally.records import Behind, By, Correction, Filter, Report, Row, Trend
from zuiqing_desk.services.tally.shift_book import ShiftBook
from zuiqing_desk.store.tx import Tx

NOBODYS: Final = "无归属"
NO_STOREFRONT: Final = "店铺不明"
NO_SHIFT: Final = "班外"
MOST_DAYS: Final = 400
_FIRST: Final = date(2000, 1, 1).toordinal()
_LAST: Final = date(2199, 12, 31).toordinal()

OF_DAY: Final[tuple[Figure, ...]] = (
    "received",
    "reply_rate",
    "rounds",
    "average",
    "within_30",
    "sales",
    "sales_fen",
    "conversion",
)
"""What a leaver's section of the handover shows of their day."""

LATE: Final = behind.LATE
UNANSWERED: Final = behind.UNANSWERED

Cells = Mapping[Place, Facts]


def report(
    tx: Tx,
    from_day: int,
    to_day: int,
    *,
    staff_id: int | None = None,
    storefront_id: int | None = None,
    shift: str | None = None,
) -> Report:
    """The figures of these business days, both included, and by agent, storefront, day and shift.

    Days of frozen months are answered as they were frozen; what was noted about them since stands
    in ``corrections`` alone. Raises Refused ``no_shop``, ``bad_days`` or ``many_days``.
    """
    asked = Filter(from_day, to_day, staff_id, storefront_id, shift)
    known = {place: facts for place, facts in _cells(tx, asked).items() if asked.takes(place)}
    measure: Measure = "shop" if staff_id is None else "agent"
    return Report(
        asked,
        figures(known.items(), measure),
        _rows(tx, known, measure),
        tuple(_corrections(tx, asked)),
        _frozen_of(tx, asked),
    )


def of_day(tx: Tx, staff_id: int, day: int) -> tuple[tuple[str, str], ...]:
    """An agent's day: labels and values in words."""
    return _in_short(tx, Filter(day, day, staff_id))


def of_shift(tx: Tx, staff_id: int, day: int, ends_at: int) -> tuple[tuple[str, str], ...]:
    """An agent's day for their section of the handover, as ``of_day``; of a shift that began on
    ``day`` and goes on into the next, that shift alone and whole. ``ends_at`` in microseconds."""
    info = shop.get(tx)
    if info is None:
        raise Refused("no_shop", "还没有店铺：请先运行 zuiqing-desk 完成首次设置。")
    last = business_day(ends_at - 1, info.time_zone, info.day_start_minute)
    if last <= day:
        return of_day(tx, staff_id, day)
    mine = ShiftBook(tx, days(tx, last, last)).name(staff_id, ends_at - 1)
    return _in_short(tx, Filter(day, last, staff_id, shift=mine))


def _in_short(tx: Tx, asked: Filter) -> tuple[tuple[str, str], ...]:
    known = ((place, facts) for place, facts in _cells(tx, asked).items() if asked.takes(place))
    counted = figures(known, "agent")
    return tuple((DEFINITIONS[one].label, text(counted, one)) for one in OF_DAY)


def series(
    tx: Tx, figure: Figure, to_day: int, days: int = 30, *, asked: Filter | None = None
) -> list[tuple[int, int | None]]:
    """A figure day by day in its unit, up to and with ``to_day``; ``asked`` narrows it."""
    return trend(tx, to_day, days).points(figure, asked or Filter(to_day, to_day))


def trend(tx: Tx, to_day: int, days: int = 30) -> Trend:
    """What happened on these days in a row, up to and with ``to_day``."""
    wanted = Filter(to_day - days + 1, to_day)
    by_day: dict[int, list[tuple[Place, Facts]]] = defaultdict(list)
    for place, facts in _cells(tx, wanted).items():
        by_day[place.day].append((place, facts))
    return Trend(wanted, by_day)


def rows_behind(tx: Tx, figure: Figure, asked: Filter) -> list[Behind]:
    """The customers, rounds or orders behind a figure, slowest and largest first; of frozen days
    those that were frozen."""
    known = [(place, facts) for place, facts in _cells(tx, asked).items() if asked.takes(place)]
    return behind.rows(tx, figure, known, "shop" if asked.staff_id is None else "agent")


# Cells.


def _cells(tx: Tx, asked: Filter) -> dict[Place, Facts]:
    if asked.from_day > asked.to_day:
        raise Refused("bad_days", "开始的日子晚于结束的日子，请对调一下。")
    if asked.to_day - asked.from_day >= MOST_DAYS:
        raise Refused("many_days", f"一次最多看 {MOST_DAYS} 天，请把日子缩短些。")
    if asked.from_day < _FIRST or asked.to_day > _LAST:
        raise Refused("bad_days", "没有这么久以前或以后的数，请核对年份。")
    final = set(frozen.months(tx))
    found: dict[Place, Facts] = {}
    span = range(asked.from_day, asked.to_day + 1)
    for is_final, of in groupby(span, key=lambda day: frozen.month_of(day) in final):
        days = list(of)
        read = frozen.cells if is_final else gathering.cells
        found.update(read(tx, days[0], days[-1]))
    return found


def _frozen_of(tx: Tx, asked: Filter) -> tuple[int, ...]:
    first, last = frozen.month_of(asked.from_day), frozen.month_of(asked.to_day)
    return tuple(month for month in frozen.months(tx) if first <= month <= last)


# Rows.


def _rows(tx: Tx, known: Cells, measure: Measure) -> tuple[Row, ...]:
    names = _Names(tx)
    kinds: tuple[tuple[By, Callable[[Place], int | str], Callable[[Place], str]], ...] = (
        ("agent", lambda at: at.staff_id or 0, lambda at: names.agent(at.staff_id)),
        (
            "storefront",
            lambda at: at.storefront_id or 0,
            lambda at: names.storefront(at.storefront_id),
        ),
        ("day", lambda at: at.day, lambda at: day_text(at.day)),
        ("shift", lambda at: at.shift, lambda at: at.shift or NO_SHIFT),
    )
    rows: list[Row] = []
    for by, key, label in kinds:
        groups: dict[int | str, list[tuple[Place, Facts]]] = defaultdict(list)
        for place, facts in known.items():
            groups[key(place)].append((place, facts))
        made = [
            Row(by, one, label(of[0][0]), figures(of, "agent" if by == "agent" else measure))
            for one, of in groups.items()
        ]
        rows += sorted(made, key=lambda row: _order(row))
    return tuple(rows)


def _order(row: Row) -> tuple[bool, Hashable, str]:
    # Nobody's and what has no name come last.
    return (not row.key, row.key if row.by == "day" else 0, row.label)


def day_text(day: int) -> str:
    """03-14 六."""
    when = date.fromordinal(day)
    return f"{when:%m-%d} {'一二三四五六日'[when.weekday()]}"


class _Names:
    """How agents and storefronts are called."""

    def __init__(self, tx: Tx) -> None:
        self._agents = {
            id_: f"{staff_no} {name}"
            for id_, staff_no, name in tx.all("SELECT id, staff_no, name FROM staff")
        }
        self._storefronts: dict[int, str] = dict(tx.all("SELECT id, name FROM storefront"))

    def agent(self, staff_id: int | None) -> str:
        return NOBODYS if staff_id is None else self._agents.get(staff_id, str(staff_id))

    def storefront(self, storefront_id: int | None) -> str:
        if storefront_id is None:
            return NO_STOREFRONT
        return self._storefronts.get(storefront_id, str(storefront_id))


# Corrections.


def _corrections(tx: Tx, asked: Filter) -> list[Correction]:
    before: dict[Place, Facts] | None = None
    names = _Names(tx)
    found = []
    for one in frozen.noted(tx, asked.from_day, asked.to_day):
        if before is None:
            before = frozen.cells(tx, asked.from_day, asked.to_day)
        was, now = (
            figures([(one.place, facts)], "agent")
            for facts in (before.get(one.place, NOTHING), one.facts)
        )
        before[one.place] = one.facts
        if asked.takes(one.place):
            place = one.place
            found.append(
                Correction(
                    one.id,
                    one.month,
                    place.day,
                    place.staff_id,
                    names.agent(place.staff_id),
                    names.storefront(place.storefront_id),
                    place.shift or NO_SHIFT,
                    one.noted_at,
                    was,
                    now,
                )
            )
    return found
