"""The parts of a remark out of what is known of an order (醉卿 manual, 订单备注, 订单审核流程)."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from zuiqing_desk.rules.courtesy import is_courtesy
from zuiqing_desk.rules.order_goods import Goods
from zuiqing_desk.rules.promise_match import gifts
from zuiqing_desk.rules.promises import Kind
from zuiqing_desk.rules.remark import (
    CLOSER_CHARS,
    PRODUCT_CHARS,
    REQUIREMENT_CHARS,
    SENDS,
    Item,
    Vocabulary,
    normalize,
)
from zuiqing_desk.rules.text import clean_line, folded

IN_REMARK: Final[tuple[Kind, ...]] = ("gift", "wish", "dispatch", "refund", "other")
"""Promises the warehouse and the audit have to read of; a courier stands in its own place."""

_STRUCTURE: Final = re.compile(r"[\[\],+]")
_CLAUSES: Final = re.compile(r"[，,。；;！!？?\n\r\t]+")
MASKED: Final = "**"
"""A name with this in it does not say whose it is (醉卿 manual, 订单备注)."""


class Promised(NamedTuple):
    """An open promise."""

    kind: Kind
    what: str


def closer_text(name: str, staff_no: str, others: Collection[str]) -> str:
    """How an owner is written in the brackets: by name, or by staff number where the name is
    masked, cannot be written, or is that of another (house rule).

    ``others``: the names and staff numbers of everybody else.
    """
    name = normalize(name)
    fits = 1 <= len(name) <= CLOSER_CHARS and not _STRUCTURE.search(name) and name == name.strip()
    alone = all(normalize(one) != name for one in others)
    return name if fits and alone and MASKED not in name else staff_no


def product_name(title: str) -> str:
    """A listing's title as far as it can stand for a product no card is known for."""
    return _STRUCTURE.sub(" ", normalize(clean_line(title))).strip()[:PRODUCT_CHARS].strip()


def items(goods: Iterable[Goods], vocabulary: Vocabulary) -> tuple[tuple[Item, ...], list[str]]:
    """What was bought, each product once, and what a person has to look at (Chinese)."""
    found: list[Item] = []
    asks = []
    for one in goods:
        if one.quantity is None or one.unit not in vocabulary.units or not one.product:
            asks.append(f"{one.product or '货品'}：{one.why}")
            continue
        if not one.sure:
            asks.append(f"{one.product}：{one.why}")
        found.append(Item(one.quantity, one.unit, one.product))
    return added((), found), asks


def added(some: Iterable[Item], more: Iterable[Item]) -> tuple[Item, ...]:
    """Both together, each product of a unit once."""
    total: dict[tuple[str, str], int] = {}
    for one in (*some, *more):
        key = (one.unit, one.product)
        total[key] = total.get(key, 0) + one.quantity
    return tuple(Item(quantity, unit, product) for (unit, product), quantity in total.items())


def presents(
    due: Iterable[Item], promises: Iterable[Promised], vocabulary: Vocabulary
) -> tuple[Item, ...]:
    """The gifts by the gift table and by promise. What both speak of is one gift: the larger."""
    named = [gifts(one.what, vocabulary) for one in promises if one.kind == "gift"]
    promised = {(one.unit, one.product): one.quantity for one in added((), sum(named, ()))}
    total = {(one.unit, one.product): one.quantity for one in due if one.unit in vocabulary.units}
    for key, quantity in promised.items():
        total[key] = max(quantity, total.get(key, 0))
    return tuple(Item(quantity, unit, product) for (unit, product), quantity in total.items())


def requirements(
    promises: Iterable[Promised],
    message: str,
    courtesies: tuple[str, ...],
    courier: str,
    vocabulary: Vocabulary,
) -> tuple[str, ...]:
    """The customer's wishes, each once: the promises, then the clauses of the buyer's message.

    Left out is what stands elsewhere: gifts that are items, ``courier`` where nothing more is said
    of it, mere courtesies.
    """
    said = [
        one.what
        for one in promises
        if one.kind in IN_REMARK and not (one.kind == "gift" and gifts(one.what, vocabulary))
    ]
    said += [clause for clause in clauses(message) if not is_courtesy(clause, courtesies)]
    wishes = (wish for text in said for wish in _wishes(text, courier, vocabulary))
    return tuple(dict.fromkeys(wishes))


def clauses(text: str) -> list[str]:
    """A message in its parts, without what holds them apart."""
    parts = (part.strip() for part in _CLAUSES.split(normalize(text)))
    return [part for part in parts if part]


def unwanted(texts: Iterable[str], couriers: Sequence[str]) -> tuple[str, ...]:
    """The couriers a customer does not want, by what was said: 不要发圆通, 别用圆通和中通."""
    one = "|".join(re.escape(folded(courier)) for courier in couriers if courier)
    if not one:
        return ()
    refusal = re.compile(rf"[不别勿没非莫][^，,。；;！!？?\n]{{0,3}}?((?:(?:{one})[和或跟与、]?)+)")
    said = [refused for text in texts for refused in refusal.findall(folded(text))]
    return tuple(
        courier for courier in couriers if courier and any(folded(courier) in one for one in said)
    )


def _wishes(text: str, courier: str, vocabulary: Vocabulary) -> Iterator[str]:
    """A wish as requirements may hold it: no commas, not too long, not read as the courier."""
    for clause in clauses(clean_line(text)):
        if courier and re.fullmatch(
            rf"(?:请|麻烦)?(?:发|用|走)?{re.escape(folded(courier))}(?:快递)?", folded(clause)
        ):
            continue
        begins = (SENDS + one for one in vocabulary.couriers if one)
        if any(clause.startswith(begin) for begin in begins):
            clause = f"要{clause}"
        while clause:
            yield clause[:REQUIREMENT_CHARS].strip()
            clause = clause[REQUIREMENT_CHARS:].strip()
