"""``gateway``: says where it listens, stops cleanly, and says why it cannot start."""

import http.client
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.child import Child
from support.command import program
from support.shop import TestShop


@pytest.fixture
def home(tmp_path: Path) -> Path:
    TestShop(tmp_path).store.close()
    return tmp_path


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def gateway(home: Path, *words: str) -> Child:
    return Child("zuiqing_desk", "--home", home, "gateway", *words)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_listens_and_stops_cleanly(home: Path, number: signal.Signals) -> None:
    with gateway(home, "--port", "0") as child:
        word, url = child.hear().split()
        assert word == "listening"
        assert url.startswith("http://127.0.0.1:")
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)
        connection.request("GET", "/api/v1/healthz")
        assert connection.getresponse().status == 200
        connection.close()
        os.kill(child.pid, number)
        assert child.wait() == 0
        assert child.rest() == []


def test_a_second_one_stands_by_and_takes_over(home: Path) -> None:
    with gateway(home, "--port", "0") as first:
        assert first.hear().startswith("listening ")
        with gateway(home, "--port", "0") as second:
            first.kill()
            assert second.hear().startswith("listening ")


def test_a_busy_port_is_named(home: Path, taken_port: int) -> None:
    ran = program(home, "gateway", "--port", str(taken_port))
    assert (ran.code, ran.out) == (1, "")
    assert f"127.0.0.1:{taken_port}" in ran.err
    assert "已被别的程序占用" in ran.err
    assert "Traceback" not in ran.err


def test_an_address_that_is_not_ours_is_named(home: Path) -> None:
    ran = program(home, "gateway", "--host", "192.0.2.1", "--port", "0")
    assert (ran.code, ran.out) == (1, "")
    assert "192.0.2.1" in ran.err
    assert "Traceback" not in ran.err


def test_without_a_shop(tmp_path: Path) -> None:
    ran = program(tmp_path / "home", "gateway", "--port", "0")
    assert (ran.code, ran.out) == (1, "")
    assert "desk.db" in ran.err
    assert not (tmp_path / "home").exists()
