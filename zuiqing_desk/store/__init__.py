"""The local SQLite file: tables, writer, readers, journal, migrations.

Importing this package loads neither SQLModel nor Alembic; ``store.tables`` and ``store.upgrade``
do.
"""

from zuiqing_desk.store.clock import Clock, utc_now
from zuiqing_desk.store.doctor import diagnose
from zuiqing_desk.store.engine import Store, open_store
from zuiqing_desk.store.errors import (
    Stopped,
    StoreBusy,
    StoreClosed,
    StoreDamaged,
    StoreError,
    StoreForeign,
    StoreFull,
    StoreInUse,
    StoreMissing,
    StoreReadOnly,
    StoreTooNew,
)
from zuiqing_desk.store.feed import Feed
from zuiqing_desk.store.findings import Finding
from zuiqing_desk.store.locks import DeskLock, GatewayLock
from zuiqing_desk.store.tx import Row, Tx

__all__ = [
    "Clock",
    "DeskLock",
    "Feed",
    "Finding",
    "GatewayLock",
    "Row",
    "Stopped",
    "Store",
    "StoreBusy",
    "StoreClosed",
    "StoreDamaged",
    "StoreError",
    "StoreForeign",
    "StoreFull",
    "StoreInUse",
    "StoreMissing",
    "StoreReadOnly",
    "StoreTooNew",
    "Tx",
    "diagnose",
    "open_store",
    "utc_now",
]
