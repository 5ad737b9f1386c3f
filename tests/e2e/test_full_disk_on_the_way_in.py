"""The disk is full while something comes in: refused in words, stored once when it comes again."""

import contextlib
import http.client
import itertools
import json
import resource
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from support.bridge import SLUG, envelope, signed, words
from support.child import Child
from support.desk_terminal import found_shop
from support.gateway_program import GatewayProgram
from support.mounts import needs_mounts, on_small_disk
from support.waiting import eventually

QUOTA = 1_500_000
"""Bytes: room for the database and its log, not for what is sent."""


@needs_mounts
def test_a_connector_is_refused_and_its_message_stored_once_when_there_is_room(
    tmp_path: Path,
) -> None:
    port = free_port()
    with Child("support.shop_on_disk", tmp_path, port, before=on_small_disk(tmp_path)) as gateway:
        assert gateway.hear().startswith("listening ")
        eventually(lambda: posted(port, "msg_0", envelope("connector.hello", {}))[0] == 200)
        with filled(Path(f"/proc/{gateway.pid}/root{tmp_path}")):
            # The log of what was written before may have room for a few.
            for number in itertools.count(1):
                status, answer = posted(port, f"msg_{number}", message(number))
                if status != 200:
                    break
                assert answer["seq"] == number
            assert (status, answer["error"]["code"]) == (503, "store_full")
            assert int(answer["Retry-After"]) >= 1
        for duplicate in (False, True):
            status, answer = posted(port, f"msg_{number}", message(number))
            assert (status, answer["received"], answer["duplicate"]) == (200, True, duplicate)
            # Numbered one after the other: nothing of the first attempt is there.
            assert answer["seq"] == number
        assert posted(port, "msg_next", message(number + 1))[1]["seq"] == number + 1


def test_a_file_that_finds_no_room_halfway_leaves_nothing_and_may_come_again(
    tmp_path: Path,
) -> None:
    found_shop(tmp_path)
    document = b"%PDF-1.7\n%" + b"x" * (2 * QUOTA) + b"\n%%EOF\n"
    with GatewayProgram(tmp_path, tmp_path / "gateway.log") as gateway:
        url = gateway.url()
        _, visitor = asked(f"{url}/api/v1/visitors", b"{}")
        sends = (f"{url}/api/v1/files?client_id=f1&name=report.pdf", document)
        token = {"Authorization": f"Bearer {visitor['visitor_token']}"}
        with quota(gateway.pid):
            status, answer = asked(*sends, token)
            assert (status, answer["error"]["code"]) == (503, "not_kept")
            # Words still find room.
            line = json.dumps({"client_id": "c1", "text": "在吗"}).encode()
            assert asked(f"{url}/api/v1/messages", line, token)[0] == 201
        folder = tmp_path / "files"
        assert not [path for path in folder.rglob("*") if path.is_file()]
        assert asked(*sends, token)[0] == 201
        assert asked(*sends, token)[0] == 200
        [kept] = [path for path in folder.rglob("*") if path.is_file()]
        assert kept.read_bytes() == document
    assert texts(tmp_path / "desk.db") == ["在吗", "report.pdf"]


def message(number: int) -> bytes:
    """A long one, so that it needs room."""
    return envelope("message.created", words("碎了一瓶" * 900, message=f"m{number}"))


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port: int = listener.getsockname()[1]
        return port


def asked(url: str, body: bytes, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    """What is answered to a POST."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    with closing(http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)) as line:
        given = {"Content-Type": "application/json", **(headers or {})}
        line.request("POST", f"{parts.path}?{parts.query}", body, given)
        response = line.getresponse()
        return response.status, {**dict(response.headers), **json.loads(response.read())}


def posted(port: int, webhook_id: str, body: bytes) -> tuple[int, Any]:
    """What the bridge answers; 0 while nobody listens."""
    try:
        return asked(f"http://127.0.0.1:{port}/bridge/v1/{SLUG}", body, signed(body, webhook_id))
    except ConnectionRefusedError:
        return 0, None


@contextlib.contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Not a byte is left on the disk meanwhile."""
    filler = disk / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            for size in (4096, 512, 1):
                with contextlib.suppress(OSError):
                    while True:
                        file.write(b"x" * size)
        yield
    finally:
        filler.unlink()


@contextlib.contextmanager
def quota(pid: int) -> Iterator[None]:
    """No file of the program may become longer meanwhile."""
    was = resource.prlimit(pid, resource.RLIMIT_FSIZE, (QUOTA, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, was)


def texts(database: Path) -> list[str]:
    """What customers wrote, as it is stored."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT text FROM line WHERE author = 'customer' ORDER BY id")
        return [text for (text,) in rows]
