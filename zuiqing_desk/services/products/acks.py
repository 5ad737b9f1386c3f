"""New products are read by everybody before they are on sale (客服 manual 000)."""

from dataclasses import dataclass

from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.products.catalogue import all_cards
from zuiqing_desk.services.products.records import ProductCard
from zuiqing_desk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Reader:
    """Whether a working colleague has read the card as it was last marked.

    ``read_at`` is None for one who has not (UTC microseconds).
    """

    staff_no: str
    name: str
    read_at: int | None


def mark_must_read(tx: Tx, product_id: int, actor: int | None) -> None:
    """Ask everybody to read this card, again if they have read an earlier state of it.

    Raises Refused ``not_lead`` or ``no_product``.
    """
    if actor is not None:
        staff.require_lead(tx, actor)
    # Later than any reading there was, also after the mark was off or the clock set back.
    changed = tx.run(
        "UPDATE product SET must_read_at = max(:now, coalesce(must_read_at + 1, 0), coalesce(("
        "SELECT max(marked_at) + 1 FROM product_read WHERE product_id = :id), 0))"
        " WHERE id = :id AND archived_at IS NULL",
        id=product_id,
        now=tx.now,
    )
    if not changed:
        raise Refused("no_product", "这张商品卡已经不在了。")
    tx.journal("product.must_read", product_id, actor=actor)


def unmark(tx: Tx, product_id: int, actor: int | None) -> None:
    """Ask nobody to read this card any more. Who has read it is kept, but does not count for a
    later mark.

    Raises Refused ``not_lead``, ``no_product`` or ``not_marked``.
    """
    if actor is not None:
        staff.require_lead(tx, actor)
    row = tx.one(
        "SELECT short_name, must_read_at FROM product WHERE id = :id AND archived_at IS NULL",
        id=product_id,
    )
    if row is None:
        raise Refused("no_product", "这张商品卡已经不在了。")
    short_name, marked_at = row
    if marked_at is None:
        raise Refused("not_marked", f"没有要求大家看“{short_name}”。")
    tx.run("UPDATE product SET must_read_at = NULL WHERE id = :id", id=product_id)
    tx.journal("product.unmarked", product_id, actor=actor)


def read(tx: Tx, product_id: int, staff_id: int) -> None:
    """Acknowledge: this person has read the card. Nothing happens where nothing was asked.

    Raises Refused ``no_product`` or ``disabled``.
    """
    staff.working(tx, staff_id)
    row = tx.one(
        "SELECT must_read_at FROM product WHERE id = :id AND archived_at IS NULL", id=product_id
    )
    if row is None:
        raise Refused("no_product", "这张商品卡已经不在了。")
    (marked_at,) = row
    if marked_at is None:
        return
    changed = tx.run(
        "INSERT INTO product_read (product_id, staff_id, marked_at, read_at)"
        " VALUES (:id, :staff, :marked, :now)"
        " ON CONFLICT (product_id, staff_id) DO UPDATE SET marked_at = excluded.marked_at,"
        " read_at = excluded.read_at WHERE product_read.marked_at < excluded.marked_at",
        id=product_id,
        staff=staff_id,
        marked=marked_at,
        now=tx.now,
    )
    if changed:
        tx.journal("product.read", product_id, actor=staff_id)


def readers(tx: Tx, product_id: int) -> list[Reader]:
    """Every working colleague with whether they have read the card, those who have not first.

    Empty while nobody has to read it.
    """
    rows = tx.all(
        "SELECT s.staff_no, s.name, d.read_at FROM product p JOIN staff s ON s.active"
        " LEFT JOIN product_read d ON d.product_id = p.id AND d.staff_id = s.id"
        " AND d.marked_at >= p.must_read_at"
        " WHERE p.id = :id AND p.must_read_at IS NOT NULL"
        " ORDER BY d.read_at IS NOT NULL, s.staff_no",
        id=product_id,
    )
    return [Reader(*row) for row in rows]


def to_read(tx: Tx, staff_id: int) -> list[ProductCard]:
    """The cards this person has yet to read, the longest asked for first."""
    unread = [card for card in all_cards(tx, staff_id) if card.unread]
    return sorted(unread, key=lambda card: (card.must_read_at or 0, card.id))
