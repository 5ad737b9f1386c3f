"""One webhook: read within bounds, proved, understood, and only then taken in."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, TypeVar

from aiohttp import HttpVersion11, web
from aiohttp.web import RequestPayloadError

from zuiqing_desk.channels.base import Sink
from zuiqing_desk.channels.bridge import handlers
from zuiqing_desk.channels.bridge.clocks import Clocks
from zuiqing_desk.channels.bridge.config import BridgeConfig
from zuiqing_desk.channels.bridge.envelopes import Envelope, opened
from zuiqing_desk.channels.bridge.refusals import Refusal, said
from zuiqing_desk.channels.bridge.signatures import Sealed, judge, sealed
from zuiqing_desk.channels.bridge.turns import Turn, Turns
from zuiqing_desk.channels.webchat.clients import Hosts, limit_key
from zuiqing_desk.channels.webchat.limits import Rate
from zuiqing_desk.channels.webchat.problems import answer
from zuiqing_desk.services.bridge import accounts, seen
from zuiqing_desk.services.bridge.accounts import Bridge
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.media import Carried, taking_in
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.errors import StoreClosed, StoreError, StoreFull, StoreReadOnly
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")
Observer = Callable[[str], None]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PATH: Final = "/bridge/v1/{slug}"
_HTTP: Final = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}
_REFUSED: Final = {
    "no_bridge": "unauthorized",
    "other_content": "other_content",
    "no_room": "store_full",
    "not_kept": "store_full",
}

WORDED: Final = frozenset(
    {"empty", "too_long", "name", "reserved", "no_conversation", "no_message", "other_shop"}
    | {"wrong_kind", "too_big", "too_large", "broken"}
)
"""Refusals of use cases whose words quote nothing."""

_log = logging.getLogger(__name__)


class Intake:
    """The HTTP side of the bridge. ``sink`` is set before anything is served."""

    sink: Sink

    def __init__(self, store: Store, config: BridgeConfig, observer: Observer) -> None:
        self._store = store
        self._home = config.home
        self._limits = config.limits
        self._observe = observer
        self._requests = Rate(config.limits.requests_per_address)
        self._hosts = Hosts([config.public_url] if config.public_url else [])
        self._large = Turns(config.limits.large_at_once)
        self._clocks = Clocks()

    @property
    def problem(self) -> str:
        """Whose clock is off, in Chinese; "" while all are right."""
        return self._clocks.problem

    @property
    def large_held(self) -> int:
        """How many large bodies are being taken in now."""
        return self._large.held

    def application(self) -> web.Application:
        """The application, ready to be served."""
        app = web.Application(middlewares=[self._admit])
        app.router.add_post(PATH, self._post)
        return app

    @web.middleware
    async def _admit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Whatever is refused or goes wrong, the connector gets JSON with a code and a reason."""
        try:
            wait = self._requests.take(limit_key(request.remote or ""))
            if wait:
                raise Refusal("too_many_requests", retry_after_s=wait)
            self._right_host(request)
            return await handler(request)
        except Refusal as refusal:
            return refusal.response()
        except Refused as refused:
            if refused.code in WORDED:
                return said(422, refused.code, refused.message)
            # Words for people may quote what was sent: they are not for the network.
            return Refusal(_REFUSED.get(refused.code, "bad_value")).response()
        except StoreError as error:
            return _store_refusal(error).response()
        except web.HTTPException as refused:
            return _http_refusal(refused)
        except Exception:
            _log.exception("a webhook could not be handled")
            return Refusal("internal").response()

    def _right_host(self, request: web.Request) -> None:
        named = request.headers.getall("Host", [])
        if len(named) > 1 or (not named and request.version >= HttpVersion11):
            raise Refusal("bad_request")
        if named and not self._hosts.ours(named[0]):
            raise Refusal("wrong_host")

    async def _post(self, request: web.Request) -> web.StreamResponse:
        if (request.content_length or 0) > self._limits.body_bytes:
            raise Refusal("body_too_large")
        if request.content_type != "application/json" or "Content-Encoding" in request.headers:
            raise Refusal("unsupported_type")
        account = await self._account(request.match_info["slug"])
        seal = sealed({name: request.headers.getall(name, []) for name in _SEAL})
        turn = Turn(self._large, limit_key(request.remote or ""))
        may_be = account is not None and seal is not None and seal.in_time
        try:
            raw = await self._body(request, turn if may_be else None)
            told = await self._take(account, seal, raw, aside=turn.held)
        finally:
            turn.give_back()
        # Committed: only now may the connector be told.
        self._observe("before-tell")
        response = answer(200, told)
        try:
            await response.prepare(request)
            await response.write_eof()
        except ConnectionError:
            _log.debug("the connector did not wait for its answer")
        self._observe("told")
        return response

    async def _body(self, request: web.Request, turn: Turn | None) -> bytes:
        """The body; a large one only in its ``turn``, and not at all where there is none."""
        body = bytearray()
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                async for chunk in request.content.iter_any():
                    body += chunk
                    if len(body) > self._limits.body_bytes:
                        raise Refusal("body_too_large")
                    if len(body) > self._limits.small_bytes:
                        if turn is None:
                            raise Refusal("unauthorized")
                        await turn.take()
        except TimeoutError:
            raise Refusal("timeout") from None
        except (RequestPayloadError, ConnectionError):
            raise Refusal("bad_body") from None
        return bytes(body)

    async def _take(
        self, account: Bridge | None, seal: Sealed | None, raw: bytes, *, aside: bool
    ) -> dict[str, Any]:
        if seal is None:
            raise Refusal("unauthorized")
        good = account.secrets if account is not None else ()
        verdict = await _beside(aside, partial(judge, seal, raw, good))
        if account is not None:
            self._clocks.note(account, verdict, seal.off_by_s)
        if account is None or verdict != "good":
            raise Refusal("unauthorized")
        envelope = await _beside(aside, partial(opened, raw))
        digest = hashlib.sha256(raw).hexdigest()
        self._observe("received")
        media = await self._carried(envelope)
        hello = envelope.type == handlers.HELLO

        def unit(tx: Tx) -> dict[str, Any]:
            with taking_in(tx, None if media is None else media.kept):
                return seen.once(
                    tx,
                    account.account_id,
                    seal.webhook_id,
                    digest,
                    handlers.effect(account.account_id, envelope, media),
                    # Whoever asks where to go on says nothing of where that is.
                    cursor=None if hello else envelope.cursor,
                    remembered=not hello,
                )

        return await self.sink.take(unit)

    async def _account(self, slug: str) -> Bridge | None:
        if not accounts.is_slug(slug):
            return None
        found = await asyncio.wrap_future(self._store.read(lambda tx: accounts.by_slug(tx, slug)))
        return None if found is None or found.removed_at is not None else found

    async def _carried(self, envelope: Envelope) -> Carried | None:
        come_along = handlers.has_content(envelope)
        return await _beside(come_along, partial(handlers.carried, self._home, envelope))


_SEAL: Final = ("webhook-id", "webhook-timestamp", "webhook-signature")


async def _beside(aside: bool, work: Callable[[], T]) -> T:
    """Carry out what may take long beside the loop, so that nobody else waits for it."""
    return await asyncio.to_thread(work) if aside else work()


def _store_refusal(error: StoreError) -> Refusal:
    # A connector learns neither file names nor reasons; the desk's log does.
    _log.error("cannot serve a connector: %s", error.message)
    if isinstance(error, StoreFull | StoreReadOnly):
        return Refusal("store_full")
    return Refusal("closing" if isinstance(error, StoreClosed) else "store_busy")


def _http_refusal(refused: web.HTTPException) -> web.Response:
    code = _HTTP.get(refused.status, "bad_request" if refused.status < 500 else "internal")
    response = Refusal(code).response()
    if isinstance(refused, web.HTTPMethodNotAllowed):
        response.headers["Allow"] = ",".join(sorted(refused.allowed_methods))
    return response
