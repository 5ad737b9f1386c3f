"""Which conversation an order belongs to: by the buyer's id, by a phone, by a name (house rule)."""

from collections.abc import Collection
from operator import attrgetter
from typing import Final, Literal, NamedTuple

from zuiqing_desk.rules.digits import digit_runs

Way = Literal["hand", "typed", "buyer", "phone", "name"]

WAYS: Final[dict[Way, str]] = {
    "hand": "手工关联",
    "typed": "在会话里录入",
    "buyer": "买家账号一致",
    "phone": "客户写过收货手机",
    "name": "客户名和买家账号一样",
}
"""How an order came to its conversation. What a visitor calls himself proves nothing, and a phone
little: what is private goes only where ``is_proven`` says so."""

_FOUND: Final[tuple[Way, ...]] = ("buyer", "phone", "name")
_PROVEN: Final = frozenset[Way]({"hand", "typed", "buyer"})
_LATEST: Final = attrgetter("last_line_at", "conversation_id", "customer_id")
_MOBILE_DIGITS: Final = 11
_COUNTRY: Final = "86"
_SHORTEST_NAME: Final = 3


class Match(NamedTuple):
    """A conversation an order may belong to. ``last_line_at`` in UTC microseconds."""

    way: Way
    conversation_id: int
    customer_id: int
    last_line_at: int


def is_proven(way: str | None) -> bool:
    """Whether the customer of a link made this way is the buyer beyond doubt."""
    return way in _PROVEN


def is_mobile(digits: str) -> bool:
    """Whether these digits are a whole Chinese mobile number; a masked one is not."""
    return (
        len(digits) == _MOBILE_DIGITS
        and digits.isascii()
        and digits.isdigit()
        and digits[0] == "1"
        and digits[1] >= "3"
    )


def phones_in(text: str) -> frozenset[str]:
    """The mobile numbers that stand in a text, as digits, without the country's 86."""
    runs = {digits for _, _, digits in digit_runs(text)}
    runs |= {one.removeprefix(_COUNTRY) for one in runs if len(one) > _MOBILE_DIGITS}
    return frozenset(filter(is_mobile, runs))


def tells_apart(buyer: str) -> bool:
    """Whether a buyer's id, met as a name, points at one person: neither masked nor very short."""
    return len(buyer) >= _SHORTEST_NAME and "*" not in buyer


def choose(matches: Collection[Match]) -> Match | None:
    """The conversation an order is linked to by itself, or None where that would be guessing.

    The buyer's id on the order's own platform decides, then the phone, then the name; each of them
    only where it points at one customer. Of that customer's conversations the one last written in.
    """
    for way in _FOUND:
        found = [one for one in matches if one.way == way]
        if not found:
            continue
        if len({one.customer_id for one in found}) == 1 or way == "buyer":
            return max(found, key=_LATEST)
        return None
    return None
