"""Load for a gateway that keeps dying: visitors who write and fetch, an agent who answers.

Each visitor is a thread with one connection, and writes like the page: one line after the other,
each with an id that it keeps until it is answered. Visitors leave after some lines and new ones
come. The agent works at a desk of their own, on a store of their own, which nobody kills.
"""

import itertools
import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self, TypeVar

from support.answers import Answer
from support.audit import Expected
from support.homes import Home
from support.stores import WAIT_S
from support.visitor import Acknowledged, Http, Torn, Visitor

from zuiqing_desk.store import open_store

T = TypeVar("T")

LINES_EACH = 60
"""A visitor leaves after so many lines."""

LOOK_AGAIN_S = 0.5
LINES_AN_ANSWER = 3
FETCH_EVERY = 4
AGAIN_EVERY = 10
"""One line in so many is posted once more although it was acknowledged, as a reloaded page does."""


class Whereabouts:
    """Where the gateway is now, and how far the visitors have come."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._url = ""
        self._generation = 0
        self._acknowledged = 0
        self._closing = False
        self._given_up = False

    def closing(self) -> bool:
        """Whether everybody is to leave."""
        return self._closing

    def moved(self, url: str) -> None:
        """A new gateway listens."""
        with self._changed:
            self._url = url
            self._generation += 1
            self._changed.notify_all()

    def close(self) -> None:
        """Everybody finishes the line in hand and leaves."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()

    def give_up(self) -> None:
        """The test has failed: nobody waits for a gateway any more."""
        with self._changed:
            self._given_up = True
        self.close()

    def acknowledged(self) -> None:
        with self._changed:
            self._acknowledged += 1
            self._changed.notify_all()

    def url_after(self, generation: int) -> tuple[int, str]:
        """The address of a younger gateway, or the same again after a while."""

        def moved() -> bool:
            return self._generation > generation or self._given_up

        with self._changed:
            self._changed.wait_for(moved, timeout=LOOK_AGAIN_S)
            assert not self._given_up, "the test is over"
            return self._generation, self._url

    def more(self, lines: int) -> None:
        """Wait for so many further acknowledged lines, or until it is over."""
        with self._changed:
            goal = self._acknowledged + lines
            came = self._changed.wait_for(
                lambda: self._acknowledged >= goal or self._closing, timeout=WAIT_S
            )
        assert came, "the visitors got no answers"


@dataclass
class Talk:
    """One visitor from coming to leaving, and what was answered to them."""

    visitor: Visitor
    answers: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def expected(self) -> Expected:
        told = [(line.seq, line.client_id, line.text) for line in self.visitor.acknowledged]
        return Expected(customer=told, agent=self.answers)


class Load:
    """All visitors and the agent, from ``start`` to ``finish``; no thread outlives the block."""

    def __init__(self, home: Home, where: Whereabouts, *, visitors: int, seed: int) -> None:
        self._home = home
        self._where = where
        self._count = visitors
        self._seed = seed
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(visitors + 1)
        self._running: list[Future[None]] = []
        self.talks: list[Talk] = []
        self.tally: Counter[str] = Counter()
        self.wrong: list[str] = []

    @property
    def started(self) -> bool:
        return bool(self._running)

    def start(self) -> None:
        """Let them come; a gateway must listen already."""
        self._running = [
            self._pool.submit(self._visit, random.Random(self._seed + number))
            for number in range(self._count)
        ]
        self._running.append(self._pool.submit(self._agent, random.Random(self._seed - 1)))

    def finish(self) -> None:
        """Returns when every line begun is acknowledged; raises what went wrong on the way."""
        self._where.close()
        for running in self._running:
            running.result(WAIT_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._where.give_up()
        self._pool.shutdown()

    def _tally(self, what: str) -> None:
        with self._lock:
            self.tally[what] += 1

    def _visit(self, chance: random.Random) -> None:
        line = _Line(self._where)
        while not self._where.closing():
            visitor, _ = line.insist(lambda: Visitor.come(line.http))
            talk = Talk(visitor)
            with self._lock:
                self.talks.append(talk)
            for number in range(LINES_EACH):
                self._say(line, talk.visitor, number, chance)
                if self._where.closing():
                    break
            line.insist(talk.visitor.fetch)
        line.http.close()

    def _say(self, line: "_Line", visitor: Visitor, number: int, chance: random.Random) -> None:
        client_id = f"line-{number}"
        text = f"第{number}句 {chance.randrange(10**6)}"
        told, torn = line.insist(lambda: visitor.say(client_id, text))
        visitor.acknowledged.append(told)
        self._where.acknowledged()
        self._note(told, torn)
        if chance.randrange(AGAIN_EVERY) == 0:
            again, _ = line.insist(lambda: visitor.say(client_id, text))
            self._tally("asked again")
            if (again.status, again.seq, again.at) != (200, told.seq, told.at):
                self.wrong.append(f"told {told}, and later {again}")
        if number % FETCH_EVERY == 0:
            line.insist(visitor.fetch)

    def _note(self, told: Acknowledged, torn: int) -> None:
        self._tally("acknowledged")
        if torn:
            self._tally("retried")
            self._tally("retried and found stored" if told.status == 200 else "retried and stored")
        elif told.status != 201:
            self.wrong.append(f"never sent before, and yet {told}")

    def _agent(self, chance: random.Random) -> None:
        with open_store(self._home.database, command="test") as store:
            for number in itertools.count(1):
                self._where.more(LINES_AN_ANSWER)
                if self._where.closing():
                    return
                with self._lock:
                    talk = chance.choice(self.talks[-2 * self._count :])
                answer = Answer(
                    talk.visitor.conversation_id,
                    self._home.staff_ids[0],
                    f"答{number}",
                    f"answer-{number}",
                )
                sent = store.write(answer.give).result(WAIT_S)
                talk.answers.append((sent.seq, answer.client_id, answer.text))
                self._tally("answers")


class _Line:
    """A visitor's way to the gateway, tried again until it answers."""

    def __init__(self, where: Whereabouts) -> None:
        self._where = where
        self._generation, url = where.url_after(0)
        self.http = Http(url)

    def insist(self, request: Callable[[], T]) -> tuple[T, int]:
        """The answer, and how many attempts were torn before it."""
        torn = 0
        while True:
            try:
                return request(), torn
            except Torn:
                torn += 1
                self._generation, url = self._where.url_after(self._generation)
                self.http.move(url)
