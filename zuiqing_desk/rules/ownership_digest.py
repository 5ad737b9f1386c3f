"""The facts worth showing: enough to decide again and come to the same, few enough to read."""

from collections.abc import Iterable, Iterator

from zuiqing_desk.rules.ownership_facts import Fact, OrderFacts
from zuiqing_desk.rules.ownership_times import EVER, in_order


def digest(order: OrderFacts) -> tuple[Fact, ...]:
    """The facts that bear on whose the order is, by time.

    All marks and contacts; of the talk, for each conversation and person, the first and the last
    line of each stretch the rules tell apart, each answer with the line it answers.
    """
    kept = set(_kept_lines(order))
    kept.update(f for f in order.facts if f.kind not in ("customer_line", "answer"))
    return in_order((*kept, *_of_the_order(order)))


def _kept_lines(order: OrderFacts) -> Iterator[Fact]:
    lines = [f for f in order.facts if f.kind in ("customer_line", "answer")]
    bounds = [
        at
        for at in (order.window_from, *order.earlier_paid, order.placed_at, order.paid_at, EVER)
        if at is not None
    ]
    stretches: dict[tuple[object, ...], list[Fact]] = {}
    asked: dict[Fact, Fact] = {}
    latest: dict[int | None, Fact] = {}
    for fact in sorted(lines, key=_by_number):
        stretch = min(at for at in bounds if fact.at < at)
        stretches.setdefault((fact.conversation_id, fact.staff_id, stretch), []).append(fact)
        before = latest.get(fact.conversation_id)
        if fact.kind == "answer" and before is not None and before.kind == "customer_line":
            asked[fact] = before
        latest[fact.conversation_id] = fact
    for found in stretches.values():
        for fact in (found[0], found[-1]):
            yield fact
            if fact in asked:
                yield asked[fact]


def _by_number(fact: Fact) -> tuple[int, int, int]:
    return fact.conversation_id or 0, fact.seq or 0, fact.at


def _of_the_order(order: OrderFacts) -> Iterable[Fact]:
    if order.placed_at is not None:
        yield Fact(order.placed_at, "placed")
    if order.paid_at is not None:
        yield Fact(order.paid_at, "paid")
    for claim in order.claims:
        yield Fact(claim.at, "extended" if claim.extended else "claim", claim.staff_id)
    if order.ruling is not None:
        yield Fact(order.ruling.at, "ruling", order.ruling.owner)
