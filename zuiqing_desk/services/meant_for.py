"""Whether what is about to be sent looks meant for another customer.

Runs in the writer, so everything comes from an index, and what an agent's other customers have
written is read once and then only what is new.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, NamedTuple

from zuiqing_desk.rules.meant_for import Facts, Whose, mentions, numbers_in, same_name
from zuiqing_desk.rules.order_links import is_mobile
from zuiqing_desk.rules.order_words import PLATFORMS
from zuiqing_desk.rules.wording import Finding
from zuiqing_desk.services import shop
from zuiqing_desk.store.tx import Tx

MOST_OPEN: Final = 30
"""Conversations in the agent's hands that are looked at, the most urgent first."""
MOST_WAITING: Final = 20
MOST_TODAY: Final = 100
"""Conversations the agent wrote in today, the last ones."""
MOST_SPOKEN: Final = 400
"""Lines of today that are looked through for them."""
EVERYDAY: Final = 2
"""As many other customers have been sent a word, and it is an everyday one; as many have a number
in their conversations, and it is nobody's own."""
MOST_NUMBERS: Final = 20
MOST_READ: Final = 30
"""Conversations whose lines are read for numbers: reading is what costs, the first time."""
OWN_LINES, OTHER_LINES = 200, 50
REMEMBERED: Final = 200
"""Conversations whose numbers are remembered; more of them, and all are read again."""

_THIS = """
SELECT c.customer_id, c.last_seq, u.name, c.external_id
FROM conversation c JOIN customer u ON u.id = c.customer_id WHERE c.id = :id
"""
# In these hands (null: in nobody's), the most urgent first.
_IN_HANDS = """
SELECT c.id, c.customer_id, c.last_seq, u.name
FROM conversation c JOIN customer u ON u.id = c.customer_id
WHERE c.assignee_id IS :staff AND c.state <> 'closed' AND c.last_seq > 0
ORDER BY c.band, c.urgency, c.id LIMIT :limit
"""
_SPOKEN = """
SELECT id, conversation_id, at FROM line WHERE staff_id = :staff AND id > :after
ORDER BY id DESC LIMIT :limit
"""
_OF_THESE = """
SELECT c.id, c.customer_id, c.last_seq, u.name
FROM json_each(:ids) j JOIN conversation c ON c.id = j.value
JOIN customer u ON u.id = c.customer_id
"""
_LINES = """
SELECT seq, author, text FROM line WHERE conversation_id = :id AND seq > :after AND author <> 'note'
ORDER BY seq DESC LIMIT :limit
"""
_OWN_ORDERS = """
SELECT phone, number, waybill FROM shop_order WHERE conversation_id = :id
UNION ALL SELECT phone, number, waybill FROM shop_order WHERE customer_id = :customer LIMIT 200
"""
# Whether words that are somebody's name are said for another reason: they were said here, stand in
# an order of this customer, are what the shop, a colleague or a product is called, or are what the
# agent says to customers who are not called so.
_OTHER_REASON = """
WITH word(it) AS (SELECT lower(:words)),
here AS (SELECT text FROM line WHERE conversation_id = :id AND author <> 'note'
  ORDER BY seq DESC LIMIT :own_lines),
orders AS (SELECT receiver, buyer, address FROM shop_order WHERE conversation_id = :id
  UNION ALL SELECT receiver, buyer, address FROM shop_order WHERE customer_id = :customer),
ours(name) AS (SELECT name FROM shop UNION ALL SELECT name FROM staff
  UNION ALL SELECT name FROM storefront UNION ALL SELECT short_name FROM product
  UNION ALL SELECT full_name FROM product),
said AS (SELECT conversation_id, text, author FROM line WHERE staff_id = :staff
  ORDER BY id DESC LIMIT :spoken)
SELECT EXISTS (SELECT 1 FROM here, word WHERE instr(lower(text), it))
  OR EXISTS (SELECT 1 FROM orders, word
    WHERE instr(lower(receiver || char(10) || buyer || char(10) || address), it))
  OR EXISTS (SELECT 1 FROM ours, word WHERE instr(lower(name), it))
  OR (SELECT count(DISTINCT conversation_id) FROM said, word
    WHERE author = 'agent' AND instr(lower(text), it)
    AND conversation_id NOT IN (SELECT value FROM json_each(:called_so))) >= :everyday
"""
# What stands in orders that were named here, or that go to a phone which is this customer's: of the
# same person under another name.
_SAME_PERSON = """
SELECT o.phone, o.number, o.waybill FROM json_each(:platforms) p CROSS JOIN json_each(:numbers) j
CROSS JOIN shop_order o ON o.platform = p.value AND o.number = j.value
UNION ALL SELECT o.phone, o.number, o.waybill FROM json_each(:numbers) j
CROSS JOIN shop_order o ON o.phone = j.value WHERE o.phone <> '' LIMIT 200
"""
_BY_PHONE = """
SELECT o.phone FROM json_each(:numbers) j JOIN shop_order o ON o.phone = j.value
WHERE o.phone <> '' AND o.customer_id IS NOT NULL
"""
_BY_NUMBER = """
SELECT o.number FROM json_each(:platforms) p CROSS JOIN json_each(:numbers) j
CROSS JOIN shop_order o ON o.platform = p.value AND o.number = j.value
WHERE o.customer_id IS NOT NULL
"""


class _Chat(NamedTuple):
    id: int
    customer_id: int
    last_seq: int
    name: str


@dataclass(slots=True)
class _Told:
    """The numbers that stand in a conversation up to ``seq``: all, and those of the customer."""

    seq: int = 0
    all: set[str] = field(default_factory=set)
    customers: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Spoken:
    """Where an agent has written on ``day``, up to the line ``read_to``, the last first."""

    day: int = -1
    read_to: int = 0
    chats: dict[int, None] = field(default_factory=dict)


def check(tx: Tx, conversation_id: int, staff_id: int, text: str) -> tuple[Finding, ...]:
    """What in ``text`` belongs to somebody else, from left to right.

    Looked for are the names of the customers who are in the agent's hands, wait for anybody or were
    answered by the agent today; the phones and numbers of orders of other customers; and numbers
    that one of those customers wrote. What stands in this conversation, or in an order of this
    customer, is the customer's own, and so are the orders named here and those to the same phone.
    Where in doubt nothing is found: who is held back without a reason learns to press on.
    """
    this = tx.one(_THIS, id=conversation_id)
    if this is None:
        return ()
    customer_id, last_seq, *own = this
    others = [one for one in _others(tx, staff_id) if one.customer_id != customer_id]
    mine = _Chat(conversation_id, customer_id, last_seq, "")
    told = numbers_in(text)
    numbers = _foreign(tx, mine, told, others) if told else {}
    found = mentions(text, Facts(own, [one.name for one in others], numbers))
    names = {one.words for one in found if one.rule == "other_name"}
    excused = {one for one in names if _other_reason(tx, mine, staff_id, one, others)}
    return tuple(one for one in found if one.words not in excused)


def _other_reason(tx: Tx, mine: _Chat, staff_id: int, words: str, others: Iterable[_Chat]) -> bool:
    """Whether this name of another customer is likely not meant as one."""
    return bool(
        tx.value(
            _OTHER_REASON,
            words=words,
            id=mine.id,
            customer=mine.customer_id,
            own_lines=OWN_LINES,
            staff=staff_id,
            spoken=MOST_SPOKEN,
            called_so=json.dumps([one.id for one in others if same_name(one.name, words)]),
            everyday=EVERYDAY,
        )
    )


def _others(tx: Tx, staff_id: int) -> list[_Chat]:
    """The customers an agent may have taken this one for."""
    found = tx.all(_IN_HANDS, staff=staff_id, limit=MOST_OPEN)
    known = {row[0] for row in found}
    today = [one for one in _spoken(tx, staff_id) if one not in known]
    if today:
        found += tx.all(_OF_THESE, ids=json.dumps(today))
    found += tx.all(_IN_HANDS, staff=None, limit=MOST_WAITING)
    return [_Chat(*row) for row in found]


def _spoken(tx: Tx, staff_id: int) -> list[int]:
    day = shop.today(tx)
    spoken: _Spoken = tx.cache.setdefault(f"spoken:{staff_id}", _Spoken())
    if spoken.day != day:
        spoken.day, spoken.read_to, spoken.chats = day, 0, {}
    rows = tx.all(_SPOKEN, staff=staff_id, after=spoken.read_to, limit=MOST_SPOKEN)
    if rows:
        spoken.read_to = rows[0][0]
        begins = shop.today_begins(tx)
        fresh = dict.fromkeys(one for _, one, at in rows if at >= begins)
        spoken.chats = dict(list({**fresh, **spoken.chats}.items())[:MOST_TODAY])
    return list(spoken.chats)


def _foreign(
    tx: Tx, mine: _Chat, told: frozenset[str], others: Iterable[_Chat]
) -> dict[str, Whose]:
    """Which of these numbers are somebody else's, and what they are."""
    here = _told(tx, mine, OWN_LINES).all
    unknown = sorted(told - here)[:MOST_NUMBERS]
    if not unknown:
        return {}
    orders = tx.all(_OWN_ORDERS, id=mine.id, customer=mine.customer_id)
    own = {one for row in orders for cell in row for one in numbers_in(cell)}
    left = [one for one in unknown if one not in own]
    if not left:
        return {}
    found: dict[str, Whose] = {}
    seen: Counter[str] = Counter()
    for other in islice(others, MOST_READ):
        of_other = _told(tx, other, OTHER_LINES)
        seen.update(of_other.all.intersection(left))
        for one in of_other.customers.intersection(left):
            found[one] = "other_phone" if is_mobile(one) else "other_number"
    found = {one: whose for one, whose in found.items() if seen[one] < EVERYDAY}
    asked = json.dumps(left)
    for (number,) in tx.all(_BY_NUMBER, platforms=json.dumps(list(PLATFORMS)), numbers=asked):
        found[number] = "other_order"
    for (phone,) in tx.all(_BY_PHONE, numbers=asked):
        found[phone] = "other_phone"
    if not found:
        return found
    known = json.dumps([*(here | own)])
    same = tx.all(_SAME_PERSON, platforms=json.dumps(list(PLATFORMS)), numbers=known)
    own = {one for row in same for cell in row for one in numbers_in(cell)}
    return {one: whose for one, whose in found.items() if one not in own}


def _told(tx: Tx, chat: _Chat, newest: int) -> _Told:
    book: dict[int, _Told] = tx.cache.setdefault(f"numbers_told:{newest}", {})
    if len(book) > REMEMBERED:
        book.clear()
    told = book.setdefault(chat.id, _Told())
    if told.seq > chat.last_seq:
        # What was rolled back is forgotten.
        told = book[chat.id] = _Told()
    if told.seq < chat.last_seq:
        rows = tx.all(_LINES, id=chat.id, after=told.seq, limit=newest)
        for _, author, text in rows:
            if found := numbers_in(text):
                told.all |= found
                if author == "customer":
                    told.customers |= found
        told.seq = chat.last_seq
    return told
