"""The reply rate: how many of the customers who wrote were answered the same day."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """One conversation on one calendar day (``date.toordinal()`` in the shop's zone).

    ``wrote_on_duty``: the customer wrote while somebody was on duty. ``answered_same_day``: a
    person answered with at least one line on that day. ``excluded``: an advertiser's conversation.
    """

    customer_id: int
    day: int
    wrote_on_duty: bool
    answered_same_day: bool
    excluded: bool


@dataclass(frozen=True, slots=True)
class Rate:
    """``permille`` is cut, so that 1000 means everybody; None when nobody wrote."""

    wrote: int
    answered: int
    permille: int | None


def reply_rate(facts: Iterable[Fact]) -> Rate:
    """Customers answered out of customers who wrote, each counted once a calendar day.

    One line is enough; an answer on a later date does not count; lines that came while nobody was
    on duty do not count (醉卿 manual, 客服绩效, rule 3). Advertisers stay out (rule 1.2).
    """
    wrote: set[tuple[int, int]] = set()
    answered: set[tuple[int, int]] = set()
    for fact in facts:
        if fact.excluded:
            continue
        who = (fact.customer_id, fact.day)
        if fact.wrote_on_duty:
            wrote.add(who)
        if fact.answered_same_day:
            answered.add(who)
    answered &= wrote
    permille = len(answered) * 1000 // len(wrote) if wrote else None
    return Rate(wrote=len(wrote), answered=len(answered), permille=permille)
