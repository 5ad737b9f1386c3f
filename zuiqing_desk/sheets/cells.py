"""One cell as text: what a person would see in it, and text that stays text."""

import re
from datetime import date, datetime, time, timedelta

from zuiqing_desk.rules.text import clean

# What a spreadsheet program may take for a formula, also in full width and behind blanks.
_RISKY = re.compile(r"\s*[=+\-@'＝＋－＠]|\t")
_FORMULA = re.compile(r"\s*[=＝]")
_CONSTANT = re.compile(r'\s*=\s*"((?:[^"]|"")*)"\s*')
_ZEROS = re.compile("0+")
_PERCENT = re.compile(r"0(?:\.(0+))?%")

_EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number; longer ones have lost their tail already."""


class NoText(Exception):
    """A cell holds something that has no faithful text; the argument is the reason in Chinese."""


def guarded(text: str) -> str:
    """``text`` as it is written: never a formula. An apostrophe goes before what could be one."""
    text = clean(text)
    return f"'{text}" if _RISKY.match(text) else text


def unguarded(text: str) -> str:
    """What stood behind ``guarded``. Text that was never guarded comes back as it is, cleaned.

    Raises NoText for a formula.
    """
    text = clean(text)
    if text.startswith("'") and _RISKY.match(text, 1):
        return text[1:]
    if _FORMULA.match(text) and text.strip(" =＝\n\t"):
        raise NoText("是公式，只收文字。真要以 = 开头，请在最前面加一个英文单引号 '。")
    return text


def constant(text: str) -> str | None:
    """The text of a formula that is nothing but a text: ``="0123"``. Marketplaces write numbers so,
    to keep spreadsheet programs from reading them as figures. None for anything else."""
    found = _CONSTANT.fullmatch(text)
    return None if found is None else clean(found[1].replace('""', '"'))


def shown(value: object, number_format: str) -> str:
    """A typed cell's value the way the spreadsheet program shows it.

    ``number_format`` is the cell's own. Dates read ``2026-01-31``, with the time of day behind
    unless it is midnight. Raises NoText for a number that lost digits and for unknown kinds.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, datetime):
        return _day(value) if value.time() == time() else f"{_day(value)} {_clock(value.time())}"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, time):
        return _clock(value)
    if isinstance(value, timedelta):
        return _span(value)
    raise NoText("里面不是文字、数字或日期。")


def _number(value: float, number_format: str) -> str:
    if abs(value) >= _EXACT:
        raise NoText("是超过 15 位的数字，表格软件已经丢了末尾几位，请改成文本格式再填一次。")
    if percent := _PERCENT.fullmatch(number_format):
        return f"{value * 100:.{len(percent[1] or '')}f}%"
    whole = float(value).is_integer()
    if whole and _ZEROS.fullmatch(number_format):
        return str(int(value)).zfill(len(number_format))
    # Fifteen significant digits, as the program itself keeps: 0.1 + 0.2 is 0.3.
    return str(int(value)) if whole else _plain(value)


def _plain(value: float) -> str:
    text = f"{value:.15g}"
    return f"{value:.20f}".rstrip("0") if "e" in text else text


def _day(value: date) -> str:
    return f"{value.year:04}-{value.month:02}-{value.day:02}"


def _clock(value: time) -> str:
    text = f"{value.hour:02}:{value.minute:02}"
    return f"{text}:{value.second:02}" if value.second else text


def _span(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    text = f"{minutes // 60}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text
