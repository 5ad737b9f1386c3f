"""Platforms that are connected from outside, what customers send besides words, and what was
erased."""

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class BridgeAccount(SQLModel, table=True):
    """One connected account of a platform: a channel account of the kind ``bridge``.

    Its secret lies here, so that whichever process takes the channels over has it.
    """

    __tablename__ = "bridge_account"
    account_id: int = Field(primary_key=True, foreign_key="channel_account.id")
    slug: str = Field(unique=True, description="its name in the address; never given again")
    platform: str = Field(description="as in shop_order: taobao, jd, …; or other")
    url: str = Field(default="", description="where the connector listens; '' for none")
    secret: str = Field(description="whsec_…, for both directions")
    secret_before: str | None = Field(default=None, description="valid until before_until")
    before_until: int | None = None
    created_at: int
    removed_at: int | None = None


class BridgeSeen(SQLModel, table=True):
    """A webhook that was taken in, so that the same one again changes nothing. Kept for some days;
    not journalled."""

    __tablename__ = "bridge_seen"
    __table_args__ = (
        UniqueConstraint("account_id", "webhook_id", name="bridge_once"),
        Index("bridge_seen_at", "at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="bridge_account.account_id")
    webhook_id: str
    digest: str = Field(description="SHA-256 of the body, hexadecimal")
    answer: str = Field(description="JSON, as it was given")
    at: int


class BridgeEvent(SQLModel, table=True):
    """Something a connector is to be told besides answers: written before it is sent.

    Repeating one is harmless. Of one account and subject the smallest unfinished id goes first.
    """

    __tablename__ = "bridge_event"
    __table_args__ = (
        Index("bridge_event_open", "account_id", "id", sqlite_where=text("done_at IS NULL")),
        Index("bridge_event_subject", "kind", "subject_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="bridge_account.account_id")
    kind: str = Field(description="conversation.closed | order.remark")
    subject_id: int = Field(description="the conversation's or the order's id")
    state: str = Field(default="pending", description="pending | sending | done | failed")
    attempts: int = 0
    next_at: int = 0
    reason: str = ""
    created_at: int
    done_at: int | None = None


class Media(SQLModel, table=True):
    """A picture or file that lies in the folder of files, under the hash of what is in it."""

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)
    kind: str = Field(description="what its content is: png, jpg, gif, webp, bmp, pdf, mp4")
    bytes: int
    width: int | None = Field(default=None, description="pixels; null for what has none")
    height: int | None = None
    added_at: int
    removed_at: int | None = None


class LineMedia(SQLModel, table=True):
    """What a line of the kind ``picture`` or ``file`` carries."""

    __tablename__ = "line_media"
    __table_args__ = (
        Index("line_media_of", "media_id"),
        Index("line_media_wanted", "line_id", sqlite_where=text("state = 'wanted'")),
    )
    line_id: int = Field(primary_key=True, foreign_key="line.id")
    media_id: int | None = Field(default=None, foreign_key="media.id")
    name: str = Field(default="", description="as its sender called it, cleaned; shown only")
    url: str = Field(default="", description="where it can be had, if it did not come along")
    state: str = Field(description="here | elsewhere | wanted | failed | erased")
    reason: str = ""


class Erasure(SQLModel, table=True):
    """A customer whose data was erased on request; the file erasures.jsonl says the same, for a
    backup that is older."""

    __table_args__ = (Index("erasure_customer", "customer_id"),)
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    erased_by: int | None = Field(default=None, foreign_key="staff.id")
    at: int
    counts: str = Field(description="JSON: how many lines, orders … were emptied")
    step: str = Field(description="JSON: where it goes on; '' when all is done")
