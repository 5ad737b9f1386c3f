"""The notebooks: shift handover 交接本, problems and ideas 问题登记本."""

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

NEVER_AGAIN = {"sqlite_autoincrement": True}
"""An id that was given once is never given again: what was deleted by an undo may still be open on
another desk, or be counted from in a sealed page."""


class HandoverItem(SQLModel, table=True):
    """An open matter. It lives over the pages until somebody finishes it with a result or a lead
    drops it with a reason."""

    __tablename__ = "handover_item"
    __table_args__ = (
        Index("handover_item_open", "id", sqlite_where=text("state = 'open'")),
        Index("handover_item_closed", "closed_at", sqlite_where=text("state <> 'open'")),
        Index(
            "handover_item_source",
            "source",
            unique=True,
            sqlite_where=text("state = 'open' AND source <> ''"),
        ),
        Index("handover_item_conversation", "conversation_id"),
        Index("handover_item_order", "order_id"),
        NEVER_AGAIN,
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(description="one of rules.handover_words.KINDS")
    severity: str = Field(description="red | amber | green")
    summary: str
    situation: str = ""
    next_action: str = ""
    if_then: str = Field(default="", description="what to do if …: one line")
    for_staff_id: int | None = Field(
        default=None, foreign_key="staff.id", description="null: whoever comes next"
    )
    due_at: int | None = None
    conversation_id: int | None = Field(default=None, foreign_key="conversation.id")
    order_id: int | None = Field(default=None, foreign_key="shop_order.id")
    customer_id: int | None = Field(default=None, foreign_key="customer.id")
    source: str = Field(
        default="", description="what it was drafted from, as wait:12; one open item a source"
    )
    state: str = Field(default="open", description="open | done | dropped | merged")
    merged_into: int | None = Field(default=None, foreign_key="handover_item.id")
    result: str = Field(default="", description="what came of it, or why it was dropped")
    revision: int = Field(default=1, description="counts every change of its words")
    created_by: int | None = Field(default=None, foreign_key="staff.id")
    created_at: int
    closed_by: int | None = Field(default=None, foreign_key="staff.id")
    closed_at: int | None = None
    redacted_at: int | None = None


class HandoverPage(SQLModel, table=True):
    """One page a shift boundary. What a sealed page says stands in ``handover_seal``."""

    __tablename__ = "handover_page"
    __table_args__ = (
        UniqueConstraint("boundary_at", name="handover_page_boundary"),
        Index("handover_page_day", "day", "id"),
        Index("handover_page_unsealed", "id", sqlite_where=text("state <> 'sealed'")),
        Index("handover_page_unread", "id", sqlite_where=text("reviewed_at IS NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    day: int = Field(description="business day of the shift that ends, date.toordinal()")
    shift: str = Field(description="name of the shift that ends")
    next_shift: str = Field(default="", description="'' when nobody follows")
    boundary_at: int = Field(description="when the shift ends by the roster")
    mode: str = Field(default="", description="'' | face | book, once the last giver has signed")
    state: str = Field(default="preparing", description="preparing | given | sealed")
    created_at: int
    given_at: int | None = None
    sealed_at: int | None = None
    reviewed_by: int | None = Field(default=None, foreign_key="staff.id")
    reviewed_at: int | None = None


class HandoverSection(SQLModel, table=True):
    """What one leaver hands over, and their signature."""

    __tablename__ = "handover_section"
    __table_args__ = (UniqueConstraint("page_id", "giver_id", name="handover_section_giver"),)
    id: int | None = Field(default=None, primary_key=True)
    page_id: int = Field(foreign_key="handover_page.id")
    giver_id: int = Field(foreign_key="staff.id")
    state: str = Field(default="open", description="open | signed | missing")
    figures: str = Field(default="{}", description="JSON: the giver's day at the signature")
    signed_at: int | None = None
    signed_by: int | None = Field(
        default=None, foreign_key="staff.id", description="the giver, or the lead who stood in"
    )
    reason: str = Field(default="", description="why the giver did not sign")


class HandoverDraft(SQLModel, table=True):
    """An open matter the desk found for a section, until its giver has decided about it."""

    __tablename__ = "handover_draft"
    __table_args__ = (UniqueConstraint("section_id", "source", name="handover_draft_source"),)
    id: int | None = Field(default=None, primary_key=True)
    section_id: int = Field(foreign_key="handover_section.id")
    source: str
    words: str = Field(description="JSON: ItemWords, with clue, stand and gone as they were found")
    edited: bool = Field(default=False, description="changed by hand: a refresh leaves it alone")
    state: str = Field(default="proposed", description="proposed | accepted | dropped | merged")
    item_id: int | None = Field(default=None, foreign_key="handover_item.id")
    reason: str = ""
    decided_at: int | None = None


class HandoverEntry(SQLModel, table=True):
    """An item on a page, and what the taker did about it."""

    __tablename__ = "handover_entry"
    __table_args__ = (Index("handover_entry_item", "item_id", "page_id"),)
    page_id: int = Field(primary_key=True, foreign_key="handover_page.id")
    item_id: int = Field(primary_key=True, foreign_key="handover_item.id")
    section_id: int = Field(foreign_key="handover_section.id")
    position: int
    revision: int = Field(description="of the item as it was handed over")
    acked_by: int | None = Field(default=None, foreign_key="staff.id")
    acked_at: int | None = None
    said_by: int | None = Field(default=None, foreign_key="staff.id")
    said_at: int | None = None
    said: str = Field(default="", description="in the taker's words, when nobody was there to hear")


class HandoverTaker(SQLModel, table=True):
    """Who takes a page over; ``duty``: as 当值, whose signature seals it."""

    __tablename__ = "handover_taker"
    page_id: int = Field(primary_key=True, foreign_key="handover_page.id")
    staff_id: int = Field(primary_key=True, foreign_key="staff.id")
    duty: bool = False
    allowed_by: int | None = Field(
        default=None, foreign_key="staff.id", description="the lead who let somebody else take it"
    )
    signed_at: int | None = None


class HandoverRemark(SQLModel, table=True):
    """Said on a page: a question of the taker, a lead's comment or question back, an addition."""

    __tablename__ = "handover_remark"
    __table_args__ = (
        Index("handover_remark_page", "page_id", "id"),
        Index(
            "handover_remark_unanswered",
            "id",
            sqlite_where=text("answered_at IS NULL AND kind IN ('question', 'ask_back')"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    page_id: int = Field(foreign_key="handover_page.id")
    item_id: int | None = Field(default=None, foreign_key="handover_item.id")
    kind: str = Field(description="question | ask_back | comment | addition")
    text: str
    by: int = Field(foreign_key="staff.id")
    at: int
    answer: str = ""
    answered_by: int | None = Field(default=None, foreign_key="staff.id")
    answered_at: int | None = None
    redacted_at: int | None = None


class HandoverEvent(SQLModel, table=True):
    """What happened to an item, over all its pages."""

    __tablename__ = "handover_event"
    __table_args__ = (Index("handover_event_item", "item_id", "id"), NEVER_AGAIN)
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="handover_item.id")
    page_id: int | None = Field(default=None, foreign_key="handover_page.id")
    what: str = Field(description="one of rules.handover_words.EVENTS")
    words: str = ""
    by: int | None = Field(default=None, foreign_key="staff.id")
    at: int


class HandoverSeal(SQLModel, table=True):
    """One link of the chain: the canonical bytes of a page as signed, or of an amendment."""

    __tablename__ = "handover_seal"
    __table_args__ = (Index("handover_seal_page", "page_id", "number"),)
    number: int = Field(primary_key=True, description="1, 2, 3 … without gaps")
    page_id: int = Field(foreign_key="handover_page.id")
    kind: str = Field(description="page | amendment")
    body: bytes = Field(description="canonical JSON, UTF-8; texts stand in it as digests alone")
    before: str = Field(description="hash of the link before, hex; zeros for the first")
    hash: str = Field(description="SHA-256, hex")


class HandoverText(SQLModel, table=True):
    """A text a sealed link knows by its salted digest, so that it can be erased on request."""

    __tablename__ = "handover_text"
    __table_args__ = (UniqueConstraint("number", "key", name="handover_text_key"),)
    id: int | None = Field(
        default=None, primary_key=True, description="the search index knows it by this"
    )
    number: int = Field(foreign_key="handover_seal.number")
    key: str = Field(description="where in the link, as item:12:summary")
    salt: str = Field(description="hex; '' once erased")
    text: str | None = Field(default=None, description="null once erased")
    redacted_at: int | None = None
    before: int | None = Field(
        default=None,
        description="the first text here that says the same as the first there, on the page before",
    )


class ProblemNote(SQLModel, table=True):
    """A problem or an idea at the moment it occurred: 问题登记本."""

    __tablename__ = "problem_note"
    __table_args__ = (
        Index("problem_note_at", "at", "id"),
        Index("problem_note_open", "id", sqlite_where=text("state <> 'settled'")),
    )
    id: int | None = Field(default=None, primary_key=True)
    text: str
    by: int = Field(foreign_key="staff.id")
    at: int
    place: str = Field(default="", description="the page that was on screen, by its action id")
    conversation_id: int | None = Field(default=None, foreign_key="conversation.id")
    order_id: int | None = Field(default=None, foreign_key="shop_order.id")
    state: str = Field(default="open", description="open | answered | settled")
    answer: str = ""
    answered_by: int | None = Field(default=None, foreign_key="staff.id")
    answered_at: int | None = None
    settled_by: int | None = Field(default=None, foreign_key="staff.id")
    settled_at: int | None = None
    reply_id: int | None = Field(
        default=None, foreign_key="reply.id", description="the reply draft it was turned into"
    )
