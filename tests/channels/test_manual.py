"""An answer by hand is sent when the agent has sent it, and at no other word."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from support.manual_rig import ManualRig
from support.toy_rig import CAPS, Platform, Toy

from zuiqing_desk.channels.base import Accepted, Outgoing, Rejected
from zuiqing_desk.channels.manual import Manual
from zuiqing_desk.channels.pump import LOOK_S, Pump
from zuiqing_desk.services import gateway, outbound, visitors
from zuiqing_desk.store.tx import Tx


async def test_an_answer_the_agent_has_carried_over_is_accepted(home: Path) -> None:
    async with ManualRig(home).opened() as rig:
        await rig.say("r1", "在吗")
        assert await rig.channel.send(await rig.answer("在的")) == Accepted("")


@pytest.mark.parametrize("wrong", [{"client_id": "another"}, {"conversation_id": 10**6}])
async def test_an_answer_nobody_carried_over_is_not(home: Path, wrong: dict[str, object]) -> None:
    async with ManualRig(home).opened() as rig:
        await rig.say("r1", "在吗")
        answer: Outgoing = replace(await rig.answer("在的"), **wrong)  # type: ignore[arg-type]
        assert isinstance(await rig.channel.send(answer), Rejected)


async def test_what_another_channel_has_sent_was_not_carried_by_hand(home: Path) -> None:
    async with ManualRig(home).opened() as rig:
        await rig.say("r1", "在吗")
        answer = await rig.answer("在的")

        def sent_on_the_web(tx: Tx) -> int:
            _, talk = visitors.create(tx, account_id=1, name="访客", token_hash="a" * 64)
            outbound.reply(
                tx, conversation_id=talk, staff_id=1, text="在的", client_id=answer.client_id
            )
            tx.run("UPDATE line SET status = 'sent' WHERE conversation_id = :id", id=talk)
            return talk

        talk = await rig.write(sent_on_the_web)
        assert isinstance(await rig.channel.send(replace(answer, conversation_id=talk)), Rejected)


class Unhurried(Toy):
    caps = replace(CAPS, rest_s=3600.0)


@pytest.mark.parametrize(("kind", "again"), [(Toy, True), (Unhurried, False)])
async def test_an_unhurried_channel_is_not_looked_after_at_every_commit(
    kind: type[Toy], again: bool, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    first = asyncio.Event()

    def counted(tx: Tx, channel: str, after: int) -> gateway.Glance:
        looks.append(after)
        loop.call_soon_threadsafe(first.set)
        return glance(tx, channel, after)

    loop, glance = asyncio.get_running_loop(), gateway.glance
    monkeypatch.setattr(gateway, "glance", counted)
    async with ManualRig(home).opened() as rig:
        pumping = asyncio.create_task(Pump(rig.store, kind(Platform())).run())
        await first.wait()
        for number in range(20):
            await rig.say(f"r{number}", "在吗")
        pumping.cancel()
        await asyncio.gather(pumping, return_exceptions=True)
    assert (len(looks) > 1) is again


def test_conversations_kept_by_hand_are_in_no_hurry() -> None:
    assert Manual.caps.rest_s >= LOOK_S
