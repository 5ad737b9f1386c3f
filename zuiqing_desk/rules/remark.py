"""The order remark: ``[成交人]货品详情,客户要求,发快递``, kept strictly (醉卿 manual, 订单备注).

::

    remark = "[" closer "]" item *( "+" item ) *( "," requirement ) "," "发" courier
    item   = quantity unit product                     6瓶1983

Half-width punctuation and ASCII digits, nothing before or after. ``parse`` is strict; only
``normalize`` turns what an input method makes full-width into half-width. Positions count code
points from 0. ``parse(render(r)) == r``, and what ``parse`` accepts renders to itself.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from zuiqing_desk.rules.errors import RuleError

UNITS: Final = ("瓶", "箱", "盒", "件", "套", "支", "坛")
COURIERS: Final = ("韵达", "顺丰", "圆通", "中通", "申通", "极兔", "邮政", "EMS", "京东", "德邦")

CLOSER_CHARS: Final = 20
PRODUCT_CHARS: Final = 40
REQUIREMENT_CHARS: Final = 60
SENDS: Final = "发"

_QUANTITY: Final = re.compile(r"[1-9][0-9]{0,3}(?![0-9])")
_STRUCTURE: Final = frozenset("[],+")
_HALF: Final = str.maketrans("［］【】，＋０１２３４５６７８９", "[][],+0123456789")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The units and couriers a shop uses."""

    units: tuple[str, ...] = UNITS
    couriers: tuple[str, ...] = COURIERS


HOUSE: Final = Vocabulary()
"""What a new shop starts with."""


@dataclass(frozen=True, slots=True)
class Item:
    """So many units of a product, by its short name."""

    quantity: int
    unit: str
    product: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a remark says. ``closer`` is who closed the sale."""

    closer: str
    items: tuple[Item, ...]
    requirements: tuple[str, ...]
    courier: str


class RemarkError(RuleError):
    """A text that is no remark: ``reason`` (Chinese) and ``position``, in code points from 0."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__("remark", f"第 {position + 1} 个字：{reason}")
        self.position = position
        self.reason = reason


def normalize(text: str) -> str:
    """``text`` with full-width ［］【】，＋ and digits made half-width, in NFC. Nothing else."""
    return unicodedata.normalize("NFC", text).translate(_HALF)


def parse(text: str, vocabulary: Vocabulary = HOUSE) -> Remark:
    """Read a remark. Raises RemarkError at the first place that breaks the form."""
    _refuse_decomposed(text)
    closer, at = _closer(text)
    first, *rest = _fields(text, at)
    items = _items(text, *first, vocabulary)
    if not rest:
        raise RemarkError(len(text), "最后要写发什么快递，例如“,发韵达”。")
    *wishes, last = rest
    for wish in wishes:
        _requirement(text, *wish, vocabulary)
    return Remark(
        closer,
        items,
        tuple(text[start:end] for start, end in wishes),
        _courier(text, *last, vocabulary),
    )


def render(remark: Remark, vocabulary: Vocabulary = HOUSE) -> str:
    """Write a remark. Raises RemarkError for parts that could not be read back as they are."""
    items = "+".join(f"{one.quantity}{one.unit}{one.product}" for one in remark.items)
    text = ",".join((f"[{remark.closer}]{items}", *remark.requirements, f"{SENDS}{remark.courier}"))
    if parse(text, vocabulary) != remark:
        raise RemarkError(0, "有一部分写出来会读成别的意思，请换个写法。")
    return text


def _refuse_decomposed(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    for position, (one, other) in enumerate(zip(text, composed, strict=False)):
        if one != other:
            raise RemarkError(position, "这个字不是规范写法（NFC），请重新输入。")
    if len(text) != len(composed):
        raise RemarkError(min(len(text), len(composed)), "这个字不是规范写法（NFC），请重新输入。")


def _closer(text: str) -> tuple[str, int]:
    """The closer, and where the items begin."""
    if not text.startswith("["):
        raise RemarkError(0, "要以“[成交人]”开头，用半角方括号。")
    for position in range(1, len(text)):
        char = text[position]
        if char == "]":
            if position == 1:
                raise RemarkError(1, "方括号里要写成交人。")
            return text[1:position], position + 1
        _refuse_char(char, position, "成交人")
        if position > CLOSER_CHARS:
            raise RemarkError(position, f"成交人最多 {CLOSER_CHARS} 个字。")
    raise RemarkError(len(text), "成交人后面缺“]”。")


def _fields(text: str, start: int) -> list[tuple[int, int]]:
    """Where each part between commas begins and ends, from ``start`` on."""
    found = []
    while (comma := text.find(",", start)) >= 0:
        found.append((start, comma))
        start = comma + 1
    found.append((start, len(text)))
    return found


def _items(text: str, start: int, end: int, vocabulary: Vocabulary) -> tuple[Item, ...]:
    items = []
    while True:
        plus = text.find("+", start, end)
        stop = end if plus < 0 else plus
        items.append(_item(text, start, stop, vocabulary))
        if plus < 0:
            return tuple(items)
        start = plus + 1


def _item(text: str, start: int, end: int, vocabulary: Vocabulary) -> Item:
    quantity = _QUANTITY.match(text, start, end)
    if quantity is None:
        raise RemarkError(start, "这里要写数量：1–9999，半角数字，开头不能是 0。")
    at = quantity.end()
    units = [unit for unit in vocabulary.units if unit and text.startswith(unit, at, end)]
    if not units:
        raise RemarkError(at, f"数量后面要写单位：{'、'.join(vocabulary.units)}。")
    unit = max(units, key=len)
    at += len(unit)
    _refuse_length(text, at, end, "货品", PRODUCT_CHARS)
    for position in range(at, end):
        _refuse_char(text[position], position, "货品")
    _refuse_blanks(text, at, end, "货品")
    return Item(int(quantity[0]), unit, text[at:end])


def _requirement(text: str, start: int, end: int, vocabulary: Vocabulary) -> None:
    _refuse_length(text, start, end, "要求", REQUIREMENT_CHARS)
    for position in range(start, end):
        _refuse_control(text[position], position, "要求")
    _refuse_blanks(text, start, end, "要求")
    if _names_courier(text, start, end, vocabulary):
        raise RemarkError(start, "“发＋快递”只能写在最后。")


def _courier(text: str, start: int, end: int, vocabulary: Vocabulary) -> str:
    if not text.startswith(SENDS, start, end):
        raise RemarkError(start, "最后要写发什么快递，例如“,发韵达”。")
    courier = text[start + len(SENDS) : end]
    if courier not in vocabulary.couriers:
        known = "、".join(vocabulary.couriers)
        raise RemarkError(
            start + len(SENDS), f"不认识这个快递，现有：{known}；后面不能再有别的字。"
        )
    return courier


def _names_courier(text: str, start: int, end: int, vocabulary: Vocabulary) -> bool:
    begins = (SENDS + courier for courier in vocabulary.couriers if courier)
    return any(text.startswith(begin, start, end) for begin in begins)


def _refuse_length(text: str, start: int, end: int, what: str, most: int) -> None:
    if start == end:
        raise RemarkError(start, f"这里缺{what}。")
    if end - start > most:
        raise RemarkError(start + most, f"{what}最多 {most} 个字。")


def _refuse_blanks(text: str, start: int, end: int, what: str) -> None:
    for position in (start, end - 1):
        if text[position].isspace():
            raise RemarkError(position, f"{what}的开头和结尾不能有空格。")


def _refuse_char(char: str, position: int, what: str) -> None:
    if char in _STRUCTURE:
        raise RemarkError(position, f"{what}里不能有“{char}”。")
    _refuse_control(char, position, what)


def _refuse_control(char: str, position: int, what: str) -> None:
    if unicodedata.category(char) in ("Cc", "Cs"):
        raise RemarkError(position, f"{what}里不能有控制字符。")
