"""Links and their texts as they lie in the store, whatever was done to them there.

Everything is read as bytes: what was changed by hand need not be text any more.
"""

from collections import defaultdict

from zuiqing_desk.rules.chain import LinkRow, TextRow
from zuiqing_desk.store.tx import Tx

_LINK = (
    "SELECT number, iif(typeof(page_id) = 'integer', page_id, 0), CAST(kind AS BLOB),"
    " CAST(body AS BLOB), CAST(before AS BLOB), CAST(hash AS BLOB) FROM handover_seal"
)
_TEXT = (
    "SELECT t.number, CAST(t.key AS BLOB), CAST(t.salt AS BLOB), CAST(t.text AS BLOB),"
    " iif(typeof(t.redacted_at) IN ('integer', 'null'), t.redacted_at, 0) FROM handover_text t"
)

Texts = dict[int, list[TextRow]]


def of_page(tx: Tx, page_id: int) -> tuple[list[LinkRow], Texts]:
    """The links of one page in order, and the texts of each."""
    links = _links(tx, " WHERE page_id = :page ORDER BY number", page=page_id)
    texts = _texts(
        tx, " JOIN handover_seal s ON s.number = t.number WHERE s.page_id = :page", page=page_id
    )
    return links, texts


def following(tx: Tx, after: int, most: int) -> tuple[list[LinkRow], Texts]:
    """The next links behind number ``after``, at most so many, and the texts of each."""
    links = _links(tx, " WHERE number > :after ORDER BY number LIMIT :most", after=after, most=most)
    if not links:
        return [], {}
    first, last = links[0].number, links[-1].number
    return links, _texts(tx, " WHERE t.number BETWEEN :first AND :last", first=first, last=last)


def _links(tx: Tx, where: str, **params: int) -> list[LinkRow]:
    return [
        LinkRow(number, page_id, _text(kind), body, _text(before), _text(hash_))
        for number, page_id, kind, body, before, hash_ in tx.all(_LINK + where, **params)
    ]


def _texts(tx: Tx, where: str, **params: int) -> Texts:
    texts: Texts = defaultdict(list)
    for number, key, salt, text, redacted_at in tx.all(_TEXT + where, **params):
        row = TextRow(_text(key), _text(salt), None if text is None else _text(text), redacted_at)
        texts[number].append(row)
    return texts


def _text(column: bytes) -> str:
    return column.decode(errors="replace")
