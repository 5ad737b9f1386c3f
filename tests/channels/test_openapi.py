"""The shipped OpenAPI file describes the server that really runs: schemathesis holds them together.

The server runs in a thread of its own with a real store; only the rates are raised.
"""

import asyncio
import json
import shutil
import threading
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from support import contents
from support.webchat import open_chat

from zuiqing_desk.channels.webchat import Limits
from zuiqing_desk.channels.webchat.problems import REFUSALS

DESCRIPTION = json.loads(
    files("zuiqing_desk.channels.webchat").joinpath("openapi.json").read_text("utf-8")
)
PLENTY = Limits(
    messages_per_visitor=10**6,
    files_per_visitor=10**6,
    visitors_per_address=10**6,
    requests_per_address=10**6,
)

schema = schemathesis.openapi.from_dict(DESCRIPTION)


@schema.auth()
class VisitorAuth:
    """Speaks as a visitor the server knows, where a case is to carry a token at all."""

    token = ""

    def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> str:
        return self.token

    def set(self, case: schemathesis.Case, data: str, context: schemathesis.AuthContext) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


@pytest.fixture(scope="module")
def served(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base of a running server's interface."""
    home = tmp_path_factory.mktemp("openapi") / "home"
    shutil.copytree(founded, home)
    started: list[str] = []
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    done = asyncio.Event()

    async def serve() -> None:
        async with open_chat(home, limits=PLENTY) as shop:
            started.append(shop.url)
            visitor = await shop.visitor()
            await visitor.say("在吗", "first")
            await shop.reply(visitor.conversation_id, "在的,您说")
            VisitorAuth.token = visitor.token
            ready.set()
            await done.wait()

    def run() -> None:
        try:
            loop.run_until_complete(serve())
        finally:
            ready.set()
            loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait()
    try:
        yield f"{started[0]}/api/v1"
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()


def bounded(examples: int) -> settings:
    """The same examples each time, and none judged by its speed."""
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@schema.exclude(path=["/ws", "/files"]).parametrize()
@bounded(100)
def test_the_server_does_what_the_file_says(case: schemathesis.Case, served: str) -> None:
    case.call_and_validate(base_url=served)


@schema.include(path="/ws").parametrize()
@bounded(20)
def test_what_is_no_websocket_is_refused_as_the_file_says(
    case: schemathesis.Case, served: str
) -> None:
    # An ordinary request is never accepted there, however well-formed.
    case.call_and_validate(base_url=served, excluded_checks=[positive_data_acceptance])


@schema.include(path="/files").parametrize()
@bounded(60)
def test_what_is_no_picture_is_refused_as_the_file_says(
    case: schemathesis.Case, served: str
) -> None:
    # No schema can say which bytes are a picture.
    case.call_and_validate(base_url=served, excluded_checks=[positive_data_acceptance])


def test_a_picture_is_taken_as_the_file_says(served: str) -> None:
    case = schema["/files"]["POST"].Case(
        query={"client_id": "picture", "name": "碎瓶.png"},
        headers={"Authorization": f"Bearer {VisitorAuth.token}"},
        media_type="application/octet-stream",
        body=contents.png(12, 7),
    )
    assert case.call_and_validate(base_url=served).status_code in (200, 201)


def test_the_server_hands_out_the_shipped_file(served: str) -> None:
    assert requests.get(f"{served}/openapi.json", timeout=30).json() == DESCRIPTION


def test_the_file_names_every_refusal_under_its_status() -> None:
    named: dict[str, set[int]] = {}
    responses = DESCRIPTION["components"]["responses"]
    for path in DESCRIPTION["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                name = response.get("$ref", "").rpartition("/")[2]
                for code in codes_of(responses[name]) if name else ():
                    named.setdefault(code, set()).add(int(status))
    # 404, 405 and 421 belong to no operation.
    expected = {
        code: {status} for code, (status, _) in REFUSALS.items() if status not in {404, 405, 421}
    }
    assert named == expected


def codes_of(response: dict[str, Any]) -> list[str]:
    """The error codes a response of the file may carry."""
    narrowed = response["content"]["application/json"]["schema"]["allOf"][1]
    codes: list[str] = narrowed["properties"]["error"]["properties"]["code"]["enum"]
    return codes
