"""How the rows of exports become one order (house rules)."""

import re
from collections.abc import Sequence
from typing import Final

_STARS: Final = re.compile(r"\*+")


def whole_amount(parts: Sequence[int], *, each_line: bool, goods: int | None = None) -> int | None:
    """The order's amount from those on its rows, in 分; None without any.

    Rows that repeat the order's amount agree. ``each_line``: the platform writes each line's own
    amount, so they are added up, unless they all agree and come nearer to ``goods`` (price times
    quantity of all lines) than their sum does.
    """
    if not parts:
        return None
    total, same = sum(parts), len(set(parts)) == 1
    if not same or len(parts) == 1:
        return total
    if not each_line:
        return parts[0]
    nearer = goods is not None and abs(parts[0] - goods) < abs(total - goods)
    return parts[0] if nearer else total


def paid_amount(amounts: Sequence[int]) -> int | None:
    """What the buyer pays out of the platform's figures, the telling one first: an unpaid order
    stands there with 0.00 paid, then the next one counts."""
    return next((fen for fen in amounts if fen), 0 if amounts else None)


def full_address(province: str, city: str, district: str, address: str) -> str:
    """The address with those of the places before it that it does not begin with itself."""
    places = list(dict.fromkeys(place for place in (province, city, district) if place))
    for start, place in enumerate(places):
        if address.startswith(place):
            return "".join(places[:start]) + address
    return "".join(places) + address


def _covers(hidden: str, full: str) -> bool:
    """Whether ``full`` may be what stands behind the stars of ``hidden``."""
    first, *between, last = _STARS.split(hidden)
    if len(full) < len(first) + len(last) or not full.startswith(first):
        return False
    if not full.endswith(last):
        return False
    at, end = len(first), len(full) - len(last)
    for part in between:
        found = full.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def same_but_hidden(one: str, other: str) -> bool:
    """Whether two texts may be the same, one of them with ``*`` where the platform hides it."""
    if one == other:
        return True
    for hidden, full in ((one, other), (other, one)):
        if "*" in hidden and "*" not in full:
            return _covers(hidden, full)
    return False


def known_better(ours: str, theirs: str) -> str:
    """The text to keep of what we have and what an export says. What is empty says nothing; what
    is hidden does not take the place of the same in full."""
    if not theirs or (same_but_hidden(ours, theirs) and "*" in theirs):
        return ours or theirs
    return theirs
