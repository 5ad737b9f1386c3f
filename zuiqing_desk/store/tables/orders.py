"""Orders, from placing to dispatch: what was bought, the remark, the audit, the chase."""

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Order(SQLModel, table=True):
    """An order as its platform knows it, and what this shop made of it. Money is integer 分.

    What an import may rewrite and what only this shop writes are kept apart: the platform's own
    remark and flag stand beside ``remark`` and ``flag``.
    """

    __tablename__ = "shop_order"
    __table_args__ = (
        UniqueConstraint("platform", "number", name="order_number"),
        Index("order_state", "state", "placed_at", "id"),
        Index("order_placed", "placed_at", "id"),
        Index("order_paid", "paid_at", "id"),
        Index(
            "order_audit",
            "urgent",
            "paid_at",
            "id",
            sqlite_where=text("state IN ('paid', 'audit', 'held') AND verdict <> 'approved'"),
        ),
        Index("order_held", "hold_until", sqlite_where=text("state = 'held'")),
        Index("order_handed_back", "handed_to", sqlite_where=text("verdict = 'handed_back'")),
        Index("order_buyer", "platform", "buyer"),
        Index("order_phone", "phone", sqlite_where=text("phone <> ''")),
        Index("order_customer", "customer_id", sqlite_where=text("customer_id IS NOT NULL")),
        Index(
            "order_conversation",
            "conversation_id",
            sqlite_where=text("conversation_id IS NOT NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    platform: str = Field(description="one of rules.order_platforms.PLATFORMS")
    number: str = Field(description="the platform's order number; text, never a figure")
    storefront_id: int | None = Field(default=None, foreign_key="storefront.id")
    state: str = Field(description="unpaid | paid | audit | held | dispatched | closed | refund")
    platform_state: str = Field(default="", description="in the platform's own words")
    buyer: str = Field(default="", description="the buyer's id on the platform")
    receiver: str = ""
    phone: str = Field(default="", description="digits alone, as far as the platform tells")
    address: str = ""
    address_before: str = Field(default="", description="set when an import changed the address")
    province: str = Field(default="", description="'' while the address could not be placed")
    city: str = ""
    district: str = ""
    goods_fen: int | None = None
    freight_fen: int | None = None
    amount_fen: int | None = Field(default=None, description="what the buyer pays or paid")
    refund_fen: int = 0
    buyer_message: str = ""
    waybill: str = ""
    waybill_courier: str = ""
    closed_reason: str = ""
    platform_remark: str = ""
    platform_flag: int | None = None
    extra: str = Field(default="{}", description="JSON: columns nobody asked about, as they were")
    placed_at: int | None = None
    paid_at: int | None = None
    finished_at: int | None = None
    customer_id: int | None = Field(default=None, foreign_key="customer.id")
    conversation_id: int | None = Field(default=None, foreign_key="conversation.id")
    linked_how: str | None = Field(
        default=None, description="one of rules.order_links.WAYS while it is linked"
    )
    unlinked: bool = Field(default=False, description="unlinked by hand: no import links it again")
    urgent: bool = Field(default=False, description="加急")
    cod: bool = Field(default=False, description="cash on delivery 货到付款")
    remark: str = Field(default="", description="ours, as stored; '' while there is none")
    flag: str = Field(default="", description="the meaning of our flag: 成交, 待跟进, …")
    remark_by: int | None = Field(default=None, foreign_key="staff.id")
    remark_at: int | None = None
    verdict: str = Field(default="", description="'' | approved | refused | handed_back")
    verdict_by: int | None = Field(default=None, foreign_key="staff.id")
    verdict_at: int | None = None
    verdict_reason: str = ""
    hold_until: int | None = None
    handed_to: int | None = Field(default=None, foreign_key="staff.id")
    confirmed_at: int | None = Field(default=None, description="finance: the money is in")
    confirmed_by: int | None = Field(default=None, foreign_key="staff.id")
    import_id: int | None = Field(default=None, foreign_key="order_import.id")
    created_at: int
    created_by: int | None = Field(default=None, foreign_key="staff.id")
    updated_at: int


class OrderItem(SQLModel, table=True):
    """One line of an order. ``provisional``: only the order's own title and total are known yet."""

    __tablename__ = "order_item"
    __table_args__ = (UniqueConstraint("order_id", "key", name="order_item_key"),)
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="shop_order.id")
    key: str = Field(description="the platform's sub-order number, else what tells lines apart")
    title: str
    spec: str = ""
    code: str = Field(default="", description="商家编码")
    quantity: int
    price_fen: int | None = None
    product_id: int | None = Field(default=None, foreign_key="product.id")
    provisional: bool = False


class OrderImport(SQLModel, table=True):
    """One run of ``orders import``."""

    __tablename__ = "order_import"
    id: int | None = Field(default=None, primary_key=True)
    started_at: int
    ended_at: int | None = None
    actor_id: int | None = Field(default=None, foreign_key="staff.id")
    files: str = Field(default="", description="file names, one a line")
    added: int = 0
    changed: int = 0
    skipped: int = 0


class OrderRemark(SQLModel, table=True):
    """Every remark and flag that was stored for an order. Never changed but by its undoing."""

    __tablename__ = "order_remark"
    __table_args__ = (
        Index("order_remark_order", "order_id", "id"),
        Index("order_remark_batch", "batch_id", sqlite_where=text("batch_id IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="shop_order.id")
    remark: str
    flag: str
    before_remark: str
    before_flag: str
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    at: int
    batch_id: int | None = Field(default=None, foreign_key="remark_batch.id")
    undone_at: int | None = None


class RemarkBatch(SQLModel, table=True):
    """Flags or remarks set on many orders in one step, which can be undone in one."""

    __tablename__ = "remark_batch"
    id: int | None = Field(default=None, primary_key=True)
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    at: int
    orders: int
    undone_at: int | None = None


class OwnerClaim(SQLModel, table=True):
    """An agent says that an order is theirs, against or without what the facts say."""

    __tablename__ = "owner_claim"
    __table_args__ = (UniqueConstraint("order_id", "staff_id", name="owner_claim_once"),)
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="shop_order.id")
    staff_id: int = Field(foreign_key="staff.id")
    reason: str
    extended: bool = Field(
        default=False, description="on my recommendation the buyer bought more or changed the order"
    )
    at: int
    withdrawn_at: int | None = None


class Ruling(SQLModel, table=True):
    """A lead's decision whose order it is. The newest one stands; one without a reason says that
    none does any more."""

    __table_args__ = (Index("ruling_order", "order_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="shop_order.id")
    owner_id: int | None = Field(default=None, foreign_key="staff.id")
    reason: str
    ruled_by: int | None = Field(default=None, foreign_key="staff.id")
    at: int


class Violation(SQLModel, table=True):
    """A violation of the rules of ownership, confirmed by a lead."""

    __table_args__ = (Index("violation_staff", "staff_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="shop_order.id")
    staff_id: int = Field(foreign_key="staff.id")
    reason: str
    fine_fen: int
    confirmed_by: int | None = Field(default=None, foreign_key="staff.id")
    at: int
    withdrawn_at: int | None = None


class Contact(SQLModel, table=True):
    """An agent's contact with an order's buyer outside the chat, or one noted by hand.

    ``medium`` other than the chat counts for ownership only with ``evidence``.
    """

    __table_args__ = (Index("contact_order", "order_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="shop_order.id")
    staff_id: int = Field(foreign_key="staff.id")
    medium: str = Field(description="chat | phone | sms | wechat | qq | other")
    at: int
    note: str = ""
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id")
    noted_at: int


class Evidence(SQLModel, table=True):
    """A screenshot, kept under its hash in the evidence folder."""

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)
    name: str
    bytes: int
    added_by: int | None = Field(default=None, foreign_key="staff.id")
    added_at: int
    kept_until: int
    removed_at: int | None = Field(default=None, description="the file is gone; the row stays")


class Promise(SQLModel, table=True):
    """What was promised to a customer: 承诺."""

    __table_args__ = (
        Index("promise_order", "order_id", sqlite_where=text("order_id IS NOT NULL")),
        Index("promise_conversation", "conversation_id", "id"),
        Index("promise_open", "until", sqlite_where=text("state = 'open'")),
    )
    id: int | None = Field(default=None, primary_key=True)
    conversation_id: int | None = Field(default=None, foreign_key="conversation.id")
    line_id: int | None = Field(default=None, foreign_key="line.id")
    line_seq: int | None = None
    order_id: int | None = Field(default=None, foreign_key="shop_order.id")
    kind: str = Field(description="one of rules.promises.KINDS")
    what: str
    until: int | None = None
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    made_at: int
    state: str = Field(default="open", description="open | kept | dropped")
    settled_by: int | None = Field(default=None, foreign_key="staff.id")
    settled_at: int | None = None
    reason: str = ""


class AuditError(SQLModel, table=True):
    """An error of the audit found later, and what it cost."""

    __tablename__ = "audit_error"
    __table_args__ = (
        Index("audit_error_order", "order_id", "id"),
        Index("audit_error_staff", "staff_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="shop_order.id")
    staff_id: int = Field(foreign_key="staff.id", description="who audited")
    kind: str = Field(description="one of rules.audit.ERRORS")
    grade: str = Field(description="grave | ordinary")
    cost_fen: int = 0
    note: str = ""
    found_by: int | None = Field(default=None, foreign_key="staff.id")
    found_at: int
    withdrawn_at: int | None = None


class Coverage(SQLModel, table=True):
    """Whether a courier serves a place. '' for city or district means the whole of what is above;
    the most exact row counts."""

    courier: str = Field(primary_key=True)
    province: str = Field(primary_key=True)
    city: str = Field(primary_key=True)
    district: str = Field(primary_key=True)
    served: str = Field(description="yes | no | ask")
    note: str = ""


class PaymentChase(SQLModel, table=True):
    """How the chase of an unpaid order ended: 催付."""

    __tablename__ = "payment_chase"
    __table_args__ = (
        Index("payment_chase_lost", "lost_to", "ended_at", sqlite_where=text("result = 'lost'")),
    )
    order_id: int = Field(primary_key=True, foreign_key="shop_order.id")
    result: str = Field(description="paid | lost | refused | later | other")
    note: str = ""
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    lost_to: int | None = Field(default=None, foreign_key="staff.id")
    lost_why: str = Field(default="", description="'' | no_contact | no_result")
    ended_at: int


class CrossSell(SQLModel, table=True):
    """A cross-sell attempt without effort 关联营销没有力推; every two count as one lost order."""

    __tablename__ = "cross_sell"
    __table_args__ = (Index("cross_sell_staff", "staff_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    order_id: int | None = Field(default=None, foreign_key="shop_order.id")
    conversation_id: int | None = Field(default=None, foreign_key="conversation.id")
    note: str = ""
    noted_by: int | None = Field(default=None, foreign_key="staff.id")
    at: int
    withdrawn_at: int | None = None
