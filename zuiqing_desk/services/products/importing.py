"""Importing a spreadsheet of product cards: what it would do, then all of it in one transaction.

A row is known by its short name. Whoever owns the file may do what a lead may.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.product_fields import SHOWN, check_short_name
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.products import catalogue
from zuiqing_desk.services.products.records import ProductCard, ProductFacts
from zuiqing_desk.services.products.sheet import cells_of, facts_of
from zuiqing_desk.services.spreadsheets import TOLD_EVERY, Progress, Refusal, unwatched
from zuiqing_desk.sheets import SheetRow
from zuiqing_desk.store.tx import Tx

MOST_ROWS = 5000
"""One transaction writes them all, and other desks wait for it."""

_NAMES = (*catalogue.FACT_COLUMNS, "storefront_id", "readings")
_INSERT = (
    f"INSERT INTO product ({', '.join(_NAMES)}, must_read_at, created_at, created_by, updated_at,"
    f" updated_by) VALUES ({', '.join(f':{name}' for name in _NAMES)}, :must_read, :now, :actor,"
    " :now, :actor)"
)
_UPDATE = (
    f"UPDATE product SET {', '.join(f'{name} = :{name}' for name in _NAMES)},"
    " updated_at = max(:now, updated_at + 1), updated_by = :actor"
    " WHERE id = :id AND updated_at = :seen AND archived_at IS NULL"
)


@dataclass(frozen=True, slots=True)
class Known:
    """The catalogue before an import, by short name; and the names of the storefronts."""

    cards: Mapping[str, ProductCard]
    storefronts: frozenset[str]


class Planned(NamedTuple):
    """One row that will be written. ``card`` is None for a new product."""

    row: int
    card: ProductCard | None
    facts: ProductFacts
    readings: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. It may be carried out only if nothing is refused."""

    added: tuple[Planned, ...]
    changed: tuple[Planned, ...]
    unchanged: int
    refused: tuple[Refusal, ...]


def known(tx: Tx) -> Known:
    """The whole catalogue as a plan needs it."""
    cards = {card.facts.short_name: card for card in catalogue.all_cards(tx, None)}
    return Known(cards, frozenset(catalogue.storefronts(tx)))


def plan(rows: Iterable[SheetRow], before: Known, *, progress: Progress = unwatched) -> Plan:
    """Compare a spreadsheet with the catalogue; the pinyin is spelt here, in no transaction.

    Raises SheetError for a file that cannot be read, and whatever ``progress`` raises.
    """
    planned: list[Planned] = []
    refused: list[Refusal] = []
    first: dict[str, int] = {}
    unchanged = done = 0
    for done, row in enumerate(rows, 1):
        if done % TOLD_EVERY == 0:
            progress("读取", done, None)
        card = _card(row.values, before)
        facts, wrong = facts_of(row.number, row.values, None if card is None else card.facts)
        if facts is not None:
            wrong = list(_misplaced(row.number, facts, before, first, done))
        if facts is None or wrong:
            refused += wrong
        elif card is not None and card.facts == facts:
            unchanged += 1
        else:
            planned.append(Planned(row.number, card, facts, catalogue.readings_of(facts)))
    progress("读取", done, done)
    return Plan(
        added=tuple(one for one in planned if one.card is None),
        changed=tuple(one for one in planned if one.card is not None),
        unchanged=unchanged,
        refused=tuple(sorted(refused)),
    )


def apply(tx: Tx, given: Plan, actor: int | None, *, must_read: bool = False) -> None:
    """Write everything, with one journal row. ``must_read``: everybody has to acknowledge the
    cards that are new.

    Raises Refused ``catalogue_changed`` when one of the cards was changed, made or archived since
    the plan; then nothing is written.
    """
    for one in given.added:
        if catalogue.by_name(tx, one.facts.short_name) is not None:
            raise _changed(one.facts)
        asked = tx.now if must_read else None
        tx.run(_INSERT, must_read=asked, now=tx.now, actor=actor, **_values(tx, one))
    for one in given.changed:
        if one.card is None or not tx.run(
            _UPDATE,
            id=one.card.id,
            seen=one.card.updated_at,
            now=tx.now,
            actor=actor,
            **_values(tx, one),
        ):
            raise _changed(one.facts)
    if given.added or given.changed:
        number = len(given.added) + len(given.changed)
        detail = f"{len(given.added)}+{len(given.changed)}"
        tx.journal("products.imported", number, actor=actor, detail=detail)


def table(cards: Sequence[ProductCard]) -> list[tuple[str, ...]]:
    """The cards as rows for a spreadsheet."""
    return [cells_of(card.facts) for card in cards]


def _card(values: Mapping[str, str], before: Known) -> ProductCard | None:
    try:
        return before.cards.get(check_short_name(values.get(SHOWN["short_name"], "")))
    except RuleError:
        return None


def _misplaced(
    number: int, facts: ProductFacts, before: Known, first: dict[str, int], done: int
) -> Iterable[Refusal]:
    """What is wrong with a row among the others."""
    name = facts.short_name
    if name in first:
        message = f"简称“{name}”和第 {first[name]} 行重复了。"
        yield Refusal(number, SHOWN["short_name"], message)
    first.setdefault(name, number)
    if facts.storefront and facts.storefront not in before.storefronts:
        shops = "、".join(sorted(before.storefronts)) or "（还没有）"
        message = f"没有店铺“{facts.storefront}”，现有：{shops}；不填表示各店都卖。"
        yield Refusal(number, SHOWN["storefront"], message)
    if done == MOST_ROWS + 1:
        yield Refusal(number, SHOWN["short_name"], f"一次最多导入 {MOST_ROWS} 款，请拆成几个文件。")


def _values(tx: Tx, one: Planned) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(one.facts, name) for name in catalogue.FACT_COLUMNS}
    values["storefront_id"] = catalogue.storefront_id(tx, one.facts.storefront)
    values["readings"] = one.readings
    return values


def _changed(facts: ProductFacts) -> Refused:
    return Refused(
        "catalogue_changed",
        f"导入期间“{facts.short_name}”的商品卡改过了，什么都没有导入；请重新导入。",
    )
