"""Everything the store knows about whose an order is, gathered for the rules."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from zuiqing_desk.rules.order_words import platform_of
from zuiqing_desk.rules.ownership_facts import (
    ClaimFact,
    Fact,
    OrderFacts,
    RulingFact,
    days_before,
)
from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.services import policy, shop
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store.tx import Tx

CONVERSATIONS = 8
LINES = 400
MARGIN = 30
"""Lines before the window and after the payment: whether somebody was in touch then matters, not
how often."""
MARKS = 200

_ORDER = """
SELECT platform, buyer, state, placed_at, paid_at, cod, created_at, unlinked, customer_id,
       conversation_id
FROM shop_order WHERE id = :id
"""

_CONVERSATIONS = """
SELECT id, last_seq FROM conversation WHERE id IN (
  SELECT :conversation
  UNION SELECT id FROM conversation WHERE customer_id = :customer
  UNION SELECT id FROM conversation
    WHERE account_id IN (SELECT value FROM json_each(:accounts)) AND external_id = :buyer)
ORDER BY last_line_at DESC, id DESC LIMIT :most
"""

# A line that never went out answered nobody.
_LINES = """
SELECT seq, at, author, staff_id FROM line
WHERE conversation_id = :conversation AND seq BETWEEN :first AND :last
  AND author IN ('customer', 'agent') AND status <> 'failed'
ORDER BY seq
"""

# A mark speaks for whoever wrote the line; on a customer's line, for whom the customer answered.
_MARKS = """
SELECT m.kind, l.seq, l.at, CASE l.author WHEN 'agent' THEN l.staff_id ELSE coalesce(
    (SELECT p.staff_id FROM line p WHERE p.conversation_id = l.conversation_id AND p.seq < l.seq
     AND p.author = 'agent' AND p.status <> 'failed' ORDER BY p.seq DESC LIMIT 1), m.staff_id) END
FROM line l JOIN mark m ON m.line_id = l.id
WHERE l.conversation_id = :conversation AND l.seq >= :first AND l.status <> 'failed'
ORDER BY l.seq DESC LIMIT :most
"""

_EARLIER = """
SELECT paid_at FROM shop_order WHERE id <> :id AND paid_at >= :since AND paid_at < :before
  AND id IN (SELECT id FROM shop_order WHERE customer_id = :customer
             UNION SELECT id FROM shop_order WHERE platform = :platform AND buyer = :buyer
             AND buyer <> '')
"""


def facts_of(tx: Tx, order_id: int) -> OrderFacts:
    """What rules.ownership decides from. Raises Refused ``no_order`` or ``no_shop``."""
    row = tx.one(_ORDER, id=order_id)
    info = shop.get(tx)
    if row is None:
        raise Refused("no_order", "这笔订单已经不在了。")
    if info is None:
        raise Refused("no_shop", "还没有店铺：请先运行 zuiqing-desk 完成首次设置。")
    platform, buyer, state, placed, paid, cod, created, unlinked, customer, conversation = row
    rules = policy.current(tx)
    known = [at for at in (placed, paid) if at is not None]
    about = min(known, default=created)
    window, marks = (
        days_before(about, days, info.time_zone, info.day_start_minute)
        for days in (rules.owner_window_days, marks_days(rules))
    )
    talks = tx.all(
        _CONVERSATIONS,
        conversation=conversation,
        customer=customer,
        accounts=json.dumps([] if unlinked or not buyer else _accounts(tx, platform)),
        buyer=buyer,
        most=CONVERSATIONS,
    )
    facts = [fact for talk, last in talks for fact in _said(tx, talk, last, (window, marks, paid))]
    facts += _contacts(tx, order_id)
    earlier = tx.all(
        _EARLIER,
        id=order_id,
        since=marks,
        before=paid or created,
        customer=customer,
        platform=platform,
        buyer=buyer,
    )
    claims, ruling = _claims(tx, order_id), ruling_of(tx, order_id)
    return OrderFacts(
        placed_at=placed,
        paid_at=paid,
        closed=paid is not None or state not in ("unpaid", "closed"),
        window_from=window,
        marks_from=marks,
        zone=info.time_zone,
        cod=bool(cod),
        earlier_paid=tuple(at for (at,) in earlier),
        facts=tuple(facts),
        claims=claims,
        ruling=ruling,
        names=_names(tx, facts, claims, ruling),
    )


def marks_days(rules: ShopPolicy) -> int:
    """How many days before the order a mark still counts (house rule)."""
    # A chat record speaks for a quote as long as a screenshot does for a call.
    return max(rules.evidence_days, rules.owner_window_days)


def _accounts(tx: Tx, platform: str) -> list[int]:
    accounts = tx.all("SELECT name, id FROM channel_account WHERE channel = 'manual'")
    return [one for name, one in accounts if platform_of(name) == platform != "other"]


def _said(tx: Tx, talk: int, last_seq: int, moments: tuple[int, int, int | None]) -> Iterator[Fact]:
    """The lines of a conversation that matter, and the marks on them."""
    window, marks, paid = moments
    last = (
        last_seq if paid is None else min(last_seq, _first_seq(tx, talk, last_seq, paid) + MARGIN)
    )
    first = max(_first_seq(tx, talk, last_seq, window) - MARGIN, last - LINES, 1)
    for seq, at, author, staff_id in tx.all(_LINES, conversation=talk, first=first, last=last):
        if author == "customer":
            yield Fact(at, "customer_line", None, talk, seq)
        else:
            yield Fact(at, "answer", staff_id, talk, seq)
    since = min(first, max(_first_seq(tx, talk, last_seq, marks) - MARGIN, 1))
    for kind, seq, at, staff_id in tx.all(_MARKS, conversation=talk, first=since, most=MARKS):
        yield Fact(at, kind, staff_id, talk, seq)


def _first_seq(tx: Tx, talk: int, last_seq: int, moment: int) -> int:
    """About where in a conversation ``moment`` lies; exact while the clock was never set back."""

    def at(seq: int) -> int:
        found = tx.value(
            "SELECT at FROM line WHERE conversation_id = :talk AND seq >= :seq"
            " ORDER BY seq LIMIT 1",
            talk=talk,
            seq=seq,
        )
        return moment if found is None else int(found)

    return 1 + bisect_left(range(1, last_seq + 1), moment, key=at)


def _contacts(tx: Tx, order_id: int) -> list[Fact]:
    return [
        Fact(at, "contact", staff_id, medium=medium, proven=bool(proven))
        for at, staff_id, medium, proven in tx.all(
            "SELECT at, staff_id, medium, evidence_id IS NOT NULL FROM contact"
            " WHERE order_id = :id ORDER BY id",
            id=order_id,
        )
    ]


def _claims(tx: Tx, order_id: int) -> tuple[ClaimFact, ...]:
    return tuple(
        ClaimFact(staff_id, at, reason, bool(extended))
        for staff_id, at, reason, extended in tx.all(
            "SELECT staff_id, at, reason, extended FROM owner_claim"
            " WHERE order_id = :id AND withdrawn_at IS NULL ORDER BY at, id",
            id=order_id,
        )
    )


def ruling_of(tx: Tx, order_id: int, before: int = 2**62) -> RulingFact | None:
    """The ruling that stands on an order; ``before``: that stood before the ruling of this id."""
    row = tx.one(
        "SELECT owner_id, at, reason, ruled_by FROM ruling WHERE order_id = :id AND id < :before"
        " ORDER BY id DESC LIMIT 1",
        id=order_id,
        before=before,
    )
    return None if row is None or not row[2] else RulingFact(*row)


def _names(
    tx: Tx, facts: Iterable[Fact], claims: Iterable[ClaimFact], ruling: RulingFact | None
) -> dict[int, str]:
    people = {fact.staff_id for fact in facts} | {claim.staff_id for claim in claims}
    if ruling is not None:
        people |= {ruling.owner, ruling.ruled_by}
    rows = tx.all(
        "SELECT id, staff_no, name FROM staff WHERE id IN (SELECT value FROM json_each(:people))",
        people=json.dumps([one for one in people if one is not None]),
    )
    return {staff_id: f"{staff_no} {name}" for staff_id, staff_no, name in rows}
