"""What happened on some days, counted now: the facts of every cell."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from zuiqing_desk.rules.calendar import day_starts_at, within
from zuiqing_desk.rules.tally import Facts, Place, Round, Sale
from zuiqing_desk.services import policy
from zuiqing_desk.services.tally import talks as said
from zuiqing_desk.services.tally.days import Days, days
from zuiqing_desk.services.tally.owners import owners
from zuiqing_desk.services.tally.shift_book import ShiftBook
from zuiqing_desk.services.tally.talks import Line, Talk
from zuiqing_desk.store.tx import Tx

Cells = Mapping[Place, Facts]

# Paid and neither refunded nor called off; a part that went back leaves a sale (house rule).
SALES: Final = """
SELECT id, storefront_id, paid_at, coalesce(amount_fen, 0) - refund_fen FROM shop_order
WHERE paid_at >= :begins AND paid_at < :ends AND state NOT IN ('unpaid', 'refund', 'closed')
  AND (refund_fen = 0 OR refund_fen < coalesce(amount_fen, 0))
"""


class _Sets:
    """Facts in the making."""

    def __init__(self) -> None:
        self.received: set[int] = set()
        self.filtered: set[int] = set()
        self.wrote: set[tuple[int, int]] = set()
        self.answered: set[tuple[int, int]] = set()
        self.rounds: set[Round] = set()
        self.sales: set[Sale] = set()

    def facts(self) -> Facts:
        return Facts(
            frozenset(self.received),
            frozenset(self.filtered),
            frozenset(self.wrote),
            frozenset(self.answered),
            frozenset(self.rounds),
            frozenset(self.sales),
        )


def cells(tx: Tx, from_day: int, to_day: int) -> dict[Place, Facts]:
    """The facts of these business days, both included, as the store knows them now.

    Raises Refused ``no_shop`` or ``bad_days``.
    """
    return _Gathering(tx, days(tx, from_day, to_day)).cells()


class _Gathering:
    def __init__(self, tx: Tx, span: Days) -> None:
        self._tx = tx
        self._days = span
        self._shifts = ShiftBook(tx, span)
        self._sets: dict[Place, _Sets] = defaultdict(_Sets)
        self._after_sale = {
            staff_id for (staff_id,) in tx.all("SELECT id FROM staff WHERE after_sale")
        }
        self._hours: dict[int, tuple[str, str]] = {}
        self._answering: set[tuple[int, int]] = set()

    def cells(self) -> dict[Place, Facts]:
        self._rounds()
        for talk in said.talks(self._tx, self._days):
            self._receptions(talk)
            if not talk.advertiser:
                self._replies(talk)
        self._sales()
        return {place: sets.facts() for place, sets in self._sets.items()}

    def _at(self, staff_id: int | None, storefront: int | None, at: int) -> _Sets | None:
        day = self._days.business(at)
        if day is None:
            return None
        return self._sets[Place(day, staff_id, storefront, self._shifts.name(staff_id, at))]

    def _rounds(self) -> None:
        rows = self._tx.all(said.ROUNDS, begins=self._days.begins_at, ends=self._days.ends_at)
        known = said.about(self._tx, {row[0] for row in rows})
        for talk_id, seq, agent_us, shop_us, started, answered, staff_id, counted in rows:
            talk = known[talk_id]
            self._answering.add((talk_id, seq))
            if counted and not talk.advertiser:
                sets = self._at(staff_id, talk.storefront, answered)
                if sets is not None:
                    scored = within(started, self._days.zone, *self._scored(answered))
                    sets.rounds.add(Round(talk_id, seq, agent_us, shop_us, scored))

    def _scored(self, at: int) -> tuple[str, str]:
        """The scored hours that were in force when the day of this moment ended."""
        day = self._days.business(at) or 0
        if day not in self._hours:
            rules = policy.at(self._tx, day_starts_at(day + 1, self._days.zone, 0))
            self._hours[day] = (rules.scored_from, rules.scored_to)
        return self._hours[day]

    def _receptions(self, talk: Talk) -> None:
        """Who received the customer: answered, on a day the customer spoke or what they had said
        before (醉卿 manual, 客服绩效: received by two, it counts for both)."""
        spoke = {self._days.business(one.at) for one in talk.lines if _speaks(one)}
        for line in talk.lines:
            if line.author != "agent" or line.staff_id is None:
                continue
            if talk.after_account or (
                line.staff_id in self._after_sale and talk.after_sale_at(line.at)
            ):
                continue
            if self._days.business(line.at) in spoke or (talk.id, line.seq) in self._answering:
                sets = self._at(line.staff_id, talk.storefront, line.at)
                if sets is not None:
                    (sets.filtered if talk.advertiser else sets.received).add(talk.customer)

    def _replies(self, talk: Talk) -> None:
        """Who wrote, and whether they were answered the same calendar day: on the account of who
        had the conversation and of who answered, otherwise nobody's. One answered line is
        enough."""
        for day, lines in said.by_calendar_day(talk, self._days).items():
            answerers: set[int | None] = set()
            charged: list[tuple[int | None, int]] = []
            answered = False
            for line in reversed(lines):
                if line.author == "agent":
                    answerers.add(line.staff_id)
                elif line.on_duty and not line.courtesy:
                    answered = answered or bool(answerers)
                    holder = talk.held_by(line.at)
                    people = answerers | ({holder} if holder is not None else set())
                    charged += [(one, line.at) for one in people or {None}]
            for staff_id, at in charged:
                sets = self._at(staff_id, talk.storefront, at)
                if sets is not None:
                    sets.wrote.add((talk.customer, day))
                    if answered:
                        sets.answered.add((talk.customer, day))

    def _sales(self) -> None:
        rows = self._tx.all(SALES, begins=self._days.begins_at, ends=self._days.ends_at)
        whose = owners(self._tx, [row[0] for row in rows])
        for order_id, storefront, paid_at, fen in rows:
            sets = self._at(whose[order_id], storefront, paid_at)
            if sets is not None:
                sets.sales.add(Sale(order_id, max(fen, 0)))


def _speaks(line: Line) -> bool:
    # What was pasted by hand stands as courtesy, so that it starts no round, with who pasted it.
    return line.author == "customer" and (not line.courtesy or line.staff_id is not None)
