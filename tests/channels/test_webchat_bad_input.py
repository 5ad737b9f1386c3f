"""Whatever a client sends, it gets a clean 4xx with a reason, and the chat goes on."""

import json
from typing import Any

import pytest
from support.webchat import ChatShop, Visitor

MESSAGES = "/api/v1/messages"
ZWJ_FAMILY = "👨‍👩‍👧‍👦"


async def post(
    visitor: Visitor, path: str, body: bytes, content_type: str = "application/json", **more: str
) -> tuple[int, dict[str, Any], Any]:
    """POST raw bytes with the visitor's token: (status, body, headers)."""
    headers = {**visitor.headers, "Content-Type": content_type, **more}
    async with visitor.shop.http.post(
        f"{visitor.shop.url}{path}", data=body, headers=headers
    ) as response:
        assert response.content_type == "application/json", await response.text()
        return response.status, await response.json(), response.headers


def message(**fields: object) -> bytes:
    return json.dumps({"client_id": "c1", "text": "在吗", **fields}).encode()


async def nothing_stored(visitor: Visitor) -> bool:
    return not (await visitor.fetch())["messages"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "bad_json"),
        (b"{", "bad_json"),
        (b"null", "bad_json"),
        (b"[]", "bad_json"),
        (b'"text"', "bad_json"),
        (b"[" * 60_000, "bad_json"),
        (b'{"client_id":"c1","text":"\xff\xfe"}', "bad_json"),
        (b'{"client_id":"c1","text":"\xed\xa0\x80"}', "bad_json"),
        ('{"client_id":"c1","text":"在吗"}'.encode("utf-16"), "bad_json"),
        (b'\xef\xbb\xbf{"client_id":"c1","text":"a"}', "bad_json"),
        (b'{"client_id":"c1","text":' + b"9" * 5000 + b"}", "bad_json"),
        (b"{}", "bad_field"),
        (message(text=None), "bad_field"),
        (message(text=7), "bad_field"),
        (message(text=["在吗"]), "bad_field"),
        (message(client_id=None), "bad_field"),
        (message(client_id=1), "bad_field"),
        (message(client_id=""), "bad_client_id"),
        (message(client_id="a" * 65), "bad_client_id"),
        (message(client_id="a:b"), "bad_client_id"),
        (message(client_id="a\n"), "bad_client_id"),
        (message(client_id="甲"), "bad_client_id"),
        (message(client_id="a' OR 1=1"), "bad_client_id"),
        (message(text=""), "empty"),
        (message(text=" \n\t\u3000 "), "empty"),
        (message(text="\u0000\u0007\u202e\ufeff"), "empty"),
    ],
)
async def test_a_bad_message_is_refused_with_a_reason(
    shop: ChatShop, body: bytes, code: str
) -> None:
    visitor = await shop.visitor()
    status, answer, _ = await post(visitor, MESSAGES, body)
    assert (status, answer["error"]["code"]) == (400, code)
    assert answer["error"]["message"]
    assert await nothing_stored(visitor)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("a\x1b]52;c;aGk=\x07b", "a]52;c;aGk=b"),
        ("\x1b[31m红\x1b[0m", "[31m红[0m"),
        ("\u202e反过来\u202c", "反过来"),
        ("\u2066隔\u2069离", "隔离"),
        ("[/b][@click=app.quit]点我[/]", "[/b][@click=app.quit]点我[/]"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        (f"一家{ZWJ_FAMILY}好", f"一家{ZWJ_FAMILY}好"),
        ("全\u3000角", "全\u3000角"),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("\ud800残", "残"),
        ("'; DROP TABLE line; --", "'; DROP TABLE line; --"),
    ],
)
async def test_text_is_cleaned_and_otherwise_kept(shop: ChatShop, text: str, stored: str) -> None:
    visitor = await shop.visitor()
    status, _, _ = await post(visitor, MESSAGES, message(text=text))
    assert status == 201
    assert [m["text"] for m in (await visitor.fetch())["messages"]] == [stored]


async def test_4000_characters_fit_and_4001_do_not(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    assert (await post(visitor, MESSAGES, message(text="酒" * 4000)))[0] == 201
    status, answer, _ = await post(visitor, MESSAGES, message(client_id="c2", text="酒" * 4001))
    assert (status, answer["error"]["code"]) == (422, "too_long")
    assert "4001" in answer["error"]["message"]
    assert len((await visitor.fetch())["messages"]) == 1


async def test_the_limit_counts_what_was_sent_not_what_is_left(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    status, answer, _ = await post(visitor, MESSAGES, message(text="酒" * 4000 + "\u0007"))
    assert (status, answer["error"]["code"]) == (422, "too_long")


async def test_the_longest_message_fits_even_as_escapes(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    body = json.dumps({"client_id": "c1", "text": "🍶" * 4000}, ensure_ascii=True).encode()
    assert (await post(visitor, MESSAGES, body))[0] == 201


async def test_a_name_too_long_is_refused(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    status, answer, _ = await post(
        visitor, "/api/v1/visitors", json.dumps({"name": "长" * 41}).encode()
    )
    assert (status, answer["error"]["code"]) == (422, "name_too_long")


@pytest.mark.parametrize("name", [7, ["张"], {"a": 1}, True])
async def test_a_name_that_is_no_text_is_refused(shop: ChatShop, name: object) -> None:
    visitor = await shop.visitor()
    status, answer, _ = await post(visitor, "/api/v1/visitors", json.dumps({"name": name}).encode())
    assert (status, answer["error"]["code"]) == (400, "bad_field")


@pytest.mark.parametrize("seq", [None, "3", -1, 2**53, 1.5, True, [1], float("inf")])
async def test_a_seq_that_is_none_is_refused(shop: ChatShop, seq: object) -> None:
    visitor = await shop.visitor()
    status, answer, _ = await post(visitor, "/api/v1/read", json.dumps({"seq": seq}).encode())
    assert (status, answer["error"]["code"]) == (400, "bad_field")


@pytest.mark.parametrize(
    "query",
    [
        "after=-1",
        "after=x",
        "after=",
        "after=1.0",
        "after=%EF%BC%91",
        "after=1&after=2",
        f"after={'9' * 5000}",
        "after=9007199254740992",
        "limit=0",
        "limit=-1",
        "limit=x",
    ],
)
async def test_a_bad_query_is_refused(shop: ChatShop, query: str) -> None:
    visitor = await shop.visitor()
    async with shop.http.get(f"{shop.url}{MESSAGES}?{query}", headers=visitor.headers) as response:
        assert response.status == 400
        assert (await response.json())["error"]["code"] == "bad_query"


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer unknown",
        "Basic dXNlcjpwYXNz",
        "Bearer " + "a" * 5000,
        "Bearer 令牌",
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "messages"), ("POST", "messages"), ("POST", "read")]
)
async def test_without_a_known_token_nothing_opens(
    shop: ChatShop, authorization: str, method: str, path: str
) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    async with shop.http.request(
        method, f"{shop.url}/api/v1/{path}", headers=headers, json={"seq": 1}
    ) as response:
        assert response.status == 401
        assert response.headers["WWW-Authenticate"] == "Bearer"
        assert (await response.json())["error"]["code"] == "unauthorized"


async def test_a_foreign_token_opens_only_its_own_conversation(shop: ChatShop) -> None:
    mine, foreign = await shop.visitor(), await shop.visitor()
    await mine.say("我的地址是…", "c1")
    await shop.reply(mine.conversation_id, "收到")
    assert (await foreign.fetch())["messages"] == []
    await foreign.post("read", {"seq": 2})
    assert await shop.column("read_seq", mine.conversation_id) == 0


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_only_json_is_taken(shop: ChatShop, content_type: str) -> None:
    visitor = await shop.visitor()
    status, answer, _ = await post(visitor, MESSAGES, message(), content_type)
    assert (status, answer["error"]["code"]) == (415, "unsupported_type")
    assert await nothing_stored(visitor)


async def test_a_charset_beside_json_is_fine(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    assert (await post(visitor, MESSAGES, message(), "application/json; charset=utf-8"))[0] == 201


async def test_a_compressed_body_is_refused_unread(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    status, answer, _ = await post(visitor, MESSAGES, message(), **{"Content-Encoding": "gzip"})
    assert (status, answer["error"]["code"]) == (415, "unsupported_type")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("GET", "/../../etc/passwd", 404, "not_found"),
        ("GET", "/page/index.html", 404, "not_found"),
        ("PUT", "/api/v1/messages", 405, "method_not_allowed"),
        ("DELETE", "/api/v1/visitors", 405, "method_not_allowed"),
        ("POST", "/", 405, "method_not_allowed"),
    ],
)
async def test_unknown_places_and_methods_get_json_too(
    shop: ChatShop, method: str, path: str, status: int, code: str
) -> None:
    async with shop.http.request(method, f"{shop.url}{path}", headers={"Accept": "text/html"}) as r:
        assert r.status == status
        assert (await r.json())["error"]["code"] == code
        if status == 405:
            assert r.headers["Allow"]


@pytest.mark.parametrize("path", ["/api/v1/visitors", "/api/v1/messages", "/api/v1/read"])
async def test_a_page_of_another_origin_may_not_call(shop: ChatShop, path: str) -> None:
    visitor = await shop.visitor()
    status, answer, _ = await post(visitor, path, message(), Origin="https://evil.example")
    assert (status, answer["error"]["code"]) == (403, "foreign_origin")
    assert await nothing_stored(visitor)


async def test_the_page_itself_may_call(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    assert (await post(visitor, MESSAGES, message(), Origin=shop.url))[0] == 201


async def test_no_refusal_repeats_what_was_sent(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    for body in (b'{"secret-marker', message(client_id="secret-marker!"), message(text="")):
        _, answer, _ = await post(visitor, MESSAGES, body)
        assert "secret-marker" not in str(answer)
