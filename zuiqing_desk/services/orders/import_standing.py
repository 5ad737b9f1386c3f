"""What stands in the store before an import: the shop's words, and the orders it will meet."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from zuiqing_desk.rules.order_products import CardName, Catalogue
from zuiqing_desk.rules.order_words import OrderState, Platform, Verdict, platform_of
from zuiqing_desk.services import policy, shop
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders.export_rows import Value
from zuiqing_desk.services.orders.export_spool import OrderKey
from zuiqing_desk.store.tx import Row, Tx

COMPARED = (
    "platform_state",
    "storefront_id",
    "buyer",
    "receiver",
    "phone",
    "address",
    "address_before",
    "province",
    "city",
    "district",
    "goods_fen",
    "freight_fen",
    "amount_fen",
    "refund_fen",
    "buyer_message",
    "waybill",
    "waybill_courier",
    "closed_reason",
    "platform_remark",
    "platform_flag",
    "placed_at",
    "paid_at",
    "finished_at",
    "urgent",
    "cod",
    "state",
    "verdict",
    "verdict_reason",
)
"""The columns an import may write, besides ``extra``."""

PERSONAL = (
    "buyer",
    "receiver",
    "phone",
    "address",
    "address_before",
    "province",
    "city",
    "district",
    "buyer_message",
    "waybill",
    "closed_reason",
    "platform_remark",
)
"""Those of them, and ``extra``, that say who bought, where it went, and what they wrote."""


@dataclass(frozen=True, slots=True)
class ShopNow:
    """What the orders of an import are read by. ``storefronts``: ids by name; ``usual``: the one
    storefront that sells on a platform, where it is one."""

    zone: str
    storefronts: Mapping[str, int]
    usual: Mapping[Platform, int]
    urgent_words: tuple[str, ...]
    catalogue: Catalogue


class StandingItem(NamedTuple):
    """A line as it stands. Its ``key`` is unique within its order."""

    key: str
    title: str
    spec: str
    code: str
    quantity: int
    price_fen: int | None
    product_id: int | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """An order as it stands; ``columns`` are those of COMPARED. ``erased``: its customer was, on
    request, and stays so."""

    id: int
    state: OrderState
    verdict: Verdict
    confirmed: bool
    columns: Mapping[str, Value]
    extra: Mapping[str, str]
    items: tuple[StandingItem, ...]
    erased: bool = False


def shop_now(tx: Tx) -> ShopNow:
    """The shop as an import needs it. Raises Refused ``no_shop``."""
    info = shop.get(tx)
    if info is None:
        raise Refused("no_shop", "还没有店铺：请先运行 zuiqing-desk 完成首次设置。")
    sellers: dict[Platform, set[int]] = {}
    for name, storefront in tx.all(
        "SELECT name, storefront_id FROM channel_account WHERE channel = 'manual'"
    ):
        sellers.setdefault(platform_of(name), set()).add(storefront)
    return ShopNow(
        zone=info.time_zone,
        storefronts=dict(tx.all("SELECT name, id FROM storefront")),
        usual={platform: next(iter(ids)) for platform, ids in sellers.items() if len(ids) == 1},
        urgent_words=policy.current(tx).urgent_words,
        catalogue=_catalogue(tx),
    )


def _catalogue(tx: Tx) -> Catalogue:
    # A connector tells of one order at a time: not every one of them makes the names anew.
    cards = tx.all("SELECT id, short_name, full_name FROM product WHERE archived_at IS NULL")
    known: tuple[list[Row], Catalogue] | None = tx.cache.get("catalogue")
    if known is None or known[0] != cards:
        known = tx.cache["catalogue"] = (cards, Catalogue(CardName(*card) for card in cards))
    return known[1]


def standing(tx: Tx, keys: Collection[OrderKey]) -> dict[OrderKey, Standing]:
    """Those of these orders that are in the store; a few hundred at a time."""
    wanted = json.dumps(list(keys))
    rows = tx.all(
        f"SELECT o.platform, o.number, o.id, o.confirmed_at, o.extra,"
        " o.customer_id IN (SELECT customer_id FROM erasure),"
        f" {', '.join(f'o.{column}' for column in COMPARED)}"
        " FROM json_each(:keys) k JOIN shop_order o"
        " ON o.platform = json_extract(k.value, '$[0]')"
        " AND o.number = json_extract(k.value, '$[1]')",
        keys=wanted,
    )
    items: dict[int, list[StandingItem]] = {}
    for order_id, *item, provisional in tx.all(
        "SELECT order_id, key, title, spec, code, quantity, price_fen, product_id, provisional"
        " FROM order_item WHERE order_id IN (SELECT value FROM json_each(:ids)) ORDER BY id",
        ids=json.dumps([row[2] for row in rows]),
    ):
        items.setdefault(order_id, []).append(StandingItem(*[*item, bool(provisional)]))
    found = {}
    for platform, number, order_id, confirmed_at, extra, erased, *values in rows:
        columns = dict(zip(COMPARED, values, strict=True))
        found[OrderKey(platform, number)] = Standing(
            id=order_id,
            state=columns["state"],
            verdict=columns["verdict"],
            confirmed=confirmed_at is not None,
            columns=columns,
            extra=json.loads(extra),
            items=tuple(items.get(order_id, ())),
            erased=bool(erased),
        )
    return found
