"""A customer on the chat page, for tests that look at the desk."""

import itertools
import time
from types import TracebackType
from typing import Any, Self

from support.visitor import Http

DEADLINE_S = 30.0
_POLL_S = 0.05


class WebVisitor:
    """Writes lines, and waits for the shop's."""

    def __init__(self, url: str, name: str) -> None:
        self._http = Http(url)
        status, answer = self._http.ask("POST", "/visitors", {"name": name})
        assert status == 201, answer
        self._token: str = answer["visitor_token"]
        self.conversation: int = answer["conversation_id"]
        self._ids = itertools.count(1)
        self._after = 0
        self.heard: list[str] = []
        """Every line of the shop so far."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def says(self, text: str) -> int:
        """Write a line; its seq."""
        status, answer = self.tries(text)
        assert status == 201, answer
        return int(answer["seq"])

    def tries(self, text: str) -> tuple[int, Any]:
        """Write a line; status and answer, whatever they are."""
        body = {"client_id": f"w{next(self._ids)}", "text": text}
        return self._http.ask("POST", "/messages", body, self._token)

    def hears(self) -> str:
        """The shop's next line."""
        known = len(self.heard)
        deadline = time.monotonic() + DEADLINE_S
        while len(self.heard) == known:
            assert time.monotonic() < deadline, f"nothing new after {self.heard}"
            path = f"/messages?after={self._after}&limit=100"
            status, answer = self._http.ask("GET", path, token=self._token)
            assert status == 200, answer
            for message in answer["messages"]:
                self._after = message["seq"]
                if message["from"] != "customer":
                    self.heard.append(message["text"])
            time.sleep(_POLL_S)
        return self.heard[known]
