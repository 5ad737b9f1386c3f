"""The index is filled afterwards, in units any of which may be lost."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from support.shop import TestShop

from zuiqing_desk.services import erased_words
from zuiqing_desk.services.history import filling, search
from zuiqing_desk.services.history.records import Ask
from zuiqing_desk.store.tx import Tx

KILLED = """
import os, signal, sys
from pathlib import Path
from zuiqing_desk.services.history import filling
from zuiqing_desk.store.engine import open_store

def last(tx):
    filling.fill(tx, 3)
    os.kill(os.getpid(), signal.SIGKILL)

store = open_store(Path(sys.argv[1]) / "desk.db")
for _ in range(2):
    store.write(lambda tx: filling.fill(tx, 3)).result()
store.write(last).result()
"""


def said(shop: TestShop, number: int) -> int:
    """A conversation of so many lines, each with its number."""
    conversation = shop.customer()
    for each in range(number):
        shop.says(conversation, f"第{each}句话")
    return conversation


def found(shop: TestShop, words: str) -> list[str]:
    return [hit.text for hit in shop.ask(search.find, Ask(words)).hits]


def indexed(shop: TestShop, words: str) -> list[int]:
    """The lines the index itself has for a character or a pair."""
    return shop.ask(
        lambda tx: [
            row
            for (row,) in tx.all(
                "SELECT rowid FROM line_search WHERE line_search MATCH :words", words=words
            )
        ]
    )


def first_line(tx: Tx) -> int:
    return int(tx.value("SELECT min(id) FROM line"))


def change(tx: Tx, line_id: int, text: str) -> None:
    filling.forget(tx, line_id)
    tx.run("UPDATE line SET text = :text WHERE id = :id", text=text, id=line_id)


def test_it_goes_on_where_it_stopped_and_says_how_many_wait(shop: TestShop) -> None:
    said(shop, 5)
    assert shop.ask(filling.pending) == 5
    assert [shop.do(filling.fill, 2) for _ in range(4)] == [2, 2, 1, 0]
    assert shop.ask(filling.pending) == 0
    said(shop, 1)
    assert shop.ask(filling.pending) == 1
    assert len(indexed(shop, "句话")) == 5


def test_a_unit_that_fails_leaves_nothing(shop: TestShop) -> None:
    said(shop, 4)

    def fails(tx: Tx) -> None:
        filling.fill(tx, 3)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        shop.do(fails)
    assert shop.ask(filling.pending) == 4
    assert indexed(shop, "句话") == []


def test_a_process_killed_while_it_fills_leaves_whole_units(tmp_path: Path) -> None:
    shop = TestShop(tmp_path)
    said(shop, 10)
    shop.store.close()
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    with sqlite3.connect(tmp_path / "desk.db") as raw:
        assert raw.execute("SELECT up_to FROM line_index").fetchall() == [(6,)]
        rows = raw.execute("SELECT rowid FROM line_search WHERE line_search MATCH '句话'")
        assert [row for (row,) in rows] == [1, 2, 3, 4, 5, 6]
        raw.execute("INSERT INTO line_search (line_search) VALUES ('integrity-check')")
    raw.close()


def test_system_lines_are_passed_over(shop: TestShop) -> None:
    said(shop, 2)
    shop.do(lambda tx: tx.run("UPDATE line SET author = 'system' WHERE seq = 1"))
    assert shop.do(filling.fill, 10) == 2
    assert shop.ask(filling.pending) == 0
    assert len(indexed(shop, "句话")) == 1


def test_a_line_that_is_forgotten_is_not_found_by_what_it_said(shop: TestShop) -> None:
    said(shop, 3)
    shop.do(filling.fill, 10)
    line = shop.ask(first_line)
    shop.do(change, line, "已删除")
    assert found(shop, "第0句") == []
    assert line not in indexed(shop, "句话")
    shop.do(filling.remember, line)
    assert found(shop, "删除") == ["已删除"]


def test_forgetting_and_remembering_twice_changes_nothing_more(shop: TestShop) -> None:
    said(shop, 2)
    shop.do(filling.fill, 10)
    line = shop.ask(first_line)
    for _ in range(2):
        shop.do(filling.forget, line)
    assert line not in indexed(shop, "句话")
    for _ in range(2):
        shop.do(filling.remember, line)
    assert indexed(shop, "句话").count(line) == 1
    shop.do(filling.forget, line)
    assert line not in indexed(shop, "句话")


def test_a_line_whose_turn_has_not_come_is_put_in_once(shop: TestShop) -> None:
    said(shop, 2)
    line = shop.ask(first_line)
    shop.do(change, line, "改过的")
    shop.do(filling.remember, line)
    assert indexed(shop, "改过") == []
    assert found(shop, "改过") == ["改过的"]
    shop.do(filling.fill, 10)
    assert indexed(shop, "改过") == [line]
    assert found(shop, "改过") == ["改过的"]


def test_what_a_forgotten_line_said_leaves_the_index_for_good(shop: TestShop) -> None:
    conversation = shop.customer()
    for text in ("第0句话", "龘靐", "第1句话"):
        shop.says(conversation, text)
        shop.do(filling.fill, 10)

    def erase(tx: Tx) -> None:
        tx.all("PRAGMA secure_delete = ON")
        line = tx.value("SELECT id FROM line WHERE text = '龘靐'")
        change(tx, line, "")
        tx.run("UPDATE conversation SET last_text = ''")

    shop.do(erase)
    assert shop.ask(erased_words.LINES.pending)
    while shop.do(erased_words.LINES.tidy):
        # What is put in meanwhile does not end it early.
        shop.says(conversation, "又一句话")
        shop.do(filling.fill, 10)
    assert not shop.ask(erased_words.LINES.pending)
    assert found(shop, "erased") == found(shop, "龘") == []
    assert found(shop, "句话")[-2:] == ["第1句话", "第0句话"]
    shop.store.close()
    kept = shop.store.path.read_bytes()
    assert not [char for char in "龘靐" if char.encode() in kept]
