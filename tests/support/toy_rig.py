"""A channel without a wire that keeps every promise of the contract, to be broken one by one."""

import asyncio
from dataclasses import dataclass, field

from support.rig import BUSY_S, FIRST, WHY_REFUSED, Mood, Rig, Said, Told

from zuiqing_desk.channels.base import (
    Accepted,
    Caps,
    Inbound,
    Outcome,
    Outgoing,
    Rejected,
    Retry,
    Sink,
    Unknown,
)
from zuiqing_desk.channels.keeping import StartedChannel
from zuiqing_desk.services import conversations
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.store.tx import Tx

CAPS = Caps(proves_delivered=True, proves_read=True, repeat_is_harmless=False, max_chars=4000)


@dataclass
class Platform:
    """The other side: it outlives the gateways, and shows a customer each id once."""

    mood: Mood | None = None
    came: list[tuple[int, str, str]] = field(default_factory=list)

    def shown(self, conversation_id: int) -> list[str]:
        lines = {its_id: text for where, its_id, text in self.came if where == conversation_id}
        return list(lines.values())


class Toy:
    """The channel."""

    kind = "toy"
    title = "玩具"
    where = ""
    problem = ""
    caps = CAPS

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.closed = False

    async def start(self) -> str:
        return ""

    async def run(self, sink: Sink, cursors: dict[int, str]) -> None:
        await asyncio.Event().wait()

    async def send(self, outgoing: Outgoing) -> Outcome:
        mood = self.platform.mood
        if mood == "gone":
            return Retry(self.rest(outgoing.attempts))
        if mood == "busy":
            return Retry(BUSY_S)
        if mood == "refuses":
            return Rejected("refused", WHY_REFUSED)
        if mood == "drops":
            return Unknown("断线")
        self.carry(outgoing)
        return Unknown("断线") if mood == "cuts" else Accepted(str(outgoing.seq))

    def rest(self, attempts: int) -> float:
        return min(300.0, 2.0**attempts)

    def carry(self, outgoing: Outgoing) -> None:
        line = (outgoing.conversation_id, outgoing.client_id, outgoing.text)
        self.platform.came.append(line)

    async def typing(self, conversation_id: int, on: bool) -> None: ...

    async def mark_read(self, conversation_id: int, seq: int) -> None: ...

    async def close(self) -> None:
        self.closed = True


class ToyRig(Rig):
    """Customers whose lines are handed over by a call."""

    kind = "toy"
    limit = 30
    channel_class: type[Toy] = Toy

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.platform = Platform()
        self._minute: dict[str, int] = {}
        self._known: dict[str, int] = {}

    async def make_channel(self) -> StartedChannel:
        return self.channel_class(self.platform)

    async def conversation(self, who: str = FIRST) -> int:
        if who not in self._known:
            self._known[who] = await self.write(lambda tx: _found(tx, who))
        return self._known[who]

    async def post(self, who: str, said: Said) -> Told:
        self._minute[who] = self._minute.get(who, 0) + 1
        assert self.limit is not None
        if self._minute[who] > self.limit:
            return Told(None, why="发得太快", wait_s=2.0)
        try:
            return await self.store_line(who, said.remote, said.text)
        except (Refused, StoreError) as error:
            return Told(None, why=error.message)

    async def store_line(self, who: str, remote: str, text: str) -> Told:
        if self.running.done():
            return Told(None, why="关了")
        conversation_id = await self.conversation(who)
        item = Inbound(await self.column("account_id"), conversation_id, f"{who}:{remote}", text)
        receipt = await self.sink.receive(item)
        return Told(receipt.seq, duplicate=receipt.duplicate)

    async def sees(self, who: str = FIRST) -> list[str]:
        await self.receipt(self.sink.delivered, who)
        return self.platform.shown(await self.conversation(who))

    async def looks(self) -> None:
        await self.receipt(self.sink.read, FIRST)

    async def receipt(self, tell: object, who: str, seq: int = 0) -> None:
        """The customer has everything that came to them, and no more."""
        conversation_id = await self.conversation(who)
        shown = self.platform.shown(conversation_id)
        newest = await self.read(
            lambda tx: tx.value(
                "SELECT max(seq) FROM line WHERE conversation_id = :id AND text = :text",
                id=conversation_id,
                text=shown[-1] if shown else "",
            )
        )
        await tell(conversation_id, newest or 0)  # type: ignore[operator]

    async def overclaims(self) -> None:
        await self.looks()

    async def carried(self) -> list[str]:
        here = await self.conversation()
        return [its_id for where, its_id, _ in self.platform.came if where == here]

    async def becomes(self, mood: Mood) -> bool:
        self.platform.mood = mood
        return True

    async def comes_back(self) -> None:
        self.platform.mood = None


def _found(tx: Tx, who: str) -> int:
    account_id = tx.value("SELECT id FROM channel_account WHERE channel = 'toy'")
    if account_id is None:
        account_id = tx.insert(
            "INSERT INTO channel_account (storefront_id, channel, name, post, cursor)"
            " VALUES (1, 'toy', '玩具', 'pre_sale', '')"
        )
    return conversations.found_conversation(tx, account_id=account_id, external_id=who, name=who)
