"""What every channel must keep, whatever it speaks; subclass it and provide the fixture ``rig``."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import pytest

from zuiqing_desk.channels.base import (
    Accepted,
    Channel,
    Inbound,
    Outgoing,
    Receipt,
    Rejected,
    Retry,
    Sink,
    Unknown,
)
from zuiqing_desk.store.errors import StoreFull
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")

DEADLINE_S = 20.0


@dataclass
class WatchedSink:
    """A sink that writes down what passes, and can be made slow or full."""

    inner: Sink
    received: list[Receipt] = field(default_factory=list)
    delivered_seqs: list[int] = field(default_factory=list)
    read_seqs: list[int] = field(default_factory=list)
    full: bool = False
    entered: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.open.set()

    async def receive(self, item: Inbound) -> Receipt:
        self.entered.set()
        await self.open.wait()
        if self.full:
            raise StoreFull("磁盘已满")
        receipt = await self.inner.receive(item)
        self.received.append(receipt)
        return receipt

    async def take(self, unit: Callable[[Tx], T]) -> T:
        self.entered.set()
        await self.open.wait()
        if self.full:
            raise StoreFull("磁盘已满")
        return await self.inner.take(unit)

    async def delivered(self, conversation_id: int, seq: int) -> None:
        await self.inner.delivered(conversation_id, seq)
        self.delivered_seqs.append(seq)

    async def read(self, conversation_id: int, seq: int) -> None:
        await self.inner.read(conversation_id, seq)
        self.read_seqs.append(seq)

    async def presence(self, conversation_id: int, *, online: bool, typing: bool) -> None:
        await self.inner.presence(conversation_id, online=online, typing=typing)


class Rig(Protocol):
    """A running channel, and the hands of one customer on the other side of it."""

    channel: Channel
    sink: WatchedSink
    conversation_id: int
    running: asyncio.Task[None]

    async def say(self, remote: str, text: str) -> int | None:
        """The customer sends a line under an id of their own; the seq they were told, or None if
        they were told that it was not received."""

    async def answer(self, text: str) -> Outgoing:
        """The agent's line as the outbox hands it to the channel; it is in the store already."""

    async def sees(self) -> list[str]:
        """The agent's lines on the customer's side; taking them proves delivery."""

    async def looks(self) -> None:
        """The customer looks at everything they have."""

    async def vanish(self) -> None:
        """The customer's side breaks off in the rudest way it can."""


class ChannelContract:
    """The suite. Each test gets a fresh ``rig``."""

    async def test_caps_say_what_the_channel_is(self, rig: Rig) -> None:
        assert rig.channel.kind.isidentifier()
        assert rig.channel.caps.max_chars > 0

    async def test_a_line_of_the_longest_length_is_received_whole(self, rig: Rig) -> None:
        assert await rig.say("r1", "酒" * rig.channel.caps.max_chars) == 1

    async def test_the_same_remote_id_is_one_line(self, rig: Rig) -> None:
        first = await rig.say("r1", "在吗")
        again = await rig.say("r1", "在吗")
        assert (first, again) == (1, 1)
        assert [receipt.duplicate for receipt in rig.sink.received] == [False, True]

    async def test_the_customer_is_told_only_after_the_commit(self, rig: Rig) -> None:
        rig.sink.open.clear()
        told = asyncio.create_task(rig.say("r1", "在吗"))
        async with asyncio.timeout(DEADLINE_S):
            await rig.sink.entered.wait()
            # Whoever tells too early has every chance to do it now.
            for _ in range(50):
                await asyncio.sleep(0)
            assert not told.done()
            rig.sink.open.set()
            assert await told == 1

    async def test_what_the_store_refused_is_not_told_as_received(self, rig: Rig) -> None:
        rig.sink.full = True
        assert await rig.say("r1", "在吗") is None
        rig.sink.full = False
        assert await rig.say("r1", "在吗") == 1
        assert len(rig.sink.received) == 1

    async def test_an_answer_reaches_the_customer(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        assert isinstance(await rig.channel.send(await rig.answer("在的")), Accepted)
        assert await rig.sees() == ["在的"]

    async def test_repeating_an_answer_is_as_harmless_as_caps_say(self, rig: Rig) -> None:
        if not rig.channel.caps.repeat_is_harmless:
            return
        await rig.say("r1", "在吗")
        answer = await rig.answer("在的")
        first = await rig.channel.send(answer)
        assert await rig.channel.send(answer) == first
        assert await rig.sees() == ["在的"]

    async def test_delivered_and_read_are_told_if_and_only_if_they_are_proved(
        self, rig: Rig
    ) -> None:
        caps = rig.channel.caps
        await rig.say("r1", "在吗")
        answer = await rig.answer("在的")
        await rig.channel.send(answer)
        assert answer.seq not in rig.sink.delivered_seqs + rig.sink.read_seqs
        await rig.sees()
        assert (answer.seq in rig.sink.delivered_seqs) is caps.proves_delivered
        assert answer.seq not in rig.sink.read_seqs
        await rig.looks()
        assert (answer.seq in rig.sink.read_seqs) is caps.proves_read

    async def test_a_customer_who_breaks_off_is_an_outcome_and_no_error(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        answer = await rig.answer("在的")
        await rig.vanish()
        outcome = await rig.channel.send(answer)
        assert isinstance(outcome, Accepted | Retry | Rejected | Unknown)
        await rig.channel.typing(rig.conversation_id, True)
        await rig.channel.mark_read(rig.conversation_id, 1)
        assert not rig.running.done()

    async def test_signals_for_an_unknown_conversation_are_ignored(self, rig: Rig) -> None:
        await rig.channel.typing(10**9, True)
        await rig.channel.typing(10**9, False)
        await rig.channel.mark_read(10**9, 1)

    async def test_run_ends_when_it_is_cancelled(self, rig: Rig) -> None:
        rig.running.cancel()
        async with asyncio.timeout(DEADLINE_S):
            with pytest.raises(asyncio.CancelledError):
                await rig.running

    async def test_closing_twice_or_at_once_is_fine(self, rig: Rig) -> None:
        async with asyncio.timeout(DEADLINE_S):
            await asyncio.gather(rig.channel.close(), rig.channel.close())
            await rig.channel.close()
