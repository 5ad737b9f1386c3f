"""The library that comes with the program, laid into a store once.

A shop may then change it, archive it or write over it: it is never laid again, and never over a
code the shop has had itself.
"""

from collections.abc import Sequence
from importlib import resources
from typing import NamedTuple

from zuiqing_desk import shipped
from zuiqing_desk.lookup.pinyin import field_readings
from zuiqing_desk.services.replies.records import LiveReply, ReplyWords
from zuiqing_desk.services.replies.sheet import COLUMNS, words_of
from zuiqing_desk.services.shipments import (
    REPLIES,
    REPLIES_EDITION,
    laid,
    note_laid,
    replies_missing,
)
from zuiqing_desk.sheets import read
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.tx import Tx

_ZONE = "Asia/Shanghai"


class Shipped(NamedTuple):
    """One shipped reply with its pinyin, as it is stored."""

    words: ReplyWords
    readings: str


def rows() -> list[Shipped]:
    """The shipped replies, in their order. Reading and spelling them takes part of a second."""
    found: list[Shipped] = []
    with resources.as_file(resources.files(shipped) / "replies.csv") as path:
        for row in read(path, COLUMNS):
            words, refused = words_of(row.number, row.values, _ZONE)
            if words is None:
                raise ValueError("; ".join(refusal.line() for refusal in refused))
            found.append(Shipped(words, field_readings(words.title, words.tags, words.body)))
    return found


def live() -> list[LiveReply]:
    """The shipped replies as a new store would hand them out, numbered from 1."""
    return [
        LiveReply(
            id=number,
            version=1,
            owner_id=None,
            code=words.code,
            title=words.title,
            category=words.category,
            tags=words.tags,
            body=words.body,
            asks=words.asks,
            valid_from=words.valid_from,
            valid_until=words.valid_until,
            readings=readings,
        )
        for number, (words, readings) in enumerate(rows(), 1)
    ]


def ensure(store: Store) -> int:
    """Lay the shipped replies into a store that has not had them; how many came.

    The pinyin is spelt before the transaction. Raises store.errors.StoreError.
    """
    if not store.read(replies_missing).result():
        return 0
    found = rows()
    return store.write(lambda tx: lay(tx, found, REPLIES_EDITION)).result()


def lay(tx: Tx, found: Sequence[Shipped], edition: int) -> int:
    """Put in, as approved replies of the team, those whose code the team never had; how many.

    Nothing happens where this edition or a newer one was laid before.
    """
    if laid(tx, REPLIES) >= edition:
        return 0
    known = {code for (code,) in tx.all("SELECT code FROM reply WHERE owner_id IS NULL")}
    new = [one for one in found if one.words.code not in known]
    for words, readings in new:
        _put(tx, words, readings)
    note_laid(tx, REPLIES, edition)
    tx.journal("replies.shipped", edition, detail=str(len(new)))
    return len(new)


def _put(tx: Tx, words: ReplyWords, readings: str) -> None:
    reply_id = tx.insert(
        "INSERT INTO reply (code, state, live, last, created_at)"
        " VALUES (:code, 'open', 1, 1, :now)",
        code=words.code,
        now=tx.now,
    )
    tx.run(
        "INSERT INTO reply_version (reply_id, version, title, category, tags, body, asks,"
        " valid_from, valid_until, readings, written_at, approved_at, refused)"
        " VALUES (:reply, 1, :title, :category, :tags, :body, :asks, :valid_from, :valid_until,"
        " :readings, :now, :now, '')",
        reply=reply_id,
        title=words.title,
        category=words.category,
        tags=words.tags,
        body=words.body,
        asks=words.asks,
        valid_from=words.valid_from,
        valid_until=words.valid_until,
        readings=readings,
        now=tx.now,
    )
