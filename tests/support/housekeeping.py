"""Whoever runs the channels, in the test's own loop."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from support.shop import TestShop

from zuiqing_desk.channels.gateway import Gateway
from zuiqing_desk.channels.webchat import WebChat, WebChatConfig
from zuiqing_desk.store import GatewayLock


@contextlib.asynccontextmanager
async def housekeeping(shop: TestShop, folder: Path) -> AsyncIterator[None]:
    """Somebody runs the channels meanwhile."""

    async def make_channel() -> WebChat:
        return WebChat(shop.store, shop.account, WebChatConfig(shop_name="醉卿酒业", port=0))

    gateway = Gateway(
        store=shop.store, lock=GatewayLock(folder / "gateway.lock"), make_channels=(make_channel,)
    )
    running = asyncio.create_task(gateway.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        shop.store.close()
