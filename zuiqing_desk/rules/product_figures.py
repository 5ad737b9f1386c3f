"""The figures of a product card as people write them, and as they are shown.

Money is integer 分, strength tenths of a degree (% vol), volume millilitres. Every reader takes
what its writer gives; empty text is None, and None is empty text.
"""

import re
from typing import Final

from zuiqing_desk.rules.reply_fields import FieldError
from zuiqing_desk.rules.text import clean_line, folded

DEAREST_FEN: Final = 1_000_000_000
STRONGEST_TENTHS: Final = 960
LARGEST_ML: Final = 1_000_000
MOST_PER_BOX: Final = 1000
MOST_STOCK: Final = 100_000_000

_WHOLE: Final = r"(\d{1,3}(?:,\d{3})+|\d+)"
_MONEY: Final = re.compile(rf"¥?{_WHOLE}(?:\.(\d{{1,2}})0*)?元?(?:/瓶)?", re.ASCII)
_STRENGTH: Final = re.compile(r"(\d{1,2})(?:\.(\d)0*)?(?:度|°|%?(?:vol)?)", re.ASCII)
_VOLUME: Final = re.compile(r"(\d+)(?:\.(\d{1,3})0*)?(ml|毫升|l|升)?", re.ASCII)
_COUNT: Final = re.compile(rf"{_WHOLE}(?:瓶|支|坛)?(?:/箱)?", re.ASCII)
_BLANKS: Final = re.compile(r"\s+")


def money(text: str, field: str = "price_fen") -> int | None:
    """分 out of ``1280``, ``1280.5``, ``1,280.00`` or ``¥1280元``. Raises FieldError."""
    if not (line := _narrow(text)):
        return None
    found = _MONEY.fullmatch(line)
    fen = _parts(found[1], found[2], 2) if found else None
    return _within(fen, 0, DEAREST_FEN, field, text, "要写成金额，例如 1280 或 1280.50")


def money_text(fen: int | None) -> str:
    """元 as a decimal: ``1280``, or ``1280.50`` where there is a fraction."""
    if fen is None:
        return ""
    yuan, rest = divmod(fen, 100)
    return f"{yuan}.{rest:02}" if rest else str(yuan)


def strength(text: str) -> int | None:
    """Tenths of a degree out of ``52``, ``52度``, ``52.5°`` or ``52.0%vol``. Raises FieldError."""
    if not (line := _narrow(text)):
        return None
    found = _STRENGTH.fullmatch(line)
    tenths = _parts(found[1], found[2], 1) if found else None
    return _within(tenths, 0, STRONGEST_TENTHS, "strength_tenths", text, "要写成 52 或 52.5 度")


def strength_text(tenths: int | None) -> str:
    """``52度`` or ``52.5度``."""
    return "" if tenths is None else f"{_decimal(tenths, 10)}度"


def volume(text: str) -> int | None:
    """Millilitres out of ``500``, ``500ml``, ``500毫升``, ``1.5L`` or ``1.5升``.

    Raises FieldError, also for what is no whole number of millilitres.
    """
    if not (line := _narrow(text)):
        return None
    millilitres = None
    if found := _VOLUME.fullmatch(line):
        if found[3] in ("l", "升"):
            millilitres = _parts(found[1], found[2], 3)
        elif not (found[2] or "").strip("0"):
            millilitres = int(found[1])
    return _within(millilitres, 1, LARGEST_ML, "volume_ml", text, "要写成 500ml 或 1.5L")


def volume_text(millilitres: int | None) -> str:
    """``500ml``."""
    return "" if millilitres is None else f"{millilitres}ml"


def per_box(text: str) -> int | None:
    """Bottles a box out of ``6``, ``6瓶`` or ``6瓶/箱``. Raises FieldError."""
    return _count(text, 1, MOST_PER_BOX, "per_box")


def per_box_text(bottles: int | None) -> str:
    """``6瓶``."""
    return "" if bottles is None else f"{bottles}瓶"


def stock(text: str) -> int | None:
    """Bottles in stock out of ``1,200`` or ``1200瓶``. Raises FieldError."""
    return _count(text, 0, MOST_STOCK, "stock")


def _narrow(text: str) -> str:
    """Half-width and lower case, without any blanks: people put them between figure and unit."""
    return _BLANKS.sub("", folded(clean_line(text)))


def _count(text: str, low: int, high: int, field: str) -> int | None:
    if not (line := _narrow(text)):
        return None
    found = _COUNT.fullmatch(line)
    number = _parts(found[1], None, 0) if found else None
    return _within(number, low, high, field, text, "要写成整数，单位是瓶")


def _parts(whole: str, fraction: str | None, places: int) -> int:
    """The number in units of its last place: ``1,280`` and ``5`` at two places are 128050."""
    # Longer ones are out of every range, and int() of a huge text takes long.
    digits = whole.replace(",", "")[:20]
    return int(digits + (fraction or "").ljust(places, "0"))


def _within(number: int | None, low: int, high: int, field: str, text: str, should: str) -> int:
    shown = clean_line(text)[:30]
    if number is None:
        raise FieldError(field, f"看不懂「{shown}」，{should}。")
    if not low <= number <= high:
        raise FieldError(field, f"「{shown}」太大或太小，{should}。")
    return number


def _decimal(number: int, unit: int) -> str:
    whole, rest = divmod(number, unit)
    return f"{whole}.{rest}" if rest else str(whole)
