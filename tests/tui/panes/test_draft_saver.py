"""Drafts reach the store soon, and never against an answer on its way."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from support.shop import TestShop
from support.soon import comes_true
from support.stores import WAIT_S

from zuiqing_desk.services import drafts
from zuiqing_desk.services.workbench import Workbench
from zuiqing_desk.store.errors import StoreFull
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui.panes.draft_saver import DraftSaver


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[TestShop]:
    shop = TestShop(tmp_path)
    yield shop
    shop.store.close()


class Bench(Workbench):
    """Notes what was begun."""

    def __init__(self, shop: TestShop) -> None:
        super().__init__(shop.store, "desk-1")
        self.begun: list[Future[object]] = []

    def begin(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        future = super().begin(*args, **kwargs)
        self.begun.append(future)
        return future


class Cramped(Bench):
    """Has no room for what is begun while ``full``."""

    full = True

    def begin(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        if not self.full:
            return super().begin(*args, **kwargs)

        def fails(tx: Tx) -> None:
            raise StoreFull("磁盘已满")

        self.begun.append(super().begin(fails))
        return self.begun[-1]


def saver(bench: Bench, shop: TestShop, delay_s: float = 60.0) -> DraftSaver:
    return DraftSaver(bench, shop.lead.id, pytest.fail, delay_s=delay_s)


def stored(shop: TestShop, conversation: int) -> str | None:
    draft = shop.ask(drafts.load, shop.lead.id, conversation)
    return None if draft is None else draft.text


async def test_many_keys_are_one_write(shop: TestShop) -> None:
    bench, one = Bench(shop), shop.waiting_customer()
    drafts_saver = saver(bench, shop)
    for text in ("你", "你好", "你好，"):
        drafts_saver.change(one, text, len(text))
    assert not bench.begun
    drafts_saver.flush()
    [future] = bench.begun
    future.result(30)
    assert stored(shop, one) == "你好，"


async def test_it_saves_by_itself(shop: TestShop) -> None:
    bench, one = Bench(shop), shop.waiting_customer()
    saver(bench, shop, delay_s=0.001).change(one, "在的", 2)
    await comes_true(lambda: bool(bench.begun))
    bench.begun[0].result(30)
    assert stored(shop, one) == "在的"


async def test_while_an_answer_is_stored_its_draft_waits(shop: TestShop) -> None:
    bench, one, other = Bench(shop), shop.waiting_customer(), shop.waiting_customer()
    drafts_saver = saver(bench, shop)
    drafts_saver.hold(one)
    drafts_saver.change(one, "后来写的", 4)
    drafts_saver.change(other, "别人的", 3)
    drafts_saver.flush()
    [future] = bench.begun
    future.result(30)
    assert stored(shop, one) is None
    assert stored(shop, other) == "别人的"
    shop.answers(one, shop.lead)
    drafts_saver.release(one)
    bench.begun[1].result(30)
    assert stored(shop, one) == "后来写的"


async def test_closing_saves_what_is_left(shop: TestShop) -> None:
    bench, one = Bench(shop), shop.waiting_customer()
    drafts_saver = saver(bench, shop)
    drafts_saver.hold(one)
    drafts_saver.change(one, "没发的", 3)
    drafts_saver.close()
    bench.begun[0].result(30)
    assert stored(shop, one) == "没发的"


async def test_closing_forgets_no_draft_whose_answer_is_not_stored_yet(shop: TestShop) -> None:
    bench, one = Bench(shop), shop.waiting_customer()
    drafts_saver = saver(bench, shop)
    drafts_saver.change(one, "正在发的", 4)
    drafts_saver.flush()
    drafts_saver.hold(one)
    drafts_saver.change(one, "", 0)
    drafts_saver.close()
    bench.begun[-1].result(30)
    assert stored(shop, one) == "正在发的"


async def test_a_store_that_cannot_is_told(shop: TestShop) -> None:
    told: list[str] = []
    one = shop.waiting_customer()
    drafts_saver = DraftSaver(Bench(shop), shop.lead.id, told.append, delay_s=60)
    shop.store.close()
    drafts_saver.change(one, "没处放", 3)
    drafts_saver.flush()
    await comes_true(lambda: bool(told))
    assert told[0].startswith("草稿没有存下：")


async def test_what_the_store_had_no_room_for_is_stored_once_it_has(shop: TestShop) -> None:
    told: list[str] = []
    bench, one = Cramped(shop), shop.waiting_customer()
    drafts_saver = DraftSaver(bench, shop.lead.id, told.append, delay_s=0, again_s=0.001)
    drafts_saver.change(one, "还没存", 3)
    await comes_true(lambda: len(bench.begun) > 2)
    bench.full = False
    await comes_true(lambda: stored(shop, one) == "还没存")
    # Said once, however often it was tried.
    assert [words.partition("：")[0] for words in told] == ["草稿还没有存下，会自己再试"]


async def test_what_failed_never_comes_before_what_was_written_since(shop: TestShop) -> None:
    bench, one = Cramped(shop), shop.waiting_customer()
    drafts_saver = DraftSaver(bench, shop.lead.id, lambda why: None, delay_s=60, again_s=0)
    drafts_saver.change(one, "旧的", 2)
    drafts_saver.flush()
    bench.full = False
    drafts_saver.change(one, "新的", 2)
    drafts_saver.flush()
    # Both are decided in the store before the loop hears of either.
    bench.begun[-1].result(WAIT_S)
    drafts_saver.change(shop.waiting_customer(), "另一个", 3)
    await comes_true(lambda: len(drafts_saver._saving) == 0)
    drafts_saver.flush()
    bench.begun[-1].result(WAIT_S)
    assert stored(shop, one) == "新的"
