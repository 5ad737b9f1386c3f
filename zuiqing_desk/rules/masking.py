"""Telephone numbers as everybody may see them: enough to tell one from another (house rule)."""

import re
from typing import Final

from zuiqing_desk.rules.order_links import is_mobile

_HIDDEN: Final = "****"
_KEPT_END: Final = 4
_MOBILE: Final = re.compile(r"(?<![\d*])((?:86)?)(1[3-9]\d{9})(?![\d*])", re.ASCII)


def masked(digits: str) -> str:
    """``138****1234``; of another number the last four digits and what stands before the four
    hidden ones. What its platform hid already stays as it is."""
    if "*" in digits:
        return digits
    if is_mobile(digits):
        return f"{digits[:3]}{_HIDDEN}{digits[-_KEPT_END:]}"
    return digits[: -2 * _KEPT_END] + _HIDDEN + digits[-_KEPT_END:] if digits else ""


def with_masked(text: str) -> str:
    """``text`` with the mobile numbers in it masked."""
    return _MOBILE.sub(lambda found: found[1] + masked(found[2]), text)
