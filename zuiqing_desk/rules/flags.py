"""What a flag means, and which number says so on each platform (call-centre practice).

A line of the policy reads ``成交 淘宝=1 京东=1``: the meaning, then the platforms' own numbers.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.order_words import PLATFORMS, Platform
from zuiqing_desk.rules.text import clean_line

SOLD: Final = "成交"
"""The flag of a closed sale; without it no commission is counted."""

_CODES: Final[Mapping[str, Platform]] = {name: code for code, name in PLATFORMS.items()}
_NUMBER: Final = re.compile(r"\d{1,2}", re.ASCII)


class Flag(NamedTuple):
    """A meaning with its number on the platforms that have one for it."""

    meaning: str
    numbers: Mapping[Platform, int]


Flags = tuple[Flag, ...]


def line(text: str) -> Flag:
    """Read one line. Raises RuleError ``flag``."""
    meaning, *rest = text.split() or [""]
    numbers: dict[Platform, int] = {}
    for part in rest:
        name, equals, number = part.partition("=")
        if not equals or name not in _CODES or not _NUMBER.fullmatch(number):
            raise _bad(text, f"“{clean_line(part)[:20]}”")
        if _CODES[name] in numbers:
            raise _bad(text, f"{name}写了两次，")
        numbers[_CODES[name]] = int(number)
    if not meaning or "=" in meaning:
        raise _bad(text, "开头没有意思，")
    return Flag(meaning, numbers)


def table(lines: Iterable[str]) -> Flags:
    """Read all lines; of a meaning in several, the first number for a platform counts.

    Raises RuleError ``flag``.
    """
    found: dict[str, dict[Platform, int]] = {}
    for one in map(line, lines):
        known = found.setdefault(one.meaning, {})
        known.update({**one.numbers, **known})
    return tuple(Flag(meaning, numbers) for meaning, numbers in found.items())


def meanings(flags: Flags) -> tuple[str, ...]:
    """Every meaning, in the policy's order."""
    return tuple(one.meaning for one in flags)


def number(flags: Flags, platform: Platform, meaning: str) -> int | None:
    """The platform's number of a meaning; None where it has none."""
    return next((one.numbers.get(platform) for one in flags if one.meaning == meaning), None)


def meaning(flags: Flags, platform: Platform, number: int | None) -> str:
    """What the platform's number means; '' where nobody said. The first of several counts."""
    if number is None:
        return ""
    return next((one.meaning for one in flags if one.numbers.get(platform) == number), "")


def _bad(text: str, what: str) -> RuleError:
    return RuleError(
        "flag",
        f"插旗的这一行看不懂：“{clean_line(text)[:30]}”，{what}写成“成交 淘宝=1 京东=1”，"
        f"平台有：{'、'.join(PLATFORMS.values())}。",
    )
