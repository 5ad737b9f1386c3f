"""The product cards: what an agent must know to sell.

Everybody reads them; a lead keeps them, since a price stands on them that binds the shop. ``actor``
None is whoever owns the file, at the command line.
"""

from zuiqing_desk.lookup.pinyin import field_readings
from zuiqing_desk.rules import product_fields as fields
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.products.reading import FACTS
from zuiqing_desk.services.products.records import ProductCard, ProductFacts
from zuiqing_desk.store.tx import Row, Tx

CHANGES_AT_ONCE = 500
"""More changes than this are answered with "everything"."""

_CARD = f"""
SELECT p.id, p.readings, p.must_read_at,
       p.must_read_at IS NOT NULL AND p.archived_at IS NULL AND :staff IS NOT NULL AND NOT EXISTS (
         SELECT 1 FROM product_read d WHERE d.product_id = p.id AND d.staff_id = :staff
         AND d.marked_at >= p.must_read_at),
       p.updated_at, p.archived_at IS NOT NULL, {FACTS}
FROM product p LEFT JOIN storefront f ON f.id = p.storefront_id
"""

FACT_COLUMNS = (
    "short_name",
    "full_name",
    "aroma",
    "strength_tenths",
    "volume_ml",
    "taste",
    "per_box",
    "price_fen",
    "floor_fen",
    "gifts",
    "stock",
    "points",
    "faq",
    "pictures",
)
"""The columns that hold a card's facts as they are; the storefront stands there as an id."""


def add(tx: Tx, facts: ProductFacts, *, actor: int | None, must_read: bool = False) -> int:
    """Make a card; its id. ``must_read``: every agent has to acknowledge it.

    Raises Refused ``not_lead``, ``name_taken``, ``storefront``, or what a field is refused for.
    """
    _require_lead(tx, actor)
    facts = checked(facts)
    _refuse_taken(tx, facts.short_name, None)
    values = _values(tx, facts)
    names = ", ".join(values)
    product_id = tx.insert(
        f"INSERT INTO product ({names}, must_read_at, created_at, created_by, updated_at,"
        f" updated_by) VALUES ({', '.join(':' + name for name in values)}, :must_read, :now,"
        " :actor, :now, :actor)",
        must_read=tx.now if must_read else None,
        now=tx.now,
        actor=actor,
        **values,
    )
    tx.journal("product.added", product_id, actor=actor)
    return product_id


def change(
    tx: Tx,
    product_id: int,
    facts: ProductFacts,
    actor: int | None,
    *,
    based_on: int | None = None,
) -> None:
    """Rewrite a card.

    ``based_on`` is the ``updated_at`` of the card the writer saw. Raises Refused
    ``changed_meanwhile``, ``no_product``, ``not_lead``, ``name_taken``, ``storefront``, or what a
    field is refused for.
    """
    _require_lead(tx, actor)
    updated_at = _open(tx, product_id)
    if based_on is not None and updated_at != based_on:
        raise Refused("changed_meanwhile", "这张商品卡刚刚有人改过，请重新打开看过再改。")
    facts = checked(facts)
    _refuse_taken(tx, facts.short_name, product_id)
    values = _values(tx, facts)
    # Two changes within a microsecond, or a clock set back, must still be told apart.
    tx.run(
        f"UPDATE product SET {', '.join(f'{name} = :{name}' for name in values)},"
        " updated_at = max(:now, updated_at + 1), updated_by = :actor WHERE id = :id",
        id=product_id,
        now=tx.now,
        actor=actor,
        **values,
    )
    tx.journal("product.changed", product_id, actor=actor)


def archive(tx: Tx, product_id: int, actor: int | None) -> None:
    """Take a card out of the catalogue. Raises Refused ``not_lead`` or ``no_product``."""
    _require_lead(tx, actor)
    _open(tx, product_id)
    tx.run(
        "UPDATE product SET archived_at = :now, updated_at = max(:now, updated_at + 1),"
        " updated_by = :actor WHERE id = :id",
        id=product_id,
        now=tx.now,
        actor=actor,
    )
    tx.journal("product.archived", product_id, actor=actor)


def unarchive(tx: Tx, product_id: int, actor: int | None) -> None:
    """Bring an archived card back as it was, with whether it must be read.

    Raises Refused ``not_lead``, ``no_product``, ``not_archived``, or ``name_taken`` when its short
    name has been given away meanwhile.
    """
    _require_lead(tx, actor)
    row = tx.one("SELECT short_name, archived_at FROM product WHERE id = :id", id=product_id)
    if row is None:
        raise Refused("no_product", "这张商品卡已经不在了。")
    short_name, archived_at = row
    if archived_at is None:
        raise Refused("not_archived", f"商品卡“{short_name}”没有归档。")
    _refuse_taken(tx, short_name, product_id, what_to_do="先改掉那一张的简称，再恢复")
    tx.run(
        "UPDATE product SET archived_at = NULL, updated_at = max(:now, updated_at + 1),"
        " updated_by = :actor WHERE id = :id",
        id=product_id,
        now=tx.now,
        actor=actor,
    )
    tx.journal("product.unarchived", product_id, actor=actor)


def all_cards(tx: Tx, staff_id: int | None) -> list[ProductCard]:
    """Every card, by id; ``unread`` is said for this person."""
    rows = tx.all(_CARD + " WHERE p.archived_at IS NULL ORDER BY p.id", staff=staff_id)
    return list(map(_card, rows))


def archived_cards(tx: Tx, staff_id: int | None) -> list[ProductCard]:
    """Every card taken out of the catalogue, the last one first."""
    rows = tx.all(
        _CARD + " WHERE p.archived_at IS NOT NULL ORDER BY p.archived_at DESC, p.id DESC",
        staff=staff_id,
    )
    return list(map(_card, rows))


def one(tx: Tx, product_id: int, staff_id: int | None) -> ProductCard | None:
    """One card, or None."""
    row = tx.one(
        _CARD + " WHERE p.id = :id AND p.archived_at IS NULL", id=product_id, staff=staff_id
    )
    return None if row is None else _card(row)


def by_name(tx: Tx, short_name: str, staff_id: int | None = None) -> ProductCard | None:
    """The card of this short name, or None."""
    row = tx.one(
        _CARD + " WHERE p.short_name = :name AND p.archived_at IS NULL",
        name=short_name,
        staff=staff_id,
    )
    return None if row is None else _card(row)


def storefronts(tx: Tx) -> list[str]:
    """The names a card's storefront may have, besides "" for all of them."""
    return [name for (name,) in tx.all("SELECT name FROM storefront ORDER BY id")]


def changed_since(
    tx: Tx, journal_id: int, staff_id: int | None
) -> tuple[int, frozenset[int] | None]:
    """Which cards changed after a journal id: (the newest journal id, product ids).

    None instead of the ids means everything. ``staff_id`` tells whose reading counts as a change.
    """
    newest = tx.value("SELECT max(id) FROM journal") or 0
    rows = tx.all(
        "SELECT kind, subject_id FROM journal WHERE id > :after"
        " AND (kind GLOB 'product.*' OR kind GLOB 'products.*')"
        " AND (kind <> 'product.read' OR actor_id = :staff) ORDER BY id LIMIT :limit",
        after=journal_id,
        staff=staff_id,
        limit=CHANGES_AT_ONCE + 1,
    )
    if len(rows) > CHANGES_AT_ONCE or any(kind.startswith("products.") for kind, _ in rows):
        return newest, None
    return newest, frozenset(subject for _, subject in rows)


def storefront_id(tx: Tx, name: str) -> int | None:
    """The storefront called ``name``; None, meaning all, for "". Raises Refused ``storefront``."""
    if not name:
        return None
    found: int | None = tx.value("SELECT id FROM storefront WHERE name = :name", name=name)
    if found is None:
        known = "、".join(storefronts(tx)) or "（还没有）"
        raise Refused("storefront", f"没有店铺“{name[:20]}”，现有：{known}；不填表示各店都卖。")
    return found


def checked(facts: ProductFacts) -> ProductFacts:
    """The facts as they are stored, every field in its canonical form. Raises Refused."""
    return fields.checked(facts)


def _values(tx: Tx, facts: ProductFacts) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(facts, name) for name in FACT_COLUMNS}
    values["storefront_id"] = storefront_id(tx, facts.storefront)
    values["readings"] = readings_of(facts)
    return values


def readings_of(facts: ProductFacts) -> str:
    """The pinyin of what a card is found by, to be stored with it."""
    return field_readings(*searched(facts))


def searched(facts: ProductFacts) -> tuple[str, str, str]:
    """What a card is found by, as a reply's title, tags and body would be."""
    tags = " ".join(filter(None, (facts.aroma, facts.taste)))
    return f"{facts.short_name} {facts.full_name}", tags, facts.points


def _card(row: Row) -> ProductCard:
    product_id, readings, must_read_at, unread, updated_at, archived, *facts = row
    return ProductCard(
        product_id,
        ProductFacts(*facts),
        readings,
        must_read_at,
        bool(unread),
        updated_at,
        bool(archived),
    )


def _open(tx: Tx, product_id: int) -> int:
    """When the card was last changed. Raises Refused ``no_product``."""
    updated_at = tx.value(
        "SELECT updated_at FROM product WHERE id = :id AND archived_at IS NULL", id=product_id
    )
    if updated_at is None:
        raise Refused("no_product", "这张商品卡已经不在了。")
    return int(updated_at)


def _refuse_taken(
    tx: Tx, short_name: str, besides: int | None, *, what_to_do: str = "请换一个"
) -> None:
    full_name = tx.value(
        "SELECT full_name FROM product WHERE short_name = :name AND archived_at IS NULL"
        " AND id IS NOT :besides",
        name=short_name,
        besides=besides,
    )
    if full_name is not None:
        raise Refused("name_taken", f"简称“{short_name}”已经是“{full_name}”的，{what_to_do}。")


def _require_lead(tx: Tx, actor: int | None) -> None:
    if actor is not None:
        staff.require_lead(tx, actor)
