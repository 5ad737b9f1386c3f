"""Values of the policy as people read and write them in one field."""

import re
from typing import Final

from zuiqing_desk.rules.policy import ShopPolicy, Value, by_line
from zuiqing_desk.rules.text import clean

EMPTY: Final = "（空）"
_BETWEEN: Final = re.compile(r"[\s,，、;；]+")
_BETWEEN_LINES: Final = re.compile(r"\s*[;；\n]\s*")
_WHOLE: Final = re.compile(r"-?[0-9]{1,9}")
_HALF_WIDTH: Final = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {0xFF1A: 0x3A}


def written(key: str, value: Value) -> str:
    """The value as it stands in the field, to be changed."""
    if isinstance(value, tuple):
        return ("；" if by_line(key) else "、").join(str(one) for one in value)
    return str(value)


def raw(key: str, text: str) -> object:
    """What was typed, as plain JSON data; whether it will do, rules.policy.parse_value says."""
    default = getattr(ShopPolicy(), key)
    if isinstance(default, int):
        return _number(text)
    if isinstance(default, tuple):
        between = _BETWEEN_LINES if by_line(key) else _BETWEEN
        parts = [part for part in between.split(clean(text).strip()) if part]
        counted = default and isinstance(default[0], int)
        return [_number(part) for part in parts] if counted else parts
    return text.translate(_HALF_WIDTH) if _is_hour(default) else text


def _number(text: str) -> object:
    """A whole number where there is one; otherwise the text, for the rule to refuse."""
    narrow = text.strip().translate(_HALF_WIDTH)
    return int(narrow) if _WHOLE.fullmatch(narrow) else text


def _is_hour(default: str) -> bool:
    return re.fullmatch(r"\d\d:\d\d", default) is not None
