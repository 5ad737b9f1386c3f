"""What the audit knows of an order, gathered."""

from collections.abc import Mapping
from dataclasses import dataclass

from zuiqing_desk.rules.arrival import day_ends, goes_out
from zuiqing_desk.rules.audit import AuditFacts, Line, Promised, Result
from zuiqing_desk.rules.coverage import wished
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.gifts import Gift
from zuiqing_desk.rules.gifts import parse as gift
from zuiqing_desk.rules.order_goods import Card, Listing, goods_of
from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.rules.promise_match import Ordered, matched
from zuiqing_desk.rules.promise_match import gifts as named_gifts
from zuiqing_desk.rules.remark import Item, Remark, RemarkError, Vocabulary, parse
from zuiqing_desk.rules.remark_build import MASKED, unwanted
from zuiqing_desk.rules.remark_vocabulary import vocabulary_of
from zuiqing_desk.services import policy, shop
from zuiqing_desk.services.orders import coverage, ownership, promises, reading, remark_facts
from zuiqing_desk.services.orders.records import OrderItemRecord, OrderRecord
from zuiqing_desk.store.tx import Tx

NO_REMARK = "还没有备注"


@dataclass(frozen=True, slots=True)
class House:
    """What is the same for every order: read once for many."""

    policy: ShopPolicy
    vocabulary: Vocabulary
    cards: Mapping[int, Card]
    by_name: Mapping[str, Card]
    gifts: tuple[Gift, ...]


def house(tx: Tx) -> House:
    """The shop's rules and cards as they stand."""
    current = policy.current(tx)
    cards = {
        product_id: Card(*facts)
        for product_id, *facts in tx.all(
            "SELECT id, short_name, full_name, per_box, price_fen, floor_fen FROM product"
            " WHERE archived_at IS NULL"
        )
    }
    return House(
        current,
        vocabulary_of(current),
        cards,
        {card.short_name: card for card in cards.values()},
        _gifts(current.gift_table),
    )


def facts_of(tx: Tx, order_id: int, at_home: House | None = None) -> AuditFacts:
    """An order as its checks see it. Raises Refused ``no_order``."""
    known = house(tx) if at_home is None else at_home
    order = reading.one(tx, order_id)
    remark, problem = _remark(order, known.vocabulary)
    lines = tuple(_line(item, known) for item in order.items)
    promised = promises.of_order(tx, order_id)
    said = [one for one in promised if one.state == "open"]
    held_against = Ordered(
        now=tx.now,
        remark=remark,
        items=_items(lines),
        urgent=order.urgent,
        refund_fen=order.refund_fen,
        leaves_by=_leaves_by(tx, order, known.policy),
    )
    place = (order.province, order.city, order.district)
    words = [one.what for one in said if one.kind in ("courier", "wish")]
    words = [one for one in (*words, order.buyer_message) if one]
    refused = unwanted(words, known.policy.couriers)
    wish = wished(words, [one for one in known.policy.couriers if one not in refused])
    return AuditFacts(
        platform=order.platform,
        state=order.state,
        confirmed=order.confirmed_at is not None,
        cod=order.cod,
        amount_fen=order.amount_fen,
        freight_fen=order.freight_fen,
        refund_fen=order.refund_fen,
        lines=lines,
        cards=dict(known.by_name),
        remark=remark,
        remark_problem=problem,
        nobodys=problem == NO_REMARK and _is_nobodys(tx, order),
        closer=None if remark is None or not order.remark else _closer(tx, order.id, remark.closer),
        buyer_message=order.buyer_message,
        courtesies=known.policy.courtesy_words,
        address=order.address,
        address_before=order.address_before,
        placed=bool(order.province and order.city),
        served="ask" if remark is None else coverage.served(tx, remark.courier, *place).served,
        by_rule=coverage.choose(tx, *place, wish, refused),
        promises=tuple(
            Promised(
                one.kind,
                one.what,
                matched(one.kind, one.what, one.until, held_against, known.vocabulary),
            )
            for one in said
        ),
        presents=tuple(
            item
            for one in promised
            if one.kind == "gift" and one.state != "dropped"
            for item in named_gifts(one.what, known.vocabulary)
        ),
        gifts=known.gifts,
        sample_name=known.policy.sample_name,
    )


def _remark(order: OrderRecord, vocabulary: Vocabulary) -> tuple[Remark | None, str]:
    """The remark, ours or else what stands on the platform; or why there is none to go by.

    Only the first line is the remark; notes may follow it.
    """
    text = order.remark or order.platform_remark
    if not text.strip():
        return None, NO_REMARK
    try:
        return parse(text.split("\n", 1)[0], vocabulary), ""
    except RemarkError as wrong:
        whose = "备注" if order.remark else "平台上的备注"
        return None, f"{whose}不合格式，{wrong.message}"


def _is_nobodys(tx: Tx, order: OrderRecord) -> bool:
    decision = ownership.decide(tx, order.id)
    return decision.owner is None and not decision.disputed


def _closer(tx: Tx, order_id: int, written: str) -> tuple[Result, str] | None:
    """What is wrong with the closer by now: claims and rulings come after the remark too
    (醉卿 manual, 订单归属: the closer in a remark is the outcome of its rules)."""
    if MASKED in written:
        return None
    decision = ownership.decide(tx, order_id)
    if decision.disputed:
        return "ask", f"备注写着“{written}”，现在归属有争议"
    owner = remark_facts.closer(tx, decision)
    if written == owner:
        return None
    return "red", f"备注写着“{written}”，按归属{f'是“{owner}”' if owner else '不归任何人'}"


def _leaves_by(tx: Tx, order: OrderRecord, current: ShopPolicy) -> int | None:
    """The end of the day on which the order goes out by the dispatch cut-off."""
    info = shop.get(tx)
    if info is None:
        return None
    day = goes_out(order.paid_at, tx.now, current.dispatch_cutoff, info.time_zone)
    return day_ends(day, info.time_zone)


def _line(item: OrderItemRecord, known: House) -> Line:
    card = None if item.product_id is None else known.cards.get(item.product_id)
    listing = Listing(item.title, item.spec, item.quantity, item.price_fen)
    goods = None if card is None else goods_of(listing, card, known.by_name.keys())
    return Line(item.title, goods, card, item.quantity, item.price_fen, item.provisional)


def _items(lines: tuple[Line, ...]) -> tuple[Item, ...]:
    """What was bought as a remark would write it, as far as it can be told."""
    return tuple(
        Item(one.goods.quantity, one.goods.unit, one.goods.product)
        for one in lines
        if one.goods is not None and one.goods.quantity is not None
    )


def _gifts(lines: tuple[str, ...]) -> tuple[Gift, ...]:
    """The gift table; a line that cannot be read gives nothing, the policy page refuses it."""
    found: list[Gift] = []
    for line in lines:
        try:
            found.append(gift(line))
        except RuleError:
            continue
    return tuple(found)
