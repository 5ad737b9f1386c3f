"""What was done with personal data, in words (house rule: a lead sees who has seen what)."""

from collections.abc import Mapping
from typing import Final

KINDS: Final[Mapping[str, str]] = {
    "order.unmasked": "看了",
    "customer.exported": "导出资料",
    "customer.erased": "删除资料",
    "staff.pin_wrong": "输错 PIN",
}
OWNER: Final = "（命令行）"
"""Whoever owns the file and nobody signed in."""

SUSPICIOUS: Final = 5
"""So many wrong PINs in a row are no slip of the finger."""

_SEEN: Final = {"phone": "电话", "address": "地址", "receiver": "收件人"}


def seen(kind: str, detail: str) -> str:
    """What exactly: ``电话、地址``, ``第 3 次``."""
    if kind == "staff.pin_wrong":
        return f"连续第 {detail} 次"
    if kind == "order.unmasked":
        # What was journalled before addresses were hidden was a telephone.
        return "、".join(_SEEN.get(one, one) for one in (detail or "phone").split())
    return ""
