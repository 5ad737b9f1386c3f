"""The routes, and the one middleware that turns every refusal into a clean JSON answer."""

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Middleware

from zuiqing_desk.channels.webchat.api import Api
from zuiqing_desk.channels.webchat.config import Limits
from zuiqing_desk.channels.webchat.gate import Gate
from zuiqing_desk.channels.webchat.pages import Page
from zuiqing_desk.channels.webchat.problems import Problem
from zuiqing_desk.channels.webchat.sockets import Sockets
from zuiqing_desk.channels.webchat.uploads import Uploads
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store.errors import StoreBusy, StoreClosed, StoreError, StoreFull, StoreReadOnly

_log = logging.getLogger(__name__)

_REFUSED = {
    "empty": "empty",
    "too_long": "too_long",
    "blocked": "blocked",
    "no_conversation": "unauthorized",
}
_HTTP = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def build(
    limits: Limits, *, gate: Gate, api: Api, uploads: Uploads, sockets: Sockets, page: Page
) -> web.Application:
    """The application, ready to be served."""
    app = web.Application(
        middlewares=[refusals, right_host(gate)], client_max_size=limits.body_bytes
    )
    base = "/api/v1"
    router = app.router
    router.add_post(f"{base}/visitors", api.create_visitor)
    router.add_post(f"{base}/messages", api.post_message)
    router.add_get(f"{base}/messages", api.get_messages, allow_head=False)
    router.add_post(f"{base}/files", uploads.post_file)
    router.add_post(f"{base}/read", api.post_read)
    router.add_get(f"{base}/openapi.json", api.description)
    for prefix in (base, ""):
        router.add_get(f"{prefix}/ws", sockets.serve, allow_head=False)
        router.add_get(f"{prefix}/healthz", api.health)
    router.add_get("/", page.index)
    for name in page.names():
        router.add_get(f"/{name}", page.file)
    return app


@web.middleware
async def refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever is refused or goes wrong, the client gets JSON with a code and a reason."""
    try:
        return await handler(request)
    except Problem as problem:
        return problem.response()
    except Refused as refused:
        return Problem(_REFUSED.get(refused.code, "bad_request"), refused.message).response()
    except StoreError as error:
        return _store_problem(error).response()
    except web.HTTPException as refused:
        return _http_problem(refused)
    except Exception:
        _log.exception("the handler of %s failed", request.path)
        return Problem("internal").response()


def right_host(gate: Gate) -> Middleware:
    """Nothing at all is served under a name that is not ours, neither page nor refusal."""

    @web.middleware
    async def checked(request: web.Request, handler: Handler) -> web.StreamResponse:
        gate.right_host(request)
        return await handler(request)

    return checked


def _store_problem(error: StoreError) -> Problem:
    # The visitor learns neither file names nor reasons; the desk's log does.
    _log.error("cannot serve a visitor: %s", error.message)
    if isinstance(error, StoreFull | StoreReadOnly):
        return Problem("store_full", retry_after_s=30)
    if isinstance(error, StoreClosed):
        return Problem("closing", retry_after_s=2)
    return Problem("store_busy", retry_after_s=5 if isinstance(error, StoreBusy) else 30)


def _http_problem(refused: web.HTTPException) -> web.Response:
    code = _HTTP.get(refused.status, "bad_request" if refused.status < 500 else "internal")
    response = Problem(code).response()
    if isinstance(refused, web.HTTPMethodNotAllowed):
        response.headers["Allow"] = ",".join(sorted(refused.allowed_methods))
    return response
