"""Finding what was said, in one conversation or in all.

The newest lines are looked through one by one while they are not in the index yet; the others come
from the index, and what it offers is looked at once more, because it knows which pairs of
characters a line has, not whether they stand together.
"""

from collections.abc import Iterator
from typing import Any, Final

from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.services.history import filling, pieces
from zuiqing_desk.services.history.narrowing import Narrowing, days, narrowing
from zuiqing_desk.services.history.records import Ask, Found, Hit
from zuiqing_desk.store.tx import Tx

_FIRST_READ: Final = 64
_MOST_READ: Final = 4096
"""Lines that are looked at in one go; most often the first few hold the words."""
_GROWTH: Final = 4

_STRETCH: Final = 1_000_000
"""Line ids that the index goes through in one statement, which cannot be stopped while it finds
nothing: some 50 ms for the worst words."""

_NEWEST: Final = 1 << 62

# Lines by their ids; those of one conversation by their numbers, so that no others are read.
_SCANNED: Final = """
SELECT l.id, l.id, l.text FROM line l WHERE l.id > :above AND l.id < :below AND {}
ORDER BY l.id DESC LIMIT :limit
"""
_SCANNED_IN_ONE: Final = """
SELECT l.seq, l.id, l.text FROM line l WHERE l.seq > :above AND l.seq < :below AND {}
ORDER BY l.seq DESC LIMIT :limit
"""
_INDEXED: Final = """
SELECT l.id, l.id, l.text FROM line_search s CROSS JOIN line l ON l.id = s.rowid
WHERE s.line_search MATCH :query AND s.rowid > :above AND s.rowid < :below AND {}
ORDER BY s.rowid DESC LIMIT :limit
"""
# Where a number is missing, the line before it stands for it.
_LAST_UP_TO: Final = """
SELECT id FROM line WHERE conversation_id = :id AND seq <= :seq ORDER BY seq DESC LIMIT 1
"""
_HITS: Final = """
SELECT l.id, l.conversation_id, l.seq, l.at, l.author, s.staff_no, u.name, f.name, a.channel,
  a.name, l.text
FROM json_each(:ids) i
CROSS JOIN line l ON l.id = i.value
JOIN conversation c ON c.id = l.conversation_id
JOIN customer u ON u.id = c.customer_id
JOIN channel_account a ON a.id = l.account_id
JOIN storefront f ON f.id = a.storefront_id
LEFT JOIN staff s ON s.id = l.staff_id AND l.author <> 'customer'
ORDER BY l.id DESC
"""


def find(tx: Tx, ask: Ask, *, limit: int = 50, before_id: int | None = None) -> Found:
    """The newest lines that answer to ``ask``, by line id; with ``before_id`` those older than it.

    Words are found wherever they stand in what customers and agents said and noted, whatever their
    width, case or script. Raises store.errors.Stopped when the query it belongs to is stopped.
    """
    words = pieces.words_of(ask.words)
    narrow = narrowing(tx, ask)
    below = _NEWEST if before_id is None else before_id
    ids: list[int] = []
    if narrow is not None and limit > 0:
        for line_id in _lines(tx, ask, words, narrow, below):
            ids.append(line_id)
            if len(ids) > limit:
                break
    more = len(ids) > limit
    hits = tx.all(_HITS, ids=f"[{','.join(map(str, ids[:limit]))}]") if ids else []
    return Found(tuple(map(Hit._make, hits)), more, filling.pending(tx))


def _lines(tx: Tx, ask: Ask, words: list[str], narrow: Narrowing, below: int) -> Iterator[int]:
    """The ids of all lines that answer, the newest first."""
    told = [*pieces.holds(words), *narrow.asked]
    # Without anything to ask the index for, every line is gone through.
    up_to = filling.up_to(tx) if told or ask.since is not None or ask.until is not None else 0
    if below > up_to + 1:
        yield from _scanned(tx, ask, words, narrow, above=up_to, below=below)
    span = days(tx, ask) if up_to else None
    if span is None:
        return
    query = " AND ".join([*told, *span])
    below = min(below, up_to + 1)
    if not query:
        yield from _scanned(tx, ask, words, narrow, above=0, below=below)
        return
    sql, params = _INDEXED.format(narrow.sql), {**narrow.params, "query": query}
    while below > 1:
        above = max(0, below - 1 - _STRETCH)
        yield from _that_hold(tx, words, sql, params, above=above, below=below)
        below = above + 1


def _scanned(
    tx: Tx, ask: Ask, words: list[str], narrow: Narrowing, *, above: int, below: int
) -> Iterator[int]:
    one = ask.conversation_id
    if one is None:
        sql = _SCANNED
    else:
        sql = _SCANNED_IN_ONE
        above, below = _seq_up_to(tx, one, above), _seq_up_to(tx, one, below - 1) + 1
    return _that_hold(tx, words, sql.format(narrow.sql), narrow.params, above=above, below=below)


def _seq_up_to(tx: Tx, conversation_id: int, line_id: int) -> int:
    """The number of a conversation's last line up to an id, 0 for none. Ids grow with numbers."""
    least: int = 0
    most: int = (
        tx.value("SELECT max(seq) FROM line WHERE conversation_id = :id", id=conversation_id) or 0
    )
    while least < most:
        middle = (least + most + 1) // 2
        found: int | None = tx.value(_LAST_UP_TO, id=conversation_id, seq=middle)
        least, most = (middle, most) if (found or 0) <= line_id else (least, middle - 1)
    return least


def _that_hold(
    tx: Tx, words: list[str], sql: str, params: dict[str, Any], *, above: int, below: int
) -> Iterator[int]:
    """Of the lines a statement reads, those that hold the words; it reads them backwards by its
    first column, from before ``below`` down to after ``above``."""
    size = _FIRST_READ
    while below > above + 1:
        tx.stop.check()
        rows = tx.all(sql, above=above, below=below, limit=size, **params)
        yield from (line_id for _, line_id, text in rows if _hold(text, words))
        if len(rows) < size:
            return
        below, size = rows[-1][0], min(_MOST_READ, size * _GROWTH)


def _hold(text: str, words: list[str]) -> bool:
    # What holds them as it stands holds them folded.
    if all(word in text for word in words):
        return True
    folded = fold(text)
    return all(word in folded for word in words)
