"""Names are looked up aside: nobody waits for a name server that is silent."""

import asyncio
import socket
import subprocess
import sys

import pytest

from zuiqing_desk.channels.names import Names

SILENT = """
import asyncio, socket, threading
from zuiqing_desk.channels.bridge.post import Poster

asked = threading.Event()

def silent(*about, **how):
    asked.set()
    threading.Event().wait()

socket.getaddrinfo = silent

async def main():
    poster = Poster()
    posting = asyncio.create_task(
        poster.post("https://connector.example/", ["whsec_" + "A" * 44], "desk_1", "{}")
    )
    while not asked.is_set():
        await asyncio.sleep(0.01)
    posting.cancel()
    await asyncio.gather(posting, return_exceptions=True)
    await poster.close()

asyncio.run(main())
"""


async def test_what_a_name_stands_for_is_found() -> None:
    found = await Names().resolve("localhost", 80, socket.AF_INET)
    assert {(one["host"], one["port"], one["family"]) for one in found} == {
        ("127.0.0.1", 80, socket.AF_INET)
    }


async def test_an_address_of_one_network_keeps_its_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(*about: object, **how: object) -> object:
        return [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1", 80, 0, 3))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    assert [one["host"] for one in await Names().resolve("printer.local", 80)] == ["fe80::1%3"]


async def test_a_name_nobody_knows_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*about: object, **how: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(OSError, match="not known"):
        await Names().resolve("connector.invalid")


async def test_whoever_asked_may_go_before_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    told = asyncio.Event()
    wrong: list[object] = []
    loop = asyncio.get_running_loop()

    def found(*about: object, **how: object) -> object:
        asyncio.run_coroutine_threadsafe(gone.wait(), loop).result()
        loop.call_soon_threadsafe(loop.call_soon, told.set)
        return []

    loop.set_exception_handler(lambda loop, context: wrong.append(context))
    gone = asyncio.Event()
    monkeypatch.setattr(socket, "getaddrinfo", found)
    asking = asyncio.create_task(Names().resolve("slow.example"))
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    gone.set()
    await told.wait()
    assert wrong == []


def test_a_program_that_ends_does_not_wait_for_a_silent_name_server() -> None:
    subprocess.run([sys.executable, "-c", SILENT], check=True, timeout=60)
