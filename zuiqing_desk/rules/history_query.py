"""What somebody types to find old talk: words, and conditions written as words.

``发韵达 客户:王 客服:1001 店铺:旗舰 日期:2026-11-01..2026-11-20``, with either colon. A value with
blanks stands in quotation marks. Written twice, the last one counts. A condition of which only the
name stands there is being typed and says nothing yet.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.past_days import Days, days, written
from zuiqing_desk.rules.text import clean_line

Name = Literal["customer", "staff_no", "storefront", "days"]

NAMES: Final[dict[str, Name]] = {
    "客户": "customer",
    "顾客": "customer",
    "买家": "customer",
    "客服": "staff_no",
    "工号": "staff_no",
    "店铺": "storefront",
    "日期": "days",
    "时间": "days",
}
"""What the conditions are called."""

_QUOTES: Final = '"“”＂'
_PIECE: Final = re.compile(
    rf"""
    (?P<name>{"|".join(NAMES)})[:：]
    (?: [{_QUOTES}](?P<quoted>[^{_QUOTES}]*)(?:[{_QUOTES}]|$) | (?P<value>\S*) )
    | (?P<word>\S+)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """A query taken apart. ``words`` have single blanks between them. ``days``: the first and the
    last one, either open. ``problems`` say in Chinese what cannot be understood."""

    words: str = ""
    customer: str = ""
    staff_no: str = ""
    storefront: str = ""
    days: Days = (None, None)
    problems: tuple[str, ...] = ()

    @property
    def asks_nothing(self) -> bool:
        """Whether neither a word nor a condition is there."""
        return self == Parts()


def parse(text: str, today: int) -> Parts:
    """Take a query apart; ``today`` is ``date.toordinal()``. Never raises: what is wrong stands in
    ``problems``, and that condition is left out."""
    words: list[str] = []
    values: dict[Name, str] = {}
    for name, value in _pieces(clean_line(text)):
        if name is None:
            words.append(value)
        elif value:
            values[name] = value
    span, problems = _days(values.pop("days", ""), today)
    return Parts(
        words=" ".join(words),
        customer=values.get("customer", ""),
        staff_no=values.get("staff_no", ""),
        storefront=values.get("storefront", ""),
        days=span,
        problems=problems,
    )


def render(parts: Parts) -> str:
    """The query that says this: ``parse(render(parts), …)`` is ``parts`` again, without problems.

    Raises RuleError ``quotation`` for a value that has both a blank and a quotation mark.
    """
    conditions = [f"{name}:{_quoted(value)}" for name, value in _conditions(parts)]
    return " ".join([parts.words, *conditions] if parts.words else conditions)


def spoken(parts: Parts) -> list[str]:
    """The conditions as a title names them: 客户 王, 日期 2026-11-01..2026-11-20."""
    return [f"{name} {value}" for name, value in _conditions(parts)]


def _conditions(parts: Parts) -> Iterator[tuple[str, str]]:
    """What is set, under the name that is written back."""
    if parts.customer:
        yield "客户", parts.customer
    if parts.staff_no:
        yield "客服", parts.staff_no
    if parts.storefront:
        yield "店铺", parts.storefront
    if parts.days != (None, None):
        yield "日期", written(parts.days)


def _days(text: str, today: int) -> tuple[Days, tuple[str, ...]]:
    """The days, and what is wrong with them."""
    try:
        return (days(text, today) if text else (None, None)), ()
    except RuleError as error:
        return (None, None), (error.message,)


def _pieces(text: str) -> Iterator[tuple[Name | None, str]]:
    """Words under None, values under what they are called."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _PIECE.match(text, at)
        assert found is not None
        at = found.end()
        if found["word"] is not None:
            yield None, found["word"]
        else:
            quoted = found["quoted"]
            yield NAMES[found["name"]], found["value"] if quoted is None else quoted.strip()


def _quoted(value: str) -> str:
    blank, marked = any(map(str.isspace, value)), any(mark in value for mark in _QUOTES)
    if (blank and marked) or value[0] in _QUOTES:
        raise RuleError("quotation", "这里不能有引号，去掉引号再找。")
    return f'"{value}"' if blank else value
