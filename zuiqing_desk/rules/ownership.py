"""Whose order it is: 醉卿 manual, 订单归属, rules 1 to 5; where it is silent, the house's rules.

Rule 5 is tested first. Among several agents without a quote, the last human who answered before the
payment has it (house rule).
"""

from collections.abc import Iterable, Sequence

from zuiqing_desk.rules import ownership_words as words
from zuiqing_desk.rules.ownership_digest import digest
from zuiqing_desk.rules.ownership_facts import (
    Claim,
    ClaimFact,
    Decision,
    Fact,
    OrderFacts,
)
from zuiqing_desk.rules.ownership_times import EVER, NEVER, readings
from zuiqing_desk.rules.ownership_words import Outcome

_AGENTS = ("answer", "contact", "quote", "agreed")


def decide(order: OrderFacts) -> Decision:
    """Whose the order is. A ruling stands; contradicting claims make a dispute."""
    ways = readings(order.facts)
    claims = tuple(
        Claim(one.staff_id, one.at, one.reason, one.extended, _is_grave(order, one, ways[0]))
        for one in sorted(order.claims, key=lambda c: (c.at, c.staff_id, c.reason, c.extended))
    )
    outcome = _settled(order, ways)
    others = tuple(one for one in claims if one.staff_id != outcome.owner)
    disputed = outcome.disputed or bool(others)
    owner, rule = (None if disputed else outcome.owner), outcome.rule
    if order.ruling is not None:
        owner, rule, disputed = order.ruling.owner, None, False
    why = words.why(order, outcome, others)
    return Decision(owner, rule, disputed, why, digest(order), claims)


def _settled(order: OrderFacts, ways: list[tuple[Fact, ...]]) -> Outcome:
    """What the facts say, if they say the same for every way their times can be read."""
    moments = _moments(order)
    found = [_outcome(order, facts, placed, closed) for facts in ways for placed, closed in moments]
    if len({(one.owner, one.disputed) for one in found}) == 1:
        return found[0]
    return Outcome("unclear_clock" if len(moments) == 1 else "unclear_moment")


def _moments(order: OrderFacts) -> list[tuple[int, int]]:
    """When the order was placed and when the sale was made, in every way it may have been.

    An unpaid order is looked at as it stood when it was placed: what comes later counts once it is
    paid. Cash on delivery is made by placing it.
    """
    placed, paid = order.placed_at, order.paid_at
    if order.closed and paid is not None:
        return [(paid if placed is None else min(placed, paid), paid)]
    if placed is None:
        return [(NEVER, NEVER), (EVER, EVER)]
    if order.closed and not order.cod:
        return [(placed, placed), (placed, EVER)]
    return [(placed, placed)]


def _outcome(order: OrderFacts, facts: Sequence[Fact], placed: int, closed: int) -> Outcome:
    heard = _heard(order, facts, placed, closed)
    last = heard[-1] if heard else None
    fifth = _rule_5(order, facts, last, closed)
    if fifth is not None:
        return fifth
    if last is not None:
        consulted = [f for f in heard if f.staff_id == last.staff_id and f.at < placed]
        if consulted:
            return Outcome("consulted", last.staff_id, "1", by=consulted[-1])
        return Outcome("contacted", last.staff_id, "2", by=last)
    return _after(order, facts, closed)


def _heard(order: OrderFacts, facts: Iterable[Fact], placed: int, closed: int) -> list[Fact]:
    """The answers and contacts by which the sale may be somebody's, by time.

    醉卿 manual, 订单归属, rules 1, 2 and 4. Before the order is placed a line counts only where the
    customer had asked; after that, writing to the customer is contact.
    """
    heard: list[Fact] = []
    waiting: set[int | None] = set()
    asked: set[int | None] = set()
    for fact in facts:
        if fact.at >= closed:
            break
        talk = fact.conversation_id
        timely = fact.at >= order.window_from
        if fact.kind == "customer_line":
            waiting.add(talk)
            if timely:
                asked.add(talk)
        elif fact.kind == "answer":
            consulted = talk in waiting or talk in asked
            waiting.discard(talk)
            if timely and (consulted or fact.at >= placed):
                heard.append(fact)
        elif fact.kind == "contact" and timely and fact.counts:
            heard.append(fact)
    return heard


def _rule_5(
    order: OrderFacts, facts: Iterable[Fact], last: Fact | None, closed: int
) -> Outcome | None:
    """What the marks say, or None where nobody but ``last``'s agent had quoted or agreed.

    醉卿 manual, 订单归属, rule 5: agreed by the earlier → theirs; only quoted → whoever closed it.
    """
    marks = [f for f in _fresh(order, facts, closed) if f.kind in ("quote", "agreed")]
    agreed = {f.staff_id: f for f in reversed(marks) if f.kind == "agreed"}
    if len(agreed) > 1:
        first, second, *_ = sorted(agreed.values(), key=lambda f: (f.at, f.staff_id or 0))
        return Outcome("both_agreed", None, "5", disputed=True, by=first, against=second)
    closer = None if last is None else last.staff_id
    for staff_id, mark in agreed.items():
        if staff_id != closer:
            return Outcome("agreed", staff_id, "5", by=mark, against=last)
    quoted = [f for f in marks if f.kind == "quote" and f.staff_id != closer]
    if last is not None and quoted:
        return Outcome("closed_later", closer, "5", by=agreed.get(closer, last), against=quoted[-1])
    return None


def _fresh(order: OrderFacts, facts: Iterable[Fact], closed: int) -> list[Fact]:
    """The facts that still speak of this sale.

    What was agreed for an earlier order is spent, once that one is paid and the customer has come
    back with something new (house rule); two orders paid in one go share what was agreed.
    """
    before = [f for f in facts if order.marks_from <= f.at < closed]
    lines = [f.at for f in before if f.kind == "customer_line"]
    spent = [paid for paid in order.earlier_paid if any(paid < at for at in lines)]
    since = max(spent, default=NEVER)
    return [f for f in before if f.at > since]


def _after(order: OrderFacts, facts: Sequence[Fact], closed: int) -> Outcome:
    """Why it is nobody's, or whose it became after the payment.

    醉卿 manual, 订单归属, rule 3, and rule 4 where only the screenshot is missing.
    """
    contacts = [f for f in facts if f.kind in ("answer", "contact")]
    later = [f for f in contacts if f.at >= closed]
    extended = _extended(order, later)
    if extended is not None:
        return extended
    before = [f for f in contacts if f.at < closed]
    timely = [f for f in before if f.at >= order.window_from]
    unproven = [f for f in timely if not f.counts]
    if unproven:
        return Outcome("no_screenshot", None, "4", by=unproven[-1])
    if later and order.closed:
        return Outcome("after_payment", None, "3", by=later[0])
    if later:
        counted = [f for f in later if f.counts]
        if counted:
            return Outcome("not_closed", None, "2", by=counted[0])
        return Outcome("no_screenshot", None, "4", by=later[-1])
    if timely:
        return Outcome("not_asked", by=timely[-1])
    return Outcome("too_early", by=before[-1]) if before else Outcome("silent")


def _extended(order: OrderFacts, later: Iterable[Fact]) -> Outcome | None:
    """The one agent who says that the paid order grew, and was in touch after the payment."""
    told = {one.staff_id for one in order.claims if one.extended and order.closed}
    touched = {f.staff_id: f for f in later if f.counts and f.staff_id in told}
    if len(touched) != 1:
        return None
    ((staff_id, fact),) = touched.items()
    return Outcome("extended", staff_id, "3", by=fact)


def _is_grave(order: OrderFacts, claim: ClaimFact, facts: Iterable[Fact]) -> bool:
    """醉卿 manual, 订单归属, rule 3: claiming what was paid before any contact with it."""
    if not order.closed or claim.extended:
        return False
    closed = max(moment for _, moment in _moments(order))
    mine = [f for f in facts if f.staff_id == claim.staff_id and f.kind in _AGENTS]
    return bool(mine) and all(f.at >= closed for f in mine)
