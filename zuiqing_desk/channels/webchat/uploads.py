"""Pictures and files of visitors: the body goes to the disk as it comes, and is told by content."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from aiohttp import web
from aiohttp.web import RequestPayloadError

from zuiqing_desk.channels.base import Sink
from zuiqing_desk.channels.webchat.api import Observer
from zuiqing_desk.channels.webchat.bodies import client_id_of, query_text
from zuiqing_desk.channels.webchat.config import WebChatConfig
from zuiqing_desk.channels.webchat.gate import Gate, bearer_token
from zuiqing_desk.channels.webchat.hub import Hub
from zuiqing_desk.channels.webchat.limits import Rate
from zuiqing_desk.channels.webchat.problems import Problem, answer
from zuiqing_desk.channels.webchat.visitors import Visitors
from zuiqing_desk.channels.webchat.volume import Volume
from zuiqing_desk.rules.calendar import iso
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.media import MOST_BYTES, examine
from zuiqing_desk.services import inbound, media_files
from zuiqing_desk.services.inbound import Received
from zuiqing_desk.services.media import Carried, taking_in
from zuiqing_desk.services.media_files import Kept, Part
from zuiqing_desk.services.visitors import remote_id
from zuiqing_desk.store.tx import Tx

NAME_CHARS = 300
_BATCH = 256 * 1024
_SLOW_DOWN_S = 2.0
_REFUSED = {
    "empty": "empty_file",
    "too_big": "file_too_big",
    "wrong_kind": "wrong_kind",
    "broken": "broken_file",
    "too_large": "picture_too_large",
    "no_room": "no_room",
    "not_kept": "not_kept",
    "blocked": "blocked",
    "no_conversation": "unauthorized",
}


class Uploads:
    """The handler of ``/api/v1/files``. A refusal leaves it as Problem or StoreError.

    ``home``: the folder of the store. ``observer`` is called at the moments received, part-written,
    file-kept, before-tell and told.
    """

    def __init__(
        self,
        config: WebChatConfig,
        home: Path,
        *,
        visitors: Visitors,
        gate: Gate,
        hub: Hub,
        sink: Sink,
        observer: Observer,
    ) -> None:
        self._limits = config.limits
        self._zone = config.time_zone
        self._home = home
        self._visitors = visitors
        self._gate = gate
        self._hub = hub
        self._sink = sink
        self._observe = observer
        self._files = Rate(config.limits.files_per_visitor)
        self._volume = Volume(config.limits.file_bytes_per_day)
        self._coming: Counter[int] = Counter()

    async def post_file(self, request: web.Request) -> web.StreamResponse:
        """Store what a visitor sends. Its declared type means nothing: what is in it decides."""
        self._gate.admit(request)
        conversation_id = await self._visitors.conversation_of(bearer_token(request))
        client_id = client_id_of(query_text(request, "client_id", 64))
        name = query_text(request, "name", NAME_CHARS)
        if "Content-Encoding" in request.headers:
            raise Problem("unsupported_type")
        if (request.content_length or 0) > MOST_BYTES:
            raise Problem("file_too_big")
        self._ration(conversation_id)
        self._observe("received")
        with self._place(conversation_id):
            kept = await self._keep(request, conversation_id)
            self._observe("file-kept")
            carried = Carried(name, picture=False, kept=kept)
            receipt = await self._enter(conversation_id, client_id, carried)
        # Committed: only now may the sender be told.
        self._observe("before-tell")
        status = 200 if receipt.duplicate else 201
        response = answer(status, {"seq": receipt.seq, "at": iso(receipt.at, self._zone)})
        with contextlib.suppress(ConnectionError):
            await response.prepare(request)
            await response.write_eof()
        self._observe("told")
        if not receipt.duplicate:
            self._hub.tell(conversation_id, "new", seq=receipt.seq)
        return response

    def _ration(self, conversation_id: int) -> None:
        wait = self._files.take(conversation_id)
        if wait:
            raise Problem("too_many_files", retry_after_s=wait)
        wait = self._volume.wait(conversation_id)
        if wait:
            raise Problem("too_much_today", retry_after_s=wait)

    @contextlib.contextmanager
    def _place(self, conversation_id: int) -> Iterator[None]:
        limits, coming = self._limits, self._coming
        if (
            coming.total() >= limits.files_at_once
            or coming[conversation_id] >= limits.files_at_once_per_visitor
        ):
            raise Problem("too_many_files", retry_after_s=_SLOW_DOWN_S)
        coming[conversation_id] += 1
        try:
            yield
        finally:
            coming[conversation_id] -= 1
            if not coming[conversation_id]:
                del coming[conversation_id]

    async def _keep(self, request: web.Request, conversation_id: int) -> Kept:
        with _refusals():
            part = await asyncio.to_thread(media_files.begin, self._home)
            try:
                async with asyncio.timeout(self._limits.file_seconds):
                    await self._fill(part, request, conversation_id)
                self._observe("part-written")
                return await asyncio.to_thread(_finish, part)
            except TimeoutError:
                raise Problem("timeout") from None
            except (RequestPayloadError, ConnectionError):
                raise Problem("bad_body") from None
            finally:
                await asyncio.to_thread(part.discard)

    async def _fill(self, part: Part, request: web.Request, conversation_id: int) -> None:
        """Every byte counts for the visitor's day, also of what is refused in the end."""
        batch, chunk = bytearray(), b"-"
        while chunk:
            async with asyncio.timeout(self._limits.body_seconds):
                chunk = await request.content.readany()
            self._volume.add(conversation_id, len(chunk))
            batch += chunk
            if len(batch) >= _BATCH or not chunk:
                # In pieces worth a trip to the disk.
                await asyncio.to_thread(_write, part, bytes(batch))
                batch.clear()

    async def _enter(self, conversation_id: int, client_id: str, carried: Carried) -> Received:
        def unit(tx: Tx) -> Received:
            with taking_in(tx, carried.kept):
                return inbound.receive(
                    tx,
                    conversation_id=conversation_id,
                    remote_id=remote_id(conversation_id, client_id),
                    media=carried,
                )

        with _refusals():
            return await self._sink.take(unit)


def _write(part: Part, batch: bytes) -> None:
    with media_files.taking():
        part.write(batch)


def _finish(part: Part) -> Kept:
    with media_files.taking():
        return part.finish(examine)


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except RuleError as refused:
        wait = 30.0 if refused.code in ("no_room", "not_kept") else None
        raise Problem(
            _REFUSED.get(refused.code, "bad_request"), refused.message, retry_after_s=wait
        ) from None
