"""The library beside the store: loaded once, then following what any desk changes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from support.library import LIBRARY, OLD, SHIPPING
from support.shop import TestShop
from support.soon import comes_true

from zuiqing_desk.services.products import acks, catalogue
from zuiqing_desk.services.replies import library as replies
from zuiqing_desk.services.replies.records import ReplyWords, Used
from zuiqing_desk.services.workbench import Workbench
from zuiqing_desk.store.engine import open_store
from zuiqing_desk.tui.library import Library

NEW = ReplyWords("xin", "新来的", "推荐", "刚写好的话")


class Reader:
    """A library that is being read, and how often it told of something."""

    def __init__(self, shop: TestShop, library: Library) -> None:
        self.shop = shop
        self.library = library
        self.told = 0

    def tell(self) -> None:
        self.told += 1

    async def until(self, condition: Callable[[], bool]) -> None:
        await comes_true(condition)

    def codes(self, query: str) -> list[str]:
        found = self.library.replies.search(query, now=self.shop.now)
        return [offer.reply.code for offer in found]


@asynccontextmanager
async def reading(folder: Path) -> AsyncIterator[Reader]:
    shop = TestShop(folder)
    for words in LIBRARY:
        shop.do(replies.add, words, owner_id=None, actor=shop.lead.id, approve_now=True)
    shop.do(catalogue.add, OLD, actor=shop.lead.id)
    with open_store(folder / "desk.db", clock=lambda: shop.now) as store:
        library = Library(Workbench(store, desk_id="here"), shop.lead.id)
        reader = Reader(shop, library)
        assert not library.ready
        library.start(reader.tell)
        await reader.until(lambda: library.ready)
        yield reader
        library.stop()
    shop.store.close()


async def test_it_holds_replies_products_and_what_was_learned(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        assert reader.codes("fahuo") == ["fhsj"]
        assert len(reader.library.products) == 1
        [first, *_] = reader.library.replies.suggest("还没发货吗", now=reader.shop.now)
        assert first.reply.code == "fhsj"
        assert reader.told == 1


async def test_it_follows_what_another_desk_writes_changes_and_archives(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        shop, lead = reader.shop, reader.shop.lead.id
        one = shop.do(replies.add, NEW, owner_id=None, actor=lead, approve_now=True)
        await reader.until(lambda: reader.codes("xin") == ["xin"])
        changed = ReplyWords("xin", "改过的", "推荐", "又改了话")
        shop.do(replies.change, one, changed, lead, based_on=1, approve_now=True)
        await reader.until(lambda: reader.codes("改过") == ["xin"])
        shop.do(replies.archive, one, lead)
        await reader.until(lambda: reader.codes("xin") == [])
        await reader.until(lambda: reader.told == 4)


async def test_a_draft_is_not_offered(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        agent = reader.shop.hire("1002")
        reader.shop.do(replies.add, NEW, owner_id=None, actor=agent.id)
        reader.shop.do(
            replies.add,
            ReplyWords("hou", "后来的", "推荐", "后来写好的话"),
            owner_id=None,
            actor=reader.shop.lead.id,
            approve_now=True,
        )
        await reader.until(lambda: reader.codes("hou") == ["hou"])
        assert reader.codes("xin") == []


async def test_it_follows_products_and_their_reading(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        shop, products = reader.shop, reader.library.products
        [offer] = products.search("")
        shop.do(acks.mark_must_read, offer.card.id, shop.lead.id)
        await reader.until(lambda: products.search("")[0].card.unread)
        shop.do(acks.read, offer.card.id, shop.lead.id)
        await reader.until(lambda: not products.search("")[0].card.unread)


async def test_what_was_sent_moves_up(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        shop = reader.shop
        customer = shop.waiting_customer()
        reply = reader.library.replies.by_code("bj")
        assert reply is not None
        used = (Used(reply.id, reply.version),)
        assert reader.codes("")[0] != "bj"
        shop.do(
            lambda tx: tx.run(
                "INSERT INTO reply_use (reply_id, version, staff_id, conversation_id, line_seq, at)"
                " VALUES (:reply, 1, :staff, :conversation, 1, :now)",
                reply=reply.id,
                staff=shop.lead.id,
                conversation=customer,
                now=shop.now,
            )
        )
        reader.library.sent(used)
        await reader.until(lambda: reader.codes("")[0] == "bj")


async def test_a_store_that_cannot_answer_is_trouble_not_an_end(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        bench = reader.library._bench
        bench._store.close()
        reader.library._reader.ask()
        await reader.until(lambda: reader.library.trouble != "")
        assert reader.codes("fahuo") == ["fhsj"]


async def test_stopped_it_reads_no_more(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.library.stop()
        reader.library.stop()
        told = reader.told
        reader.shop.do(replies.add, NEW, owner_id=None, actor=reader.shop.lead.id, approve_now=True)
        await asyncio.sleep(0)
        assert reader.told == told
        assert SHIPPING.code in reader.codes("")
