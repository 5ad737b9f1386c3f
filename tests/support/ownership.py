"""Stories of orders, written as a colleague would tell them, for the rules of ownership.

Each line is ``DD HH:MM`` in March and what happened::

    02 10:20 客1         the customer writes in conversation 1
    02 10:21 A1          agent A answers there; ``A1 报价`` or ``A1 谈妥``: and marks the line
    02 11:00 A 电话      A notes a call; ``A 电话 截图``: with a screenshot
    02 12:00 下单        also 付款, and 上单付款 for an earlier order of the same buyer
    02 13:00 A 认领      also ``A 加购`` for a claim that the paid order grew
    02 14:00 裁定 A      ``裁定 无``: nobody's
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from zuiqing_desk.rules.ownership_facts import (
    MEDIA,
    ClaimFact,
    Decision,
    Fact,
    Medium,
    OrderFacts,
    RulingFact,
    days_before,
)

ZONE = "Asia/Shanghai"
PEOPLE = {"A": 1, "B": 2, "C": 3}
NAMES = {1: "2001 甲**", 2: "2002 乙**", 3: "2003 丙**"}
LETTERS = {number: letter for letter, number in PEOPLE.items()}
WINDOW_DAYS = 1
MARK_DAYS = 15
_MEDIA: dict[str, Medium] = {word: medium for medium, word in MEDIA.items()}


def moment(day: str, clock: str) -> int:
    """A moment of March 2026 in the shop's zone."""
    hour, minute = map(int, clock.split(":"))
    there = datetime(2026, 3, int(day), hour, minute, tzinfo=ZoneInfo(ZONE))
    return int(there.timestamp()) * 1_000_000


CONSULTED = """
02 10:20 客1
02 10:21 A1
02 10:40 下单
02 10:45 付款
"""


def owner_of(decision: Decision) -> str | None:
    """The owner by letter."""
    return None if decision.owner is None else LETTERS[decision.owner]


@dataclass
class _Told:
    facts: list[Fact] = field(default_factory=list)
    claims: list[ClaimFact] = field(default_factory=list)
    earlier: list[int] = field(default_factory=list)
    seqs: Counter[int] = field(default_factory=Counter)
    ruling: RulingFact | None = None
    placed_at: int | None = None
    paid_at: int | None = None

    def happens(self, at: int, who: str, how: list[str]) -> None:
        if who == "下单":
            self.placed_at = at
        elif who == "付款":
            self.paid_at = at
        elif who == "上单付款":
            self.earlier.append(at)
        elif who == "裁定":
            self.ruling = RulingFact(PEOPLE.get(how[0]), at, "看过聊天记录", 3)
        elif how and how[0] in ("认领", "加购"):
            self.claims.append(ClaimFact(PEOPLE[who], at, "我谈的", how[0] == "加购"))
        elif how and how[0] in _MEDIA:
            proven = "截图" in how
            medium = _MEDIA[how[0]]
            self.facts.append(Fact(at, "contact", PEOPLE[who], medium=medium, proven=proven))
        else:
            self.speaks(at, who[0], int(who[1:]), how)

    def speaks(self, at: int, who: str, talk: int, marks: list[str]) -> None:
        self.seqs[talk] += 1
        seq = self.seqs[talk]
        if who == "客":
            self.facts.append(Fact(at, "customer_line", None, talk, seq))
            return
        self.facts.append(Fact(at, "answer", PEOPLE[who], talk, seq))
        if "报价" in marks:
            self.facts.append(Fact(at, "quote", PEOPLE[who], talk, seq))
        if "谈妥" in marks:
            self.facts.append(Fact(at, "agreed", PEOPLE[who], talk, seq))


def order_of(story: str, *, closed: bool | None = None, cod: bool = False) -> OrderFacts:
    """The facts of a story. ``closed``: paid, unless the story says when, without a time."""
    told = _Told()
    for line in story.strip().splitlines():
        day, clock, who, *how = line.split()
        told.happens(moment(day, clock), who, how)
    known = [at for at in (told.placed_at, told.paid_at) if at is not None]
    about = min(known, default=moment("10", "12:00"))
    return OrderFacts(
        placed_at=told.placed_at,
        paid_at=told.paid_at,
        closed=told.paid_at is not None if closed is None else closed,
        window_from=days_before(about, WINDOW_DAYS, ZONE, 0),
        marks_from=days_before(about, MARK_DAYS, ZONE, 0),
        zone=ZONE,
        cod=cod,
        earlier_paid=tuple(told.earlier),
        facts=tuple(told.facts),
        claims=tuple(told.claims),
        ruling=told.ruling,
        names=NAMES,
    )
