"""What was begun to be erased is ended by whoever runs the channels, down to the bytes."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest
from support import erasing
from support.erasing import MARK, PHONE, customer_of, erase, files_with, known_everywhere, told_of
from support.shop import TestShop
from support.soon import comes_true
from support.webchat import ChatShop, frame

from zuiqing_desk.channels.erasing import keep_erased, wash
from zuiqing_desk.services import erased_words, erasure
from zuiqing_desk.store import erasure_file


@pytest.fixture
def laid(tmp_path: Path) -> Iterator[TestShop]:
    """A shop of its own, with nobody who runs the channels."""
    home = tmp_path / "laid"
    home.mkdir()
    desk = TestShop(home)
    yield desk
    desk.store.close()


async def house_is_kept(laid: TestShop) -> None:
    """As the gateway does, until nothing is left to do."""

    def tidied() -> bool:
        for index in erased_words.ALL:
            if laid.ask(index.pending):
                laid.do(index.tidy)
        return not laid.ask(erasure.under_way) and not laid.ask(erasure.to_wash)

    task = asyncio.create_task(keep_erased(laid.store, lambda problem: None, look_s=0.01))
    try:
        await comes_true(tidied)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_the_bytes_are_gone_from_every_file(laid: TestShop) -> None:
    """From the database, its log, the search index, files and evidence."""
    home = laid.store.path.parent
    talk = known_everywhere(laid, home)
    other = laid.customer("tb_**2")
    laid.says(other, "别的客户说的话")
    assert files_with(home, MARK, PHONE)
    # Part of it stands in the database, part in the log only.
    laid.store.checkpoint().result(30)
    laid.says(talk, f"{MARK}又来了")
    erase(laid, talk)
    assert [name for name in files_with(home, MARK, PHONE) if name.startswith("desk.db")]
    await house_is_kept(laid)
    assert files_with(home, MARK, PHONE) == []
    assert files_with(home, "别的客户说的话")


async def test_an_old_reader_delays_the_washing(laid: TestShop) -> None:
    """Somebody who still reads an older state has the log: it is washed once they are done."""
    talk = laid.waiting_customer(MARK)
    with closing(sqlite3.connect(laid.store.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM line").fetchone()
        erase(laid, talk)
        for index in erased_words.ALL:
            while laid.ask(index.pending):
                laid.do(index.tidy)
        assert not await wash(laid.store)
        assert laid.ask(erasure.to_wash)
        reader.execute("COMMIT")
    await house_is_kept(laid)
    assert files_with(laid.store.path.parent, MARK) == []


async def test_what_was_begun_is_ended(laid: TestShop) -> None:
    talk = laid.waiting_customer(MARK)
    laid.do(erasure.begin, laid.ask(erasure.prepare, laid.ask(customer_of, talk), None), None)
    assert laid.ask(told_of, MARK)
    await house_is_kept(laid)
    assert laid.ask(told_of, MARK) == []


async def test_what_only_the_file_names_is_erased(laid: TestShop) -> None:
    """Somebody was killed between the two, or put an older copy back by hand."""
    home = laid.store.path.parent
    talk = known_everywhere(laid, home)
    entry = laid.ask(erasure.prepare, laid.ask(customer_of, talk), None)
    erasure_file.append(home, entry)
    task = asyncio.create_task(keep_erased(laid.store, lambda problem: None, look_s=0.01))
    try:
        await comes_true(lambda: entry in laid.ask(erasure.known))
        await comes_true(lambda: not laid.ask(erasure.under_way))
    finally:
        task.cancel()
    assert laid.ask(told_of, MARK) == []


async def test_a_crash_between_leaves_the_files_to_the_next(laid: TestShop) -> None:
    home = laid.store.path.parent
    talk = known_everywhere(laid, home)
    erase(laid, talk)
    assert erasing.files_with(home / "files", MARK)
    await house_is_kept(laid)
    assert not erasing.files_with(home / "files", MARK)


async def test_the_visitors_token_opens_nothing_any_more(shop: ChatShop) -> None:
    """Neither in the process that knew it, nor for who has stolen it; an open page learns it."""
    visitor = await shop.visitor(MARK)
    await visitor.say(MARK, "c1")
    stranger = await shop.visitor()
    await stranger.say("别的客户", "c1")
    async with visitor.socket() as socket:
        await frame(socket, "ready")
        entry = await shop.read(partial(erasure.prepare, customer_id=1, actor=None))
        begun = await shop.write(partial(erasure.begin, entry=entry, actor=None))
        while not (await shop.write(partial(erasure.step, erasure_id=begun))).done:
            pass
        await frame(socket, "new")
    for status in (
        (await visitor.say("又来了", "c2"))[0],
        (await visitor.post("read", {"seq": 1}))[0],
    ):
        assert status == 401
    with pytest.raises(AssertionError, match="unauthorized"):
        await visitor.fetch()
    assert (await stranger.say("还在吗", "c2"))[0] == 201
