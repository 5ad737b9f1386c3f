"""What every request passes first: the host it names, the browser's origin, and the rate of its
address."""

from aiohttp import HttpVersion11, web

from zuiqing_desk.channels.webchat.clients import Addresses, Hosts, Origins
from zuiqing_desk.channels.webchat.config import WebChatConfig
from zuiqing_desk.channels.webchat.limits import Rate
from zuiqing_desk.channels.webchat.problems import Problem

_BEARER = "bearer "
_MAX_TOKEN = 256


class Gate:
    """Admits requests. Raises ValueError if the configuration names a network that is none."""

    def __init__(self, config: WebChatConfig) -> None:
        self._addresses = Addresses(config.trusted_proxies)
        self._origins = Origins(config.public_url, config.allowed_origins)
        public = [config.public_url] if config.public_url else []
        self._hosts = Hosts([*public, *config.allowed_origins])
        self._requests = Rate(config.limits.requests_per_address)

    def address(self, request: web.BaseRequest) -> str:
        """Whom to hold this request to."""
        forwarded = request.headers.getall("X-Forwarded-For", [])
        return self._addresses.client(request.remote or "", forwarded)

    def right_host(self, request: web.BaseRequest) -> None:
        """Raises Problem ``wrong_host`` for a request to a name that is not ours, and
        ``bad_request`` where HTTP/1.1 wants one name and there is none or several."""
        named = request.headers.getall("Host", [])
        if len(named) > 1 or (not named and request.version >= HttpVersion11):
            raise Problem("bad_request")
        if named and not self._hosts.ours(named[0]):
            raise Problem("wrong_host")

    def admit(self, request: web.BaseRequest) -> str:
        """The client's address. Raises Problem ``too_many_requests`` or ``foreign_origin``."""
        address = self.address(request)
        wait = self._requests.take(address)
        if wait:
            raise Problem("too_many_requests", retry_after_s=wait)
        origin = request.headers.get("Origin")
        if origin is not None and not self._origins.ours(origin, request.host):
            raise Problem("foreign_origin")
        return address


def bearer_token(request: web.BaseRequest) -> str:
    """The token of the Authorization header. Raises Problem ``unauthorized``."""
    value = request.headers.get("Authorization", "")
    if value[: len(_BEARER)].lower() != _BEARER:
        raise Problem("unauthorized")
    token = value[len(_BEARER) :].strip()
    if not 1 <= len(token) <= _MAX_TOKEN:
        raise Problem("unauthorized")
    return token
