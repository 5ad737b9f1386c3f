"""What was said on some days, as the statistics count it: who was received, who was answered."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple

from zuiqing_desk.services.tally.days import Days
from zuiqing_desk.store.tx import Tx

_DAY_US: Final = 86_400 * 1_000_000

# Lines are numbered in the order they were written, so their times grow, but for a clock that was
# set back: a day of margin on both sides finds what it left out of order.
_LINES = """
SELECT conversation_id, seq, at, author, staff_id, on_duty, courtesy FROM line
WHERE id >= :first AND id < :last AND at >= :begins AND at < :ends
  AND author IN ('customer', 'agent') AND status <> 'failed'
ORDER BY conversation_id, seq
"""
_TALKS = """
SELECT c.id, c.customer_id, a.storefront_id, c.advertiser_at IS NOT NULL, c.post, a.post
FROM conversation c JOIN channel_account a ON a.id = c.account_id
WHERE c.id IN (SELECT value FROM json_each(:talks))
"""
_SPANS = """
SELECT a.conversation_id, a.staff_id, a.started_at, a.ended_at,
  CASE WHEN a.how = 'transfer' AND s.pre_sale <> s.after_sale THEN s.after_sale END
FROM assignment a JOIN staff s ON s.id = a.staff_id
WHERE a.conversation_id IN (SELECT value FROM json_each(:talks)) ORDER BY a.id
"""
ROUNDS = """
SELECT r.conversation_id, r.answered_seq, r.agent_us, r.shop_us, r.started_at, r.answered_at,
       r.staff_id, r.counted
FROM answered_round r WHERE r.answered_at >= :begins AND r.answered_at < :ends
"""


class Line(NamedTuple):
    """A line of the talk, of the customer or of an agent."""

    talk: int
    seq: int
    at: int
    author: str
    staff_id: int | None
    on_duty: bool
    courtesy: bool


@dataclass(slots=True)
class Talk:
    """A conversation. ``after_sale``: it is in the after-sale post now; ``after_account``: it came
    in there; ``turns``: when it was handed to the one post or the other."""

    id: int
    customer: int
    storefront: int
    advertiser: bool
    after_sale: bool
    after_account: bool
    lines: Sequence[Line] = ()
    spans: list[tuple[int, int, int | None]] = field(default_factory=list)
    turns: list[tuple[int, bool]] = field(default_factory=list)

    def after_sale_at(self, at: int) -> bool:
        """Whether it was in the after-sale post at a moment: who comes back with a complaint was
        received before all the same."""
        if not self.turns:
            return self.after_sale
        return next((after for since, after in reversed(self.turns) if since <= at), False)

    def held_by(self, at: int) -> int | None:
        """Who had it at a moment."""
        holder = None
        for staff_id, begins, ends in self.spans:
            if begins <= at and (ends is None or at <= ends):
                holder = staff_id
        return holder


def talks(tx: Tx, days: Days) -> Iterator[Talk]:
    """The conversations with lines on these days, each with them in order."""
    rows = tx.all(
        _LINES,
        first=_line_about(tx, days.lines_from - _DAY_US),
        last=_line_about(tx, days.answers_until + _DAY_US),
        begins=days.lines_from,
        ends=days.answers_until,
    )
    lines = {talk: list(map(Line._make, of)) for talk, of in groupby(rows, key=lambda row: row[0])}
    known = about(tx, lines)
    for talk_id, of in lines.items():
        talk = known[talk_id]
        talk.lines = of
        yield talk


def about(tx: Tx, ids: dict[int, list[Line]] | set[int]) -> dict[int, Talk]:
    """These conversations without their lines."""
    wanted = json.dumps(list(ids))
    found = {
        id_: Talk(
            id_, customer, storefront, bool(advertiser), post == "after_sale", at == "after_sale"
        )
        for id_, customer, storefront, advertiser, post, at in tx.all(_TALKS, talks=wanted)
    }
    for talk_id, staff_id, begins, ends, after_sale in tx.all(_SPANS, talks=wanted):
        found[talk_id].spans.append((staff_id, begins, ends))
        if after_sale is not None:
            found[talk_id].turns.append((begins, bool(after_sale)))
    return found


def _line_about(tx: Tx, moment: int) -> int:
    """The id of about the first line at or after ``moment``."""
    low, high = 1, (tx.value("SELECT max(id) FROM line") or 0) + 1
    while low < high:
        middle = (low + high) // 2
        at = tx.value("SELECT at FROM line WHERE id >= :id ORDER BY id LIMIT 1", id=middle)
        if at is not None and at < moment:
            low = middle + 1
        else:
            high = middle
    return low


def by_calendar_day(talk: Talk, days: Days) -> dict[int, list[Line]]:
    """The lines of a conversation by the calendar day."""
    found: dict[int, list[Line]] = defaultdict(list)
    for line in talk.lines:
        found[days.calendar(line.at)].append(line)
    return found
