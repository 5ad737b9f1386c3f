"""Orders ↔ conversations ↔ customers: linked by buyer id or phone, or by hand."""

import json
from collections.abc import Collection, Iterable
from typing import NamedTuple

from zuiqing_desk.rules.order_links import Match, Way, choose, phones_in, tells_apart
from zuiqing_desk.rules.order_words import OrderState, Platform, platform_of
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import phone_book
from zuiqing_desk.store.tx import Row, Tx

CANDIDATES = 20
"""So many are offered, or linked at a customer's coming; the newest."""

_OPEN = "o.conversation_id IS NULL AND NOT o.unlinked"

_BY_BUYER = """
SELECT o.id, c.id, c.customer_id, c.last_line_at
FROM json_each(:orders) j JOIN shop_order o ON o.id = j.value
JOIN json_each(:accounts) a ON json_extract(a.value, '$[0]') = o.platform
JOIN conversation c ON c.account_id = json_extract(a.value, '$[1]') AND c.external_id = o.buyer
WHERE o.buyer <> ''
"""

# On an account answered by hand the name is a buyer's id too, but of that platform alone.
_BY_NAME = """
SELECT o.id, c.id, c.customer_id, c.last_line_at, o.buyer
FROM json_each(:orders) j JOIN shop_order o ON o.id = j.value
JOIN customer u ON u.name = o.buyer
JOIN conversation c ON c.customer_id = u.id
JOIN channel_account a ON a.id = c.account_id
WHERE o.buyer <> '' AND a.channel <> 'manual' AND c.last_seq > 0
"""

_OF_CONVERSATION = """
SELECT c.external_id, u.name, a.channel, a.name FROM conversation c
JOIN customer u ON u.id = c.customer_id JOIN channel_account a ON a.id = c.account_id
WHERE c.id = :id
"""

_CANDIDATE = """
SELECT o.id, c.id, o.platform, o.number, o.state, o.amount_fen, o.placed_at,
       u.name, a.name, c.last_line_at, c.last_text
FROM shop_order o, conversation c
JOIN customer u ON u.id = c.customer_id JOIN channel_account a ON a.id = c.account_id
WHERE o.id = :order AND c.id = :conversation
"""


class Link(NamedTuple):
    """How an order was linked before a command, and with which conversation it left it.

    ``promises`` are those that hung on the order in the conversation.
    """

    conversation_id: int | None
    way: Way | None
    unlinked: bool
    promises: tuple[int, ...]
    after: int | None


class Candidate(NamedTuple):
    """An order and a conversation that may belong together. ``way``: what speaks for it."""

    way: Way
    order_id: int
    conversation_id: int
    platform: Platform
    number: str
    state: OrderState
    amount_fen: int | None
    placed_at: int | None
    customer: str
    account: str
    last_line_at: int
    last_text: str


def link(tx: Tx, order_id: int, conversation_id: int, actor: int | None) -> Link:
    """Link an order to a conversation by hand; how it was linked before, for ``put_back``.

    Raises Refused ``no_order``, ``no_conversation``, or ``linked`` where it hangs on another.
    """
    _working(tx, actor)
    before = _standing(tx, order_id)
    customer_id = tx.value(
        "SELECT customer_id FROM conversation WHERE id = :id", id=conversation_id
    )
    if customer_id is None:
        raise Refused("no_conversation", f"没有编号为 {conversation_id} 的会话。")
    if before.conversation_id not in (None, conversation_id):
        raise Refused("linked", "这笔订单已经关联了别的会话，请先解除关联，再关联到这里。")
    join(tx, order_id, conversation_id, customer_id, "hand")
    tx.journal("order.linked", order_id, actor=actor, detail="hand")
    return before._replace(after=conversation_id)


def unlink(tx: Tx, order_id: int, actor: int | None) -> Link:
    """Take an order off its conversation; no import links it again. How it was linked, for
    ``put_back``.

    Promises made in that conversation stay with it. Raises Refused ``no_order`` or ``not_linked``.
    """
    _working(tx, actor)
    before = _standing(tx, order_id)
    if before.conversation_id is None:
        raise Refused("not_linked", "这笔订单没有关联会话，不用解除。")
    _part(tx, order_id, before.conversation_id, unlinked=True)
    tx.journal("order.unlinked", order_id, actor=actor)
    return before._replace(after=None)


def put_back(tx: Tx, order_id: int, before: Link, actor: int | None) -> None:
    """Undo a ``link`` or an ``unlink``, which handed ``before`` back: what was found by a mere
    name is not linked by hand for that.

    Raises Refused ``no_order``, ``no_conversation``, or ``changed_meanwhile`` where somebody has
    linked or unlinked it since.
    """
    _working(tx, actor)
    now = _standing(tx, order_id)
    if now.conversation_id != before.after:
        raise Refused("changed_meanwhile", "这笔订单的关联刚刚有人改过，请看过再说。")
    if before.conversation_id is None or before.way is None:
        if now.conversation_id is not None:
            _part(tx, order_id, now.conversation_id, unlinked=before.unlinked)
        tx.journal("order.unlinked", order_id, actor=actor)
        return
    customer_id = tx.value(
        "SELECT customer_id FROM conversation WHERE id = :id", id=before.conversation_id
    )
    if customer_id is None:
        raise Refused("no_conversation", "原来的会话已经不在了，请另选一个会话关联。")
    join(tx, order_id, before.conversation_id, customer_id, before.way)
    tx.run(
        "UPDATE promise SET order_id = :order WHERE order_id IS NULL"
        " AND id IN (SELECT value FROM json_each(:promises))",
        order=order_id,
        promises=json.dumps(before.promises),
    )
    tx.journal("order.linked", order_id, actor=actor, detail=before.way)


def auto_link(tx: Tx, order_ids: Collection[int]) -> int:
    """Link those of these orders whose conversation is beyond guessing; how many.

    Orders that are linked, or were unlinked by hand, stay as they are. A step of a larger command,
    which journals: call it for a few hundred orders at most.
    """
    return len(_link_open(tx, order_ids))


def meet(tx: Tx, conversation_id: int, text: str = "") -> int:
    """A customer came, or wrote ``text``: link the orders that turn out to be theirs; how many.

    Cheap where there are none. Every order linked is journalled.
    """
    linked = _link_open(tx, _orders_near(tx, conversation_id, phones_in(text)))
    for order_id, way in linked:
        tx.journal("order.linked", order_id, detail=way)
    return len(linked)


def candidates(
    tx: Tx, *, order_id: int | None = None, conversation_id: int | None = None
) -> list[Candidate]:
    """The conversations an order may belong to, or the unlinked orders a conversation may have.

    The likeliest first; at most CANDIDATES.
    """
    if order_id is None:
        if conversation_id is None:
            return []
        phones = phone_book.phones_of(tx, conversation_id)
        orders = _orders_near(tx, conversation_id, phones, also_unlinked=True)
    else:
        orders = [order_id]
    pairs = [
        (match, order)
        for order, found in _matches(tx, orders).items()
        for match in found
        if conversation_id in (None, match.conversation_id)
    ]
    pairs.sort(key=lambda pair: (("buyer", "phone", "name").index(pair[0].way), -pair[1]))
    seen: set[tuple[int, int]] = set()
    out = []
    for match, order in pairs:
        key = (order, match.conversation_id)
        row = tx.one(_CANDIDATE, order=order, conversation=match.conversation_id)
        if row is not None and key not in seen:
            out.append(Candidate(match.way, *row))
        seen.add(key)
    return out[:CANDIDATES]


def join(tx: Tx, order_id: int, conversation_id: int, customer_id: int, way: Way) -> None:
    """Write a link. A step of a larger command, which checks and journals.

    Open promises of the conversation that have no order yet become this order's, unless it is over
    already.
    """
    tx.run(
        "UPDATE shop_order SET conversation_id = :conversation, customer_id = :customer,"
        " linked_how = :way, unlinked = 0, updated_at = max(:now, updated_at + 1) WHERE id = :id",
        id=order_id,
        conversation=conversation_id,
        customer=customer_id,
        way=way,
        now=tx.now,
    )
    tx.run(
        "UPDATE promise SET order_id = :order WHERE conversation_id = :conversation"
        " AND order_id IS NULL AND state = 'open' AND EXISTS (SELECT 1 FROM shop_order"
        " WHERE id = :order AND state IN ('unpaid', 'paid', 'audit', 'held'))",
        order=order_id,
        conversation=conversation_id,
    )


def _link_open(tx: Tx, order_ids: Collection[int]) -> list[tuple[int, Way]]:
    waiting = [
        row[0]
        for row in tx.all(
            "SELECT o.id FROM json_each(:orders) j JOIN shop_order o ON o.id = j.value"
            f" WHERE {_OPEN} ORDER BY o.placed_at DESC, o.id DESC",
            orders=json.dumps(list(order_ids)),
        )
    ]
    linked = []
    matches = _matches(tx, waiting) if waiting else {}
    for order_id in waiting:
        chosen = choose(matches.get(order_id, ()))
        if chosen is not None:
            join(tx, order_id, chosen.conversation_id, chosen.customer_id, chosen.way)
            linked.append((order_id, chosen.way))
    return linked


def _matches(tx: Tx, order_ids: Collection[int]) -> dict[int, list[Match]]:
    """What speaks for which conversation, by order."""
    found: dict[int, list[Match]] = {}
    orders = json.dumps(list(order_ids))

    def note(way: Way, rows: Iterable[Row]) -> None:
        for order_id, *match in rows:
            found.setdefault(order_id, []).append(Match(way, *match))

    note("buyer", tx.all(_BY_BUYER, orders=orders, accounts=json.dumps(_accounts(tx))))
    note("phone", phone_book.conversations_of(tx, orders))
    named = tx.all(_BY_NAME, orders=orders)
    note("name", (row[:4] for row in named if tells_apart(row[4])))
    return found


def _orders_near(
    tx: Tx, conversation_id: int, phones: Collection[str], *, also_unlinked: bool = False
) -> list[int]:
    """Orders without a conversation that share something with this one, the newest first."""
    row = tx.one(_OF_CONVERSATION, id=conversation_id)
    if row is None:
        return []
    external_id, name, channel, account = row
    ways, params = [], {}
    if channel == "manual":
        platform = platform_of(account)
        if platform != "other":
            ways.append("SELECT id FROM shop_order WHERE platform = :platform AND buyer = :buyer")
            params = {"platform": platform, "buyer": external_id}
    elif tells_apart(name):
        # Every platform by its name, so that the index of buyers serves.
        ways.append(
            "SELECT id FROM shop_order WHERE buyer = :name"
            " AND platform IN ('taobao', 'jd', 'pdd', 'douyin', 'other')"
        )
        params = {"name": name}
    if phones:
        ways.append(
            "SELECT id FROM shop_order WHERE phone <> ''"
            " AND phone IN (SELECT value FROM json_each(:phones))"
        )
        params["phones"] = json.dumps(sorted(phones))
    if not ways:
        return []
    unlinked = "o.conversation_id IS NULL" if also_unlinked else _OPEN
    rows = tx.all(
        f"SELECT o.id FROM shop_order o WHERE o.id IN ({' UNION '.join(ways)}) AND {unlinked}"
        " ORDER BY o.placed_at DESC, o.id DESC LIMIT :limit",
        limit=CANDIDATES,
        **params,
    )
    return [order_id for (order_id,) in rows]


def _accounts(tx: Tx) -> list[tuple[Platform, int]]:
    """The accounts on which a conversation's id is a buyer's id of that platform."""
    accounts = tx.all("SELECT name, id FROM channel_account WHERE channel = 'manual'")
    found = [(platform_of(name), account_id) for name, account_id in accounts]
    return [one for one in found if one[0] != "other"]


def _part(tx: Tx, order_id: int, conversation_id: int, *, unlinked: bool) -> None:
    tx.run(
        "UPDATE shop_order SET conversation_id = NULL, customer_id = NULL, linked_how = NULL,"
        " unlinked = :unlinked, updated_at = max(:now, updated_at + 1) WHERE id = :id",
        id=order_id,
        unlinked=unlinked,
        now=tx.now,
    )
    tx.run(
        "UPDATE promise SET order_id = NULL"
        " WHERE order_id = :order AND conversation_id = :conversation",
        order=order_id,
        conversation=conversation_id,
    )


def _standing(tx: Tx, order_id: int) -> Link:
    """How an order is linked. Raises Refused ``no_order``."""
    row = tx.one(
        "SELECT conversation_id, linked_how, unlinked FROM shop_order WHERE id = :id", id=order_id
    )
    if row is None:
        raise Refused("no_order", "这笔订单已经不在了。")
    promised = tx.all(
        "SELECT id FROM promise WHERE order_id = :id AND conversation_id = :conversation",
        id=order_id,
        conversation=row[0],
    )
    return Link(row[0], row[1], bool(row[2]), tuple(one for (one,) in promised), row[0])


def _working(tx: Tx, actor: int | None) -> None:
    if actor is not None:
        staff.working(tx, actor)
