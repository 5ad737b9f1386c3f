"""A page of another site cannot make a browser speak for it here: foreign names in the Host header
(DNS rebinding) and foreign origins are refused on every path, before anything is looked at."""

from pathlib import Path

import pytest
from support.figures import Figures
from support.raw import raw_connection
from support.webchat import ChatShop, Visitor, open_chat

PATHS = [
    ("GET", "/"),
    ("GET", "/index.html"),
    ("GET", "/chat.js"),
    ("GET", "/healthz"),
    ("GET", "/api/v1/openapi.json"),
    ("POST", "/api/v1/visitors"),
    ("POST", "/api/v1/messages"),
    ("GET", "/api/v1/messages"),
    ("POST", "/api/v1/read"),
    ("GET", "/api/v1/ws"),
    ("GET", "/ws"),
    ("GET", "/nothing"),
    ("PUT", "/"),
    ("OPTIONS", "/api/v1/messages"),
]
INTERFACE = [
    ("POST", "/api/v1/visitors"),
    ("POST", "/api/v1/messages"),
    ("GET", "/api/v1/messages"),
    ("POST", "/api/v1/read"),
    ("GET", "/api/v1/ws"),
    ("GET", "/ws"),
]


async def asked(visitor: Visitor, method: str, path: str, *headers: str) -> tuple[int, str]:
    """The answer to a request with a good token and these headers, among them every Host."""
    async with raw_connection(visitor.shop.url) as raw:
        lines = [
            f"{method} {path} HTTP/1.1",
            *headers,
            f"Authorization: Bearer {visitor.token}",
            "Content-Type: application/json",
            "Content-Length: 2",
            "",
            "{}",
        ]
        await raw.send("\r\n".join(lines).encode())
        return await raw.response()


@pytest.mark.parametrize(("method", "path"), PATHS)
async def test_nothing_is_served_under_a_foreign_name(
    shop: ChatShop, figures: Figures, method: str, path: str
) -> None:
    visitor = await shop.visitor()
    for host in (
        "evil.example",
        "evil.example:8760",
        "127.0.0.1.evil.example",
        "",
        "localhost.evil",
    ):
        figures.count("security inputs", "wrong_hosts")
        status, text = await asked(visitor, method, path, f"Host: {host}")
        assert (status, "wrong_host" in text) == (421, True), (host, text)
        assert "evil" not in text


@pytest.mark.parametrize(
    "headers",
    [
        [],
        ["Host: 127.0.0.1", "Host: evil.example"],
        ["Host: 127.0.0.1", "Host: 127.0.0.1"],
        ["X-Forwarded-Host: 127.0.0.1"],
    ],
)
async def test_a_request_names_exactly_one_host(shop: ChatShop, headers: list[str]) -> None:
    status, text = await asked(await shop.visitor(), "GET", "/healthz", *headers)
    assert (status, "bad_request" in text) == (400, True)


async def test_a_proxy_may_name_the_host_it_was_asked_for_but_not_vouch_for_another(
    home: Path,
) -> None:
    async with open_chat(
        home,
        public_url="https://chat.example/kefu/",
        allowed_origins=("https://other.example",),
        trusted_proxies=("127.0.0.1",),
    ) as shop:
        visitor = await shop.visitor()
        for host in ("chat.example", "CHAT.example:443", "other.example"):
            assert (await asked(visitor, "GET", "/healthz", f"Host: {host}"))[0] == 200
        foreign = ("Host: evil.example", "X-Forwarded-Host: chat.example")
        assert (await asked(visitor, "GET", "/healthz", *foreign))[0] == 421


async def test_an_old_client_need_not_name_a_host(shop: ChatShop) -> None:
    async with raw_connection(shop.url) as raw:
        await raw.send(b"GET /healthz HTTP/1.0\r\n\r\n")
        assert (await raw.response())[0] == 200


@pytest.mark.parametrize(("method", "path"), INTERFACE)
async def test_a_foreign_origin_reaches_no_interface(
    shop: ChatShop, figures: Figures, method: str, path: str
) -> None:
    visitor = await shop.visitor()
    port = shop.url.rpartition(":")[2]
    for origin in (
        "https://evil.example",
        "null",
        f"http://127.0.0.1:{int(port) - 1}",
        f"http://127.0.0.1:{port}.evil.example",
        f"http://localhost:{port}",
        f"{shop.url}@evil.example",
    ):
        figures.count("security inputs", "wrong_origins")
        status, text = await asked(
            visitor, method, path, f"Host: 127.0.0.1:{port}", f"Origin: {origin}"
        )
        assert (status, "foreign_origin" in text) == (403, True), (origin, text)


async def test_a_foreign_page_learns_nothing_from_a_preflight(shop: ChatShop) -> None:
    status, text = await asked(
        await shop.visitor(),
        "OPTIONS",
        "/api/v1/messages",
        "Host: 127.0.0.1",
        "Origin: https://evil.example",
        "Access-Control-Request-Method: POST",
        "Access-Control-Request-Headers: authorization",
    )
    assert status in {403, 405}
    assert "access-control" not in text.lower()
