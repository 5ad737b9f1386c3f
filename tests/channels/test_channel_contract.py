"""Every channel keeps the contract of a channel; a new one adds a line to RIGS."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.bridge_rig import BridgeRig
from support.channel_contract import ChannelContract
from support.manual_rig import ManualRig
from support.rig import Rig
from support.webchat import ChatShop, Visitor, open_chat
from support.webchat_rig import WebChatRig

from zuiqing_desk.channels.webchat import WebChat, WebChatConfig
from zuiqing_desk.desk import build_gateway
from zuiqing_desk.settings import load
from zuiqing_desk.store.engine import open_store

RIGS: tuple[type[Rig], ...] = (
    WebChatRig,
    BridgeRig,
    ManualRig,
)


class TestChannels(ChannelContract):
    @pytest.fixture(params=RIGS, ids=lambda rig: rig.kind)
    async def rig(self, request: pytest.FixtureRequest, home: Path) -> AsyncIterator[Rig]:
        kind: type[Rig] = request.param
        async with kind(home).opened() as rig:
            yield rig


async def test_every_channel_the_desk_runs_is_proved(home: Path) -> None:
    with open_store(home / "desk.db") as store:
        gateway = build_gateway(store, load(str(home), environ={}))
        channels = [await make() for make in gateway.make_channels]
        for channel in channels:
            await channel.close()
    assert sorted(channel.kind for channel in channels) == sorted(rig.kind for rig in RIGS)


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
