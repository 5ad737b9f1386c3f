"""The bridge, and a platform with a connector that posts to it and listens."""

import itertools
from pathlib import Path
from typing import Any

import aiohttp
from support.connector import ANSWER, SECRET, SLUG, Connector, connect
from support.rig import FIRST, Mood, Rig, Said, Told

from zuiqing_desk.channels.bridge.channel import Bridge
from zuiqing_desk.channels.bridge.config import BridgeConfig, BridgeLimits
from zuiqing_desk.channels.keeping import StartedChannel


class BridgeRig(Rig):
    """A connector that keeps its lines until they are received, and asks where to go on."""

    kind = "bridge"
    limit = 40
    connector: Connector

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self._hellos = itertools.count(1)

    async def make_channel(self) -> StartedChannel:
        if not hasattr(self, "connector"):
            self.connector = Connector(SECRET)
            await self.connector.listen()
            await self.write(lambda tx: connect(tx, self.connector.url))
        limits = BridgeLimits(requests_per_address=self.limit)
        return Bridge(self.store, BridgeConfig(home=self._home, port=0, limits=limits))

    async def leaves(self) -> None:
        if hasattr(self, "connector"):
            await self.connector.close()

    async def conversation(self, who: str = FIRST) -> int:
        return await self.read(
            lambda tx: int(
                tx.value(
                    "SELECT id FROM conversation WHERE external_id = :who", who=self._name(who)
                )
            )
        )

    async def post(self, who: str, said: Said) -> Told:
        place = [one.remote for one in self._said[who]].index(said.remote) + 1
        data = {
            "conversation": self._name(who),
            "customer": {"name": who},
            "message": {"id": said.remote, "content": {"type": "text", "text": said.text}},
        }
        webhook_id = f"{self._name(who)}-{said.remote.replace(' ', '-')}"
        try:
            status, told, wait = await self._tell("message.created", webhook_id, data, str(place))
        except aiohttp.ClientError as error:
            return Told(None, why=repr(error))
        if status != 200:
            return Told(None, why=told["error"]["message"], wait_s=wait)
        if not told["received"]:
            return Told(None, why=told["reason"])
        return Told(told["seq"], duplicate=told["duplicate"])

    async def resumes(self, who: str = FIRST) -> None:
        """After what the desk says it has; whatever was told before does not count."""
        _, told, _ = await self._tell("connector.hello", f"hello-{next(self._hellos)}", {})
        for said in self._said[who][int(told["cursor"] or 0) :]:
            await self.post(who, said)

    async def sees(self, who: str = FIRST) -> list[str]:
        shown = self.connector.shown(self._name(who))
        if shown:
            await self._proves("message.delivered", who, shown[-1].seq)
        return [one.text for one in shown]

    async def carried(self) -> list[str]:
        here = self._name(FIRST)
        return [
            one.webhook_id
            for one in self.connector.came
            if one.kind == ANSWER and one.conversation == here
        ]

    async def looks(self) -> None:
        await self._proves("message.read", FIRST, self.connector.shown(self._name(FIRST))[-1].seq)

    async def overclaims(self) -> None:
        await self._proves("message.delivered", FIRST, 10**6)
        await self._proves("message.read", FIRST, 10**6)

    async def becomes(self, mood: Mood) -> bool:
        if mood == "gone":
            await self.connector.go()
        else:
            self.connector.mood = mood
        return True

    async def comes_back(self) -> None:
        if self.connector.mood is None:
            await self.connector.listen()
        self.connector.mood = None

    async def _proves(self, kind: str, who: str, seq: int) -> None:
        data = {"conversation": self._name(who), "up_to": seq}
        await self._tell(kind, f"{kind}-{self._name(who)}-{seq}", data)

    async def _tell(self, kind: str, webhook_id: str, data: Any, cursor: str | None = None) -> Any:
        channel = self.channel
        assert isinstance(channel, Bridge)
        desk = f"{channel.url or 'http://127.0.0.1:9'}/bridge/v1/{SLUG}"
        return await self.connector.post(desk, kind, webhook_id, data, cursor)

    def _name(self, who: str) -> str:
        return f"chat-{who.encode().hex()}"
