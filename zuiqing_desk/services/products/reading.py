"""A card read on the way to something else: no pinyin, nothing heavy is imported here."""

from zuiqing_desk.services.products.records import ProductFacts
from zuiqing_desk.store.tx import Tx

FACTS = """p.short_name, p.full_name, coalesce(f.name, ''), p.aroma, p.strength_tenths, p.volume_ml,
       p.taste, p.per_box, p.price_fen, p.floor_fen, p.gifts, p.stock, p.points, p.faq, p.pictures
"""
"""The columns of ProductFacts in its order, of ``product p LEFT JOIN storefront f``."""


def facts_of(tx: Tx, product_id: int) -> ProductFacts | None:
    """What stands on a card, or None if it is gone."""
    row = tx.one(
        f"SELECT {FACTS} FROM product p LEFT JOIN storefront f ON f.id = p.storefront_id"
        " WHERE p.id = :id AND p.archived_at IS NULL",
        id=product_id,
    )
    return None if row is None else ProductFacts(*row)


def names(tx: Tx) -> list[tuple[int, str]]:
    """Every product with its short name, and again with its full name."""
    rows = tx.all("SELECT id, short_name, full_name FROM product WHERE archived_at IS NULL")
    return [(product, name) for product, *both in rows for name in both if name]
