"""Flags and remarks on many orders in one step, undone in one."""

from collections.abc import Sequence

from zuiqing_desk.services.orders.remark_records import BatchRow
from zuiqing_desk.store.tx import Tx

MOST_FLAGS = 2000
MOST_REMARKS = 200
"""Orders in one batch: all are written in one transaction."""


def flags(tx: Tx) -> tuple[str, ...]:
    """The meanings a flag may have."""
    raise NotImplementedError


def preview(
    tx: Tx, order_ids: Sequence[int], flag: str | None, *, remarks: bool = False
) -> list[BatchRow]:
    """What ``apply_batch`` would do. ``flag`` None leaves the flags, '' takes them off; with
    ``remarks`` each order without a remark gets its proposal.

    Raises Refused ``flag`` or ``too_many``.
    """
    raise NotImplementedError


def apply_batch(tx: Tx, rows: Sequence[BatchRow], actor: int) -> int | None:
    """Carry a preview out; the batch's id, None if nothing changes. What somebody changed since
    the preview is left alone."""
    raise NotImplementedError


def undo_batch(tx: Tx, batch_id: int, actor: int) -> tuple[int, int]:
    """Take a batch back: (orders as they were before, orders left because changed since).

    Raises Refused ``no_batch``.
    """
    raise NotImplementedError
