"""How well a token matches an entry, as one small number: the smaller, the better.

The sum of what the field gives and of how the token matched there. With a typo, ``TYPO`` is added.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Grades = NDArray[np.uint8]

FIELDS: Final = ("code", "title", "tags", "body")
"""The fields of an entry in the order in which they stand in a segment."""
FIELD_GRADES: Final = (8, 2, 5, 9)

WRITTEN: Final = 0
INITIALS: Final = 1
PINYIN: Final = 2

EXACT_CODE: Final = 0
BEGINS_CODE: Final = 1
TYPO: Final = 64
MISS: Final = 128
"""This and more: no match."""

_LABELS: Final = (
    "短码",
    "短码 开头",
    "标题",
    "标题 拼音首字母",
    "标题 拼音",
    "标签",
    "标签 拼音首字母",
    "标签 拼音",
    "短码 当中",
    "内容",
    "内容 拼音首字母",
    "内容 拼音",
)
_TIERS: Final = (0, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4)
TIERS: Final = np.array([_TIERS[one] if one < len(_TIERS) else 0 for one in range(TYPO)], np.uint8)
"""Grade without ``TYPO`` → tier."""


def label(grade: int) -> str:
    """Where and how a token matched, in Chinese."""
    return _LABELS[grade % TYPO] + (" 差一个字母" if grade & TYPO else "")
