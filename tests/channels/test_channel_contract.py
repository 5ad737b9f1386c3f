"""The web chat keeps the contract of a channel."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.channel_contract import ChannelContract, Rig, WatchedSink
from support.raw import post_head, raw_connection, ws_frame
from support.webchat import ChatShop, Visitor, open_chat

from zuiqing_desk.channels.base import Channel, Outgoing
from zuiqing_desk.channels.sink import StoreSink
from zuiqing_desk.channels.webchat import WebChat, WebChatConfig
from zuiqing_desk.store.engine import Store


class WebChatRig:
    """A visitor on the web chat, in plain HTTP."""

    def __init__(self, shop: ChatShop, visitor: Visitor, sink: WatchedSink) -> None:
        self.shop = shop
        self.visitor = visitor
        self.sink = sink
        self.channel: Channel = shop.chat
        self.conversation_id = visitor.conversation_id
        self.running = shop.running[0]

    async def say(self, remote: str, text: str) -> int | None:
        status, body = await self.visitor.say(text, remote)
        return body["seq"] if status in {200, 201} else None

    async def answer(self, text: str) -> Outgoing:
        seq = await self.shop.reply(self.conversation_id, text)
        return Outgoing(
            outbox_id=1,
            conversation_id=self.conversation_id,
            external_id="visitor",
            seq=seq,
            client_id="answer-1",
            text=text,
        )

    async def sees(self) -> list[str]:
        lines = (await self.visitor.fetch())["messages"]
        await self.visitor.fetch(after=lines[-1]["seq"])
        return [line["text"] for line in lines if line["from"] == "agent"]

    async def looks(self) -> None:
        newest = (await self.visitor.fetch())["messages"][-1]["seq"]
        await self.visitor.post("read", {"seq": newest})

    async def vanish(self) -> None:
        async with raw_connection(self.shop.url) as raw:
            await raw.upgrade()
            await raw.send(ws_frame(b'{"type":"au', length=60))
        async with raw_connection(self.shop.url) as raw:
            await raw.send(post_head(self.visitor.token, length=100) + b'{"client_id"')


class TestWebChat(ChannelContract):
    @pytest.fixture
    async def rig(self, home: Path) -> AsyncIterator[Rig]:
        sinks: list[WatchedSink] = []

        def watched(store: Store) -> WatchedSink:
            sinks.append(WatchedSink(StoreSink(store)))
            return sinks[0]

        async with open_chat(home, make_sink=watched) as shop:
            yield WebChatRig(shop, await shop.visitor(), sinks[0])


async def test_a_channel_that_never_ran_can_be_closed(home: Path, shop: ChatShop) -> None:
    never_started = WebChat(shop.store, shop.account_id, WebChatConfig(shop_name="店", port=0))
    await never_started.close()
    started = WebChat(shop.store, shop.account_id, WebChatConfig(shop_name="店", port=0))
    await started.start()
    await started.close()
    await started.close()


async def test_two_homes_do_not_mix(founded: Path, home: Path, tmp_path: Path) -> None:
    other_home = tmp_path / "other"
    shutil.copytree(founded, other_home)
    async with open_chat(home) as one, open_chat(other_home) as other:
        visitor = await one.visitor()
        stranger = Visitor(other, visitor.token, visitor.conversation_id)
        assert (await stranger.say("在吗", "c1"))[0] == 401
        assert (await visitor.say("在吗", "c1"))[0] == 201
