"""Canned replies, product cards, and what was shipped with the program."""

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Reply(SQLModel, table=True):
    """A canned reply 话术, as an identity: its words stand in its versions.

    ``owner_id`` is null for the team's replies. ``live`` is the version in force (approved, or the
    owner's newest), ``draft`` the one that waits for a lead. A ``staged`` reply belongs to an
    import that has not been applied; nobody sees it.
    """

    __table_args__ = (
        Index(
            "reply_team_code",
            "code",
            unique=True,
            sqlite_where=text("owner_id IS NULL AND state = 'open'"),
        ),
        Index(
            "reply_own_code",
            "owner_id",
            "code",
            unique=True,
            sqlite_where=text("owner_id IS NOT NULL AND state = 'open'"),
        ),
        Index("reply_staged", "import_id", sqlite_where=text("import_id IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    owner_id: int | None = Field(default=None, foreign_key="staff.id")
    code: str = Field(description="short code, lower case")
    state: str = Field(description="staged | open | archived")
    live: int | None = Field(default=None, description="number of the version in force")
    draft: int | None = Field(default=None, description="number of the version to be approved")
    last: int = Field(default=0, description="number of the newest version")
    import_id: int | None = Field(
        default=None, description="the reply_import that brought it; unseen until that is applied"
    )
    created_at: int
    created_by: int | None = Field(default=None, foreign_key="staff.id")


class ReplyVersion(SQLModel, table=True):
    """One wording of a reply. Never changed and never deleted once its reply is open."""

    __tablename__ = "reply_version"
    __table_args__ = (
        UniqueConstraint("reply_id", "version", name="reply_version_number"),
        Index("reply_version_staged", "import_id", sqlite_where=text("import_id IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    reply_id: int = Field(foreign_key="reply.id")
    version: int
    title: str
    category: str = Field(description="one of rules.categories.CATEGORIES")
    tags: str = Field(default="", description="separated by single spaces")
    body: str = Field(description="a template: rules.template")
    asks: str = Field(default="", description="wordings customers use, one a line")
    valid_from: int | None = None
    valid_until: int | None = Field(default=None, description="no longer offered from then on")
    readings: str = Field(default="", description="pinyin as lookup.pinyin wrote it")
    author_id: int | None = Field(default=None, foreign_key="staff.id")
    written_at: int
    approved_by: int | None = Field(default=None, foreign_key="staff.id")
    approved_at: int | None = None
    refused: str = Field(default="", description="why a lead sent the draft back")
    import_id: int | None = Field(default=None, description="as in Reply")


class ReplyImport(SQLModel, table=True):
    """An import of replies: its rows are staged in small transactions, then applied in one."""

    __tablename__ = "reply_import"
    id: int | None = Field(default=None, primary_key=True)
    actor_id: int | None = Field(default=None, foreign_key="staff.id")
    desk_id: str = Field(description="the process that stages; leftovers of a dead one are removed")
    started_at: int
    seen_at: int = Field(description="last batch; silent for long means dead")
    applied_at: int | None = None


class ReplyUse(SQLModel, table=True):
    """A reply that went out as part of an answer."""

    __tablename__ = "reply_use"
    __table_args__ = (
        Index("reply_use_reply", "reply_id", "id"),
        Index("reply_use_staff", "staff_id", "id"),
        Index("reply_use_line", "conversation_id", "line_seq"),
    )
    id: int | None = Field(default=None, primary_key=True)
    reply_id: int = Field(foreign_key="reply.id")
    version: int
    staff_id: int = Field(foreign_key="staff.id")
    conversation_id: int = Field(foreign_key="conversation.id")
    line_seq: int = Field(description="the agent line it went out in")
    at: int


class Product(SQLModel, table=True):
    """A product card: what an agent must know to sell it. Money is integer 分."""

    __table_args__ = (
        Index(
            "product_short_name",
            "short_name",
            unique=True,
            sqlite_where=text("archived_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    short_name: str = Field(description="as it stands in an order remark: 1983")
    full_name: str
    storefront_id: int | None = Field(
        default=None, foreign_key="storefront.id", description="null: sold in all"
    )
    aroma: str = ""
    strength_tenths: int | None = Field(default=None, description="tenths of a degree, % vol")
    volume_ml: int | None = None
    taste: str = ""
    per_box: int | None = Field(default=None, description="bottles a box")
    price_fen: int | None = Field(default=None, description="a bottle")
    floor_fen: int | None = Field(default=None, description="the lowest price; never for customers")
    gifts: str = ""
    stock: int | None = Field(default=None, description="bottles")
    points: str = Field(default="", description="selling points, one a line")
    faq: str = Field(default="", description="questions often asked with answers, one a line")
    pictures: str = Field(default="", description="file paths, one a line")
    readings: str = Field(default="", description="pinyin as lookup.pinyin wrote it")
    must_read_at: int | None = Field(
        default=None, description="every agent must read it; newer than their acknowledgement"
    )
    archived_at: int | None = None
    created_at: int
    created_by: int | None = Field(default=None, foreign_key="staff.id")
    updated_at: int
    updated_by: int | None = Field(default=None, foreign_key="staff.id")


class ProductRead(SQLModel, table=True):
    """An agent has read a product's card. ``marked_at`` is the must_read_at it answers."""

    __tablename__ = "product_read"
    product_id: int = Field(primary_key=True, foreign_key="product.id")
    staff_id: int = Field(primary_key=True, foreign_key="staff.id")
    marked_at: int
    read_at: int


class Shipment(SQLModel, table=True):
    """What the program brought along and laid into this store once, so that it never does again."""

    name: str = Field(primary_key=True, description="replies | …")
    edition: int
    laid_at: int
