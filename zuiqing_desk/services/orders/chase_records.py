"""What the services of the chase hand out. Times are UTC integer microseconds."""

from dataclasses import dataclass
from typing import NamedTuple

from zuiqing_desk.rules.chase_words import ChaseResult, ChaseStep, LostWhy, Medium
from zuiqing_desk.services.orders.records import OrderRow


class Contacted(NamedTuple):
    """Who was the first to make contact after the order was placed, and how.

    ``conversation_id`` and ``seq`` point to the line; None for a contact noted by hand.
    """

    at: int
    staff_id: int
    staff_no: str
    medium: Medium
    conversation_id: int | None
    seq: int | None


@dataclass(frozen=True, slots=True)
class ChaseState:
    """Where the chase of one order stands at ``as_of``.

    ``elapsed_us`` ran on duty since ``since``; while ``running`` it goes on by itself, so a screen
    adds what has passed since ``as_of``. ``result`` is '' while none is noted; a contact without
    one needs it before ``lost_us`` are over. ``lost_to`` is a staff id, None also when nobody can
    answer for it. ``phone_from``: not to be phoned or texted before then.
    """

    order_id: int
    step: ChaseStep
    since: int
    elapsed_us: int
    running: bool
    as_of: int
    contact_us: int
    lost_us: int
    contact: Contacted | None
    result: ChaseResult | None
    note: str
    ended_at: int | None
    by: int | None
    lost_to: int | None
    lost_to_no: str
    lost_why: LostWhy | None
    phone_from: int | None

    @property
    def needs_result(self) -> bool:
        """Contact was made, and nobody has said what came of it."""
        return self.contact is not None and self.result is None


class ChaseRow(NamedTuple):
    """One row of the list of chases."""

    order: OrderRow
    chase: ChaseState


class LostCount(NamedTuple):
    """What is counted to one agent: ``lost`` = ``orders`` + one for every two ``cross_sells``."""

    staff_id: int
    staff_no: str
    orders: int
    cross_sells: int
    lost: int


class CrossSellRecord(NamedTuple):
    """A cross-sell attempt without effort, as noted."""

    id: int
    staff_id: int
    order_id: int | None
    conversation_id: int | None
    note: str
    noted_by: int | None
    at: int
