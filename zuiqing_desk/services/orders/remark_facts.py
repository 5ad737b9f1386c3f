"""The facts a remark is proposed from, out of the store."""

from typing import NamedTuple

from zuiqing_desk.rules import remark_build as build
from zuiqing_desk.rules.coverage import Served, choose, wished
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.gifts import due, table
from zuiqing_desk.rules.order_goods import Card, Goods, Listing, bottles, goods_of
from zuiqing_desk.rules.ownership_facts import Decision
from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.rules.remark import Item, Vocabulary
from zuiqing_desk.services import staff
from zuiqing_desk.services.orders import coverage, promises
from zuiqing_desk.services.orders.records import OrderItemRecord, OrderRecord
from zuiqing_desk.store.tx import Tx

_CARD = "SELECT short_name, full_name, per_box, price_fen, floor_fen FROM product"


class Bought(NamedTuple):
    """What goes into the parcel, and what a person has to look at (Chinese)."""

    items: tuple[Item, ...]
    asks: tuple[str, ...]


class Sent(NamedTuple):
    """By which courier, why, and what a person has to look at (Chinese)."""

    courier: str
    why: str
    asks: tuple[str, ...]


def closer(tx: Tx, decision: Decision) -> str:
    """How the owner is written in the brackets; '' with none or in dispute."""
    if decision.owner is None or decision.disputed:
        return ""
    everyone = staff.everyone(tx)
    owner = next(one for one in everyone if one.id == decision.owner)
    others = [word for one in everyone if one != owner for word in (one.name, one.staff_no)]
    return build.closer_text(owner.name, owner.staff_no, others)


def open_promises(tx: Tx, order_id: int) -> list[build.Promised]:
    """What was promised with the order and is still to be kept, oldest first."""
    return [
        build.Promised(one.kind, one.what)
        for one in promises.of_order(tx, order_id)
        if one.state == "open"
    ]


def bought(
    tx: Tx, order: OrderRecord, promised: list[build.Promised], rules: ShopPolicy, words: Vocabulary
) -> Bought:
    """The order's lines by the cards' short names, with the gifts that are due or promised."""
    cards = {card.short_name: card for card in (Card(*row) for row in tx.all(_CARD))}
    goods = [_goods(item, cards) for item in order.items]
    items, asks = build.items(goods, words)
    asks += [f"没有对上商品卡：{item.title}" for item in order.items if not item.product]
    try:
        by_table = due(_bottles(items, cards), table(rules.gift_table))
    except RuleError as broken:
        by_table = ()
        asks.append(broken.message)
    gifts = build.presents(by_table, promised, words)
    return Bought(build.added(items, gifts), tuple(dict.fromkeys(asks)))


def sent_by(tx: Tx, order: OrderRecord, promised: list[build.Promised], rules: ShopPolicy) -> Sent:
    """The courier by rule: the customer's wish, else by coverage, else the house's own.

    醉卿 manual, 客户咨询下单的流程, point 5. Where coverage does not tell, the house's own is
    proposed and a person is asked to find out.
    """
    said = [one.what for one in promised if one.kind in ("courier", "wish")]
    said.append(order.buyer_message)
    refused = build.unwanted(said, rules.couriers)
    wanted = [one for one in rules.couriers if one not in refused]
    house = rules.house_courier if rules.house_courier not in refused else next(iter(wanted), "")

    def served(courier: str) -> Served:
        place = (order.province, order.city, order.district)
        return coverage.served(tx, courier, *place).served

    choice = choose(wished(said, wanted), house, wanted, served)
    asks = [f"客户不要{'、'.join(refused)}"] if refused else []
    if not choice.courier:
        return Sent(house, "默认快递", (*asks, choice.why))
    if choice.served != "yes":
        unsure = f"不知道{choice.courier}到不到，先问"
        asks.append(f"{choice.courier}不到这个地址" if choice.served == "no" else unsure)
    return Sent(choice.courier, choice.why, tuple(asks))


def _goods(item: OrderItemRecord, cards: dict[str, Card]) -> Goods:
    listing = Listing(item.title, item.spec, item.quantity, item.price_fen)
    card = cards.get(item.product)
    if card is not None:
        return goods_of(listing, card, cards.keys() - {card.short_name})
    return goods_of(listing, Card(build.product_name(item.title)))


def _bottles(items: tuple[Item, ...], cards: dict[str, Card]) -> dict[str, int]:
    found: dict[str, int] = {}
    for item in items:
        card = cards.get(item.product, Card(item.product))
        count = bottles(item.quantity, item.unit, card)
        if count is not None:
            found[item.product] = found.get(item.product, 0) + count
    return found
