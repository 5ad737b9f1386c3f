"""Full-text search over the pages of the handover notebook.

What a sealed link says is indexed once it is stored; the few pages that are not sealed are looked
through as they are. A matter, a remark, a reason, a name is found when it holds every word of the
query: as it is written, or, for a word of letters alone, by the pinyin initials of its characters.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.lookup.pinyin import BREAK, readings
from zuiqing_desk.rules.search_words import document, phrase
from zuiqing_desk.rules.text import clean
from zuiqing_desk.services.handover.records import Hit
from zuiqing_desk.store.tx import Tx

WORDS: Final = 8
"""Words of a query that are looked for; what is typed beyond them is left out."""

WORD_CHARS: Final = 60

KINDS: Final = ("item", "section", "remark", "person")
"""Whose texts stand together in the index; a key begins with one of these and an id."""

_LINK_BITS: Final = 40
_KIND_BITS: Final = 36
"""A row of the index is numbered by its link, then by whose texts it holds: newest links last."""

_ORDER: Final = ("summary", "situation", "next_action", "if_then", "result", "said")
"""The line that is shown for a matter: the first of these that was meant, then the others."""

_HITS: Final = """
SELECT h.rowid, s.page_id, t.key, t.text
FROM (SELECT rowid FROM handover_search WHERE handover_search MATCH :query
      ORDER BY rowid DESC LIMIT :limit) h
JOIN handover_seal s ON s.number = h.rowid >> 40
JOIN handover_text t ON t.number = s.number
  AND t.key >= CASE h.rowid >> 36 & 15 WHEN 0 THEN 'item:' WHEN 1 THEN 'section:'
    WHEN 2 THEN 'remark:' ELSE 'person:' END || (h.rowid & 0xFFFFFFFFF) || ':'
  AND t.key < CASE h.rowid >> 36 & 15 WHEN 0 THEN 'item:' WHEN 1 THEN 'section:'
    WHEN 2 THEN 'remark:' ELSE 'person:' END || (h.rowid & 0xFFFFFFFFF) || ';'
WHERE t.text IS NOT NULL
ORDER BY h.rowid DESC
"""

# While a page is prepared it holds whatever is open; several such pages hold the same.
_OPEN: Final = """
SELECT p.id, i.id, i.summary, i.situation, i.next_action, i.if_then, i.result,
  coalesce(e.said, ''), coalesce(c.name, ''), coalesce(o.number, '')
FROM handover_page p
JOIN handover_item i ON i.id IN (SELECT item_id FROM handover_entry WHERE page_id = p.id)
  OR (i.state = 'open' AND p.state = 'preparing' AND p.id =
    (SELECT id FROM handover_page WHERE state = 'preparing' ORDER BY boundary_at DESC LIMIT 1))
LEFT JOIN handover_entry e ON e.page_id = p.id AND e.item_id = i.id
LEFT JOIN customer c ON c.id = i.customer_id
LEFT JOIN shop_order o ON o.id = i.order_id
WHERE p.state <> 'sealed'
ORDER BY p.boundary_at DESC, i.id DESC
"""

_OPEN_SAID: Final = """
SELECT p.id, NULL, r.text, r.answer FROM handover_page p JOIN handover_remark r ON r.page_id = p.id
WHERE p.state <> 'sealed' ORDER BY p.boundary_at DESC, r.id DESC
"""

_OPEN_REASONS: Final = """
SELECT p.id, NULL, s.reason, g.name FROM handover_page p
JOIN handover_section s ON s.page_id = p.id JOIN staff g ON g.id = s.giver_id
WHERE p.state <> 'sealed' ORDER BY p.boundary_at DESC, s.id
"""


def find(tx: Tx, query: str, limit: int = 50) -> list[Hit]:
    """What pages say that holds every word of ``query``, the newest first; words are what stands
    between blanks.

    Chinese of any length, digits and Latin letters anywhere in a text, whatever their width, case
    or script; letters also as pinyin initials. An erased text is never found.
    """
    words = _words(query)
    if not words or limit < 1:
        return []
    hits = list(_on_open_pages(tx, words))[:limit]
    if len(hits) < limit:
        hits += _on_sealed_pages(tx, words, limit - len(hits))
    return hits


def index_link(tx: Tx, number: int) -> None:
    """Make the texts of a sealed link findable; called once they are stored.

    Who is named on a page is found by it; an amendment's names are not: it is the page's again.
    """
    rows = tx.all(
        "SELECT key, text FROM handover_text WHERE number = :number AND text IS NOT NULL"
        " ORDER BY key",
        number=number,
    )
    kind = tx.value("SELECT kind FROM handover_seal WHERE number = :number", number=number)
    groups: dict[int, list[str]] = {}
    for key, text in rows:
        if kind == "page" or not key.startswith("person:"):
            groups.setdefault(_row_of(number, key), []).append(text)
    for row, texts in groups.items():
        _put(tx, row, texts)


def drop_link_key(tx: Tx, number: int, key: str) -> None:
    """Forget a text of a link; called when it is erased."""
    row = _row_of(number, key)
    if not tx.run("DELETE FROM handover_search WHERE rowid = :row", row=row):
        return
    whose = key[: key.index(":", key.index(":") + 1) + 1]
    left = tx.all(
        "SELECT text FROM handover_text WHERE number = :number AND key >= :first AND key < :last"
        " AND key <> :key AND text IS NOT NULL ORDER BY key",
        number=number,
        key=key,
        first=whose,
        last=f"{whose[:-1]};",
    )
    if left:
        _put(tx, row, [text for (text,) in left])


def initials(text: str) -> str:
    """The first letters of the syllables, Latin words and figures of ``text``; blanks where
    something else interrupts."""
    return "".join(" " if one == BREAK else one[0] for one in readings(text).split(" ") if one)


class _Word(NamedTuple):
    """A word of a query, folded. ``letters``: it may be pinyin initials."""

    text: str
    letters: bool

    def match(self) -> str:
        """How the index is asked."""
        asked = f'words : "{phrase(self.text)}"'
        return f'({asked} OR initials : "{phrase(self.text)}")' if self.letters else asked

    def inside(self, text: str) -> bool:
        """Whether a text holds it."""
        return self.text in _folded(text) or (self.letters and self.text in _initials(text))


@lru_cache(maxsize=1 << 13)
def _folded(text: str) -> str:
    return fold(text)


@lru_cache(maxsize=1 << 13)
def _initials(text: str) -> str:
    return initials(text)


def _words(query: str) -> list[_Word]:
    parts = dict.fromkeys(one[:WORD_CHARS] for one in fold(clean(query)).split())
    return [_Word(one, one.isascii() and one.isalpha()) for one in list(parts)[:WORDS]]


def _row_of(number: int, key: str) -> int:
    """Where the texts of a key's matter stand in the index."""
    kind, whose, _ = key.split(":", 2)
    return number << _LINK_BITS | KINDS.index(kind) << _KIND_BITS | int(whose)


def _put(tx: Tx, row: int, texts: Iterable[str]) -> None:
    texts = list(texts)
    tx.insert(
        "INSERT INTO handover_search (rowid, words, initials) VALUES (:row, :words, :initials)",
        row=row,
        words=document(map(fold, texts)),
        initials=document(run for text in texts for run in initials(text).split()),
    )


def _on_sealed_pages(tx: Tx, words: list[_Word], limit: int) -> list[Hit]:
    query = " AND ".join(word.match() for word in words)
    found: dict[tuple[int, int], dict[str, str]] = {}
    for row, page_id, key, text in tx.all(_HITS, query=query, limit=limit):
        found.setdefault((row, page_id), {})[key.rpartition(":")[2]] = text
    hits = []
    for (row, page_id), texts in found.items():
        kind, whose = KINDS[row >> _KIND_BITS & 15], row & (1 << _KIND_BITS) - 1
        in_order = sorted(texts, key=_rank)
        line = _line((texts[name] for name in in_order), words)
        hits.append(Hit(page_id, whose if kind == "item" else None, line))
    return hits


def _on_open_pages(tx: Tx, words: list[_Word]) -> Iterator[Hit]:
    for asked in (_OPEN, _OPEN_SAID, _OPEN_REASONS):
        for page_id, item_id, *said in tx.all(asked):
            texts = [text for text in said if text]
            if all(any(word.inside(text) for text in texts) for word in words):
                yield Hit(page_id, item_id, _line(texts, words))


def _rank(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def _line(texts: Iterable[str], words: list[_Word]) -> str:
    """The line of these texts that holds the most words, the first of several such."""
    lines = [line for text in texts for line in text.split("\n") if line.strip()]
    return max(lines, key=lambda line: sum(word.inside(line) for word in words), default="").strip()
