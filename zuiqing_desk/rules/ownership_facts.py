"""What is known about whose an order is (醉卿 manual, 订单归属), and what is concluded from it.

Moments are UTC microseconds; people are staff ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from zuiqing_desk.rules.calendar import business_day, day_starts_at

FactKind = Literal[
    "customer_line",
    "answer",
    "quote",
    "agreed",
    "contact",
    "placed",
    "paid",
    "extended",
    "ruling",
    "claim",
]
Rule = Literal["1", "2", "3", "4", "5"]
Medium = Literal["chat", "phone", "sms", "wechat", "qq", "other"]

MEDIA: Final[dict[Medium, str]] = {
    "chat": "聊天",
    "phone": "电话",
    "sms": "短信",
    "wechat": "微信",
    "qq": "QQ",
    "other": "其他方式",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened.

    ``answer`` is any line an agent sent, ``quote`` and ``agreed`` are marks on a line. Those and
    ``customer_line`` name their conversation and line; ``contact`` has a medium instead, and
    ``proven`` says whether there is a screenshot of it.
    """

    at: int
    kind: FactKind
    staff_id: int | None = None
    conversation_id: int | None = None
    seq: int | None = None
    medium: Medium | None = None
    proven: bool = False

    @property
    def counts(self) -> bool:
        """醉卿 manual, 订单归属, rule 4: what was not said in the chat needs a screenshot."""
        return self.kind != "contact" or self.medium == "chat" or self.proven


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """An agent says that the order is theirs.

    ``extended``: because the buyer, already paid, bought more or changed the order on their advice.
    """

    staff_id: int
    at: int
    reason: str = ""
    extended: bool = False


@dataclass(frozen=True, slots=True)
class RulingFact:
    """A lead's decision; ``owner`` None: nobody's."""

    owner: int | None
    at: int
    reason: str = ""
    ruled_by: int | None = None


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order and all that bears on whose it is.

    ``closed``: the sale is made, because it is paid or goes out cash on delivery; the moment of
    that may still be unknown. ``window_from``: consulting earlier than this is too long ago.
    ``marks_from``: likewise of marks. ``earlier_paid``: when the same buyer paid earlier orders.
    ``names``: how people are called in sentences.
    """

    placed_at: int | None
    paid_at: int | None
    closed: bool
    window_from: int
    marks_from: int
    zone: str
    cod: bool = False
    earlier_paid: tuple[int, ...] = ()
    facts: tuple[Fact, ...] = ()
    claims: tuple[ClaimFact, ...] = ()
    ruling: RulingFact | None = None
    names: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as the decision sees it.

    ``grave``: the claimant's contact came only after the payment (醉卿 manual, 订单归属, rule 3).
    """

    staff_id: int
    at: int
    reason: str
    extended: bool
    grave: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """Whose the order is, by which rule, and why.

    Nobody's while ``disputed``, and then ``rule`` is the one the facts point to. ``rule`` is None
    when no rule applies or a lead has ruled. ``facts``: those that bear on it, by time.
    """

    owner: int | None
    rule: Rule | None
    disputed: bool
    why: str
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]


def days_before(at: int, days: int, zone: str, day_start_minute: int) -> int:
    """The beginning of the business day ``days`` before that of ``at``.

    醉卿 manual, 订单归属, rule 1, with the house's window: the same or the previous day, also when
    the payment falls after midnight.
    """
    day = business_day(at, zone, day_start_minute) - days
    return day_starts_at(max(day, 1), zone, day_start_minute)
