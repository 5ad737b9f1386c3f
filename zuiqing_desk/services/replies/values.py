"""What the variables of a template stand for in one conversation."""

import re
from datetime import timedelta

from zuiqing_desk.rules import product_figures as figures
from zuiqing_desk.rules.calendar import local
from zuiqing_desk.rules.categories import Stage
from zuiqing_desk.rules.order_words import OrderState
from zuiqing_desk.rules.stage import stage_of
from zuiqing_desk.rules.text import folded
from zuiqing_desk.services import policy, shop
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders.in_hand import in_hand
from zuiqing_desk.services.orders.variables import of_order
from zuiqing_desk.services.products.reading import facts_of, names
from zuiqing_desk.services.products.records import ProductFacts
from zuiqing_desk.store.tx import Tx

TALK_LINES = 20
"""How many of the newest lines tell which product is talked of."""
WEEKDAYS = "一二三四五六日"

# What visitors.create calls somebody who left no name: nobody is addressed so.
_NAMELESS = re.compile(r"访客 \d+")

_CONVERSATION = """
SELECT u.name, f.name, a.name FROM conversation c
JOIN customer u ON u.id = c.customer_id
JOIN channel_account a ON a.id = c.account_id
JOIN storefront f ON f.id = a.storefront_id
WHERE c.id = :id
"""


def values(
    tx: Tx,
    *,
    conversation_id: int | None,
    staff_id: int | None,
    product_id: int | None = None,
    order_id: int | None = None,
) -> dict[str, str]:
    """The values of rules.template.VARIABLES; one whose fact is not known is missing.

    The product is the one given, else the one last named in the newest lines of the conversation;
    the order the one given, else the one in hand there. Without a conversation or a person only
    what the shop and the time say. Raises Refused ``no_conversation`` or ``no_order``.
    """
    found = {**_of_shop(tx), **_of_time(tx)}
    if staff_id is not None:
        found |= _of_staff(tx, staff_id)
    if conversation_id is not None:
        found |= _of_conversation(tx, conversation_id)
        if product_id is None:
            product_id = product_named(tx, conversation_id)
        if order_id is None:
            order_id = in_hand(tx, conversation_id)
    if product_id is not None:
        facts = facts_of(tx, product_id)
        found |= {} if facts is None else of_product(facts)
    if order_id is not None:
        found |= of_order(tx, order_id, conversation_id)
    return {name: value for name, value in found.items() if value}


def stage(tx: Tx, conversation_id: int) -> Stage:
    """How far the conversation has come, for the order of the picker (rules.stage).

    Raises Refused ``no_conversation``.
    """
    row = tx.one("SELECT agent_spoke, post FROM conversation WHERE id = :id", id=conversation_id)
    if row is None:
        raise Refused("no_conversation", f"没有编号为 {conversation_id} 的会话。")
    order = _order_in_hand(tx, conversation_id)
    marks = {
        kind
        for (kind,) in tx.all(
            "SELECT DISTINCT m.kind FROM line l JOIN mark m ON m.line_id = l.id"
            " WHERE l.conversation_id = :id AND l.at >= :since",
            id=conversation_id,
            since=0 if order is None else order[1],
        )
    }
    return stage_of(
        agent_spoke=bool(row[0]),
        quoted="quote" in marks,
        agreed="agreed" in marks,
        post=row[1],
        order=None if order is None else order[0],
    )


def _order_in_hand(tx: Tx, conversation_id: int) -> tuple[OrderState, int] | None:
    """How far the order in hand is, and since when there is one: marks of before made it."""
    order_id = in_hand(tx, conversation_id)
    if order_id is None:
        return None
    row = tx.one(
        "SELECT state, coalesce(placed_at, created_at) FROM shop_order WHERE id = :id", id=order_id
    )
    return None if row is None else (row[0], row[1])


def product_named(tx: Tx, conversation_id: int, *, after: int = -1) -> int | None:
    """The product whose short or full name stands in the newest line that names any, or None.

    In one line the name that stands last counts, and of two at one place the longer. Only lines
    numbered above ``after`` are looked at.
    """
    known = [(product, folded(name)) for product, name in names(tx)]
    lines = tx.all(
        "SELECT text FROM line WHERE conversation_id = :id AND author IN ('customer', 'agent')"
        " AND seq > :after ORDER BY seq DESC LIMIT :limit",
        id=conversation_id,
        after=after,
        limit=TALK_LINES,
    )
    for (text,) in lines if known else ():
        line = folded(text)
        places = [
            (end, len(name), -product)
            for product, name in known
            if (end := _last_place(line, name)) is not None
        ]
        if places:
            return -max(places)[2]
    return None


def of_product(facts: ProductFacts) -> dict[str, str]:
    """What a card says in the words of a reply; never its floor price."""
    return {
        "商品": facts.short_name,
        "全名": facts.full_name,
        "价格": figures.money_text(facts.price_fen),
        "香型": facts.aroma,
        "度数": figures.strength_text(facts.strength_tenths),
        "容量": figures.volume_text(facts.volume_ml),
        "箱规": "" if facts.per_box is None else str(facts.per_box),
        "赠品": facts.gifts,
    }


def _last_place(line: str, name: str) -> int | None:
    """Where the last mention of a name ends. 1983 is not named by the phone number 13819830000."""
    end = len(line)
    while (start := line.rfind(name, 0, end)) >= 0:
        after = start + len(name)
        if not (_joined(line, start) or _joined(line, after)):
            return after
        end = after - 1
    return None


def _joined(line: str, at: int) -> bool:
    """Whether a number or a Latin word goes on over this place."""
    if not 0 < at < len(line):
        return False
    before, behind = line[at - 1], line[at]
    return (before.isdigit() and behind.isdigit()) or (
        before.isascii() and behind.isascii() and before.isalpha() and behind.isalpha()
    )


def _of_shop(tx: Tx) -> dict[str, str]:
    info = shop.get(tx)
    rules = policy.current(tx)
    return {
        "店铺": "" if info is None else info.name,
        "截单": rules.dispatch_cutoff,
        "快递": rules.house_courier,
    }


def _of_time(tx: Tx) -> dict[str, str]:
    info = shop.get(tx)
    return of_time(tx.now, "Asia/Shanghai" if info is None else info.time_zone)


def of_time(at: int, zone: str) -> dict[str, str]:
    """What the calendar and the clock of ``zone`` say at a moment (UTC microseconds)."""
    now = local(at, zone)
    tomorrow = now + timedelta(days=1)
    return {
        "今天": f"{now.month}月{now.day}日",
        "明天": f"{tomorrow.month}月{tomorrow.day}日",
        "星期": f"星期{WEEKDAYS[now.weekday()]}",
        "现在": f"{now:%H:%M}",
    }


def _of_staff(tx: Tx, staff_id: int) -> dict[str, str]:
    row = tx.one("SELECT name, staff_no FROM staff WHERE id = :id", id=staff_id)
    return {} if row is None else {"客服": row[0], "工号": row[1]}


def _of_conversation(tx: Tx, conversation_id: int) -> dict[str, str]:
    row = tx.one(_CONVERSATION, id=conversation_id)
    if row is None:
        raise Refused("no_conversation", f"没有编号为 {conversation_id} 的会话。")
    customer, storefront, account = row
    return {
        "客户": "" if _NAMELESS.fullmatch(customer) else customer,
        "店铺": storefront,
        "平台": account,
    }
