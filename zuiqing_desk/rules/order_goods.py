"""What a line of an order is in bottles: the marketplace counts pieces, the warehouse bottles.

How many bottles are in a piece stands in the words of the chosen spec, else of the title:
``6瓶装``, ``500ml*6``, ``整箱``, ``2箱*6瓶`` (marketplace listings; house rule). What cannot be
told is not guessed: such a reading is not ``sure``, and where the words contradict themselves it
has no quantity.
"""

import math
import re
from collections.abc import Collection
from typing import Final, NamedTuple

from zuiqing_desk.rules.text import folded

BOTTLE: Final = "瓶"
BOX: Final = "箱"


class Card(NamedTuple):
    """What a product card says of packing. ``per_box``: bottles a box; money is 分 a bottle."""

    short_name: str
    full_name: str = ""
    per_box: int | None = None
    price_fen: int | None = None
    floor_fen: int | None = None


class Listing(NamedTuple):
    """A line of an order as the platform has it; ``price_fen`` for one piece."""

    title: str
    spec: str
    quantity: int
    price_fen: int | None = None


class Goods(NamedTuple):
    """A line as a remark would write it: ``quantity`` ``unit`` ``product``.

    ``unit`` is 瓶 whenever the bottles are known, else 箱. ``quantity`` None: the words say nothing
    that can be counted, or two things.
    Not ``sure``: the words say nothing, a piece is taken for a bottle, and a person has to look.
    """

    product: str
    quantity: int | None
    unit: str
    sure: bool
    why: str


class _Piece(NamedTuple):
    """One piece: so many bottles, or so many boxes of an unknown number of bottles."""

    bottles: int | None = None
    boxes: int | None = None


_DIGITS = dict(
    zip("一二三四五六七八九两双单整", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 2, 1, 1), strict=True)
)
_MOST = 240
"""A count above this is a year or a name, not a packing."""

_TO_NINE = "[一二三四五六七八九]"
_CHINESE = (
    rf"(?<![一二三四五六七八九十百廿卅])(?:{_TO_NINE}?十{_TO_NINE}?|[一二三四五六七八九两双单整])"
)
_NUMBER = rf"(?:(?<![\d.])\d{{1,4}}|{_CHINESE})"
_TIMES = r"\s*[*x×✕✖]\s*"
_BOTTLES = rf"(?P<bottles>{_NUMBER})\s*[瓶支坛]"
_BOXES = rf"(?P<boxes>{_NUMBER})\s*箱"
_VOLUME = r"(?:ml|毫升|升|(?<=\d)l)"
_COUNT = re.compile(
    rf"{_BOTTLES}(?:\s*装)?(?:{_TIMES}(?P<by>\d{{1,3}})(?![\d.]|\s*(?:ml|毫升|l|升))(?:\s*箱)?)?"
    rf"|(?P<front>(?<![\d.])\d{{1,3}}){_TIMES}\d{{1,4}}(?:\.\d+)?\s*{_VOLUME}"
    rf"|{_VOLUME}{_TIMES}(?P<after>\d{{1,3}})(?![\d.]|\s*箱)(?:\s*[瓶支坛])?(?:\s*装)?"
    rf"(?:{_TIMES}(?P<by_boxes>\d{{1,3}})\s*箱)?"
    rf"|{_BOXES}(?:{_TIMES}(?P<each>\d{{1,3}})\s*[瓶支坛])?"
)
_TIMES_BEFORE = re.compile(rf"\d{_TIMES}$")
_TIMES_AFTER = re.compile(rf"{_TIMES}\d")
_BARE = re.compile(rf"^{_TIMES}(?P<bare>\d{{1,3}})\s*$")
_EACH = re.compile(r"(?:每|一|1|/)\s*箱|箱\s*装?\s*[/(]\s*\d{1,3}\s*瓶")
_GIFT = re.compile(r"[赠送]\s*(?:您|你|品)?\s*$")
_GIVES = re.compile("[赠送]")
_OFFER = re.compile(r"(?:满|第|限购|限|买|购|拍|够)\s*$")
_OFFER_AFTER = re.compile(r"\s*(?:起|及?以上|包邮|免|减|立减|半价)")
_BREAK = re.compile(r"[，,；;、。|【】\[\]()\s]+")
_OTHER_PACK = re.compile(r"[盒套组提件联]|拼|混|任选|可选|组合|随机|[+＋]")
_MANY_OTHER = re.compile(
    r"(?:(?<![\d.])(?:[2-9]|\d{2,3})|[二三四五六七八九十两双])\s*[盒套组提件联]"
)
_CHOICE = re.compile(r"任选|可选|随机|拼箱|混|组合|套餐|[+＋]|或")
_UNTOLD: Final = _Piece(None, None)


def goods_of(listing: Listing, card: Card, others: Collection[str] = ()) -> Goods:
    """A line of an order that is this card's product. ``others``: short names of other cards, of
    which none may stand in the spec beside it."""
    spec, title = (_without(folded(text), card) for text in (listing.spec, listing.title))
    if any(name and folded(name) in spec for name in others if name not in card.short_name):
        return Goods(card.short_name, None, BOTTLE, False, "规格里还有别的货品")
    for text, where in ((spec, "规格"), (title, "标题")):
        piece = _piece(text, card, chosen=where == "规格")
        if piece is not None:
            found = _times(piece, listing, card, where)
            if where == "规格" and found.sure and _GIVES.search(text):
                return found._replace(sure=False, why="买的规格里写着送，看送的在不在备注里")
            return found
    if _OTHER_PACK.search(spec + title):
        return Goods(card.short_name, None, BOTTLE, False, "没有写一件是几瓶")
    if _is_one_bottles_price(listing.price_fen, card):
        return Goods(card.short_name, listing.quantity, BOTTLE, True, "价格是一瓶的价格")
    return Goods(card.short_name, listing.quantity, BOTTLE, False, "没有写一件是几瓶，先按一瓶算")


def bottles(count: int, unit: str, card: Card) -> int | None:
    """So many units of a product in bottles; None where the card does not tell."""
    if unit in (BOTTLE, "支", "坛"):
        return count
    return count * card.per_box if unit == BOX and card.per_box else None


def _times(piece: _Piece, listing: Listing, card: Card, where: str) -> Goods:
    if piece.bottles is not None:
        count, unit = piece.bottles * listing.quantity, BOTTLE
        return Goods(card.short_name, count, unit, True, f"{where}：一件 {piece.bottles} 瓶")
    if piece.boxes is not None:
        count = piece.boxes * listing.quantity
        return Goods(card.short_name, count, BOX, True, f"{where}：一件 {piece.boxes} 箱")
    return Goods(card.short_name, None, BOTTLE, False, f"{where}里一件几瓶说得不一样")


def _without(text: str, card: Card) -> str:
    """``text`` without the product's names, whose digits are no counts."""
    for name in sorted((folded(card.full_name), folded(card.short_name)), key=len, reverse=True):
        if name and not _COUNT.search(name):
            text = text.replace(name, " ")
    return text


def _piece(text: str, card: Card, *, chosen: bool) -> _Piece | None:
    """What the text says of one piece; None: nothing; _UNTOLD: it cannot be told."""
    bottles: set[int] = set()
    boxes: set[int] = set()
    for found in _COUNT.finditer(text):
        before = _BREAK.split(text[: found.start()])[-1]
        if _OFFER.search(before) or _OFFER_AFTER.match(text, found.end()):
            if chosen:
                return _UNTOLD
        elif not _GIFT.search(before) and (
            _GIVES.search(before) or _loose(text, found) or not _count(found, bottles, boxes)
        ):
            return _UNTOLD
    if not bottles and not boxes:
        bare = _BARE.match(text.strip())
        if bare is None:
            return None
        bottles.add(int(bare["bare"]))
    if _CHOICE.search(text) or _MANY_OTHER.search(text):
        return _UNTOLD
    return _settled(bottles, boxes, card, each=_EACH.search(text) is not None)


def _loose(text: str, found: re.Match[str]) -> bool:
    """Whether a sign of multiplication with another number stands beside a match."""
    before, after = text[: found.start()], _TIMES_AFTER.match(text, found.end())
    return after is not None or _TIMES_BEFORE.search(before) is not None


def _count(found: re.Match[str], bottles: set[int], boxes: set[int]) -> bool:
    """Note what one match says; False: no packing is that large."""
    says = {key: _value(text) for key, text in found.groupdict().items() if text is not None}
    if any(not 1 <= number <= _MOST for number in says.values()):
        return False
    if says.keys() == {"boxes"}:
        boxes.add(says["boxes"])
    else:
        bottles.add(math.prod(says.values()))
    return True


def _settled(bottles: set[int], boxes: set[int], card: Card, *, each: bool) -> _Piece:
    if len(bottles) > 1 or len(boxes) > 1:
        return _UNTOLD
    count = next(iter(boxes), 0)
    if not bottles:
        return _Piece(bottles=count * card.per_box) if card.per_box else _Piece(boxes=count)
    one = next(iter(bottles))
    if count <= 1:
        return _Piece(bottles=one)
    if card.per_box is not None:
        whole = {card.per_box: count * one, count * card.per_box: one}.get(one)
        return _UNTOLD if whole is None else _Piece(bottles=whole)
    return _Piece(bottles=count * one) if each else _UNTOLD


def _value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _is_one_bottles_price(price_fen: int | None, card: Card) -> bool:
    """Between the card's floor and its price there is room for one bottle and not for two."""
    if price_fen is None or not card.price_fen:
        return False
    floor = card.floor_fen or card.price_fen
    return floor <= price_fen <= card.price_fen and price_fen < 2 * floor
