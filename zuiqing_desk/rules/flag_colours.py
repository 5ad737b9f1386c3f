"""The flags of exports: a number, or the colour people see (the marketplaces' own order)."""

import re
from collections.abc import Mapping
from typing import Final

from zuiqing_desk.rules.order_words import Platform

_COLOURS: Final[Mapping[Platform, str]] = {
    "taobao": "灰红黄绿蓝紫",
    "jd": "灰红黄绿蓝紫",
    "pdd": "灰红黄绿蓝紫",
    "douyin": "灰紫青绿橙红",
    "other": "灰红黄绿蓝紫",
}
_NUMBER: Final = re.compile(r"\d{1,2}", re.ASCII)
_NONE: Final = frozenset({"", "无旗", "未标记", "不标记", "未插旗"})


def flag_number(platform: Platform, text: str) -> int | None:
    """The platform's number of the flag a cell tells of: ``1``, ``红``, ``红旗``, ``红色``.

    None for no flag. Raises ValueError for words that are none. Pink and purple are one.
    """
    if text in _NONE:
        return None
    if _NUMBER.fullmatch(text):
        return int(text)
    colour = text.removesuffix("旗").removesuffix("旗帜").removesuffix("色").replace("粉", "紫")
    return _COLOURS[platform].index(colour) if len(colour) == 1 else _no_flag(text)


def _no_flag(text: str) -> int:
    raise ValueError(text)
