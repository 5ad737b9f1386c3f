"""Whether a promise has its counterpart in the order (醉卿 manual, 订单审核流程)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from zuiqing_desk.rules.promises import Kind
from zuiqing_desk.rules.remark import HOUSE, Item, Remark, Vocabulary
from zuiqing_desk.rules.text import folded, letters

Result = Literal["green", "red", "ask"]

_HANZI: Final = {char: value for value, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_APART: Final = re.compile(r"[，,、+＋；;和]|另外|以及")
_FIRM: Final = re.compile("加急|今|明|后天|当天|[号日]|点前|尽快|优先|先发")
_BACK: Final = re.compile("[退返]")
_NOT: Final = re.compile("[不别勿没非]")
_GIVES: Final = re.compile("[送赠]")


class Matched(NamedTuple):
    """``why``: what a person reads beside the result (Chinese)."""

    result: Result
    why: str


@dataclass(frozen=True, slots=True)
class Ordered:
    """What a promise is held against. ``items``: what was bought, as a remark would write it;
    ``leaves_by``: when the order goes out by rule (UTC microseconds)."""

    now: int
    remark: Remark | None = None
    items: tuple[Item, ...] = ()
    urgent: bool = False
    refund_fen: int = 0
    leaves_by: int | None = None


def matched(
    kind: Kind, what: str, until: int | None, order: Ordered, vocabulary: Vocabulary = HOUSE
) -> Matched:
    """Whether an open promise is in the order: green, red (it has no counterpart), or for a person
    to say."""
    if kind == "callback":
        late = until is not None and until < order.now
        return Matched("ask", "说好的回电过了时间") if late else Matched("green", "不用写进备注")
    if kind == "refund" and order.refund_fen > 0:
        return Matched("green", "平台上已有退款")
    if kind == "dispatch" and (found := _by_time(until, order)):
        return found
    if order.remark is None:
        return Matched("red", "还没有备注，这句承诺没有着落")
    required = _required(what, order.remark)
    if required == "whole":
        return Matched("green", "备注的要求里有")
    if kind == "gift":
        return _gift(what, order.remark, order.items, vocabulary)
    if kind == "courier":
        return _courier(what, order.remark, vocabulary)
    if kind == "dispatch":
        return _dispatch(until, order.remark)
    if kind == "refund":
        back = any(_BACK.search(one) for one in order.remark.requirements)
        return Matched("green", "备注写了退返") if back else Matched("red", "备注里没写要退返")
    if required == "part":
        return Matched("ask", "备注的要求里有相近的话，看是不是一回事")
    if kind == "wish":
        return Matched("red", "备注的要求里没有")
    if kind == "discount":
        return Matched("ask", "看金额是否已经优惠")
    return Matched("ask", "看这句承诺是否已经落实")


def gifts(what: str, vocabulary: Vocabulary = HOUSE) -> tuple[Item, ...]:
    """The items a promised gift names with a quantity: ``两瓶小酒版`` is 2瓶小酒版."""
    units = "|".join(sorted(map(re.escape, filter(None, vocabulary.units)), key=len, reverse=True))
    if not units:
        return ()
    shape = re.compile(
        rf"(?P<count>[1-9]\d{{0,3}}|[一二两三四五六七八九十])\s*(?P<unit>{units})(?:的)?(?P<product>.+)"
    )
    found = []
    for part in _APART.split(what):
        if item := shape.search(part.strip()):
            count = _HANZI.get(item["count"]) or int(item["count"])
            product = item["product"].strip().strip("[],+")[:40].strip()
            if product:
                found.append(Item(count, item["unit"], product))
    return tuple(found)


def _by_time(until: int | None, order: Ordered) -> Matched | None:
    """What the clock alone says of a promised day of dispatch."""
    if until is not None and until < order.now:
        return Matched("red", "说好的发货时间已经过了")
    if order.urgent:
        return Matched("green", "订单标了加急")
    if until is not None and order.leaves_by is not None and order.leaves_by <= until:
        return Matched("green", "按截单时间赶得上")
    return None


def _dispatch(until: int | None, remark: Remark) -> Matched:
    if any(_FIRM.search(one) for one in remark.requirements):
        return Matched("green", "备注写了什么时候发")
    if until is None:
        return Matched("ask", "没说定哪天，看赶不赶得上")
    return Matched("red", "按截单时间赶不上，备注也没写加急")


def _courier(what: str, remark: Remark, vocabulary: Vocabulary) -> Matched:
    said = folded(what)
    named = [one for one in vocabulary.couriers if one and folded(one) in said]
    if not named:
        return Matched("ask", f"备注发{remark.courier}，看是不是答应的那家")
    if remark.courier in named:
        return Matched("green", f"备注发{remark.courier}")
    return Matched("red", f"答应发{'、'.join(named)}，备注发{remark.courier}")


def _gift(what: str, remark: Remark, bought: tuple[Item, ...], vocabulary: Vocabulary) -> Matched:
    wanted = gifts(what, vocabulary)
    if not wanted:
        named = [item for item in remark.items if _same(item.product, what)]
        if named and not any(_same(item.product, what) for item in bought):
            return Matched("green", "备注的货品里有")
        return Matched("ask", "看备注里有没有这份赠品")
    judged = [_given(one, remark, bought) for one in wanted]
    return min(judged, key=lambda one: ("red", "ask", "green").index(one.result))


def _given(gift: Item, remark: Remark, bought: tuple[Item, ...]) -> Matched:
    """Whether the remark sends a gift on top of what was bought."""
    sent = [item for item in remark.items if _same(item.product, gift.product)]
    paid = [item for item in bought if _same(item.product, gift.product)]
    shown = f"{gift.quantity}{gift.unit}{gift.product}"
    if not sent:
        if any(_GIVES.search(one) for one in remark.requirements):
            return Matched("ask", f"备注写了要送，看是不是{shown}")
        return Matched("red", f"备注里没有{shown}")
    if {item.unit for item in (*sent, *paid)} != {gift.unit}:
        return Matched("ask", f"单位不一样，看{shown}在不在里面")
    number, due = _sum(sent), _sum(paid) + gift.quantity
    if number >= due:
        return Matched("green", "备注的货品里有")
    return Matched("red", f"连同{shown}应是 {due}{gift.unit}，备注只有 {number}{gift.unit}")


def _sum(items: Collection[Item]) -> int:
    return sum(item.quantity for item in items)


def _required(what: str, remark: Remark) -> Literal["whole", "part", ""]:
    """Whether a requirement says what was promised: in these words, or in words near them."""
    said = letters(what)
    near = False
    for requirement in map(letters, remark.requirements if said else ()):
        place = requirement.find(said)
        if place >= 0 and not _NOT.search(requirement[:place]):
            return "whole"
        near |= place >= 0 or (len(requirement) >= 2 and requirement in said)
    return "part" if near else ""


def _same(one: str, other: str) -> bool:
    left, right = letters(one), letters(other)
    return bool(left and right) and (left in right or right in left)
