"""The HTTP interface of visitors: come, write, fetch, acknowledge."""

import contextlib
from collections.abc import Callable
from importlib.resources import files

from aiohttp import web

from zuiqing_desk.channels.base import Inbound, Sink
from zuiqing_desk.channels.webchat.bodies import (
    client_id_field,
    json_object,
    optional_text_field,
    query_integer,
    seq_field,
    text_field,
)
from zuiqing_desk.channels.webchat.config import WebChatConfig
from zuiqing_desk.channels.webchat.gate import Gate, bearer_token
from zuiqing_desk.channels.webchat.hub import Hub
from zuiqing_desk.channels.webchat.limits import Rate
from zuiqing_desk.channels.webchat.problems import HEADERS, Problem, answer, no_content
from zuiqing_desk.channels.webchat.receipts import Receipts
from zuiqing_desk.channels.webchat.visitors import Visitors
from zuiqing_desk.rules.calendar import iso
from zuiqing_desk.rules.text import MAX_CHARS
from zuiqing_desk.services.records import MediaRecord
from zuiqing_desk.services.visitors import NAME_CHARS, remote_id
from zuiqing_desk.store.errors import StoreError

PAGE_LINES = 200
"""Lines of one GET at most; a larger limit is taken as this one."""

Observer = Callable[[str], None]


class Api:
    """Handlers of ``/api/v1``. A refusal leaves each as Problem, Refused or StoreError."""

    def __init__(
        self,
        config: WebChatConfig,
        account_id: int,
        *,
        visitors: Visitors,
        gate: Gate,
        hub: Hub,
        sink: Sink,
        observer: Observer,
    ) -> None:
        self._limits = config.limits
        self._zone = config.time_zone
        self._account_id = account_id
        self._visitors = visitors
        self._gate = gate
        self._hub = hub
        self._sink = sink
        self._observe = observer
        self._receipts = Receipts()
        self._messages = Rate(config.limits.messages_per_visitor)
        self._newcomers = Rate(config.limits.visitors_per_address)
        self._description = files(__package__).joinpath("openapi.json").read_bytes()

    async def create_visitor(self, request: web.Request) -> web.StreamResponse:
        address = self._gate.admit(request)
        body = await json_object(request, self._limits, optional=True)
        name = optional_text_field(body, "name")
        if len(name) > NAME_CHARS:
            raise Problem("name_too_long")
        wait = self._newcomers.take(address)
        if wait:
            raise Problem("too_many_visitors", retry_after_s=wait)
        token, conversation_id = await self._visitors.create(name)
        return answer(201, {"visitor_token": token, "conversation_id": conversation_id})

    async def post_message(self, request: web.Request) -> web.StreamResponse:
        self._gate.admit(request)
        conversation_id = await self._visitors.conversation_of(bearer_token(request))
        body = await json_object(request, self._limits)
        client_id = client_id_field(body)
        text = text_field(body, "text")
        if len(text) > MAX_CHARS:
            raise Problem("too_long", f"消息有 {len(text)} 个字，最多 {MAX_CHARS} 个，请分开发。")
        wait = self._messages.take(conversation_id)
        if wait:
            raise Problem("too_many_messages", retry_after_s=wait)
        self._observe("received")
        receipt = await self._sink.receive(
            Inbound(self._account_id, conversation_id, remote_id(conversation_id, client_id), text)
        )
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

    async def get_messages(self, request: web.Request) -> web.StreamResponse:
        self._gate.admit(request)
        conversation_id = await self._visitors.conversation_of(bearer_token(request))
        after = query_integer(request, "after", 0, least=0)
        limit = min(query_integer(request, "limit", PAGE_LINES, least=1), PAGE_LINES)
        if self._receipts.is_news("delivered", conversation_id, after):
            # What cannot be noted now is proved again by the next request.
            with contextlib.suppress(StoreError):
                await self._sink.delivered(conversation_id, after)
                self._receipts.stored("delivered", conversation_id, after)
        lines, more = await self._visitors.lines(conversation_id, after=after, limit=limit)
        ours = [line.seq for line in lines if line.author != "customer"]
        self._receipts.handed_out(conversation_id, ours)
        messages = []
        for line in lines:
            message: dict[str, object] = {
                "seq": line.seq,
                "at": iso(line.at, self._zone),
                "from": line.author,
                "kind": line.kind,
                "text": line.text,
            }
            if line.media is not None:
                message["file"] = _file(line.media)
            if line.client_id is not None:
                message["client_id"] = line.client_id
            messages.append(message)
        return answer(200, {"messages": messages, "more": more})

    async def post_read(self, request: web.Request) -> web.StreamResponse:
        self._gate.admit(request)
        conversation_id = await self._visitors.conversation_of(bearer_token(request))
        seq = seq_field(await json_object(request, self._limits))
        if self._receipts.is_news("read", conversation_id, seq):
            await self._sink.read(conversation_id, seq)
            self._receipts.stored("read", conversation_id, seq)
        return no_content()

    async def health(self, request: web.Request) -> web.StreamResponse:
        return answer(200, {"status": "ok"})

    async def description(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=self._description, headers=HEADERS)


def _file(media: MediaRecord) -> dict[str, object]:
    """What a visitor's page may know of a file; what was erased has no name and no length."""
    file: dict[str, object] = {"name": media.name, "bytes": media.bytes}
    if media.width is not None:
        file |= {"width": media.width, "height": media.height}
    return file
