"""What a product card may hold: each check gives the fact as it is stored.

A check done on its own result changes nothing. The short name stands in order remarks, so it obeys
their grammar (醉卿 manual, 客户咨询下单的流程, point 5). Figures are in rules.product_figures.
"""

import dataclasses
import unicodedata
from collections.abc import Mapping
from typing import Any, ClassVar, Final, Protocol, TypeVar

from zuiqing_desk.rules.product_figures import (
    money_text,
    per_box_text,
    strength_text,
    volume_text,
)
from zuiqing_desk.rules.reply_fields import FieldError
from zuiqing_desk.rules.text import clean, clean_line

SHOWN: Final[Mapping[str, str]] = {
    "short_name": "简称",
    "full_name": "全名",
    "storefront": "店铺",
    "aroma": "香型",
    "strength_tenths": "度数",
    "volume_ml": "容量",
    "taste": "口感",
    "per_box": "箱规",
    "price_fen": "价格",
    "floor_fen": "底价",
    "gifts": "赠品",
    "stock": "库存",
    "points": "卖点",
    "faq": "常见问题",
    "pictures": "图片",
}
"""What people call the fields of services.products.records.ProductFacts."""

LONGEST_SHORT_NAME: Final = 40
_LONGEST: Final[Mapping[str, int]] = {
    "full_name": 100,
    "storefront": 40,
    "aroma": 20,
    "taste": 100,
    "gifts": 200,
}
# How many entries (one a line), and how long each may be.
_LINES: Final[Mapping[str, tuple[int, int]]] = {
    "points": (30, 200),
    "faq": (60, 500),
    "pictures": (30, 500),
}
_IN_REMARKS: Final = "[],+【】"


class Facts(Protocol):
    """The fields of a card, as services.products.records.ProductFacts holds them."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def short_name(self) -> str: ...
    @property
    def full_name(self) -> str: ...
    @property
    def storefront(self) -> str: ...
    @property
    def aroma(self) -> str: ...
    @property
    def strength_tenths(self) -> int | None: ...
    @property
    def volume_ml(self) -> int | None: ...
    @property
    def taste(self) -> str: ...
    @property
    def per_box(self) -> int | None: ...
    @property
    def price_fen(self) -> int | None: ...
    @property
    def floor_fen(self) -> int | None: ...
    @property
    def gifts(self) -> str: ...
    @property
    def points(self) -> str: ...
    @property
    def faq(self) -> str: ...
    @property
    def pictures(self) -> str: ...


F = TypeVar("F", bound=Facts)


def checked(facts: F) -> F:
    """The facts with every text in its canonical form. Raises FieldError for the first bad one."""
    check_prices(facts.price_fen, facts.floor_fen)
    return dataclasses.replace(
        facts,
        **{field: check_line(field, getattr(facts, field)) for field in _LONGEST},
        **{field: check_lines(field, getattr(facts, field)) for field in _LINES},
        short_name=check_short_name(facts.short_name),
    )


def check_short_name(text: str) -> str:
    """The name as remarks write it: 1 to 40 characters, none of ``[ ] , +``.

    The full-width ［ ］ 【 】 ， ＋ of an input method are refused too, since a remark would turn
    them into the half-width ones. Raises FieldError.
    """
    name = clean_line(text)
    if not name:
        raise FieldError("short_name", "简称不能为空。")
    if len(name) > LONGEST_SHORT_NAME:
        raise FieldError(
            "short_name", f"简称最多 {LONGEST_SHORT_NAME} 个字，现在有 {len(name)} 个。"
        )
    for char in name:
        if unicodedata.normalize("NFKC", char) in _IN_REMARKS:
            raise FieldError("short_name", f"简称要写进订单备注，里面不能有「{char}」。")
    return name


def check_line(field: str, text: str) -> str:
    """One line for ``field``; all but the full name may be empty. Raises FieldError."""
    line, longest = clean_line(text), _LONGEST[field]
    if not line and field == "full_name":
        raise FieldError(field, "全名不能为空。")
    if len(line) > longest:
        raise FieldError(field, f"{SHOWN[field]}最多 {longest} 个字，现在有 {len(line)} 个。")
    return line


def check_lines(field: str, text: str) -> str:
    """The entries of ``field``, one a line; empty lines go. Raises FieldError."""
    most, longest = _LINES[field]
    lines = [line for one in clean(text).split("\n") if (line := clean_line(one))]
    if len(lines) > most:
        raise FieldError(field, f"{SHOWN[field]}最多 {most} 行，现在有 {len(lines)} 行。")
    for number, line in enumerate(lines, 1):
        if len(line) > longest:
            raise FieldError(
                field, f"{SHOWN[field]}每行最多 {longest} 个字，第 {number} 行有 {len(line)} 个。"
            )
    return "\n".join(lines)


def check_prices(price_fen: int | None, floor_fen: int | None) -> None:
    """Accept prices of which the floor is not above the price. Raises FieldError."""
    if price_fen is not None and floor_fen is not None and floor_fen > price_fen:
        raise FieldError("floor_fen", "底价不能高于价格。")


def facts_line(facts: Facts) -> str:
    """The card as one line of a reply, what is not known left out; never the floor price."""
    known = (
        _aroma(facts.aroma),
        strength_text(facts.strength_tenths),
        volume_text(facts.volume_ml),
        facts.taste and f"口感{'、'.join(facts.taste.split())}",
        facts.price_fen is not None and f"每瓶{money_text(facts.price_fen)}元",
        facts.per_box is not None and f"每箱{per_box_text(facts.per_box)}",
        facts.gifts and f"送{facts.gifts}",
    )
    said = "，".join(fact for fact in known if fact)
    return f"{facts.full_name}：{said}。" if said else facts.full_name


def _aroma(aroma: str) -> str:
    """浓香 is said 浓香型."""
    return aroma if not aroma or aroma.endswith("型") else aroma.removesuffix("香") + "香型"
