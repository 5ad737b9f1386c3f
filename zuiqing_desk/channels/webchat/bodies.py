"""Request bodies and queries: read within bounds, decoded strictly, checked field by field."""

import asyncio
import json
import re
from typing import Any

from aiohttp import web
from aiohttp.web import RequestPayloadError

from zuiqing_desk.channels.webchat.config import Limits
from zuiqing_desk.channels.webchat.problems import Problem

MAX_INTEGER = 2**53 - 1
"""The largest whole number every JSON reader agrees on."""

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z", re.ASCII)
_INTEGER = re.compile(r"[0-9]{1,16}\Z", re.ASCII)


async def json_object(
    request: web.BaseRequest, limits: Limits, *, optional: bool = False
) -> dict[str, Any]:
    """The body as a JSON object. ``optional``: no body at all counts as an empty object.

    Raises Problem ``unsupported_type``, ``body_too_large``, ``timeout``, ``bad_body`` or
    ``bad_json``.
    """
    if optional and not request.body_exists:
        return {}
    if request.content_type != "application/json" or "Content-Encoding" in request.headers:
        raise Problem("unsupported_type")
    if (request.content_length or 0) > limits.body_bytes:
        raise Problem("body_too_large")
    body = await _body(request, limits.body_seconds)
    if optional and not body:
        return {}
    try:
        value = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Problem("bad_json") from None
    if not isinstance(value, dict):
        raise Problem("bad_json")
    return value


async def _body(request: web.BaseRequest, seconds: float) -> bytes:
    try:
        async with asyncio.timeout(seconds):
            return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise Problem("body_too_large") from None
    except TimeoutError:
        raise Problem("timeout") from None
    except (RequestPayloadError, ConnectionError):
        raise Problem("bad_body") from None


def text_field(body: dict[str, Any], name: str) -> str:
    """A required string."""
    value = body.get(name)
    if not isinstance(value, str):
        raise Problem("bad_field", f"字段 {name} 需要是字符串。")
    return value


def optional_text_field(body: dict[str, Any], name: str) -> str:
    """A string that may be missing or null; empty then."""
    return "" if body.get(name) is None else text_field(body, name)


def client_id_field(body: dict[str, Any]) -> str:
    return client_id_of(text_field(body, "client_id"))


def client_id_of(value: str) -> str:
    """``value``, if it may be a client id. Raises Problem ``bad_client_id``."""
    if not _CLIENT_ID.match(value):
        raise Problem("bad_client_id")
    return value


def seq_field(body: dict[str, Any]) -> int:
    value = body.get("seq")
    # JSON knows one kind of number: 3.0 is the whole number 3.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_INTEGER:
        raise Problem("bad_field", "字段 seq 需要是非负整数。")
    return value


def query_integer(request: web.BaseRequest, name: str, default: int, least: int) -> int:
    """A whole number of the query string. Raises Problem ``bad_query``."""
    given = request.query.getall(name, [])
    if not given:
        return default
    if len(given) > 1 or not _INTEGER.match(given[0]):
        raise Problem("bad_query")
    value = int(given[0])
    if not least <= value <= MAX_INTEGER:
        raise Problem("bad_query")
    return value


def query_text(request: web.BaseRequest, name: str, most: int) -> str:
    """A text of the query string, '' if it is not there, cut to ``most`` characters. Raises Problem
    ``bad_query``."""
    given = request.query.getall(name, [""])
    if len(given) > 1:
        raise Problem("bad_query", f"查询参数 {name} 只能有一个。")
    return given[0][:most]
