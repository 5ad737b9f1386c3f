"""Real gateways on one home: one serves, another stands by and takes over, signals end them."""

import contextlib
import http.client
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from support.audit import Expected, expect
from support.figures import Figures, milliseconds
from support.gateway_program import GatewayProgram
from support.homes import Home, found_home
from support.visitor import Http, Visitor
from support.waiting import eventually

from zuiqing_desk.store import GatewayLock

ENDS = {signal.SIGKILL: -9, signal.SIGTERM: 0, signal.SIGINT: 0}
FAR_TOO_LONG_S = 20.0
"""The goal is 3 s; a busy machine may be slower, but no mechanism that works takes this long."""

CLEAN = [signal.SIGTERM, signal.SIGINT]


def name(number: object) -> str:
    return number.name if isinstance(number, signal.Signals) else ""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return found_home(tmp_path / "home")


@contextlib.contextmanager
def two_gateways(home: Home) -> Iterator[tuple[GatewayProgram, str, GatewayProgram]]:
    """One that serves, where it does, and one that stands by for it."""
    with GatewayProgram(home, home.path / "holder.log") as holder:
        url = holder.url()
        with GatewayProgram(home, home.path / "standby.log") as standby:
            standby.stands_by()
            yield holder, url, standby


def serving(home: Home) -> list[int]:
    """The processes that the store names as the one that serves."""
    with closing(sqlite3.connect(home.database)) as connection:
        return [pid for (pid,) in connection.execute("SELECT pid FROM gateway")]


def wait_until_not_serving(home: Home, pid: int) -> None:
    eventually(lambda: serving(home) != [pid])


@contextlib.contextmanager
def open_socket(url: str, token: str) -> Iterator[None]:
    """A visitor's WebSocket on a phone that sleeps: it is open, and nobody answers on it."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    headers = {
        "Authorization": f"Bearer {token}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "YSBzbGVlcGluZyBwaG9uZQ==",
    }
    connection.request("GET", "/api/v1/ws", headers=headers)
    response = connection.getresponse()
    assert response.status == 101
    yield
    response.close()
    connection.close()


@pytest.mark.parametrize("number", ENDS, ids=name)
def test_another_takes_over_when_the_holder_goes(
    home: Home, number: signal.Signals, figures: Figures
) -> None:
    with two_gateways(home) as (holder, url, standby):
        assert serving(home) == [holder.pid]
        visitor = Visitor.come(Http(url))
        visitor.say("line-1", "在吗")
        with open_socket(url, visitor.token):
            began = time.monotonic()
            holder.signal(number)
            successor = standby.url()
            took = time.monotonic() - began
        figures.add("takeover (the goal is 3 s)", **{f"after_{number.name}": milliseconds(took)})
        assert took < FAR_TOO_LONG_S
        assert holder.wait() == ENDS[number]
        assert serving(home) == [standby.pid]

        visitor.http.move(successor)
        assert visitor.say("line-1", "在吗").status == 200
        assert visitor.say("line-2", "这款1983还有货吗").seq == 2
        visitor.http.close()
        standby.signal(signal.SIGTERM)
        assert standby.wait() == 0
    expected = Expected(customer=[(1, "line-1", "在吗"), (2, "line-2", "这款1983还有货吗")])
    expect(home.database, {visitor.conversation_id: expected})


@pytest.mark.parametrize("number", CLEAN, ids=name)
def test_a_signal_ends_it_cleanly_with_visitors_connected(
    home: Home, number: signal.Signals, figures: Figures
) -> None:
    with GatewayProgram(home, home.path / "log") as gateway:
        url = gateway.url()
        visitor = Visitor.come(Http(url))
        visitor.say("line-1", "在吗")
        with open_socket(url, visitor.token):
            began = time.monotonic()
            gateway.signal(number)
            assert gateway.wait() == 0
            took = time.monotonic() - began
        visitor.http.close()
        assert gateway.rest() == []
    figures.add("clean stop", **{f"after_{number.name}": milliseconds(took)})
    assert (home.path / "log").read_text(encoding="utf-8") == ""
    assert serving(home) == []
    lock = GatewayLock(home.path / "gateway.lock")
    assert lock.try_acquire()
    lock.release()
    expect(home.database, {visitor.conversation_id: Expected(customer=[(1, "line-1", "在吗")])})


@pytest.mark.parametrize("number", CLEAN, ids=name)
def test_who_stands_by_goes_cleanly_and_leaves_the_holder_alone(
    home: Home, number: signal.Signals
) -> None:
    with two_gateways(home) as (holder, url, standby):
        standby.signal(number)
        assert standby.wait() == 0
        assert standby.rest() == []
        assert serving(home) == [holder.pid]
        http = Http(url)
        assert http.ask("GET", "/healthz")[0] == 200
        http.close()


def test_of_many_that_stand_by_one_takes_over_at_a_time(home: Home) -> None:
    with contextlib.ExitStack() as running:
        holder = running.enter_context(GatewayProgram(home, home.path / "0.log"))
        holder.url()
        waiting = []
        for number in (1, 2, 3):
            log = home.path / f"{number}.log"
            waiting.append(running.enter_context(GatewayProgram(home, log)))
        for each in waiting:
            each.stands_by()
        while waiting:
            holder.kill()
            wait_until_not_serving(home, holder.pid)
            [holder] = [each for each in waiting if [each.pid] == serving(home)]
            waiting.remove(holder)
            holder.url()
            assert all(each.is_silent() for each in waiting)
        holder.signal(signal.SIGTERM)
        assert holder.wait() == 0
