"""The contract suite fails a channel that breaks a promise: each defect is caught by its test."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from support.channel_contract import ChannelContract, Rig, WatchedSink

from zuiqing_desk.channels.base import (
    Accepted,
    Caps,
    Channel,
    Inbound,
    Outcome,
    Outgoing,
    Receipt,
    Sink,
)
from zuiqing_desk.store.errors import StoreFull
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")

SUITE = ChannelContract()


class ShelfSink:
    """A sink in memory."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}

    async def receive(self, item: Inbound) -> Receipt:
        duplicate = item.remote_id in self.lines
        seq = self.lines.setdefault(item.remote_id, len(self.lines) + 1)
        return Receipt(item.conversation_id, seq, 0, duplicate)

    async def take(self, unit: Callable[[Tx], T]) -> T:
        raise NotImplementedError

    async def delivered(self, conversation_id: int, seq: int) -> None: ...

    async def read(self, conversation_id: int, seq: int) -> None: ...

    async def presence(self, conversation_id: int, *, online: bool, typing: bool) -> None: ...


class Toy:
    """A channel in memory that keeps the contract, and its own rig."""

    kind = "toy"
    caps = Caps(proves_delivered=True, proves_read=True, repeat_is_harmless=True, max_chars=10)
    conversation_id = 1

    def __init__(self) -> None:
        self.channel: Channel = self
        self.sink = WatchedSink(ShelfSink())
        self.shown: dict[str, Outgoing] = {}
        self.gone = False
        self.running = asyncio.create_task(self.run(self.sink, {}))

    async def run(self, sink: Sink, cursors: dict[int, str]) -> None:
        await asyncio.Event().wait()

    async def say(self, remote: str, text: str) -> int | None:
        try:
            return (await self.sink.receive(Inbound(1, 1, remote, text))).seq
        except StoreFull:
            return None

    async def answer(self, text: str) -> Outgoing:
        return Outgoing(1, 1, "x", 2, "answer-1", text)

    async def send(self, outgoing: Outgoing) -> Outcome:
        self.shown[outgoing.client_id] = outgoing
        return Accepted("2")

    async def sees(self) -> list[str]:
        await self.sink.delivered(1, 2)
        return [outgoing.text for outgoing in self.shown.values()]

    async def looks(self) -> None:
        await self.sink.read(1, 2)

    async def vanish(self) -> None:
        self.gone = True

    async def typing(self, conversation_id: int, on: bool) -> None: ...

    async def mark_read(self, conversation_id: int, seq: int) -> None: ...

    async def close(self) -> None: ...


class TestToy(ChannelContract):
    """The suite is passable."""

    @pytest.fixture
    async def rig(self) -> Toy:
        return Toy()


class TellsTooEarly(Toy):
    async def say(self, remote: str, text: str) -> int | None:
        self.later = asyncio.create_task(super().say(remote, text))
        return 1


class SaysReceivedAnyway(Toy):
    async def say(self, remote: str, text: str) -> int | None:
        return await super().say(remote, text) or 1


class ForgetsIds(Toy):
    count = 0

    async def say(self, remote: str, text: str) -> int | None:
        self.count += 1
        return await super().say(f"{remote}-{self.count}", text)


class ShowsTwice(Toy):
    async def send(self, outgoing: Outgoing) -> Outcome:
        self.shown[str(len(self.shown))] = outgoing
        return Accepted("2")


class ClaimsToProveReading(Toy):
    async def looks(self) -> None: ...


class ProvesMoreThanItSays(Toy):
    caps = replace(Toy.caps, proves_read=False)


class DeliversOnSending(Toy):
    async def send(self, outgoing: Outgoing) -> Outcome:
        await self.sink.delivered(1, outgoing.seq)
        return await super().send(outgoing)


class FallsWithItsCustomer(Toy):
    async def send(self, outgoing: Outgoing) -> Outcome:
        if self.gone:
            raise ConnectionResetError
        return await super().send(outgoing)


class ClosesOnce(Toy):
    closed = False

    async def close(self) -> None:
        if self.closed:
            raise RuntimeError("closed already")
        self.closed = True


class Cuts(Toy):
    async def say(self, remote: str, text: str) -> int | None:
        return None if len(text) >= self.caps.max_chars else await super().say(remote, text)


@pytest.mark.parametrize(
    ("broken", "promise"),
    [
        (TellsTooEarly, SUITE.test_the_customer_is_told_only_after_the_commit),
        (SaysReceivedAnyway, SUITE.test_what_the_store_refused_is_not_told_as_received),
        (ForgetsIds, SUITE.test_the_same_remote_id_is_one_line),
        (ShowsTwice, SUITE.test_repeating_an_answer_is_as_harmless_as_caps_say),
        (
            ClaimsToProveReading,
            SUITE.test_delivered_and_read_are_told_if_and_only_if_they_are_proved,
        ),
        (
            ProvesMoreThanItSays,
            SUITE.test_delivered_and_read_are_told_if_and_only_if_they_are_proved,
        ),
        (DeliversOnSending, SUITE.test_delivered_and_read_are_told_if_and_only_if_they_are_proved),
        (FallsWithItsCustomer, SUITE.test_a_customer_who_breaks_off_is_an_outcome_and_no_error),
        (ClosesOnce, SUITE.test_closing_twice_or_at_once_is_fine),
        (Cuts, SUITE.test_a_line_of_the_longest_length_is_received_whole),
    ],
    ids=lambda value: value.__name__,
)
async def test_a_broken_promise_is_noticed(
    broken: type[Toy], promise: Callable[[Rig], Awaitable[None]]
) -> None:
    with pytest.raises((AssertionError, ConnectionError, RuntimeError)):
        await promise(broken())
