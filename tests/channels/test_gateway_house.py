"""What whoever runs the channels looks after besides."""

import asyncio
import socket
from pathlib import Path

from support.housekeeping import housekeeping
from support.orders import add_order
from support.shop import TestShop
from support.soon import comes_true

from zuiqing_desk.channels.gateway import Gateway
from zuiqing_desk.channels.webchat import WebChat, WebChatConfig
from zuiqing_desk.services import erased_words, presence
from zuiqing_desk.services.history import filling
from zuiqing_desk.store import GatewayLock


async def test_an_order_nobody_chased_is_counted_as_lost(tmp_path: Path) -> None:
    shop = TestShop(tmp_path)
    shop.comes_on(shop.lead)
    order = add_order(shop, state="unpaid")
    shop.later(20 * 60)
    shop.do(presence.beat, "desk-1001", shop.lead.id, viewing=None, typing=None)
    async with housekeeping(shop, tmp_path):
        await comes_true(lambda: lost_to(shop, order) == [shop.lead.id])


async def test_the_figures_of_last_month_are_final_on_the_seventh(tmp_path: Path) -> None:
    shop = TestShop(tmp_path)
    shop.later(37 * 24 * 3600)  # from Monday, 2 March, to Wednesday, 8 April
    async with housekeeping(shop, tmp_path):
        await comes_true(lambda: frozen(shop) == [202603])


async def test_erased_words_leave_every_search_index(tmp_path: Path) -> None:
    shop = TestShop(tmp_path)
    for index in erased_words.ALL:
        shop.do(index.note)
    async with housekeeping(shop, tmp_path):
        for index in erased_words.ALL:
            await comes_true(lambda index=index: not shop.ask(index.pending))


async def test_a_port_that_was_just_taken_is_given_back(tmp_path: Path) -> None:
    shop = TestShop(tmp_path)
    config = WebChatConfig(shop_name="醉卿酒业", port=0)
    taken: list[str] = []

    class LeavesAtOnce(WebChat):
        async def start(self) -> str:
            taken.append(await super().start())
            running.cancel()
            return taken[0]

    async def make_channel() -> WebChat:
        return LeavesAtOnce(shop.store, shop.account, config)

    gateway = Gateway(
        store=shop.store, lock=GatewayLock(tmp_path / "gateway.lock"), make_channels=(make_channel,)
    )
    running = asyncio.create_task(gateway.run())
    await asyncio.gather(running, return_exceptions=True)
    shop.store.close()
    host, _, port = taken[0].removeprefix("http://").rpartition(":")
    socket.create_server((host, int(port))).close()


async def test_what_was_said_is_put_into_the_search_index(tmp_path: Path) -> None:
    shop = TestShop(tmp_path)
    shop.waiting_customer("1983还有货吗")
    async with housekeeping(shop, tmp_path):
        await comes_true(lambda: shop.ask(filling.pending) == 0)


def frozen(shop: TestShop) -> list[int]:
    return shop.ask(
        lambda tx: [
            month for (month,) in tx.all("SELECT month FROM tally_month WHERE frozen_at > 0")
        ]
    )


def lost_to(shop: TestShop, order: int) -> list[int]:
    return shop.ask(
        lambda tx: [
            who
            for (who,) in tx.all(
                "SELECT lost_to FROM payment_chase WHERE order_id = :id AND result = 'lost'",
                id=order,
            )
        ]
    )
