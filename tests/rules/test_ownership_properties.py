"""What holds of every story: whose order it is. 醉卿 manual, 订单归属."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from support.ownership import MARK_DAYS, NAMES, WINDOW_DAYS, ZONE, moment

from zuiqing_desk.rules.ownership import decide
from zuiqing_desk.rules.ownership_facts import (
    ClaimFact,
    Fact,
    FactKind,
    Medium,
    OrderFacts,
    RulingFact,
    days_before,
)

MINUTE = 60_000_000
OPENING = moment("10", "00:00")
DAYS = 4
TIMES = st.integers(0, DAYS * 24 * 60).map(lambda minutes: OPENING + minutes * MINUTE)
STAFF = st.sampled_from(sorted(NAMES))
MEDIA: list[Medium] = ["chat", "phone", "wechat"]


@st.composite
def talks(draw: st.DrawFn, talk: int, clock_is_right: bool) -> list[Fact]:
    """A conversation: numbered lines, some of them marked; the clock may jump back and forth."""
    times = draw(st.lists(TIMES, max_size=7))
    facts: list[Fact] = []
    for seq, at in enumerate(sorted(times) if clock_is_right else times, 1):
        staff_id = draw(st.none() | STAFF)
        if staff_id is None:
            facts.append(Fact(at, "customer_line", None, talk, seq))
            continue
        facts.append(Fact(at, "answer", staff_id, talk, seq))
        marks = draw(st.sampled_from(["", "", "", "quote", "agreed"]))
        if marks:
            kind: FactKind = "quote" if marks == "quote" else "agreed"
            facts.append(Fact(at, kind, staff_id, talk, seq))
    return facts


CONTACTS = st.builds(
    lambda at, staff_id, medium, proven: Fact(
        at, "contact", staff_id, medium=medium, proven=proven
    ),
    TIMES,
    STAFF,
    st.sampled_from(MEDIA),
    st.booleans(),
)
CLAIMS = st.lists(
    st.builds(ClaimFact, STAFF, TIMES, st.just("我谈的"), st.booleans()),
    max_size=3,
    unique_by=lambda claim: claim.staff_id,
)
RULINGS = st.none() | st.builds(RulingFact, st.none() | STAFF, TIMES, st.just("看过"), STAFF)


@st.composite
def orders(draw: st.DrawFn, *, clock_is_right: bool = True, paid: bool | None = None) -> OrderFacts:
    """An order of any history, paid or not."""
    placed = draw(TIMES)
    is_paid = draw(st.booleans()) if paid is None else paid
    facts = [
        *draw(talks(1, clock_is_right)),
        *draw(talks(2, clock_is_right)),
        *draw(st.lists(CONTACTS, max_size=3)),
    ]
    return OrderFacts(
        placed_at=placed,
        paid_at=placed + draw(st.integers(0, 2000)) * MINUTE if is_paid else None,
        closed=is_paid,
        window_from=days_before(placed, WINDOW_DAYS, ZONE, 0),
        marks_from=days_before(placed, MARK_DAYS, ZONE, 0),
        zone=ZONE,
        earlier_paid=tuple(draw(st.lists(TIMES, max_size=1))),
        facts=tuple(facts),
        claims=tuple(draw(CLAIMS)),
        names=NAMES,
    )


ANY = orders() | orders(clock_is_right=False)


@given(ANY, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(order: OrderFacts, chance: Random) -> None:
    facts, claims = list(order.facts), list(order.claims)
    chance.shuffle(facts)
    chance.shuffle(claims)
    shuffled = replace(order, facts=tuple(facts), claims=tuple(claims))
    assert decide(shuffled) == decide(order)


@given(ANY, RULINGS)
def test_a_ruling_always_wins(order: OrderFacts, ruling: RulingFact | None) -> None:
    decision = decide(replace(order, ruling=ruling))
    if ruling is None:
        assert decision == decide(order)
    else:
        assert (decision.owner, decision.rule, decision.disputed) == (ruling.owner, None, False)


@given(ANY)
def test_nobody_has_it_without_a_contact_that_counts(order: OrderFacts) -> None:
    decision = decide(order)
    if decision.owner is None:
        return
    theirs = [f for f in order.facts if f.staff_id == decision.owner and f.counts]
    assert theirs
    if decision.rule != "3":
        # With a clock that was set back, early enough under one reading must be early enough.
        closed = order.paid_at if order.paid_at is not None else order.placed_at
        assert closed is not None
        assert min(f.at for f in order.facts) < closed


@given(orders())
def test_before_the_payment_and_no_other_way(order: OrderFacts) -> None:
    decision = decide(order)
    if decision.owner is not None and decision.rule != "3":
        closed = order.paid_at if order.paid_at is not None else order.placed_at
        assert closed is not None
        assert any(f.staff_id == decision.owner and f.counts and f.at < closed for f in order.facts)


@given(orders(paid=True))
def test_what_comes_after_the_payment_changes_nothing_but_by_a_claim(order: OrderFacts) -> None:
    assert order.paid_at is not None
    order = replace(order, claims=())
    known = tuple(f for f in order.facts if f.at < (order.paid_at or 0))
    whole, before = decide(order), decide(replace(order, facts=known))
    assert (whole.owner, whole.disputed) == (before.owner, before.disputed)


@given(ANY)
def test_a_claim_against_the_facts_is_a_dispute(order: OrderFacts) -> None:
    decision = decide(order)
    if decision.disputed:
        assert decision.owner is None
    elif order.claims:
        assert {claim.staff_id for claim in order.claims} == {decision.owner}
    if not order.claims and decision.disputed:
        assert len({f.staff_id for f in order.facts if f.kind == "agreed"}) > 1


@given(ANY)
def test_what_has_no_screenshot_gives_nobody_anything(order: OrderFacts) -> None:
    counted = replace(order, facts=tuple(f for f in order.facts if f.counts))
    assert decide(order).owner == decide(counted).owner


@given(ANY)
def test_rule_5_needs_marks(order: OrderFacts) -> None:
    bare = replace(order, facts=tuple(f for f in order.facts if f.kind not in ("quote", "agreed")))
    assert decide(bare).rule != "5"


@given(orders())
def test_a_deal_agreed_with_one_agent_alone_is_that_agents(order: OrderFacts) -> None:
    closed = order.paid_at if order.paid_at is not None else order.placed_at
    assert closed is not None
    agreed = {f.staff_id for f in order.facts if f.kind == "agreed" and f.at < closed}
    if len(agreed) == 1:
        decision = decide(replace(order, claims=(), earlier_paid=()))
        assert {decision.owner} == agreed


@given(ANY)
def test_the_facts_it_shows_are_enough_to_come_to_the_same(order: OrderFacts) -> None:
    whole = decide(order)
    told = ("placed", "paid", "claim", "extended", "ruling")
    shown = replace(order, facts=tuple(f for f in whole.facts if f.kind not in told))
    again = decide(shown)
    assert (again.owner, again.rule, again.disputed, again.claims) == (
        whole.owner,
        whole.rule,
        whole.disputed,
        whole.claims,
    )


@given(ANY)
def test_it_names_its_rule(order: OrderFacts) -> None:
    decision = decide(order)
    assert "规则" in decision.why
    if decision.rule is not None:
        assert decision.why.startswith(f"规则{decision.rule}：")


@given(ANY)
def test_only_who_came_after_the_payment_claims_gravely(order: OrderFacts) -> None:
    for claim in decide(order).claims:
        before = [
            f
            for f in order.facts
            if f.staff_id == claim.staff_id and f.at < (order.paid_at or 2**62)
        ]
        assert not (claim.grave and before)
        assert not (claim.grave and claim.extended)
