"""The test's side of ``support.fork_server``: start gateways, kill them, see how they ended."""

import json
from dataclasses import asdict
from types import TracebackType
from typing import Self

from support.child import Child
from support.crash_gateway import Plan
from support.played_platform import PlatformPlan

KILLED = -9


class GatewayEnded(Exception):
    """The gateway was gone before it said what was waited for; ``code`` says how it ended."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the gateway ended with {code}")
        self.code = code


class ForkedGateway:
    """One gateway after another, each a fork that is ready in milliseconds."""

    def __init__(self) -> None:
        self._server = Child("support.fork_server")
        self._running = False

    def start(self, plan: Plan) -> None:
        self._running = True
        self._server.say("start " + json.dumps(asdict(plan)))

    def play(self, plan: PlatformPlan) -> None:
        """Be a platform instead of a gateway."""
        self._running = True
        self._server.say("play " + json.dumps(asdict(plan)))

    def finish(self) -> None:
        """Whoever writes or answers there begins nothing new."""
        self._server.say("finish")

    def kill(self) -> None:
        """SIGKILL; ``end`` waits until it is gone."""
        self._server.say("kill")

    def stop(self) -> None:
        """SIGTERM; ``end`` waits until it is gone."""
        self._server.say("stop")

    def url(self) -> str:
        """Where the chat page listens, once it does. Raises GatewayEnded."""
        return self.hear("listening")

    def hear(self, word: str) -> str:
        """What it tells after this word; other words are passed over. Raises GatewayEnded."""
        while True:
            said, _, rest = self._server.hear().partition(" ")
            if said == "ended":
                self._running = False
            if said == word:
                return rest
            if said == "ended":
                raise GatewayEnded(int(rest))

    def end(self) -> int:
        """How it ended, once it has; -9 if it was killed by SIGKILL."""
        return int(self.hear("ended"))

    def clear_away(self) -> None:
        """Kill what a failed test left running."""
        if self._running:
            self.kill()
            self.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.__exit__(kind, error, trace)
