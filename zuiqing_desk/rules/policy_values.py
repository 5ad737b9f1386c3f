"""How one value of the policy is checked: each function makes a parser of decoded JSON."""

from collections.abc import Callable
from dataclasses import field
from typing import Any

from zuiqing_desk.rules.calendar import minutes
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.text import clean, clean_line


class Bad(Exception):
    """Why a value cannot be taken, in Chinese, to stand after the setting's name."""


def setting(
    default: Any,
    parse: Callable[[object], Any],
    label: str,
    help: str,
    source: str,
    *,
    by_line: bool = False,
) -> Any:
    """A dataclass field with what the policy screen must know of it in its metadata.

    ``by_line``: each of its words is a line that may hold blanks.
    """
    facts = {"parse": parse, "label": label, "help": help, "source": source, "by_line": by_line}
    return field(default=default, metadata=facts)


def number(low: int, high: int, unit: str) -> Callable[[object], int]:
    """A whole number from ``low`` to ``high``."""

    def parse(raw: object) -> int:
        # bool is an int to Python, but true is no number of seconds.
        if isinstance(raw, bool) or not isinstance(raw, int) or not low <= raw <= high:
            raise Bad(f"要填 {low} 到 {high} 的整数（{unit}）。")
        return raw

    return parse


def text(longest: int) -> Callable[[object], str]:
    """Text of at most ``longest`` characters, cleaned; may be empty."""

    def parse(raw: object) -> str:
        if not isinstance(raw, str):
            raise Bad("要填文字。")
        value = clean(raw).strip()
        if len(value) > longest:
            raise Bad(f"最多 {longest} 个字，现在有 {len(value)} 个。")
        return value

    return parse


def words(most: int, longest: int) -> Callable[[object], tuple[str, ...]]:
    """At most ``most`` words of ``longest`` characters; blanks dropped, doubles only once."""

    def parse(raw: object) -> tuple[str, ...]:
        if not isinstance(raw, list | tuple) or not all(isinstance(one, str) for one in raw):
            raise Bad("要填一组词。")
        kept = tuple(dict.fromkeys(word for one in raw if (word := clean_line(one))))
        if len(kept) > most:
            raise Bad(f"最多 {most} 个词，现在有 {len(kept)} 个。")
        for word in kept:
            if len(word) > longest:
                raise Bad(f"里的词最多 {longest} 个字，「{word[:10]}…」太长。")
        return kept

    return parse


def lines(
    most: int, longest: int, read: Callable[[str], object]
) -> Callable[[object], tuple[str, ...]]:
    """As ``words``, each of which ``read`` understands: it raises RuleError for one it does not."""
    some_words = words(most, longest)

    def parse(raw: object) -> tuple[str, ...]:
        kept = some_words(raw)
        for line in kept:
            try:
                read(line)
            except RuleError as error:
                raise Bad(f"里{error.message}") from None
        return kept

    return parse


def numbers(most: int, low: int, high: int, unit: str) -> Callable[[object], tuple[int, ...]]:
    """One to ``most`` whole numbers from ``low`` to ``high``, in the order given."""
    one_number = number(low, high, unit)

    def parse(raw: object) -> tuple[int, ...]:
        if not isinstance(raw, list | tuple) or not 1 <= len(raw) <= most:
            raise Bad(f"要填 1 到 {most} 个整数（{unit}）。")
        return tuple(one_number(one) for one in raw)

    return parse


def hour() -> Callable[[object], str]:
    """A time of day ``HH:MM`` up to ``24:00``."""

    def parse(raw: object) -> str:
        if not isinstance(raw, str):
            raise Bad("要填时间，写成 08:00 这样。")
        try:
            minutes(raw)
        except RuleError as error:
            raise Bad(f"不对：{error.message}") from None
        return raw

    return parse
