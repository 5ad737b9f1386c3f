"""What was begun to be erased is ended by whoever runs the channels, down to the bytes."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from support import erasing
from support.erasing import MARK, PHONE, customer_of, erase, files_with, known_everywhere, told_of
from support.shop import TestShop
from support.soon import comes_true

from zuiqing_desk.channels.erasing import keep_erased, wash
from zuiqing_desk.services import erased_words, erasure
from zuiqing_desk.store import erasure_file


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[TestShop]:
    home = tmp_path / "home"
    home.mkdir()
    desk = TestShop(home)
    yield desk
    desk.store.close()


async def house_is_kept(shop: TestShop) -> None:
    """As the gateway does, until nothing is left to do."""

    def tidied() -> bool:
        for index in erased_words.ALL:
            if shop.ask(index.pending):
                shop.do(index.tidy)
        return not shop.ask(erasure.under_way) and not shop.ask(erasure.to_wash)

    task = asyncio.create_task(keep_erased(shop.store, lambda problem: None, look_s=0.01))
    try:
        await comes_true(tidied)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_the_bytes_are_gone_from_every_file(shop: TestShop) -> None:
    """From the database, its log, the search index, files and evidence."""
    home = shop.store.path.parent
    talk = known_everywhere(shop, home)
    other = shop.customer("tb_**2")
    shop.says(other, "别的客户说的话")
    assert files_with(home, MARK, PHONE)
    # Part of it stands in the database, part in the log only.
    shop.store.checkpoint().result(30)
    shop.says(talk, f"{MARK}又来了")
    erase(shop, talk)
    assert [name for name in files_with(home, MARK, PHONE) if name.startswith("desk.db")]
    await house_is_kept(shop)
    assert files_with(home, MARK, PHONE) == []
    assert files_with(home, "别的客户说的话")


async def test_an_old_reader_delays_the_washing(shop: TestShop) -> None:
    """Somebody who still reads an older state has the log: it is washed once they are done."""
    talk = shop.waiting_customer(MARK)
    with closing(sqlite3.connect(shop.store.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM line").fetchone()
        erase(shop, talk)
        for index in erased_words.ALL:
            while shop.ask(index.pending):
                shop.do(index.tidy)
        assert not await wash(shop.store)
        assert shop.ask(erasure.to_wash)
        reader.execute("COMMIT")
    await house_is_kept(shop)
    assert files_with(shop.store.path.parent, MARK) == []


async def test_what_was_begun_is_ended(shop: TestShop) -> None:
    talk = shop.waiting_customer(MARK)
    shop.do(erasure.begin, shop.ask(erasure.prepare, shop.ask(customer_of, talk), None), None)
    assert shop.ask(told_of, MARK)
    await house_is_kept(shop)
    assert shop.ask(told_of, MARK) == []


async def test_what_only_the_file_names_is_erased(shop: TestShop) -> None:
    """Somebody was killed between the two, or put an older copy back by hand."""
    home = shop.store.path.parent
    talk = known_everywhere(shop, home)
    entry = shop.ask(erasure.prepare, shop.ask(customer_of, talk), None)
    erasure_file.append(home, entry)
    task = asyncio.create_task(keep_erased(shop.store, lambda problem: None, look_s=0.01))
    try:
        await comes_true(lambda: entry in shop.ask(erasure.known))
        await comes_true(lambda: not shop.ask(erasure.under_way))
    finally:
        task.cancel()
    assert shop.ask(told_of, MARK) == []


async def test_a_crash_between_leaves_the_files_to_the_next(shop: TestShop) -> None:
    home = shop.store.path.parent
    talk = known_everywhere(shop, home)
    erase(shop, talk)
    assert erasing.files_with(home / "files", MARK)
    await house_is_kept(shop)
    assert not erasing.files_with(home / "files", MARK)
