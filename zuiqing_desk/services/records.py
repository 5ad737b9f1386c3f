"""Plain detached records: what the services hand out.

Times are UTC integer microseconds. Text was cleaned when it was stored; a screen cleans again.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

State = Literal["queued", "active", "snoozed", "closed"]
Author = Literal["customer", "agent", "note", "system"]
Post = Literal["pre_sale", "after_sale"]
Role = Literal["agent", "lead"]
DutyState = Literal["on", "away", "off"]
LineStatus = Literal["", "pending", "sent", "delivered", "read", "failed", "unknown"]
MarkKind = Literal["quote", "agreed"]
MediaState = Literal["here", "elsewhere", "wanted", "failed", "erased"]


@dataclass(frozen=True, slots=True)
class ShopInfo:
    name: str
    time_zone: str
    day_start_minute: int


@dataclass(frozen=True, slots=True)
class StaffMember:
    id: int
    staff_no: str
    name: str
    role: Role
    pre_sale: bool
    after_sale: bool
    active: bool
    duty: DutyState = "off"
    duty_since: int | None = None


class QueueRow(NamedTuple):
    """One row of the queue, most urgent first.

    ``waiting_since`` and ``target_s`` are set while a *counted* round runs; the screen computes the
    seconds left from them (rules.clock.seconds_left) without asking the store again.
    ``off_duty_since`` is set for lines that came while nobody was on duty; ``stuck`` counts answers
    that need the agent. A tuple, because hundreds are made on every change (a frozen dataclass
    measured 1.7 of the bare SQL).
    """

    id: int
    channel: str
    account: str
    storefront: str
    customer: str
    state: State
    post: Post
    assignee_id: int | None
    assignee_no: str | None
    unread: int
    waiting_since: int | None
    target_s: int
    off_duty_since: int | None
    last_text: str
    last_from: str
    last_line_at: int
    snoozed_until: int | None
    stuck: int
    band: int
    urgency: int


class MediaRecord(NamedTuple):
    """What a line carries.

    ``kind`` is the content's (png, pdf …), '' while nobody has seen it, as ``bytes`` is 0 and
    ``sha256`` ''; ``width`` and ``height`` are pixels. ``url_host``: where it can be fetched from,
    or ''. ``reason`` says why it could not be.
    """

    line_id: int
    name: str
    kind: str
    bytes: int
    width: int | None
    height: int | None
    state: MediaState
    reason: str = ""
    url_host: str = ""
    sha256: str = ""


class LineRecord(NamedTuple):
    """One line of a conversation.

    ``outbox_state`` and ``reason`` are set while it is on its way; ``recalled``: the customer took
    it back. A tuple, as QueueRow is.
    """

    id: int
    seq: int
    at: int
    author: Author
    staff_no: str | None
    kind: str
    text: str
    status: LineStatus
    courtesy: bool
    on_duty: bool
    marks: tuple[MarkKind, ...] = ()
    outbox_id: int | None = None
    outbox_state: str = ""
    reason: str = ""
    recalled: bool = False
    media: MediaRecord | None = None


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """One round. ``answered_at`` and the seconds are None while it runs (microseconds)."""

    started_at: int
    started_seq: int
    answered_at: int | None
    answered_seq: int | None
    staff_no: str | None
    shop_us: int | None
    agent_us: int | None
    counted: bool


class AssignmentRecord(NamedTuple):
    staff_no: str
    staff_name: str
    how: str
    started_at: int
    ended_at: int | None


@dataclass(frozen=True, slots=True)
class Looker:
    """Somebody who has a conversation open; ``typing_until`` is 0 when they write nothing."""

    staff_no: str
    name: str
    typing_until: int


class ChatCard(NamedTuple):
    """The customer card: who this is and how the conversation went so far. A tuple, as QueueRow
    is."""

    conversation_id: int
    customer_id: int
    customer: str
    channel: str
    account: str
    storefront: str
    external_id: str
    opened_at: int
    blocked: bool
    visitor_online: bool
    visitor_typing_until: int
    delivered_seq: int
    read_seq: int
    advertiser: bool
    assignments: tuple[AssignmentRecord, ...]
    other_conversations: int
    lookers: tuple[Looker, ...] = ()
    holder_off: bool = False
    """Whether somebody has it who is off duty."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation with a window of its lines (oldest first), and what there is beyond it.
    ``last_seq``: of its newest line."""

    row: QueueRow
    lines: tuple[LineRecord, ...]
    has_earlier: bool
    card: ChatCard
    has_later: bool = False
    last_seq: int = 0


@dataclass(frozen=True, slots=True)
class DraftRecord:
    conversation_id: int
    text: str
    cursor: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The status line: what waits now and how today went (shop-wide, counted rounds only)."""

    waiting: int
    overdue: int
    first_answer_avg_us: int | None
    within_180_permille: int | None


@dataclass(frozen=True, slots=True)
class GatewayInfo:
    pid: int
    url: str
    problem: str
    since: int
    seen_at: int


@dataclass(frozen=True, slots=True)
class Change:
    """One journal row as the feed hands it out."""

    id: int
    at: int
    actor_id: int | None
    kind: str
    subject_id: int
    detail: str
