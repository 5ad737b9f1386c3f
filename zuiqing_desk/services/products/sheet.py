"""A product card as a row of a spreadsheet, and back."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from zuiqing_desk.rules import product_fields as fields
from zuiqing_desk.rules import product_figures as figures
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.product_fields import SHOWN
from zuiqing_desk.services.products.records import ProductFacts
from zuiqing_desk.services.spreadsheets import Refusal

COLUMNS: Final = tuple(SHOWN.values())
"""简称 全名 店铺 香型 度数 容量 口感 箱规 价格 底价 赠品 库存 卖点 常见问题 图片."""
REQUIRED: Final = (SHOWN["short_name"],)
"""What other columns would say stays as it is on the card when they are missing."""


def _line(field: str) -> Callable[[str], str]:
    return lambda text: fields.check_line(field, text)


def _lines(field: str) -> Callable[[str], str]:
    return lambda text: fields.check_lines(field, text)


_READ: Final[Mapping[str, Callable[[str], str | int | None]]] = {
    "short_name": fields.check_short_name,
    "full_name": _line("full_name"),
    "storefront": _line("storefront"),
    "aroma": _line("aroma"),
    "strength_tenths": figures.strength,
    "volume_ml": figures.volume,
    "taste": _line("taste"),
    "per_box": figures.per_box,
    "price_fen": lambda text: figures.money(text, "price_fen"),
    "floor_fen": lambda text: figures.money(text, "floor_fen"),
    "gifts": _line("gifts"),
    "stock": figures.stock,
    "points": _lines("points"),
    "faq": _lines("faq"),
    "pictures": _lines("pictures"),
}
_WRITTEN: Final[Mapping[str, Callable[[int | None], str]]] = {
    "strength_tenths": figures.strength_text,
    "volume_ml": figures.volume_text,
    "per_box": figures.per_box_text,
    "price_fen": figures.money_text,
    "floor_fen": figures.money_text,
    "stock": lambda bottles: "" if bottles is None else str(bottles),
}


def cells_of(facts: ProductFacts) -> tuple[str, ...]:
    """The row of a card, in the order of COLUMNS."""
    return tuple(
        _WRITTEN[field](getattr(facts, field)) if field in _WRITTEN else getattr(facts, field)
        for field in SHOWN
    )


def facts_of(
    number: int, values: Mapping[str, str], base: ProductFacts | None = None
) -> tuple[ProductFacts | None, list[Refusal]]:
    """What a row says, every fact in its stored form, or everything that is wrong with it.

    ``base`` gives the facts whose columns are missing.
    """
    refused: list[Refusal] = []
    facts: dict[str, Any] = {}
    for field, read in _READ.items():
        text = values.get(SHOWN[field])
        if text is None and base is not None:
            facts[field] = getattr(base, field)
            continue
        try:
            facts[field] = read(text or "")
        except RuleError as error:
            refused.append(Refusal(number, SHOWN[field], error.message))
    if "price_fen" in facts and "floor_fen" in facts:
        try:
            fields.check_prices(facts["price_fen"], facts["floor_fen"])
        except RuleError as error:
            refused.append(Refusal(number, SHOWN["floor_fen"], error.message))
    return (None if refused else ProductFacts(**facts)), refused
