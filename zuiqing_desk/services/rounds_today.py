"""How the counted rounds of a day went, without reading them all each time somebody asks."""

from dataclasses import astuple, dataclass
from typing import Final

from zuiqing_desk.services import changes
from zuiqing_desk.store.tx import Tx

_CACHED: Final = "rounds_today"

# Conversations of advertisers are left out (醉卿 manual, 客服绩效, 谈单转化率, note 2).
_SUMS = """
SELECT coalesce(sum(first), 0), coalesce(sum(first * shop_us), 0),
       coalesce(sum(scored), 0), coalesce(sum(scored * (shop_us <= :target)), 0)
FROM (
  SELECT r.shop_us, r.first_of_day AND r.answered_at >= :since AS first,
         r.answered_at >= :start AND r.started_at >= :start AND r.started_at < :end AS scored
  FROM answered_round r JOIN conversation c ON c.id = r.conversation_id
  WHERE r.counted AND c.advertiser_at IS NULL AND {which}
)
"""
_ALL = _SUMS.format(which="r.answered_at >= min(:since, :start)")
_NEW = _SUMS.format(which="r.id > :known")

# What takes rounds back that were counted before: a clock that is computed anew, and an answer
# in a conversation that is an advertiser's now.
_TAKEN_BACK = """
SELECT EXISTS (
  SELECT 1 FROM journal j LEFT JOIN conversation c
    ON j.kind = 'line.sent' AND c.id = j.subject_id AND c.advertiser_at IS NOT NULL
  WHERE j.id > :journal AND (j.kind = 'line.courtesy' OR c.id IS NOT NULL)
)
"""


@dataclass(frozen=True, slots=True)
class Span:
    """What to count. Answers of the day's first rounds from ``since`` on; of all rounds those that
    began from ``start`` to before ``end``, and of these the ones answered within ``target``
    (microseconds all)."""

    since: int
    start: int
    end: int
    target: int


@dataclass(frozen=True, slots=True)
class Sums:
    """First answers of the day and how long they took together; rounds in the scored hours, and
    how many of them were answered in time."""

    first: int = 0
    first_us: int = 0
    scored: int = 0
    in_time: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    span: Span
    journal_id: int
    round_id: int
    sums: Sums


def sums(tx: Tx, span: Span) -> Sums:
    """The rounds of a span, counted on from what this connection counted before.

    For queries, not for units that write: what they undo would stay counted.
    """
    known: _Known | None = tx.cache.get(_CACHED)
    journal_id = changes.last(tx)
    if known is not None and known.span == span and known.journal_id == journal_id:
        return known.sums
    round_id = tx.value("SELECT max(id) FROM answered_round") or 0
    values = {"since": span.since, "start": span.start, "end": span.end, "target": span.target}
    if (
        known is None
        or known.span != span
        or not known.round_id <= round_id
        or not known.journal_id <= journal_id
        or tx.value(_TAKEN_BACK, journal=known.journal_id)
    ):
        found = Sums(*tx.all(_ALL, **values)[0])
    elif round_id > known.round_id:
        added = tx.all(_NEW, known=known.round_id, **values)[0]
        found = Sums(*(old + new for old, new in zip(astuple(known.sums), added, strict=True)))
    else:
        found = known.sums
    tx.cache[_CACHED] = _Known(span, journal_id, round_id, found)
    return found
