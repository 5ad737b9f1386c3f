"""The gift table: which small bottles and other gifts an order brings (醉卿 manual, 订单审核流程).

A line reads ``1983 满6瓶 送1瓶小酒版``: of this product at least so many, then this gift. ``*`` is
any product, counted together. Of several lines of one product and gift the largest that is reached
counts, once.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.remark import Item

ANY: Final = "*"

_LINE: Final = re.compile(
    r"(?P<product>\S+)\s+满(?P<from>[1-9]\d{0,3})瓶\s+送(?P<count>[1-9]\d{0,3})"
    r"(?P<unit>瓶|箱|盒|件|套|支|坛|个|只|份)(?P<gift>\S+)"
)


class Gift(NamedTuple):
    """One line of the table: from so many bottles of the product on, this is due."""

    product: str
    at_least: int
    gift: Item


def parse(line: str) -> Gift:
    """Read a line. Raises RuleError ``gift``."""
    found = _LINE.fullmatch(line.strip())
    if found is None:
        raise RuleError(
            "gift", f"赠品表这一行看不懂：“{line[:30]}”，写成“1983 满6瓶 送1瓶小酒版”。"
        )
    gift = Item(int(found["count"]), found["unit"], found["gift"])
    return Gift(found["product"], int(found["from"]), gift)


def table(lines: Iterable[str]) -> tuple[Gift, ...]:
    """Read all lines. Raises RuleError ``gift``."""
    return tuple(map(parse, lines))


def due(bought: Mapping[str, int], gifts: Iterable[Gift]) -> tuple[Item, ...]:
    """The gifts an order of these bottles, by product, brings."""
    reached: dict[tuple[str, str, str], Gift] = {}
    for one in gifts:
        bottles = sum(bought.values()) if one.product == ANY else bought.get(one.product, 0)
        key = (one.product, one.gift.unit, one.gift.product)
        if bottles >= one.at_least and one.at_least > (
            reached[key].at_least if key in reached else 0
        ):
            reached[key] = one
    total: dict[tuple[str, str], int] = {}
    for one in reached.values():
        name = (one.gift.unit, one.gift.product)
        total[name] = total.get(name, 0) + one.gift.quantity
    return tuple(Item(quantity, unit, product) for (unit, product), quantity in total.items())
