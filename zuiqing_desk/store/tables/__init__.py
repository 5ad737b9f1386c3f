"""Every table of the store, declared once.

SQLModel declares; Alembic migrates; the services speak plain SQL with ``:name`` parameters on the
same tables (an ORM write measured 0.05 of raw, and neither package is imported before the first
frame that way).  Conventions: ids are integers given by the store; times are UTC integer
microseconds (``*_at``, ``*_until``); no CASCADE, no triggers; order by id or seq, never by time.

Tables that are *not* journalled, because they describe the moment and expire: ``presence``,
``visitor_presence``, ``gateway``, ``draft``.
"""

from zuiqing_desk.store.tables.desk import (
    AnsweredRound,
    Assignment,
    ChannelAccount,
    Conversation,
    Customer,
    Draft,
    Duty,
    Gateway,
    Journal,
    Line,
    Mark,
    Outbox,
    Policy,
    Presence,
    Shop,
    Staff,
    Storefront,
    Visitor,
    VisitorPresence,
)
from zuiqing_desk.store.tables.library import (
    Product,
    ProductRead,
    Reply,
    ReplyImport,
    ReplyUse,
    ReplyVersion,
    Shipment,
)

__all__ = [
    "AnsweredRound",
    "Assignment",
    "ChannelAccount",
    "Conversation",
    "Customer",
    "Draft",
    "Duty",
    "Gateway",
    "Journal",
    "Line",
    "Mark",
    "Outbox",
    "Policy",
    "Presence",
    "Product",
    "ProductRead",
    "Reply",
    "ReplyImport",
    "ReplyUse",
    "ReplyVersion",
    "Shipment",
    "Shop",
    "Staff",
    "Storefront",
    "Visitor",
    "VisitorPresence",
]
