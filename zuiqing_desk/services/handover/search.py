"""Full-text search over the pages of the handover notebook.

What a sealed link says is indexed once it is stored; the few pages that are not sealed are looked
through as they are. A matter, a remark, a reason, a name is found when it holds every word of the
query: as it is written, or, for a word of letters alone, by the pinyin initials of its characters.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.lookup.pinyin import BREAK, readings
from zuiqing_desk.rules.search_words import INITIALS, asked, tokens
from zuiqing_desk.rules.text import clean
from zuiqing_desk.services import erased_words
from zuiqing_desk.services.handover.records import Hit
from zuiqing_desk.store.tx import Tx

WORDS: Final = 8
"""Words of a query that are looked for; what is typed beyond them is left out."""

WORD_CHARS: Final = 60

_ORDER: Final = ("summary", "situation", "next_action", "if_then", "result", "said")
"""The line that is shown for a matter: the first of these that was meant, then the others."""

# What a person, a matter or a remark says in a link is one row of the index. It has the number of
# the first of these texts, so that the newest have the highest. What says the same on the page
# before has none of its own: the row moves, and leads there.
_ROWS: Final = """
SELECT rowid FROM handover_search WHERE handover_search MATCH :query AND rowid < :below
ORDER BY rowid DESC LIMIT :limit
"""
_PAGES: Final = """
WITH RECURSIVE stood(row, id) AS (
  SELECT value, value FROM json_each(:rows)
  UNION ALL SELECT d.row, t.before FROM stood d JOIN handover_text t ON t.id = d.id
    WHERE t.before IS NOT NULL
  ORDER BY 2 DESC LIMIT :limit
)
SELECT d.row, s.page_id FROM stood d JOIN handover_text t ON t.id = d.id
JOIN handover_seal s ON s.number = t.number ORDER BY d.id DESC
"""
_NEWEST: Final = 1 << 62
_GROWTH: Final = 4

# The letters cut off are the last part of a key: item:12: is left of item:12:summary.
_TEXTS: Final = """
SELECT r.value, t.key, t.text
FROM json_each(:rows) r
JOIN handover_text w ON w.id = r.value
JOIN handover_text t ON t.number = w.number
  AND t.key >= rtrim(w.key, 'abcdefghijklmnopqrstuvwxyz_')
  AND t.key < rtrim(w.key, 'abcdefghijklmnopqrstuvwxyz_') || '~'
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
    page_before = tx.value(
        "SELECT number FROM handover_seal WHERE number < :number AND kind = 'page'"
        " ORDER BY number DESC LIMIT 1",
        number=number,
    )
    known = _texts(tx, page_before) if kind == "page" and page_before else {}
    for whose, (row, texts) in _texts(tx, number).items():
        if kind != "page" and whose.startswith("person:"):
            continue
        before, same = known.get(whose, (0, {}))
        if texts and texts == same and _is_row(tx, before):
            _write(tx, before, texts.values(), "delete")
            tx.run(
                "UPDATE handover_text SET before = :before WHERE id = :id", before=before, id=row
            )
        _write(tx, row, texts.values())


def forget(tx: Tx, number: int, keys: Iterable[str]) -> None:
    """Take texts out of what is found of a link; called before they are erased, for every link
    that has them."""
    gone = set(keys)
    for row, texts in _texts(tx, number).values():
        if gone & texts.keys() and _is_row(tx, row):
            _write(tx, row, texts.values(), "delete")
            _write(tx, row, [text for key, text in texts.items() if key not in gone])
    erased_words.PAGES_OF_NOTEBOOKS.note(tx)


def _is_row(tx: Tx, row: int) -> bool:
    return tx.one("SELECT 1 FROM handover_search WHERE rowid = :row", row=row) is not None


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
        told = " AND ".join(asked(self.text))
        return f"({told}) OR ({' AND '.join(asked(self.text, INITIALS))})" if self.letters else told

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


def _texts(tx: Tx, number: int) -> dict[str, tuple[int, dict[str, str]]]:
    """The texts of a link that are not erased by their keys, by whose they are, each with its row
    of the index. The keys of a link stay for ever, and so do the rows."""
    found: dict[str, tuple[int, dict[str, str]]] = {}
    for row, key, text in tx.all(
        "SELECT id, key, text FROM handover_text WHERE number = :number ORDER BY id", number=number
    ):
        kept = found.setdefault(_whose(key), (row, {}))
        if text is not None:
            kept[1][key] = text
    return found


def _write(tx: Tx, row: int, texts: Iterable[str], command: str | None = None) -> None:
    """Add a row to the index, or take the very same out of it."""
    said = list(texts)
    kept = tokens(map(fold, said))
    kept |= tokens((run for text in said for run in initials(text).split()), INITIALS)
    if kept:
        tx.insert(
            "INSERT INTO handover_search (handover_search, rowid, words)"
            " VALUES (:command, :row, :words)",
            command=command,
            row=row,
            words=" ".join(kept),
        )


def _on_sealed_pages(tx: Tx, words: list[_Word], limit: int) -> list[Hit]:
    query = " AND ".join(f"({word.match()})" for word in words)
    found: dict[int, tuple[int | None, str]] = {}
    rows: list[int] = []
    below, wanted = _NEWEST, limit
    while True:
        more = [row for (row,) in tx.all(_ROWS, query=query, below=below, limit=wanted)]
        rows += more
        # Mostly all hold the words; then what is shown is all that has to be read.
        stood = tx.all(_PAGES, rows=json.dumps(rows), limit=limit)
        shown = {row for row, _ in stood}
        found |= _held(tx, shown - found.keys(), words)
        if not shown <= found.keys():
            found |= _held(tx, set(rows) - shown - found.keys(), words)
            rows = [row for row in rows if row in found]
            stood = tx.all(_PAGES, rows=json.dumps(rows), limit=limit)
        if len(rows) >= limit or len(more) < wanted:
            return [Hit(page_id, *found[row]) for row, page_id in stood]
        below, wanted = more[-1], wanted * _GROWTH


def _held(tx: Tx, rows: set[int], words: list[_Word]) -> dict[int, tuple[int | None, str]]:
    """Those of these rows that hold the words as they were asked for: of which matter, and the
    line."""
    texts: dict[int, dict[str, str]] = {}
    for row, key, text in tx.all(_TEXTS, rows=json.dumps(sorted(rows))):
        texts.setdefault(row, {})[key] = text
    return {row: _hit(said, words) for row, said in texts.items() if _hold(said.values(), words)}


def _hit(said: dict[str, str], words: list[_Word]) -> tuple[int | None, str]:
    kind, number, _ = next(iter(said)).split(":")
    named = {key.rpartition(":")[2]: text for key, text in said.items()}
    first = [named.pop(name) for name in _ORDER if name in named]
    return int(number) if kind == "item" else None, _line([*first, *named.values()], words)


def _hold(texts: Iterable[str], words: list[_Word]) -> bool:
    said = list(texts)
    return all(any(word.inside(text) for text in said) for word in words)


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
            if _hold(texts, words):
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
