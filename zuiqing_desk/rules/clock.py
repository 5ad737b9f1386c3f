"""The clock of a conversation: rounds, what they measure, and who comes first in the queue.

A round starts at the first customer line without an answer and ends at the agent's next line. All
times are UTC microseconds, given from outside; targets are seconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from zuiqing_desk.rules.policy import ShopPolicy

MICROSECONDS = 1_000_000
RUNNING, OFF_DUTY, REST = 0, 1, 2
"""Bands of the queue: a counted round runs; lines came off duty; everything else."""

Level = Literal["ok", "missed", "overdue"]


@dataclass(frozen=True, slots=True)
class RoundState:
    """What the clock must remember between two lines of one conversation.

    ``started_at`` and ``started_seq`` are None while nothing is unanswered. A running round that is
    not ``counted`` came while nobody was on duty. ``counted_day`` is the business day of the newest
    counted round, ``first_of_day`` says whether the running round was the first of its day.
    """

    started_at: int | None = None
    started_seq: int | None = None
    counted: bool = False
    target_s: int = 0
    counted_day: int | None = None
    agent_asked: bool = False
    agent_spoke: bool = False
    first_of_day: bool = False


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """``on_duty``: somebody of the shop was.

    ``courtesy``: as decided when the line came (``does_courtesy``) or by an agent since.
    """

    seq: int
    at: int
    on_duty: bool
    courtesy: bool


@dataclass(frozen=True, slots=True)
class AgentLine:
    """An answer by a person; an automatic reply is none. ``asked``: it asks something."""

    seq: int
    at: int
    staff_id: int
    assigned_at: int | None
    asked: bool


Event = CustomerLine | AgentLine


@dataclass(frozen=True, slots=True)
class Answered:
    """A finished round. ``shop_us`` and ``agent_us`` are microseconds, never negative."""

    started_at: int
    started_seq: int
    answered_at: int
    answered_seq: int
    staff_id: int
    shop_us: int
    agent_us: int
    counted: bool
    first_of_day: bool


def step(
    state: RoundState, event: Event, policy: ShopPolicy, day: int
) -> tuple[RoundState, Answered | None]:
    """The state after ``event``, and the round it finished. ``day``: business day of the event."""
    if isinstance(event, CustomerLine):
        return _customer_wrote(state, event, policy, day), None
    return _agent_wrote(state, event)


def fold(
    events: Iterable[tuple[Event, int]], policy: ShopPolicy
) -> tuple[RoundState, list[Answered]]:
    """``step`` over every (event, business day) of a conversation, from its beginning."""
    state, rounds = RoundState(), []
    for event, day in events:
        state, answered = step(state, event, policy, day)
        if answered is not None:
            rounds.append(answered)
    return state, rounds


def does_courtesy(state: RoundState, is_courtesy_text: bool) -> bool:
    """Whether a line that is a courtesy by its text starts no round here (house rule).

    Only when nothing is unanswered, and the agent's line before it did not ask anything.
    """
    return (
        is_courtesy_text
        and state.started_at is None
        and state.agent_spoke
        and not state.agent_asked
    )


def _customer_wrote(
    state: RoundState, line: CustomerLine, policy: ShopPolicy, day: int
) -> RoundState:
    if state.counted or (line.courtesy and state.started_at is None):
        return state
    if line.on_duty:
        # Lines of the hours without duty count for nothing: the round begins again here.
        first = state.counted_day != day
        return replace(
            state,
            started_at=line.at,
            started_seq=line.seq,
            counted=True,
            target_s=policy.first_target_s if first else policy.target_s,
            counted_day=day,
            first_of_day=first,
        )
    if state.started_at is None:
        return replace(state, started_at=line.at, started_seq=line.seq)
    return state


def _agent_wrote(state: RoundState, line: AgentLine) -> tuple[RoundState, Answered | None]:
    after = RoundState(counted_day=state.counted_day, agent_asked=line.asked, agent_spoke=True)
    if state.started_at is None or state.started_seq is None:
        return after, None
    agents_start = max(state.started_at, line.assigned_at or state.started_at)
    return after, Answered(
        started_at=state.started_at,
        started_seq=state.started_seq,
        answered_at=line.at,
        answered_seq=line.seq,
        staff_id=line.staff_id,
        # A clock that was set back must not give anybody a negative time.
        shop_us=max(0, line.at - state.started_at),
        agent_us=max(0, line.at - agents_start),
        counted=state.counted,
        first_of_day=state.first_of_day,
    )


def seconds_left(started_at: int, target_s: int, now: int) -> int:
    """Whole seconds until the target is missed, rounded down; negative once it is (house rule)."""
    return (started_at + target_s * MICROSECONDS - now) // MICROSECONDS


def level(started_at: int, target_s: int, now: int, overdue_s: int) -> Level:
    """How the running round stands: in time, target missed, or 超时 (past ``overdue_s``)."""
    if seconds_left(started_at, target_s, now) >= 0:
        return "ok"
    return "missed" if seconds_left(started_at, overdue_s, now) >= 0 else "overdue"


def place(state: RoundState, last_line_at: int) -> tuple[int, int]:
    """The place in the queue: (band, urgency), smallest first.

    Counted rounds by the moment their target is missed, then lines that came off duty, oldest
    first, then the rest, newest activity first.
    """
    if state.started_at is None:
        return REST, -last_line_at
    if state.counted:
        return RUNNING, state.started_at + state.target_s * MICROSECONDS
    return OFF_DUTY, state.started_at
