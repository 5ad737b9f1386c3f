"""The gateway dies by ``kill -9`` while it erases a customer; the next one ends what was begun."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.contents import png
from support.crash_gateway import Plan
from support.figures import Figures
from support.forked_gateway import KILLED, ForkedGateway
from support.homes import Home, found_home
from support.moments import Moment, of_transaction
from support.stores import WAIT_S
from support.waiting import eventually

from zuiqing_desk.services import erasure, inbound, media_files, visitors
from zuiqing_desk.services.media import Carried
from zuiqing_desk.store import Tx, erasure_file, open_store
from zuiqing_desk.store.erasure_file import Entry

MARK = "嫦娥奔月"
"""Stands in everything that must go."""

PART = "SELECT 1 FROM erasure WHERE step GLOB '[[]\"{}\"*'"
STEPS = ("SELECT 1 FROM erasure", PART.format("orders"), PART.format("wash"))
ERASING = [
    *[
        moment
        for step in STEPS
        for moment in of_transaction(step)
        if moment.point in ("writer.before-commit", "writer.after-commit")
    ],
    Moment("os.remove"),
]


def is_to_be_erased(home: Home) -> None:
    """A customer has written and sent a picture; somebody wrote them into the file of erasures, and
    was killed before anything was begun."""
    kept = media_files.keep_bytes(home.path, png(64, 48))

    def fill(tx: Tx) -> Entry:
        _, talk = visitors.create(tx, account_id=home.account_id, name=MARK, token_hash="a" * 64)
        inbound.receive_text(tx, conversation_id=talk, remote_id="1", text=f"我是{MARK}")
        inbound.receive(
            tx,
            conversation_id=talk,
            remote_id="2",
            media=Carried(f"{MARK}.png", True, kept, ""),
        )
        return erasure.prepare(tx, tx.value("SELECT max(id) FROM customer"), home.staff_ids[0])

    with open_store(home.database) as store:
        entry = store.write(fill).result(WAIT_S)
    erasure_file.append(home.path, entry)


def rows(home: Home, sql: str) -> list[Any]:
    with closing(sqlite3.connect(home.database)) as connection:
        return connection.execute(sql).fetchall()


def is_erased(home: Home) -> bool:
    """Whether nothing of the customer can be read any more."""
    return (
        rows(home, "SELECT 1 FROM erasure WHERE step = '' OR step GLOB '[[]\"wash\"*'") == [(1,)]
        and list((home.path / "files").glob("??/*")) == []
    )


@pytest.mark.parametrize("moment", ERASING, ids=str)
def test_what_was_begun_to_be_erased_is_ended(
    moment: Moment, gateway: ForkedGateway, tmp_path: Path, figures: Figures
) -> None:
    home = found_home(tmp_path)
    is_to_be_erased(home)
    gateway.start(Plan(str(home.path), point=moment.point, when=moment.when))
    assert gateway.end() == KILLED, "the point was never reached"

    gateway.start(Plan(str(home.path)))
    gateway.url()
    eventually(lambda: is_erased(home))
    gateway.stop()
    assert gateway.end() == 0
    assert rows(home, f"SELECT text FROM line WHERE text LIKE '%{MARK}%'") == []
    assert rows(home, f"SELECT name FROM customer WHERE name LIKE '%{MARK}%'") == []
    assert rows(home, f"SELECT name FROM line_media WHERE name LIKE '%{MARK}%'") == []
    assert rows(home, "SELECT count(*) FROM line") == [(2,)]
    assert rows(home, "SELECT count(*) FROM journal WHERE kind = 'customer.erased'") == [(1,)]
    assert rows(home, "PRAGMA integrity_check") == [("ok",)]
    figures.count("crash points", "hit_and_survived")
