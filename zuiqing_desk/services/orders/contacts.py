"""Contacts with buyers that no chat of ours shows: 醉卿 manual, 订单归属, rule 4."""

from dataclasses import dataclass
from typing import Final

from zuiqing_desk.rules.ownership_facts import MEDIA, Medium
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import chase_count, evidence
from zuiqing_desk.store.tx import Tx

NOTE_CHARS: Final = 500


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """A noted contact. ``evidence_gone``: there was a screenshot, kept as long as it had to be."""

    id: int
    order_id: int
    staff_id: int
    staff_no: str
    medium: Medium
    at: int
    note: str
    evidence_id: int | None
    evidence_name: str
    noted_at: int
    evidence_gone: bool


def note(
    tx: Tx,
    order_id: int,
    staff_id: int,
    medium: Medium,
    at: int,
    note: str = "",
    evidence_id: int | None = None,
    *,
    actor: int | None,
) -> int:
    """Note that an agent was in touch with the buyer at a time; the contact's id.

    Everybody notes their own contacts; a lead may for others. Raises Refused ``no_order``,
    ``medium``, ``future``, ``note``, ``not_lead`` or ``no_evidence``.
    """
    _require_self(tx, staff_id, actor)
    if tx.one("SELECT 1 FROM shop_order WHERE id = :id", id=order_id) is None:
        raise Refused("no_order", "这笔订单已经不在了。")
    if medium not in MEDIA:
        raise Refused("medium", f"联系方式请选：{'、'.join(MEDIA.values())}。")
    if at > tx.now:
        raise Refused("future", "联系的时间还没到，请写实际联系的时间。")
    text = clean_line(note)
    if len(text) > NOTE_CHARS:
        raise Refused("note", f"联系的说明最多 {NOTE_CHARS} 个字。")
    contact_id = tx.insert(
        "INSERT INTO contact (order_id, staff_id, medium, at, note, evidence_id, noted_at)"
        " VALUES (:order, :staff, :medium, :at, :note, NULL, :now)",
        order=order_id,
        staff=staff_id,
        medium=medium,
        at=at,
        note=text,
        now=tx.now,
    )
    if evidence_id is not None:
        _attach(tx, contact_id, evidence_id)
    # However late it is noted, what was lost falls to whoever had made contact in time.
    chase_count.count(tx, [order_id])
    tx.journal("order.contacted", order_id, actor=actor, detail=medium)
    return contact_id


def prove(tx: Tx, contact_id: int, evidence_id: int | None, actor: int | None) -> int | None:
    """Give a noted contact its screenshot, or with None take it off again; the one it had before.

    Raises Refused ``no_contact``, ``not_lead`` or ``no_evidence``.
    """
    order_id = _mine(tx, contact_id, actor)
    before: int | None = tx.value("SELECT evidence_id FROM contact WHERE id = :id", id=contact_id)
    if evidence_id is None:
        tx.run("UPDATE contact SET evidence_id = NULL WHERE id = :id", id=contact_id)
    else:
        _attach(tx, contact_id, evidence_id)
    tx.journal("order.contact_proven", order_id, actor=actor, detail=str(int(evidence_id or 0)))
    return before


def remove(tx: Tx, contact_id: int, actor: int | None) -> None:
    """Take a noted contact back. Raises Refused ``no_contact`` or ``not_lead``."""
    order_id = _mine(tx, contact_id, actor)
    tx.run("DELETE FROM contact WHERE id = :id", id=contact_id)
    tx.journal("order.contact_removed", order_id, actor=actor)


def of_order(tx: Tx, order_id: int) -> list[ContactRecord]:
    """The contacts noted for an order, by time."""
    rows = tx.all(
        "SELECT c.id, c.order_id, c.staff_id, s.staff_no, c.medium, c.at, c.note, c.evidence_id,"
        " coalesce(e.name, ''), c.noted_at, e.removed_at IS NOT NULL"
        " FROM contact c JOIN staff s ON s.id = c.staff_id"
        " LEFT JOIN evidence e ON e.id = c.evidence_id WHERE c.order_id = :id ORDER BY c.at, c.id",
        id=order_id,
    )
    return [ContactRecord(*[*rest, bool(gone)]) for *rest, gone in rows]


def _attach(tx: Tx, contact_id: int, evidence_id: int) -> None:
    evidence.extend(tx, evidence_id, contact_id)
    tx.run(
        "UPDATE contact SET evidence_id = :evidence WHERE id = :id",
        evidence=evidence_id,
        id=contact_id,
    )


def _mine(tx: Tx, contact_id: int, actor: int | None) -> int:
    """The order of a contact the actor may change."""
    row = tx.one("SELECT order_id, staff_id FROM contact WHERE id = :id", id=contact_id)
    if row is None:
        raise Refused("no_contact", "这条联系记录已经不在了。")
    order_id, staff_id = row
    if actor is not None:
        _require_self(tx, staff_id, actor)
    return int(order_id)


def _require_self(tx: Tx, staff_id: int, actor: int | None) -> None:
    if actor is not None and actor != staff_id:
        staff.require_lead(tx, actor)
        staff.by_id(tx, staff_id)
    else:
        staff.working(tx, staff_id)
