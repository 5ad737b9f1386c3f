"""Which courier serves an address, and which one to send with (醉卿 manual, 订单审核流程).

The courier must serve the address, and be the best one by rule: what the customer wishes, else the
house's own where it goes, else the first that goes there. What is unknown is asked.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal, NamedTuple

from zuiqing_desk.rules.text import folded

Served = Literal["yes", "no", "ask"]

WORDS: Final[dict[Served, str]] = {"yes": "到", "no": "不到", "ask": "要问"}

_REFUSES: Final = re.compile("[不别勿没非]")


class Area(NamedTuple):
    """A row of a courier's coverage; '' for city or district means the whole of what is above."""

    province: str
    city: str
    district: str
    served: Served


class Choice(NamedTuple):
    """The courier by rule, '' where there is none to name; unless ``served`` is ``yes`` a person
    has to find out. ``why`` is Chinese."""

    courier: str
    served: Served
    why: str


def serves(areas: Iterable[Area], province: str, city: str, district: str) -> Served:
    """Whether a courier with these rows serves the place; the most exact row counts.

    A part of the place that is not known ('') is answered only where all rows below agree. A row
    that names a district and no city says nothing of the province around it.
    """
    if not province:
        return "ask"
    within = [one for one in areas if one.province == province]
    wide = [one for one in within if not one.city and not one.district]
    if not city:
        return _agreed(within) if wide else "ask"
    somewhere = [one for one in within if not one.city and one.district]
    local = [one for one in within if one.city == city]
    whole = [one for one in local if not one.district] or wide
    if not district:
        below = [one for one in local if one.district]
        return _agreed([*whole, *below, *somewhere]) if whole else "ask"
    exact = [one for one in local if one.district == district] or whole
    maybe = [one for one in somewhere if one.district == district]
    return _agreed([*exact, *maybe]) if exact else "ask"


def choose(
    wish: str, house: str, couriers: Sequence[str], served: Callable[[str], Served]
) -> Choice:
    """The courier to send with. ``wish`` is the courier the customer asked for, '' for none."""
    if wish:
        return Choice(wish, served(wish), "客户指定")
    at_home = served(house) if house else "no"
    if at_home == "yes":
        return Choice(house, "yes", "默认快递")
    if at_home == "ask":
        return Choice(house, "ask", "默认快递，到不到要问客户或快递")
    unknown = False
    for one in dict.fromkeys(couriers):
        answer = served(one) if one and one != house else "no"
        if answer == "yes":
            return Choice(one, "yes", f"{house}不到，{one}到")
        unknown |= answer == "ask"
    if unknown:
        return Choice("", "ask", f"{house}不到，别家到不到要问")
    return Choice("", "no", "哪家快递都不到：换别的快递或退款")


def wished(texts: Iterable[str], couriers: Iterable[str]) -> str:
    """The one courier these texts ask for, '' where they name none or several.

    Named like 发顺丰 or 顺丰快递 without a word of refusal before it.
    """
    found = set()
    known = [one for one in couriers if one]
    for text in texts:
        for courier in known:
            name = re.escape(folded(courier))
            for said in re.finditer(
                rf"(?:[发走用寄选要]|改成?)\s*{name}|{name}(?:快递|速运|包邮)", folded(text)
            ):
                if not _REFUSES.search(folded(text)[max(0, said.start() - 4) : said.start()]):
                    found.add(courier)
    return found.pop() if len(found) == 1 else ""


def _agreed(rows: list[Area]) -> Served:
    said = {one.served for one in rows}
    return said.pop() if len(said) == 1 else "ask"
