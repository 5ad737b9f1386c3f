"""What a search is narrowed to, apart from its words: said once to the index, once to the lines."""

from dataclasses import dataclass
from typing import Any, Final
from unicodedata import normalize

from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services.history import names, pieces
from zuiqing_desk.services.history.records import Ask
from zuiqing_desk.store.tx import Tx

MOST_CONVERSATIONS: Final = 100
"""The index is asked for no more than so many conversations; of more, each line says itself whose
it is."""

_AUTHORS: Final = "l.author <> 'system'"

# Numbers that differ in case alone are two people's: as it was typed, it is the first one's.
_WRITER: Final = """
SELECT id FROM staff WHERE staff_no = :staff_no COLLATE NOCASE
ORDER BY staff_no = :staff_no DESC, id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """``asked``: what the index is asked besides the words. ``sql``: conditions on ``line l``, with
    ``params``; whatever answers to them answers to the search but for its words."""

    asked: tuple[str, ...]
    sql: str
    params: dict[str, Any]


def narrowing(tx: Tx, ask: Ask) -> Narrowing | None:
    """What ``ask`` is narrowed to; None if nothing can answer to it."""
    asked: list[str] = []
    # Where a plus stands, no index of that column is worth leaving the order of the lines for.
    sql, params = [_AUTHORS], dict[str, Any]()
    if ask.conversation_id is not None:
        asked.append(pieces.in_conversations([ask.conversation_id]))
        sql.append("l.conversation_id = :conversation")
        params["conversation"] = ask.conversation_id
    if ask.customer.strip():
        whose = _conversations(tx, ask.customer)
        if not whose:
            return None
        if len(whose) <= MOST_CONVERSATIONS:
            asked.append(pieces.in_conversations(whose))
        sql.append("+l.conversation_id IN (SELECT value FROM json_each(:whose))")
        params["whose"] = _json(whose)
    if ask.staff_no.strip():
        writer = tx.value(_WRITER, staff_no=normalize("NFKC", clean_line(ask.staff_no)).strip())
        if writer is None:
            return None
        asked.append(pieces.by_writer(writer))
        sql.append("l.staff_id = :writer AND l.author <> 'customer'")
        params["writer"] = writer
    if ask.storefront.strip():
        accounts = _accounts(tx, ask.storefront)
        if not accounts:
            return None
        asked.append(pieces.on_accounts(accounts))
        sql.append("+l.account_id IN (SELECT value FROM json_each(:accounts))")
        params["accounts"] = _json(accounts)
    if ask.since is not None:
        sql.append("l.at >= :since")
        params["since"] = ask.since
    if ask.until is not None:
        sql.append("l.at < :until")
        params["until"] = ask.until
    return Narrowing(tuple(asked), " AND ".join(sql), params)


def days(tx: Tx, ask: Ask) -> tuple[str, ...] | None:
    """How the index is asked for the time; None if no line in it is of that time."""
    if ask.since is None and ask.until is None:
        return ()
    bounds = tx.one("SELECT earliest, latest FROM line_index")
    if bounds is None:
        return None
    since = max(bounds[0], bounds[0] if ask.since is None else ask.since)
    until = min(bounds[1] + 1, bounds[1] + 1 if ask.until is None else ask.until)
    if since >= until:
        return None
    told = pieces.within(since, until)
    return () if told is None else (told,)


def _conversations(tx: Tx, name: str) -> list[int]:
    return [
        one
        for (one,) in tx.all(
            "SELECT c.id FROM json_each(:ids) i JOIN conversation c ON c.customer_id = i.value",
            ids=_json(names.customers(tx, _plain(name))),
        )
    ]


def _accounts(tx: Tx, name: str) -> list[int]:
    wanted = _plain(name)
    return [
        account_id
        for account_id, its_name in tx.all(
            "SELECT a.id, f.name FROM channel_account a JOIN storefront f ON f.id = a.storefront_id"
        )
        if wanted in fold(its_name)
    ]


def _plain(text: str) -> str:
    return fold(clean_line(text)).strip()


def _json(ids: list[int]) -> str:
    return f"[{','.join(map(str, ids))}]"
