"""A running channel on a real store, and the hands of the customers on its other side.

What every rig shares; a channel's own rig says how its customers write and what they see.
"""

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

from zuiqing_desk.channels.base import Inbound, Outgoing, Receipt, Sink
from zuiqing_desk.channels.keeping import StartedChannel
from zuiqing_desk.channels.pump import Pump
from zuiqing_desk.channels.sink import StoreSink
from zuiqing_desk.services import outbound, outbox
from zuiqing_desk.services.accounts import cursors
from zuiqing_desk.store.clock import utc_now
from zuiqing_desk.store.engine import Store, open_store
from zuiqing_desk.store.errors import StoreFull
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")

DEADLINE_S = 20.0
FIRST = "tb_甲**"

Mood = Literal["gone", "busy", "refuses", "cuts", "drops"]
"""What the other side can be like: not there at all; there, and asking for ``BUSY_S``; refusing;
taking the answer and breaking off before it says so; breaking off without having taken it."""

BUSY_S = 60.0
WHY_REFUSED = "超出回复时限"

_DUE = """
SELECT count(*) FROM outbox o WHERE o.done_at IS NULL AND (o.state = 'sending'
  OR (o.state = 'pending' AND o.next_at <= :now AND o.id = (
    SELECT min(p.id) FROM outbox p
    WHERE p.conversation_id = o.conversation_id AND p.done_at IS NULL)))
"""


@dataclass(frozen=True)
class Told:
    """What a customer's side was told about a line: where it stands, or why it was not received
    and how long to wait."""

    seq: int | None
    duplicate: bool = False
    why: str = ""
    wait_s: float = 0.0


@dataclass
class Said:
    """A line as the customer's side keeps it until it is told."""

    remote: str
    text: str
    heard: bool = False


@dataclass
class WatchedSink:
    """A sink that writes down what passes, and can be made slow or full."""

    inner: Sink
    delivered_seqs: list[int] = field(default_factory=list)
    read_seqs: list[int] = field(default_factory=list)
    full: bool = False
    entered: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.open.set()

    async def _admit(self) -> None:
        self.entered.set()
        await self.open.wait()
        if self.full:
            raise StoreFull("磁盘已满")

    async def receive(self, item: Inbound) -> Receipt:
        await self._admit()
        return await self.inner.receive(item)

    async def take(self, unit: Callable[[Tx], T]) -> T:
        await self._admit()
        return await self.inner.take(unit)

    async def delivered(self, conversation_id: int, seq: int) -> None:
        await self.inner.delivered(conversation_id, seq)
        self.delivered_seqs.append(seq)

    async def read(self, conversation_id: int, seq: int) -> None:
        await self.inner.read(conversation_id, seq)
        self.read_seqs.append(seq)

    async def presence(self, conversation_id: int, *, online: bool, typing: bool) -> None:
        await self.inner.presence(conversation_id, online=online, typing=typing)


class Rig(ABC):
    """Open it, and the channel runs; answers go out when ``carry_out`` is called."""

    kind: str
    offset: int = 0
    """How many lines stand in a conversation before the customer's first."""

    limit: int | None = None
    """How many lines in a row one customer may write at most; None for as many as they like."""

    store: Store
    sink: WatchedSink
    channel: StartedChannel
    url: str
    running: asyncio.Task[None]

    def __init__(self, home: Path) -> None:
        self._home = home
        self._ahead_us = 0
        self._answers = 0
        self._said: dict[str, list[Said]] = {}

    # The channel's own part.

    @abstractmethod
    async def make_channel(self) -> StartedChannel:
        """A channel on this store that was not started yet."""

    @abstractmethod
    async def conversation(self, who: str = FIRST) -> int:
        """The conversation of a customer who has come."""

    @abstractmethod
    async def post(self, who: str, said: Said) -> Told:
        """The customer's side sends a line once."""

    @abstractmethod
    async def sees(self, who: str = FIRST) -> list[str]:
        """The shop's lines on the customer's side, which proves as much as it can thereby."""

    @abstractmethod
    async def carried(self) -> list[str]:
        """Under which ids answers came to the first customer's side, each time they came."""

    @abstractmethod
    async def looks(self) -> None:
        """The first customer looks at everything they have."""

    @abstractmethod
    async def overclaims(self) -> None:
        """The first customer's side says it has, and has seen, what it was never sent."""

    @abstractmethod
    async def becomes(self, mood: Mood) -> bool:
        """The other side is like this from now on; False where it cannot be."""

    @abstractmethod
    async def comes_back(self) -> None:
        """The other side is well again."""

    async def comes(self) -> None:  # noqa: B027
        """The channel listens: at the first time, and after each restart."""

    async def leaves(self) -> None:  # noqa: B027
        """The rig is closed."""

    async def resumes(self, who: str = FIRST) -> None:
        """The customer's side sends again what it was not told of as received."""
        for said in self._said.get(who, []):
            if not said.heard:
                await self._send(who, said)

    # What the customers do.

    async def say(self, remote: str, text: str, who: str = FIRST) -> Told:
        """A customer writes a line under an id of their own."""
        ours = self._said.setdefault(who, [])
        known = next((one for one in ours if one.remote == remote), None)
        if known is None:
            known = Said(remote, text)
            ours.append(known)
        return await self._send(who, known)

    async def _send(self, who: str, said: Said) -> Told:
        told = await self.post(who, said)
        said.heard = said.heard or told.seq is not None
        return told

    def unhears(self, remote: str, who: str = FIRST) -> None:
        """The word that this line was received got lost on its way."""
        for said in self._said[who]:
            said.heard = said.heard and said.remote != remote

    # What the desk does.

    async def give(self, text: str, who: str = FIRST) -> outbound.Sent:
        """The agent answers; it waits in the outbox."""
        self._answers += 1
        client_id = f"answer-{self._answers}"
        conversation_id = await self.conversation(who)
        return await self.write(
            lambda tx: outbound.reply(
                tx,
                conversation_id=conversation_id,
                staff_id=tx.value("SELECT min(id) FROM staff"),
                text=text,
                client_id=client_id,
            )
        )

    async def answer(self, text: str) -> Outgoing:
        """The agent's answer as the outbox hands it to the channel: it counts as being sent."""
        sent = await self.give(text)
        claimed = await self.write(lambda tx: outbox.claim(tx, self.channel.kind))
        external_id = await self.read(
            lambda tx: tx.value(
                "SELECT external_id FROM conversation WHERE id = :id", id=sent.conversation_id
            )
        )
        account_id = await self.column("account_id")
        return Outgoing(
            outbox_id=claimed[0].outbox_id if claimed else 0,
            conversation_id=sent.conversation_id,
            external_id=external_id,
            seq=sent.seq,
            client_id=f"answer-{self._answers}",
            text=text,
            account_id=account_id,
            at=sent.at,
        )

    async def carry_out(self) -> None:
        """The pump works until nothing is due."""
        pump = asyncio.create_task(Pump(self.store, self.channel).run())

        def due(tx: Tx) -> int:
            return int(tx.value(_DUE, now=tx.now))

        try:
            async with asyncio.timeout(DEADLINE_S):
                while True:
                    if pump.done() or not await self.read(due):
                        break
                    await asyncio.sleep(0.002)
        finally:
            pump.cancel()
            [ended] = await asyncio.gather(pump, return_exceptions=True)
        assert isinstance(ended, asyncio.CancelledError), repr(ended)

    async def decide(self, command: Callable[..., object], who: str = FIRST, **how: Any) -> str:
        """The agent decides about the answer that waits for them; what was said about it."""
        conversation_id = await self.conversation(who)
        stuck = await self.read(lambda tx: outbox.stuck(tx, conversation_id))
        assert stuck is not None, "nothing waits for the agent"
        await self.write(lambda tx: command(tx, stuck.outbox_id, 1, **how))
        return stuck.reason

    async def waiting(self, who: str = FIRST) -> list[str]:
        """The states of the answers that have not gone out yet, in their order."""
        conversation_id = await self.conversation(who)
        return await self.read(
            lambda tx: [
                state
                for (state,) in tx.all(
                    "SELECT state FROM outbox WHERE conversation_id = :id AND done_at IS NULL"
                    " ORDER BY id",
                    id=conversation_id,
                )
            ]
        )

    async def heard(self, who: str = FIRST) -> list[tuple[int, str]]:
        """What the store has of a customer: (seq, text), in order."""
        conversation_id = await self.conversation(who)
        return await self.read(
            lambda tx: [
                (seq, text)
                for seq, text in tx.all(
                    "SELECT seq, text FROM line WHERE conversation_id = :id"
                    " AND author = 'customer' ORDER BY id",
                    id=conversation_id,
                )
            ]
        )

    async def column(self, name: str, who: str = FIRST) -> Any:
        """One column of the conversation's row."""
        conversation_id = await self.conversation(who)
        return await self.read(
            lambda tx: tx.value(
                f"SELECT {name} FROM conversation WHERE id = :id", id=conversation_id
            )
        )

    async def write(self, unit: Callable[[Tx], T]) -> T:
        return await asyncio.wrap_future(self.store.write(unit))

    async def read(self, query: Callable[[Tx], T]) -> T:
        return await asyncio.wrap_future(self.store.read(query))

    def later(self, seconds: float) -> None:
        """So much time passes for the store."""
        self._ahead_us += int(seconds * 1_000_000)

    # Opening and closing.

    @contextlib.asynccontextmanager
    async def opened(self) -> AsyncIterator[Self]:
        """The rig while it runs."""
        await self._open()
        try:
            yield self
        finally:
            try:
                await self._close()
            finally:
                await self.leaves()

    async def restart(self) -> None:
        """The gateway goes, and another takes over."""
        await self._close()
        await self._open()

    async def stop_channel(self) -> None:
        """End the channel as the gateway does; the store stays open."""
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)
        await self.channel.close()

    async def _open(self) -> None:
        self.store = open_store(
            self._home / "desk.db", clock=lambda: utc_now() + self._ahead_us, command="test"
        )
        self.sink = WatchedSink(StoreSink(self.store))
        self.channel = await self.make_channel()
        self.url = await self.channel.start()
        resume = await self.read(lambda tx: cursors(tx, self.channel.kind))
        self.running = asyncio.create_task(self.channel.run(self.sink, resume))
        # A task that never ran ends by itself when it is cancelled, whatever it would have done.
        await asyncio.sleep(0)
        await self.comes()

    async def _close(self) -> None:
        try:
            self.running.cancel()
            [ended] = await asyncio.gather(self.running, return_exceptions=True)
            await self.channel.close()
            # A channel that died says why, instead of leaving a test to wait.
            assert isinstance(ended, asyncio.CancelledError | None), repr(ended)
        finally:
            self.store.close()
