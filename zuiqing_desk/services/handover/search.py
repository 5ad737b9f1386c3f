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

_ROWS: Final = 1 << 13
"""Rows of the index a link may have: the newest links have the highest numbers, and those of
neighbours are near each other, which keeps the index small. What is beyond is not found."""

_ORDER: Final = ("summary", "situation", "next_action", "if_then", "result", "said")
"""The line that is shown for a matter: the first of these that was meant, then the others."""

_HITS: Final = """
SELECT h.rowid, h.whose, s.page_id, t.key, t.text
FROM (SELECT rowid, whose FROM handover_search WHERE handover_search MATCH :query
      ORDER BY rowid DESC LIMIT :limit) h
JOIN handover_seal s ON s.number = h.rowid / :rows
JOIN handover_text t ON t.number = s.number
  AND t.key >= h.whose || ':' AND t.key < h.whose || ';'
WHERE t.text IS NOT NULL
"""

# While a page is prepared it holds whatever is open; several such pages hold the same.
_PREPARED: Final = "SELECT id FROM handover_item WHERE state = 'open'"
_GIVEN: Final = "SELECT item_id FROM handover_entry WHERE page_id = :page"

_MATTERS: Final = """
SELECT i.id, i.summary, i.situation, i.next_action, i.if_then, i.result, coalesce(e.said, ''),
  coalesce(c.name, ''), coalesce(o.number, '')
FROM handover_item i
LEFT JOIN handover_entry e ON e.page_id = :page AND e.item_id = i.id
LEFT JOIN customer c ON c.id = i.customer_id
LEFT JOIN shop_order o ON o.id = i.order_id
WHERE i.id IN ({}) ORDER BY i.id DESC
"""

_SAID: Final = """
SELECT NULL, text, answer FROM handover_remark WHERE page_id = :page
UNION ALL SELECT NULL, s.reason, g.name FROM handover_section s JOIN staff g ON g.id = s.giver_id
WHERE s.page_id = :page
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
    kind = tx.value("SELECT kind FROM handover_seal WHERE number = :number", number=number)
    for whose, (row, texts) in _texts(tx, number).items():
        if texts and (kind == "page" or not whose.startswith("person:")):
            _put(tx, row, whose, texts)


def drop_link_key(tx: Tx, number: int, key: str) -> None:
    """Forget a text of a link; called when it is erased, before or after."""
    whose = _whose(key)
    row, left = _texts(tx, number, without=key).get(whose, (0, []))
    known = tx.run("DELETE FROM handover_search WHERE rowid = :row", row=row)
    if known and left:
        _put(tx, row, whose, left)


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
        # What holds it as it stands holds it folded.
        if self.text in text or self.text in _folded(text):
            return True
        return self.letters and self.text in _initials(text)


@lru_cache(maxsize=1 << 13)
def _folded(text: str) -> str:
    return fold(text)


@lru_cache(maxsize=1 << 13)
def _initials(text: str) -> str:
    return initials(text)


def _words(query: str) -> list[_Word]:
    parts = dict.fromkeys(one[:WORD_CHARS] for one in fold(clean(query)).split())
    return [_Word(one, one.isascii() and one.isalpha()) for one in list(parts)[:WORDS]]


def _whose(key: str) -> str:
    """Whose text stands under a key: ``item:12`` of ``item:12:summary``."""
    return key.rpartition(":")[0]


def _texts(tx: Tx, number: int, *, without: str = "") -> dict[str, tuple[int, list[str]]]:
    """The texts of a link that are not erased, by whose they are, each with its row of the index.

    The keys of a link stay for ever, and so do the rows.
    """
    found: dict[str, tuple[int, list[str]]] = {}
    for key, text in tx.all(
        "SELECT key, text FROM handover_text WHERE number = :number ORDER BY key", number=number
    ):
        kept = found.setdefault(_whose(key), (number * _ROWS + len(found), []))
        if text is not None and key != without:
            kept[1].append(text)
    return {whose: kept for whose, kept in found.items() if kept[0] < (number + 1) * _ROWS}


def _put(tx: Tx, row: int, whose: str, texts: list[str]) -> None:
    tx.insert(
        "INSERT INTO handover_search (rowid, words, initials, whose)"
        " VALUES (:row, :words, :initials, :whose)",
        row=row,
        words=document(map(fold, texts)),
        initials=document(run for text in texts for run in initials(text).split()),
        whose=whose,
    )


def _on_sealed_pages(tx: Tx, words: list[_Word], limit: int) -> list[Hit]:
    query = " AND ".join(word.match() for word in words)
    found: dict[tuple[int, str, int], dict[str, str]] = {}
    for row, whose, page_id, key, text in tx.all(_HITS, query=query, limit=limit, rows=_ROWS):
        found.setdefault((row, whose, page_id), {})[key.rpartition(":")[2]] = text
    hits = []
    for (_, whose, page_id), texts in sorted(found.items(), reverse=True):
        kind, _, number = whose.partition(":")
        said = [texts.pop(name) for name in _ORDER if name in texts]
        line = _line([*said, *texts.values()], words)
        hits.append(Hit(page_id, int(number) if kind == "item" else None, line))
    return hits


def _on_open_pages(tx: Tx, words: list[_Word]) -> Iterator[Hit]:
    # A few at most: sorted here, so that the index of just these is gone through.
    unsealed = tx.all("SELECT id, state, boundary_at FROM handover_page WHERE state <> 'sealed'")
    unsealed.sort(key=lambda page: (-page[2], -page[0]))
    newest = next((page_id for page_id, state, _ in unsealed if state == "preparing"), None)
    for page_id, _, _ in unsealed:
        stands = _PREPARED if page_id == newest else _GIVEN
        rows = tx.all(_MATTERS.format(stands), page=page_id) + tx.all(_SAID, page=page_id)
        for item_id, *said in rows:
            texts = [text for text in said if text]
            if all(any(word.inside(text) for text in texts) for word in words):
                yield Hit(page_id, item_id, _line(texts, words))


def _line(texts: Iterable[str], words: list[_Word]) -> str:
    """The line of these texts that holds the most words, the first of several such."""
    best, most = "", -1
    for line in (line for text in texts for line in text.split("\n")):
        held = sum(word.inside(line) for word in words)
        if held > most and line.strip():
            best, most = line.strip(), held
        if held == len(words):
            break
    return best
