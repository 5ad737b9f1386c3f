"""An order typed in by hand: its lines as people write them, its number when there is none."""

import unicodedata
from datetime import datetime
from typing import Final, NamedTuple

from zuiqing_desk.rules.remark import HOUSE, Item, RemarkError, Vocabulary, normalize, parse
from zuiqing_desk.rules.text import clean_line

MOST_QUANTITY: Final = 999_999
NUMBER_CHARS: Final = 60
TYPED: Final = "手工-"
"""How the number of an order begins that no platform has numbered."""

_FRAME: Final = "[*]"


class TypedItems(NamedTuple):
    """Lines read from text; ``problem`` (Chinese, '' for none) with its ``position`` in it."""

    items: tuple[Item, ...]
    problem: str
    position: int


def read_items(text: str, vocabulary: Vocabulary = HOUSE) -> TypedItems:
    """The items of ``6瓶1983+2瓶小酒版``, written as in a remark (醉卿 manual, 订单备注).

    Full-width signs and blanks at the ends do not matter.
    """
    line = normalize(clean_line(text))
    if "," in line or "]" in line:
        place = min(at for at in (line.find(","), line.find("]")) if at >= 0)
        return TypedItems((), "这里只写货品，几样之间用 + 连起来。", place)
    courier = vocabulary.couriers[0] if vocabulary.couriers else HOUSE.couriers[0]
    framed = Vocabulary(vocabulary.units, (courier,))
    try:
        remark = parse(f"{_FRAME}{line},发{courier}", framed)
    except RemarkError as error:
        return TypedItems((), error.reason, min(max(error.position - len(_FRAME), 0), len(line)))
    return TypedItems(remark.items, "", 0)


def number_of(text: str) -> str:
    """An order's number as it was typed or pasted: full-width signs, blanks and the apostrophe of
    a spreadsheet make no difference. '' for none."""
    line = "".join(unicodedata.normalize("NFKC", clean_line(text)).split())
    return line.lstrip("'‘’")


def number_begins(now: datetime) -> str:
    """What the generated numbers of a day begin with: ``手工-20260302-``. ``now``: shop time."""
    return f"{TYPED}{now:%Y%m%d}-"
