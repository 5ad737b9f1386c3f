"""The cells of a marketplace's export as values (the marketplaces' own forms).

Every reader takes one cell and raises RuleError ``bad_value`` with the reason for people. Money is
integer 分, times are UTC microseconds.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final, NoReturn

from zuiqing_desk.rules.calendar import zone_info
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.text import clean_line, folded

MOST: Final = 999_999
"""Bottles or boxes in one line of an order."""

DEAREST_FEN: Final = 10_000_000_000
_YEARS: Final = range(2003, 2101)
"""Before 2003 there was no marketplace; a later year is a slip."""

_NOTHING: Final = frozenset(
    {"", "-", "--", "—", "/", "无", "暂无", "null", "none", "nan", "0000-00-00 00:00:00"}
)
_EPOCH_SHOWN: Final = re.compile(r"1970-0?1-0?1\b")
_NUMBER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,59}")
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_MONEY: Final = re.compile(r"(-?)[¥￥]?(-?)(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d+))?元?", re.ASCII)
_COUNT: Final = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.0*)?[件个瓶]?", re.ASCII)
_MOMENT: Final = re.compile(
    r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?"
    r"(?:[T ]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?",
    re.ASCII,
)
_MOBILE: Final = re.compile(r"(?:\+?86-?)?(1[\d*]{2}-?[\d*]{4}-?[\d*]{4})(?![\d*])", re.ASCII)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def text(cell: str) -> str:
    """A cell's text on one line, without the tab or apostrophe that kept it from being a figure,
    and empty for the words platforms put for nothing (``-``, ``null``)."""
    line = clean_line(cell)
    if line.startswith(("'", "‘", "’")):
        line = line[1:].strip()
    return "" if line.lower() in _NOTHING else line


def number(cell: str) -> str:
    """An order's number, or any other id: text, never a figure."""
    line = text(cell)
    if not line:
        _refuse("是空的，不知道是哪一笔订单。")
    if _SCIENTIFIC.fullmatch(line):
        _refuse(
            f"“{line[:30]}”是科学计数，号码的末尾几位已经丢了；"
            "请从平台重新导出，不要用表格软件打开后再保存。"
        )
    if not _NUMBER.fullmatch(line):
        _refuse(f"“{line[:30]}”不像号码，只能有数字、字母和 - _ 。")
    return line


def money(cell: str) -> int | None:
    """分 out of ``1288``, ``1,288.00``, ``¥1288.5`` or ``1288.000``; None for an empty cell."""
    line = folded(text(cell)).replace(" ", "")
    if not line:
        return None
    found = _MONEY.fullmatch(line)
    if found is None:
        _refuse(f"“{line[:30]}”不是金额，要写成 1288.00 这样。")
    minus, minus_too, whole, fraction = found.groups()
    digits = (fraction or "").rstrip("0")
    if len(digits) > 2:
        _refuse(f"“{line[:30]}”比分还小，金额最多两位小数。")
    fen = int(whole.replace(",", "")) * 100 + int(digits.ljust(2, "0") or 0)
    if fen and (minus or minus_too):
        _refuse(f"“{line[:30]}”是负数，金额不能小于 0。")
    if fen > DEAREST_FEN:
        _refuse(f"“{line[:30]}”太大了，不像一笔订单的金额。")
    return fen


def quantity(cell: str) -> int | None:
    """A number of pieces from 1 to MOST; None for an empty cell."""
    line = folded(text(cell)).replace(" ", "")
    if not line:
        return None
    found = _COUNT.fullmatch(line)
    if found is None:
        _refuse(f"“{line[:30]}”不是数量，要写成 1–{MOST} 的整数。")
    count = int(found[2].replace(",", ""))
    if found[1] or not 1 <= count <= MOST:
        _refuse(f"“{line[:30]}”不对，数量要在 1–{MOST} 之间。")
    return count


def moment(cell: str, zone: str) -> int | None:
    """A time on the wall clock of ``zone``: ``2026-01-31 10:11:12``, ``2026/1/31 10:11``, a day
    alone; None for an empty cell and for the beginning of 1970, which stands for no time."""
    line = text(cell)
    if not line or _EPOCH_SHOWN.match(line):
        return None
    found = _MOMENT.fullmatch(line)
    if found is None:
        _refuse(f"“{line[:30]}”不是时间，要写成 2026-01-31 10:11:12 这样。")
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        local = datetime(year, month, day, hour, minute, second, tzinfo=zone_info(zone))
    except ValueError:
        _refuse(f"“{line[:30]}”没有这一天或这个钟点。")
    if local.year not in _YEARS:
        _refuse(f"“{line[:30]}”的年份不对。")
    return (local - _EPOCH) // timedelta(microseconds=1)


def phone(cell: str) -> str:
    """The digits of a phone number, and ``*`` where the platform hides them.

    Of a number with an extension (the platform's stand-in for the real one) the mobile part counts.
    What is no number at all is empty.
    """
    line = re.sub(r"\s", "", folded(text(cell)))
    if found := _MOBILE.match(line):
        return found[1].replace("-", "")
    digits = re.sub(r"[^0-9*]", "", line)
    return digits if len(digits) >= 5 and any(char.isdigit() for char in digits) else ""


def _refuse(message: str) -> NoReturn:
    raise RuleError("bad_value", message)
