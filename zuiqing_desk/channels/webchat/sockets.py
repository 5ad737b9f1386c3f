"""The WebSocket of a visitor: hints, typing and receipts; never a message itself."""

import asyncio
import contextlib
import json
from typing import Any

from aiohttp import WSMsgType, web

from zuiqing_desk.channels.webchat.config import WebChatConfig
from zuiqing_desk.channels.webchat.gate import Gate, bearer_token
from zuiqing_desk.channels.webchat.hub import Hub, Peer
from zuiqing_desk.channels.webchat.limits import Rate
from zuiqing_desk.channels.webchat.presence import Presence
from zuiqing_desk.channels.webchat.problems import Problem
from zuiqing_desk.channels.webchat.visitors import Visitors
from zuiqing_desk.store.errors import StoreError

BAD_TYPE, BAD_FRAME, BAD_KIND, FAILED = 1003, 1007, 1008, 1011
UNAUTHORIZED, AUTH_TIMEOUT, TOO_MANY = 4401, 4408, 4429
"""Close codes; below 4000 as RFC 6455 means them, above as HTTP statuses plus 4000."""

_RETRY_S = 30.0


class _Hangup(Exception):
    """Close the socket, with this code and a short ASCII reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Sockets:
    """Serves ``/ws``.

    A client authenticates by the Authorization header or, as browsers cannot set one, by a first
    frame ``{"type":"auth","token":…}``; the token is never part of a URL.
    """

    def __init__(
        self,
        config: WebChatConfig,
        *,
        visitors: Visitors,
        gate: Gate,
        hub: Hub,
        presence: Presence,
    ) -> None:
        self._limits = config.limits
        self._visitors = visitors
        self._gate = gate
        self._hub = hub
        self._presence = presence

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Carry one socket from the handshake to its end."""
        address = self._gate.admit(request)
        conversation_id = None
        if "Authorization" in request.headers:
            conversation_id = await self._visitors.conversation_of(bearer_token(request))
        socket = self._socket()
        if request.headers.get("Upgrade", "").strip().lower() != "websocket":
            raise Problem("upgrade_required")
        if not socket.can_prepare(request).ok:
            raise Problem("bad_request", "WebSocket 握手不完整。")
        if self._full(address, conversation_id):
            raise Problem("too_many_sockets", retry_after_s=_RETRY_S)
        peer = Peer(socket, address)
        self._hub.add(peer)
        try:
            await socket.prepare(request)
            await self._converse(peer, conversation_id)
        finally:
            self._hub.remove(peer)
            gone = peer.conversation_id
            if gone is not None and not self._hub.of_conversation(gone):
                self._presence.went(gone)
        return socket

    def _socket(self) -> web.WebSocketResponse:
        return web.WebSocketResponse(
            heartbeat=self._limits.heartbeat_seconds,
            max_msg_size=self._limits.frame_bytes,
            compress=False,
            timeout=2.0,
        )

    def _full(self, address: str, conversation_id: int | None) -> bool:
        limits = self._limits
        return (
            len(self._hub) >= limits.sockets_total
            or self._hub.at_address(address) >= limits.sockets_per_address
            or (conversation_id is not None and self._visitor_is_full(conversation_id))
        )

    def _visitor_is_full(self, conversation_id: int) -> bool:
        return self._hub.of_conversation(conversation_id) >= self._limits.sockets_per_visitor

    async def _converse(self, peer: Peer, conversation_id: int | None) -> None:
        telling = None
        try:
            if conversation_id is None:
                conversation_id = await self._authenticated(peer)
            newest, seen = await self._visitors.last_seqs(conversation_id)
            peer.tell("ready", seq=newest, read=seen)
            self._hub.listen(peer, conversation_id)
            self._presence.came(conversation_id)
            telling = asyncio.ensure_future(peer.send_forever())
            await self._listen(peer, conversation_id)
        except _Hangup as hangup:
            await self._close(peer, hangup.code, hangup.reason)
        except StoreError:
            await self._close(peer, FAILED, "store")
        finally:
            if telling is not None:
                telling.cancel()

    async def _authenticated(self, peer: Peer) -> int:
        try:
            async with asyncio.timeout(self._limits.auth_seconds):
                frame = await self._frame(peer)
        except TimeoutError:
            raise _Hangup(AUTH_TIMEOUT, "auth timeout") from None
        token = frame.get("token") if frame is not None else None
        if frame is None or frame.get("type") != "auth" or not isinstance(token, str):
            raise _Hangup(UNAUTHORIZED, "auth first")
        try:
            conversation_id = await self._visitors.conversation_of(token)
        except Problem:
            raise _Hangup(UNAUTHORIZED, "unknown token") from None
        if self._visitor_is_full(conversation_id):
            raise _Hangup(TOO_MANY, "too many sockets")
        return conversation_id

    async def _listen(self, peer: Peer, conversation_id: int) -> None:
        rate = Rate(self._limits.frames_per_socket)
        while (frame := await self._frame(peer)) is not None:
            if rate.take("frames"):
                raise _Hangup(TOO_MANY, "too many frames")
            on = frame.get("on")
            if frame.get("type") != "typing" or not isinstance(on, bool):
                raise _Hangup(BAD_KIND, "unknown frame")
            self._presence.typing(conversation_id, on)

    async def _frame(self, peer: Peer) -> dict[str, Any] | None:
        """The next frame; None when the socket is closed, by whom and however torn."""
        message = await peer.socket.receive()
        if message.type is WSMsgType.BINARY:
            raise _Hangup(BAD_TYPE, "text frames only")
        if message.type is not WSMsgType.TEXT:
            return None
        try:
            frame = json.loads(message.data)
        except (ValueError, RecursionError):
            raise _Hangup(BAD_FRAME, "not JSON") from None
        if not isinstance(frame, dict):
            raise _Hangup(BAD_FRAME, "not an object")
        return frame

    async def _close(self, peer: Peer, code: int, reason: str) -> None:
        with contextlib.suppress(ConnectionError, TimeoutError):
            await peer.socket.close(code=code, message=reason.encode())
