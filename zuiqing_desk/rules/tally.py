"""The service statistics 服务统计本: what is counted, and the figures made of it.

醉卿 manual, 服务统计本 and 客服绩效. What happened is kept as facts in cells (a day, an agent, a
storefront, a shift), so that any union of cells gives its own figures: a customer who came twice
on a day, or was received by two agents, counts once in the whole.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Literal, NamedTuple

Measure = Literal["shop", "agent"]
"""Whose seconds: from the customer's first unanswered line, or from when the agent had it."""


class Place(NamedTuple):
    """A cell. ``staff_id`` None: nobody's; ``shift`` '' is outside every shift."""

    day: int
    staff_id: int | None
    storefront_id: int | None
    shift: str


class Round(NamedTuple):
    """A counted round, answered. ``scored``: it began in the hours the 180 s rule looks at."""

    conversation_id: int
    seq: int
    agent_us: int
    shop_us: int
    scored: bool


class Sale(NamedTuple):
    """An order paid and not refunded; ``fen`` is what the shop kept of it."""

    order_id: int
    fen: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened in a cell. ``wrote`` and ``answered`` are customers with the calendar day,
    ``received`` and ``filtered`` (advertisers) customers alone."""

    received: frozenset[int] = frozenset()
    filtered: frozenset[int] = frozenset()
    wrote: frozenset[tuple[int, int]] = frozenset()
    answered: frozenset[tuple[int, int]] = frozenset()
    rounds: frozenset[Round] = frozenset()
    sales: frozenset[Sale] = frozenset()


NOTHING = Facts()


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a union of cells; times in microseconds, None where there is nothing to take
    them from. ``sold`` are the sales that have an owner: conversion is theirs."""

    received: int = 0
    filtered: int = 0
    wrote: int = 0
    answered: int = 0
    rounds: int = 0
    average_us: int | None = None
    median_us: int | None = None
    p90_us: int | None = None
    slowest_us: int | None = None
    in_20: int = 0
    in_30: int = 0
    scored: int = 0
    in_180: int = 0
    sales: int = 0
    sold: int = 0
    sales_fen: int = 0


def figures(cells: Iterable[tuple[Place, Facts]], measure: Measure) -> Figures:
    """The figures of these cells together.

    Customers count once a day; reply rate: answered the same calendar day out of those who wrote
    (醉卿 manual, 客服绩效, rule 3); conversion: sales over customers received (谈单转化率).
    """
    received: set[tuple[int, int]] = set()
    filtered: set[tuple[int, int]] = set()
    wrote: set[tuple[int, int]] = set()
    answered: set[tuple[int, int]] = set()
    rounds: set[Round] = set()
    sales: set[Sale] = set()
    sold: set[int] = set()
    for place, facts in cells:
        received.update((one, place.day) for one in facts.received)
        filtered.update((one, place.day) for one in facts.filtered)
        wrote |= facts.wrote
        answered |= facts.answered
        rounds |= facts.rounds
        sales |= facts.sales
        if place.staff_id is not None:
            sold.update(one.order_id for one in facts.sales)
    times = sorted(one.agent_us if measure == "agent" else one.shop_us for one in rounds)
    scored = [one.agent_us if measure == "agent" else one.shop_us for one in rounds if one.scored]
    return Figures(
        received=len(received),
        filtered=len(filtered),
        wrote=len(wrote),
        answered=len(answered & wrote),
        rounds=len(times),
        average_us=sum(times) // len(times) if times else None,
        median_us=_rank(times, 50),
        p90_us=_rank(times, 90),
        slowest_us=times[-1] if times else None,
        in_20=_within(times, 20),
        in_30=_within(times, 30),
        scored=len(scored),
        in_180=_within(scored, 180),
        sales=len(sales),
        sold=len(sold),
        sales_fen=sum(one.fen for one in sales),
    )


def _rank(times: list[int], percent: int) -> int | None:
    """The smallest of the sorted times that at least ``percent`` of them do not exceed."""
    return times[-(-len(times) * percent // 100) - 1] if times else None


def _within(times: Iterable[int], seconds: int) -> int:
    return sum(one <= seconds * 1_000_000 for one in times)


def to_json(facts: Facts) -> str:
    """``facts`` as they are kept: the same facts always give the same text."""
    known = {one.name: sorted(getattr(facts, one.name)) for one in fields(facts)}
    return json.dumps({name: what for name, what in known.items() if what}, separators=(",", ":"))


def from_json(text: str) -> Facts:
    """The facts that ``to_json`` wrote."""
    raw: dict[str, list[Any]] = json.loads(text)
    return Facts(
        received=frozenset(raw.get("received", ())),
        filtered=frozenset(raw.get("filtered", ())),
        wrote=frozenset((who, day) for who, day in raw.get("wrote", ())),
        answered=frozenset((who, day) for who, day in raw.get("answered", ())),
        rounds=frozenset(Round(*one) for one in raw.get("rounds", ())),
        sales=frozenset(Sale(*one) for one in raw.get("sales", ())),
    )
