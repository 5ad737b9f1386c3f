"""One visitor over plain HTTP, as the page behaves: a line keeps its id until it is answered."""

import contextlib
import http.client
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

ANSWER_S = 60.0
"""Only a test that would fail anyway waits this long for an answer."""

_PAGE = 100


class Torn(Exception):
    """The connection broke before the answer: nobody knows whether the request was carried out."""


@dataclass(frozen=True)
class Acknowledged:
    """What the server told about one line."""

    client_id: str
    text: str
    seq: int
    at: str
    status: int


class Http:
    """Requests to whichever gateway listens now, over one connection as long as it lasts."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: http.client.HTTPConnection | None = None

    def move(self, url: str) -> None:
        """The gateway has another address from now on."""
        if url != self._url:
            self.close()
            self._url = url

    def ask(self, method: str, path: str, body: Any = None, token: str = "") -> tuple[int, Any]:
        """Status and decoded answer. Raises Torn."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self._connection is None:
            parts = urlsplit(self._url)
            assert parts.hostname is not None
            self._connection = http.client.HTTPConnection(
                parts.hostname, parts.port, timeout=ANSWER_S
            )
        try:
            self._connection.request(
                method, f"/api/v1{path}", None if body is None else json.dumps(body), headers
            )
            response = self._connection.getresponse()
            return response.status, json.loads(response.read() or b"null")
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Torn(repr(error)) from error

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.close()


@dataclass
class Visitor:
    """A token, what was acknowledged under it, and what was fetched piece by piece."""

    http: Http
    token: str
    conversation_id: int
    acknowledged: list[Acknowledged] = field(default_factory=list)
    fetched: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def come(cls, http: Http) -> "Visitor":
        """Raises Torn."""
        status, answer = http.ask("POST", "/visitors", {})
        assert status == 201, answer
        return cls(http, answer["visitor_token"], answer["conversation_id"])

    def say(self, client_id: str, text: str) -> Acknowledged:
        """Post one line. Raises Torn."""
        body = {"client_id": client_id, "text": text}
        status, answer = self.http.ask("POST", "/messages", body, self.token)
        assert status in (200, 201), answer
        return Acknowledged(client_id, text, answer["seq"], answer["at"], status)

    def fetch(self) -> None:
        """Everything after what was fetched before. Raises Torn."""
        more = True
        while more:
            after = self.fetched[-1]["seq"] if self.fetched else 0
            answer = self._page(after)
            self.fetched += answer["messages"]
            more = answer["more"]

    def everything(self) -> list[dict[str, Any]]:
        """The whole conversation, fetched anew. Raises Torn."""
        fresh = Visitor(self.http, self.token, self.conversation_id)
        fresh.fetch()
        return fresh.fetched

    def _page(self, after: int) -> Any:
        path = f"/messages?after={after}&limit={_PAGE}"
        status, answer = self.http.ask("GET", path, token=self.token)
        assert status == 200, answer
        return answer
