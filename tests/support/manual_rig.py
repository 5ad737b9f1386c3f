"""Conversations kept by hand: the agent is the connector, and the clipboard the wire."""

from support.rig import FIRST, Mood, Rig, Said, Told

from zuiqing_desk.channels.keeping import StartedChannel
from zuiqing_desk.channels.manual import Manual
from zuiqing_desk.services import conversations, inbound, shop
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.store.tx import Tx


class ManualRig(Rig):
    """The agent pastes what customers wrote, and carries every answer over."""

    kind = "manual"
    offset = 1  # the line that says whose conversation was opened

    async def make_channel(self) -> StartedChannel:
        return Manual(self.store)

    async def conversation(self, who: str = FIRST) -> int:
        def open_it(tx: Tx) -> int:
            return conversations.open_manual(
                tx,
                platform=shop.manual_platforms(tx)[0],
                buyer_id=who,
                actor=1,
            )

        return await self.write(open_it)

    async def post(self, who: str, said: Said) -> Told:
        conversation_id = await self.conversation(who)
        try:
            stored = await self.sink.take(
                lambda tx: inbound.record_by_hand(tx, conversation_id, said.text, 1, said.remote)
            )
        except (Refused, StoreError) as error:
            return Told(None, why=error.message)
        return Told(stored.seq, duplicate=stored.duplicate)

    async def sees(self, who: str = FIRST) -> list[str]:
        return [text for _, text in await self._sent(who)]

    async def carried(self) -> list[str]:
        return [client_id for client_id, _ in await self._sent(FIRST)]

    async def _sent(self, who: str) -> list[tuple[str, str]]:
        conversation_id = await self.conversation(who)
        return await self.read(
            lambda tx: [
                (client_id, text)
                for client_id, text in tx.all(
                    "SELECT client_id, text FROM line WHERE conversation_id = :id"
                    " AND author = 'agent' AND status = 'sent' ORDER BY seq",
                    id=conversation_id,
                )
            ]
        )

    async def looks(self) -> None:
        """Nobody is told."""

    async def overclaims(self) -> None:
        """Nobody is there to claim anything."""

    async def becomes(self, mood: Mood) -> bool:
        return False

    async def comes_back(self) -> None:
        """Nobody was away."""
