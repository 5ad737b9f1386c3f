"""Telephone numbers, addresses and names as everybody may see them: enough to tell one from another
(house rule)."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from zuiqing_desk.rules.order_links import is_mobile

_HIDDEN: Final = "****"
_KEPT_END: Final = 4
_ADDRESSES: Final = ("地址", "住址", "收货信息")
_NAMES: Final = ("姓名", "收货人", "收件人")
_PAPERS: Final = ("身份证", "证件")
"""Words in the head of a column nobody asked about that tell what stands in it."""

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


def masked_name(name: str) -> str:
    """``王**``: the surname, as far as its first character tells. What is hidden already stays."""
    return name if "*" in name else f"{name[:1]}**" if name else ""


def masked_address(address: str, province: str = "", city: str = "", district: str = "") -> str:
    """``浙江省杭州市西湖区****``: as far as it is known for certain where the address is."""
    places = dict.fromkeys(place for place in (province, city, district) if place)
    return "".join(places) + _HIDDEN if address else ""


_VARIABLES: Final[Mapping[str, Callable[[str], str]]] = {
    "收件人": masked_name,
    "收货地址": masked_address,
}


def as_offered(values: Mapping[str, str]) -> Mapping[str, str]:
    """The values of a reply's variables (rules.template) as they may stand in words nobody has
    taken yet: what is personal is masked."""
    personal = {name: mask(values[name]) for name, mask in _VARIABLES.items() if values.get(name)}
    return {**values, **personal} if personal else values


def taken(values: Mapping[str, str], text: str) -> str:
    """What of the personal values stands in a text, in the words of the journal: ``receiver``,
    ``address``."""
    said = (("receiver", values.get("收件人", "")), ("address", values.get("收货地址", "")))
    return " ".join(word for word, value in said if value and "*" not in value and value in text)


def masked_extra(head: str, value: str) -> str:
    """A value of a column nobody asked about, by what its head says."""
    if any(word in head for word in _PAPERS):
        return _HIDDEN if value else ""
    if any(word in head for word in _ADDRESSES):
        return masked_address(value)
    if any(word in head for word in _NAMES):
        return masked_name(value)
    return with_masked(value)
