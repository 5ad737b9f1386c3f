"""The shop, its people, its conversations, and the journal."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Shop(SQLModel, table=True):
    """One store is one shop; the single row has id 1."""

    __table_args__ = (CheckConstraint("id = 1", name="one_shop"),)
    id: int = Field(default=1, primary_key=True)
    name: str
    time_zone: str
    day_start_minute: int = Field(default=0, description="minutes after local midnight")
    created_at: int


class Policy(SQLModel, table=True):
    """One effective-dated value of the shop's policy; the newest effective row of a key rules."""

    __table_args__ = (Index("policy_key_from", "key", "effective_at"),)
    id: int | None = Field(default=None, primary_key=True)
    key: str
    value: str = Field(description="JSON")
    effective_at: int
    set_by: int | None = Field(default=None, foreign_key="staff.id")
    set_at: int


class Staff(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    staff_no: str = Field(unique=True)
    name: str
    role: str = Field(description="agent | lead")
    pre_sale: bool = True
    after_sale: bool = False
    pin_hash: str
    active: bool = True
    wrong_pins: int = 0
    pin_wait_until: int = 0
    created_at: int


class Duty(SQLModel, table=True):
    """An interval of being on duty (``on``) or away (``away``); open while ended_at is null."""

    __table_args__ = (
        Index("duty_staff", "staff_id", "id"),
        Index("duty_open", "staff_id", unique=True, sqlite_where=text("ended_at IS NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    state: str = Field(description="on | away")
    started_at: int
    ended_at: int | None = None


class Storefront(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class ChannelAccount(SQLModel, table=True):
    """One account of one channel: a storefront's web chat, a marketplace answered by hand, …"""

    __tablename__ = "channel_account"
    __table_args__ = (UniqueConstraint("channel", "name", name="account_name"),)
    id: int | None = Field(default=None, primary_key=True)
    storefront_id: int = Field(foreign_key="storefront.id")
    channel: str = Field(description="webchat | manual | …")
    name: str = Field(description="for manual accounts the platform: 淘宝, 京东, …")
    post: str = Field(default="pre_sale", description="pre_sale | after_sale")
    cursor: str = Field(default="", description="where the channel resumes, in its own words")


class Customer(SQLModel, table=True):
    __table_args__ = (Index("customer_name", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    name: str
    blocked_at: int | None = None
    blocked_by: int | None = Field(default=None, foreign_key="staff.id")
    created_at: int


class Conversation(SQLModel, table=True):
    """One customer on one channel account.

    ``round_*`` is the clock's state (rules.clock.RoundState); ``band`` and ``urgency`` are its
    place in the queue (rules.clock.place), kept here so that the queue is an index scan.
    A conversation without a line yet (``last_seq`` 0) is in no queue.
    """

    __table_args__ = (
        UniqueConstraint("account_id", "external_id", name="conversation_external"),
        # Who waits is counted and put in order from the index alone.
        Index(
            "conversation_queue",
            "band",
            "urgency",
            "id",
            "state",
            "round_started_at",
            sqlite_where=text("state <> 'closed' AND last_seq > 0"),
        ),
        Index("conversation_closed", "state", "last_line_at"),
        Index("conversation_customer", "customer_id"),
        Index(
            "conversation_snoozed", "snoozed_until", sqlite_where=text("snoozed_until IS NOT NULL")
        ),
        Index(
            "conversation_hands",
            "assignee_id",
            "band",
            "urgency",
            "id",
            "state",
            "round_started_at",
            sqlite_where=text("state <> 'closed' AND last_seq > 0"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="channel_account.id")
    customer_id: int = Field(foreign_key="customer.id")
    external_id: str = Field(description="the channel's name for this conversation")
    state: str = Field(default="closed", description="queued | active | snoozed | closed")
    post: str = "pre_sale"
    assignee_id: int | None = Field(default=None, foreign_key="staff.id")
    assigned_at: int | None = None
    last_agent_id: int | None = Field(default=None, foreign_key="staff.id")
    snoozed_until: int | None = None
    opened_at: int
    last_seq: int = 0
    last_line_at: int = 0
    last_text: str = Field(default="", description="start of the newest line, for the queue row")
    last_from: str = ""
    seen_seq: int = Field(default=0, description="customer lines up to here were shown to an agent")
    unread: int = 0
    delivered_seq: int = 0
    read_seq: int = 0
    round_started_at: int | None = None
    round_seq: int | None = None
    round_counted: bool = False
    round_target_s: int = 0
    round_first: bool = Field(default=False, description="the running round is the day's first")
    counted_day: int | None = Field(
        default=None, description="business day of the last counted round"
    )
    agent_asked: bool = Field(default=False, description="the last agent line asked something")
    agent_spoke: bool = Field(default=False, description="an agent has written here")
    agent_lines: int = 0
    advertiser_at: int | None = None
    band: int = 2
    urgency: int = 0


class Line(SQLModel, table=True):
    """One line of a conversation. ``status`` is only used for agent lines; what the channel proved
    beyond "sent" stands in the conversation's delivered_seq and read_seq."""

    __table_args__ = (
        UniqueConstraint("conversation_id", "seq", name="line_seq"),
        Index("line_remote", "account_id", "remote_id", unique=True),
        Index("line_staff", "staff_id", "id", sqlite_where=text("staff_id IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    conversation_id: int = Field(foreign_key="conversation.id")
    account_id: int = Field(foreign_key="channel_account.id")
    seq: int
    at: int
    author: str = Field(description="customer | agent | note | system")
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    kind: str = Field(
        default="text", description="text | picture | file | order_card | note | system"
    )
    text: str
    payload: str | None = Field(
        default=None,
        description="JSON, by kind; recalled_at: when the customer took it back (microseconds)",
    )
    remote_id: str | None = Field(default=None, description="the sender's own id; null for ours")
    client_id: str | None = None
    status: str = Field(default="", description="'' | pending | sent | failed | unknown")
    on_duty: bool = Field(default=True, description="customer lines: somebody was on duty")
    courtesy: bool = Field(default=False, description="customer lines: starts no round")


class Mark(SQLModel, table=True):
    """报价 (quote) or 谈妥 (agreed) set by an agent on a line; evidence of whose order it is."""

    __table_args__ = (UniqueConstraint("line_id", "kind", name="mark_once"),)
    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="line.id")
    kind: str = Field(description="quote | agreed")
    staff_id: int = Field(foreign_key="staff.id")
    at: int


class Assignment(SQLModel, table=True):
    """Who had a conversation, from when to when."""

    __table_args__ = (Index("assignment_conversation", "conversation_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    conversation_id: int = Field(foreign_key="conversation.id")
    staff_id: int = Field(foreign_key="staff.id")
    how: str = Field(description="routed | next | transfer | answered | opened")
    started_at: int
    ended_at: int | None = None


class AnsweredRound(SQLModel, table=True):
    """A finished round, written when it is answered; derivable again from the lines at any time."""

    __tablename__ = "answered_round"
    __table_args__ = (
        UniqueConstraint("conversation_id", "answered_seq", name="round_answer"),
        Index("answered_round_at", "answered_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    conversation_id: int = Field(foreign_key="conversation.id")
    started_seq: int
    started_at: int
    answered_seq: int
    answered_at: int
    staff_id: int = Field(foreign_key="staff.id")
    shop_us: int
    agent_us: int
    counted: bool
    first_of_day: bool


class Outbox(SQLModel, table=True):
    """An answer on its way out, written before it is sent. One row a line; removed from the working
    set by ``done_at``. Per conversation the smallest unfinished id goes first."""

    __table_args__ = (
        UniqueConstraint("line_id", name="outbox_line"),
        Index("outbox_open", "conversation_id", "id", sqlite_where=text("done_at IS NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    conversation_id: int = Field(foreign_key="conversation.id")
    account_id: int = Field(foreign_key="channel_account.id")
    line_id: int = Field(foreign_key="line.id")
    client_id: str = Field(description="never changes over retries")
    state: str = Field(default="pending", description="pending | sending | asking | failed | done")
    attempts: int = 0
    next_at: int = 0
    reason: str = ""
    done_at: int | None = None


class Draft(SQLModel, table=True):
    """What an agent has typed and not sent, as it is typed. Not journalled."""

    staff_id: int = Field(primary_key=True, foreign_key="staff.id")
    conversation_id: int = Field(primary_key=True, foreign_key="conversation.id")
    text: str
    cursor: int = Field(default=0, description="code points from the start")
    updated_at: int


class Visitor(SQLModel, table=True):
    """A web-chat visitor. The token itself is never stored, only its SHA-256 (hex)."""

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    conversation_id: int = Field(foreign_key="conversation.id", unique=True)
    created_at: int


class Preference(SQLModel, table=True):
    """How one person wants their desk, wherever they sit: quiet, the theme. Not journalled."""

    staff_id: int = Field(primary_key=True, foreign_key="staff.id")
    key: str = Field(primary_key=True)
    value: str = Field(description="JSON")
    updated_at: int


class LineIndex(SQLModel, table=True):
    """How far the full-text index of lines is filled. One row, id 1; not journalled. What it finds
    stands in the virtual table line_search, whose rows are numbered as the lines."""

    __tablename__ = "line_index"
    id: int = Field(default=1, primary_key=True)
    up_to: int = Field(description="the id of the last line that is in the index")
    earliest: int = Field(description="no line that is in the index has an earlier time")
    latest: int = Field(description="nor a later one")


class Presence(SQLModel, table=True):
    """One row a running desk: who sits at it and what they look at. Expires; not journalled."""

    desk_id: str = Field(primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    viewing_id: int | None = None
    typing_id: int | None = None
    typing_until: int = 0
    seen_at: int


class VisitorPresence(SQLModel, table=True):
    """Whether a visitor is connected and typing. Expires; not journalled."""

    __tablename__ = "visitor_presence"
    conversation_id: int = Field(primary_key=True, foreign_key="conversation.id")
    online: bool = False
    typing_until: int = 0
    seen_at: int


class Gateway(SQLModel, table=True):
    """Who runs the channels, and where the chat page is. One row, id 1; not journalled."""

    id: int = Field(default=1, primary_key=True)
    pid: int
    url: str
    problem: str = Field(default="", description="why a channel does not run, for the status line")
    since: int
    seen_at: int


class Journal(SQLModel, table=True):
    """Append-only: the change feed and the audit log. No personal text."""

    __table_args__ = (
        Index(
            "journal_access",
            "id",
            sqlite_where=text(
                "kind IN ('customer.erased', 'customer.exported', 'order.unmasked',"
                " 'staff.pin_wrong')"
            ),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    at: int
    actor_id: int | None = Field(default=None, foreign_key="staff.id")
    kind: str
    version: int = 1
    subject_id: int
    detail: str = Field(default="", description="a word or a number, never personal text")
