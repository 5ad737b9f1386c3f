"""Which phones customers have written, and where: read from their newest lines, and remembered."""

from dataclasses import dataclass, field

from zuiqing_desk.rules.order_links import is_mobile, phones_in
from zuiqing_desk.services.conversation_row import GONE
from zuiqing_desk.store.tx import Row, Tx

LINES = 20_000
"""So many of the newest lines are looked through for a phone."""
OF_ONE_CONVERSATION = 500
MOST_ENTRIES = 2 * LINES
_SHORTEST = 11
_KEY = "order_phones"

_ORDERS = """
SELECT o.id, o.phone FROM json_each(:orders) j JOIN shop_order o ON o.id = j.value
WHERE o.phone <> ''
"""


@dataclass(slots=True)
class _Book:
    """``read_to``: the newest line looked at; ``of``: phone → the conversations it stands in."""

    read_to: int = 0
    of: dict[str, set[int]] = field(default_factory=dict)


def conversations_of(tx: Tx, orders: str) -> list[Row]:
    """(order, conversation, customer, last line's time) for those orders (ids as a JSON array)
    whose phone a customer has written."""
    wanted = [(order, phone) for order, phone in tx.all(_ORDERS, orders=orders) if is_mobile(phone)]
    if not wanted:
        return []
    book = _book(tx)
    found = []
    for order, phone in wanted:
        for conversation in book.of.get(phone, ()):
            row = tx.one(
                "SELECT id, customer_id, last_line_at FROM conversation WHERE id = :id"
                # Another process may have erased whom this book still knows.
                " AND external_id NOT GLOB :gone",
                id=conversation,
                gone=f"{GONE}*",
            )
            if row is not None:
                found.append((order, *row))
    return found


def phones_of(tx: Tx, conversation_id: int) -> frozenset[str]:
    """The phones the customer of a conversation has written in its newest lines."""
    lines = tx.all(
        "SELECT text FROM line WHERE conversation_id = :id AND author = 'customer'"
        " ORDER BY seq DESC LIMIT :limit",
        id=conversation_id,
        limit=OF_ONE_CONVERSATION,
    )
    return frozenset(phone for (text,) in lines for phone in phones_in(text))


def forget(tx: Tx) -> None:
    """Begin the book anew: somebody in it was erased."""
    tx.cache.pop(_KEY, None)


def _book(tx: Tx) -> _Book:
    book: _Book = tx.cache.setdefault(_KEY, _Book())
    newest = tx.value("SELECT max(id) FROM line") or 0
    if sum(map(len, book.of.values())) > MOST_ENTRIES or newest < book.read_to:
        # Rolled back lines are forgotten, and so are very many old ones.
        book.of.clear()
        book.read_to = 0
    if newest > book.read_to:
        for conversation_id, text in tx.all(
            "SELECT conversation_id, text FROM line"
            " WHERE id > :after AND author = 'customer' AND length(text) >= :shortest",
            after=max(book.read_to, newest - LINES),
            shortest=_SHORTEST,
        ):
            for phone in phones_in(text):
                book.of.setdefault(phone, set()).add(conversation_id)
        book.read_to = newest
    return book
