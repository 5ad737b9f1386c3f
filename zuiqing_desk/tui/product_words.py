"""How product cards are spoken of on the screen."""

from collections.abc import Iterator
from typing import Final

from textual.content import Content

from zuiqing_desk.rules.product_fields import SHOWN
from zuiqing_desk.rules.product_figures import (
    money_text,
    per_box_text,
    strength_text,
    volume_text,
)
from zuiqing_desk.services.products.records import ProductCard, ProductFacts
from zuiqing_desk.tui.reply_words import day_and_clock
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.prose import tidy

ONLY_FOR_US: Final = "（只给自己看，不发给客户）"
_ROWS: Final = (
    ("aroma", "strength_tenths", "volume_ml", "taste", "per_box"),
    ("price_fen", "floor_fen"),
    ("gifts", "stock", "storefront"),
)
_LISTS: Final = ("points", "faq", "pictures")


def yuan(fen: int | None) -> str:
    """A price: 268元."""
    return "" if fen is None else f"{money_text(fen)}元"


def note(card: ProductCard) -> Cell:
    """The one thing worth saying of a card in its row."""
    if card.archived:
        return "已归档", "muted"
    if card.unread:
        return "▲ 要先看过", "warning"
    if card.facts.stock == 0:
        return "没货", "warning"
    return ("已读", "muted") if card.must_read_at is not None else ("", "")


def _figures(facts: ProductFacts) -> Iterator[Content]:
    """The facts that take little room, those that belong together in a row; no unknown ones."""
    floor = yuan(facts.floor_fen)
    values = {
        "storefront": facts.storefront,
        "aroma": facts.aroma,
        "strength_tenths": strength_text(facts.strength_tenths),
        "volume_ml": volume_text(facts.volume_ml),
        "taste": facts.taste,
        "per_box": per_box_text(facts.per_box),
        "price_fen": yuan(facts.price_fen),
        "floor_fen": floor and floor + ONLY_FOR_US,
        "gifts": facts.gifts,
        "stock": "" if facts.stock is None else f"{facts.stock}瓶",
    }
    for row in _ROWS:
        known = [
            Content.assemble((SHOWN[key], "$text-muted"), " ", one_line(values[key]))
            for key in row
            if values[key]
        ]
        if known:
            yield Content(" · ").join(known)


def description(card: ProductCard, zone: str) -> Content:
    """The whole card, to be read."""
    facts = card.facts
    parts = [
        Content.assemble((one_line(facts.short_name), "bold"), "  ", one_line(facts.full_name)),
        *_figures(facts),
    ]
    for key in _LISTS:
        entries = getattr(facts, key)
        if entries:
            lines = "\n".join(f"· {line}" for line in tidy(entries).split("\n"))
            parts.append(Content.assemble((f"\n{SHOWN[key]}\n", "bold"), lines))
    parts.append(Content.styled(f"\n更新于 {day_and_clock(card.updated_at, zone)}", "$text-muted"))
    return Content("\n").join(parts)
