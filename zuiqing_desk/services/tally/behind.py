"""The rows behind a figure, so that it can be gone over one by one."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from zuiqing_desk.rules.calendar import clock_text
from zuiqing_desk.rules.tally import Facts, Measure, Place
from zuiqing_desk.rules.tally_words import Figure, seconds_text
from zuiqing_desk.services import shop
from zuiqing_desk.services.tally.records import Behind
from zuiqing_desk.store.tx import Tx

Known = Sequence[tuple[Place, Facts]]

LATE: Final = "超"
UNANSWERED: Final = "未回"
_LIMITS: Final[dict[Figure, int]] = {"within_20": 20, "within_30": 30, "within_180": 180}

_CUSTOMERS: Final = """
SELECT u.id, u.name,
  (SELECT c.id FROM conversation c WHERE c.customer_id = u.id ORDER BY c.id DESC LIMIT 1)
FROM customer u WHERE u.id IN (SELECT value FROM json_each(:ids))
"""
_TALKS: Final = """
SELECT c.id, u.name FROM conversation c JOIN customer u ON u.id = c.customer_id
WHERE c.id IN (SELECT value FROM json_each(:ids))
"""
_ORDERS: Final = """
SELECT id, number, buyer, paid_at FROM shop_order WHERE id IN (SELECT value FROM json_each(:ids))
"""


def rows(tx: Tx, figure: Figure, known: Known, measure: Measure) -> list[Behind]:
    """What the figure of these cells was made of: the day, whose, how much, and who served."""
    match figure:
        case "received":
            return _received(tx, known)
        case "filtered":
            return _customers(tx, ((one, at, "广告") for at, of in known for one in of.filtered))
        case "reply_rate":
            return _replies(tx, known)
        case "sales" | "sales_fen":
            return _orders(tx, known)
        case "conversion":
            owned = [(at, of) for at, of in known if at.staff_id is not None]
            return [*_orders(tx, owned), *_received(tx, known)]
        case _:
            return _rounds(tx, known, measure, figure)


def _received(tx: Tx, known: Known) -> list[Behind]:
    return _customers(tx, ((one, at, "接待") for at, of in known for one in of.received))


def _replies(tx: Tx, known: Known) -> list[Behind]:
    """Who was not answered stands first."""
    answered = {one for _, of in known for one in of.answered}
    seen = [(who, day, at) for at, of in known for who, day in of.wrote]
    return _customers(
        tx,
        (
            (who, at._replace(day=day), "已回" if (who, day) in answered else UNANSWERED)
            for who, day, at in sorted(
                seen, key=lambda one: ((one[0], one[1]) in answered, one[1], one[0])
            )
        ),
        ordered=True,
    )


def _customers(
    tx: Tx, found: Iterable[tuple[int, Place, str]], *, ordered: bool = False
) -> list[Behind]:
    merged: dict[tuple[int, int, str], list[int | None]] = {}
    for who, at, what in found:
        merged.setdefault((who, at.day, what), []).append(at.staff_id)
    names = {row[0]: row[1:] for row in tx.all(_CUSTOMERS, ids=_json(who for who, _, _ in merged))}
    people = _people(tx)
    listed = merged.items() if ordered else sorted(merged.items(), key=_newest)
    return [
        Behind((_day(day), names[who][0], what, _called(people, staff)), names[who][1], None)
        for (who, day, what), staff in listed
        if who in names
    ]


def _newest(one: tuple[tuple[int, int, str], object]) -> tuple[int, int]:
    return -one[0][1], one[0][0]


def _rounds(tx: Tx, known: Known, measure: Measure, figure: Figure) -> list[Behind]:
    """The slowest first."""
    limit = _LIMITS.get(figure)
    found = sorted(
        {
            (one.agent_us if measure == "agent" else one.shop_us, one, at.staff_id, at.day)
            for at, of in known
            for one in of.rounds
            if figure != "within_180" or one.scored
        },
        key=lambda one: (-one[0], one[1]),
    )
    names: dict[int, str] = dict(
        tx.all(_TALKS, ids=_json(one.conversation_id for _, one, _, _ in found))
    )
    people, zone = _people(tx), _zone(tx)
    made = []
    for us, one, staff_id, day in found:
        at = tx.value(
            "SELECT at FROM line WHERE conversation_id = :talk AND seq = :seq",
            talk=one.conversation_id,
            seq=one.seq,
        )
        late = LATE if limit is not None and us > limit * 1_000_000 else ""
        when = f"{_day(day)} {clock_text(at, zone)}" if at is not None else _day(day)
        words = (
            when,
            names.get(one.conversation_id, ""),
            f"{seconds_text(us)}{late and ' ' + late}",
            _called(people, [staff_id]),
        )
        made.append(Behind(words, one.conversation_id, None, one.seq))
    return made


def _orders(tx: Tx, known: Known) -> list[Behind]:
    """The newest paid first."""
    sales = {one: at for at, of in known for one in of.sales}
    about = {row[0]: row[1:] for row in tx.all(_ORDERS, ids=_json(one.order_id for one in sales))}
    people, zone = _people(tx), _zone(tx)
    made = []
    for one, at in sorted(sales.items(), key=lambda pair: (-pair[1].day, -pair[0].order_id)):
        number, buyer, paid_at = about.get(one.order_id, (f"#{one.order_id}", "（已删除）", None))
        when = _day(at.day) if paid_at is None else f"{_day(at.day)} {clock_text(paid_at, zone)}"
        yuan = f"￥{one.fen // 100:,}.{one.fen % 100:02}"
        words = (when, f"{number} {buyer}".strip(), yuan, _called(people, [at.staff_id]))
        made.append(Behind(words, None, one.order_id if one.order_id in about else None))
    return made


def _people(tx: Tx) -> dict[int, str]:
    return {id_: f"{no} {name}" for id_, no, name in tx.all("SELECT id, staff_no, name FROM staff")}


def _called(people: dict[int, str], staff: Iterable[int | None]) -> str:
    named = dict.fromkeys("无归属" if one is None else people.get(one, str(one)) for one in staff)
    return "、".join(named)


def _zone(tx: Tx) -> str:
    info = shop.get(tx)
    return "UTC" if info is None else info.time_zone


def _day(day: int) -> str:
    return f"{date.fromordinal(day):%m-%d}"


def _json(ids: Iterable[int]) -> str:
    return json.dumps(sorted(set(ids)))
