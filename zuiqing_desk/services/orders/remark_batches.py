"""Flags and remarks on many orders in one step, undone in one."""

from collections.abc import Sequence

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.flags import meanings, table
from zuiqing_desk.services import policy, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import ownership, reading, remark_facts
from zuiqing_desk.services.orders import remarks as remarks_of
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.services.orders.remark_records import BatchRow
from zuiqing_desk.services.orders.remarks import Change
from zuiqing_desk.store.tx import Tx

MOST_FLAGS = 2000
MOST_REMARKS = 200
"""Orders in one batch: all are written in one transaction."""


def flags(tx: Tx) -> tuple[str, ...]:
    """The meanings a flag may have."""
    return meanings(table(policy.current(tx).flag_meanings))


def preview(
    tx: Tx, order_ids: Sequence[int], flag: str | None, *, remarks: bool = False
) -> list[BatchRow]:
    """What ``apply_batch`` would do. ``flag`` None leaves the flags, '' takes them off; with
    ``remarks`` each order without a remark gets its proposal.

    An order whose remark cannot be stored is left alone whole: a flag says that the sale is
    remarked. Raises Refused ``flag`` or ``too_many``.
    """
    most = MOST_REMARKS if remarks else MOST_FLAGS
    if len(order_ids) > most:
        raise Refused("too_many", f"一次最多 {most} 笔，选了 {len(order_ids)} 笔，请分几次。")
    if flag is not None:
        remarks_of.require_meaning(tx, flag)
    found = {row.id: row for row in reading.rows(tx, ids=order_ids)}
    return [
        _previewed(tx, found[order_id], flag, remarks=remarks)
        for order_id in dict.fromkeys(order_ids)
        if order_id in found
    ]


def apply_batch(tx: Tx, rows: Sequence[BatchRow], actor: int) -> int | None:
    """Carry a preview out; the batch's id, None if nothing changes.

    What somebody changed since the preview, or whose owner is another by now, is left alone.
    Raises Refused ``disabled``, ``flag`` or ``too_many``.
    """
    staff.working(tx, actor)
    if len(rows) > MOST_FLAGS:
        raise Refused("too_many", f"一次最多 {MOST_FLAGS} 笔，请分几次。")
    for flag in {row.after_flag for row in rows if row.after_flag != row.before_flag}:
        remarks_of.require_meaning(tx, flag)
    changes = [row for row in rows if row.changes and _stands(tx, row)]
    if not changes:
        return None
    batch_id = tx.insert(
        "INSERT INTO remark_batch (staff_id, at, orders) VALUES (:actor, :now, :orders)",
        actor=actor,
        now=tx.now,
        orders=len(changes),
    )
    for row in changes:
        change = Change(
            row.order_id, row.after_remark, row.after_flag, row.before_remark, row.before_flag
        )
        remarks_of.write(tx, change, actor, batch_id)
    tx.journal("orders.remarked", batch_id, actor=actor, detail=str(len(changes)))
    return batch_id


def undo_batch(tx: Tx, batch_id: int, actor: int) -> tuple[int, int]:
    """Take a batch back: (orders as they were before, orders left because changed since).

    Raises Refused ``no_batch``.
    """
    staff.working(tx, actor)
    if not tx.run(
        "UPDATE remark_batch SET undone_at = :now WHERE id = :id AND undone_at IS NULL",
        now=tx.now,
        id=batch_id,
    ):
        raise Refused("no_batch", "这一批已经撤回了。")
    undone = left = 0
    for row_id, *rest in tx.all(
        "SELECT id, order_id, remark, flag, before_remark, before_flag FROM order_remark"
        " WHERE batch_id = :id AND undone_at IS NULL ORDER BY id DESC",
        id=batch_id,
    ):
        change = Change(*rest)
        if _may_undo(tx, row_id, change):
            remarks_of.take_back(tx, row_id, change)
            undone += 1
        else:
            left += 1
    tx.journal("orders.remarks_undone", batch_id, actor=actor, detail=str(undone))
    return undone, left


def _previewed(tx: Tx, row: OrderRow, flag: str | None, *, remarks: bool) -> BatchRow:
    after = BatchRow(
        row.id,
        row.platform,
        row.number,
        row.remark,
        row.remark,
        row.flag,
        row.flag if flag is None else flag,
        "",
        row.updated_at,
    )
    if not remarks or row.remark:
        return after
    try:
        proposal = remarks_of.propose(tx, row.id)
        if not proposal.closer:
            return after._replace(refused=proposal.why_no_closer)
        if proposal.asks:
            return after._replace(refused=f"要有人看：{'；'.join(proposal.asks)}")
        text = remarks_of.checked(tx, proposal.order, proposal.remark, "new")
    except RuleError as refused:
        return after._replace(refused=refused.message)
    return after._replace(after_remark=text)


def _stands(tx: Tx, row: BatchRow) -> bool:
    """Whether the order is as it was when the batch was looked at."""
    known = tx.one(
        "SELECT updated_at, remark, flag FROM shop_order WHERE id = :id", id=row.order_id
    )
    if known != (row.updated_at, row.before_remark, row.before_flag):
        return False
    if row.after_remark == row.before_remark:
        return True
    closer = remark_facts.closer(tx, ownership.decide(tx, row.order_id))
    return bool(closer) and row.after_remark.startswith(f"[{closer}]")


def _may_undo(tx: Tx, row_id: int, change: Change) -> bool:
    order = reading.one(tx, change.order_id)
    if not remarks_of.can_undo(tx, row_id, order, change):
        return False
    if change.remark == change.before_remark:
        return True
    try:
        remarks_of.refuse_approved(order)
    except RuleError:
        return False
    return True
