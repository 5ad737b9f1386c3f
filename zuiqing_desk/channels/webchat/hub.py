"""The open WebSockets: who listens to which conversation, and what they are still to be told."""

import asyncio
import contextlib
import json
from typing import Any

from aiohttp import WSCloseCode, web

_CLOSE_S = 0.5


class Peer:
    """One WebSocket. What it is to be told is kept by kind, the newest of each: a slow client costs
    three small values, and holds up nobody."""

    def __init__(self, socket: web.WebSocketResponse, address: str) -> None:
        self.socket = socket
        self.address = address
        self.conversation_id: int | None = None
        self._untold: dict[str, dict[str, Any]] = {}
        self._wake = asyncio.Event()

    def tell(self, kind: str, **values: Any) -> None:
        """Have a frame sent soon; it replaces an unsent one of the same kind."""
        self._untold[kind] = {"type": kind, **values}
        self._wake.set()

    async def send_forever(self) -> None:
        """Send what there is to tell until the socket or the client is gone; a client that does not
        read is cut off by its connection."""
        with contextlib.suppress(ConnectionError):
            while not self.socket.closed:
                await self._wake.wait()
                self._wake.clear()
                untold, self._untold = self._untold, {}
                for frame in untold.values():
                    await self.socket.send_str(json.dumps(frame, separators=(",", ":")))


class Hub:
    """All peers, counted by conversation and by address."""

    def __init__(self) -> None:
        self._peers: set[Peer] = set()
        self._listening: dict[int, set[Peer]] = {}
        self._by_address: dict[str, int] = {}
        self._typing: set[int] = set()

    def __len__(self) -> int:
        return len(self._peers)

    def at_address(self, address: str) -> int:
        """How many sockets an address holds open."""
        return self._by_address.get(address, 0)

    def of_conversation(self, conversation_id: int) -> int:
        """How many sockets a visitor holds open."""
        return len(self._listening.get(conversation_id, ()))

    def conversations(self) -> list[int]:
        """The conversations somebody listens to."""
        return list(self._listening)

    def add(self, peer: Peer) -> None:
        self._peers.add(peer)
        self._by_address[peer.address] = self.at_address(peer.address) + 1

    def listen(self, peer: Peer, conversation_id: int) -> None:
        """The peer has proved whose it is."""
        peer.conversation_id = conversation_id
        self._listening.setdefault(conversation_id, set()).add(peer)
        if conversation_id in self._typing:
            peer.tell("typing", on=True)

    def remove(self, peer: Peer) -> None:
        self._peers.discard(peer)
        left = self.at_address(peer.address) - 1
        if left > 0:
            self._by_address[peer.address] = left
        else:
            self._by_address.pop(peer.address, None)
        if peer.conversation_id is not None:
            listening = self._listening.get(peer.conversation_id, set())
            listening.discard(peer)
            if not listening:
                self._listening.pop(peer.conversation_id, None)

    def tell(self, conversation_id: int, kind: str, **values: Any) -> None:
        """Tell every socket of a conversation."""
        for peer in self._listening.get(conversation_id, ()):
            peer.tell(kind, **values)

    def typing(self, conversation_id: int, on: bool) -> None:
        """Tell the sockets of a conversation, those still to come too, whether an agent types."""
        if on:
            self._typing.add(conversation_id)
        else:
            self._typing.discard(conversation_id)
        self.tell(conversation_id, "typing", on=on)

    async def close(self) -> None:
        """Close every socket with 1001 (going away), without waiting for slow ones."""
        closing = [
            asyncio.ensure_future(
                peer.socket.close(code=WSCloseCode.GOING_AWAY, message=b"closing")
            )
            for peer in self._peers
        ]
        if closing:
            _, slow = await asyncio.wait(closing, timeout=_CLOSE_S)
            for task in slow:
                task.cancel()
            await asyncio.gather(*closing, return_exceptions=True)
