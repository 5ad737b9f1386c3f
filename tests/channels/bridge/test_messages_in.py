"""What connectors post is taken in, once, and answered only then."""

import asyncio
import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from support.bridge import (
    OTHER,
    SLUG,
    BridgeShop,
    add,
    answered,
    created,
    envelope,
    signed,
    words,
)
from support.contents import png

from zuiqing_desk.channels.bridge.refusals import REFUSALS
from zuiqing_desk.services import conversations, erasure, outbox
from zuiqing_desk.services.bridge import accounts, events
from zuiqing_desk.services.conversation_row import load
from zuiqing_desk.store import content_folder
from zuiqing_desk.store.tx import Tx


async def test_a_message_founds_the_conversation_and_is_answered_after_it_is_stored(
    bridge: BridgeShop,
) -> None:
    status, told = await bridge.post("message.created", words("这酒还有吗？"), cursor="17")
    assert (status, told) == (
        200,
        {"received": True, "duplicate": False, "seq": 1, "cursor": "17"},
    )
    assert await bridge.lines() == [("c1", 1, "text", "这酒还有吗？")]
    assert bridge.moments == ["received", "before-tell", "told"]
    # Somebody is on duty, so it is routed and its clock runs without anybody's doing.
    assert await bridge.all(
        "SELECT u.name, c.state, c.assignee_id, c.round_seq FROM conversation c"
        " JOIN customer u ON u.id = c.customer_id"
    ) == [("买家**", "active", bridge.staff_id, 1)]


async def test_the_same_webhook_again_changes_nothing_and_gets_the_same_answer(
    bridge: BridgeShop,
) -> None:
    first = await bridge.post("message.created", words("在吗"), webhook_id="w1", cursor="1")
    await bridge.post("message.created", words("还在吗", message="m2"), cursor="2")
    again = await bridge.post("message.created", words("在吗"), webhook_id="w1", cursor="1")
    assert again == (200, {**first[1], "duplicate": True})
    assert len(await bridge.lines()) == 2
    assert (await bridge.post("connector.hello", {}))[1]["cursor"] == "2", "and the cursor stays"


async def test_the_same_id_with_other_content_is_refused(bridge: BridgeShop) -> None:
    await bridge.post("message.created", words("在吗"), webhook_id="w1")
    status, told = await bridge.post("message.created", words("不在"), webhook_id="w1")
    assert (status, told["error"]["code"]) == (409, "other_content")
    assert [text for *_, text in await bridge.lines()] == ["在吗"]


async def test_the_same_message_under_another_id_is_one_line(bridge: BridgeShop) -> None:
    await bridge.post("message.created", words("在吗"))
    status, told = await bridge.post("message.created", words("在吗"))
    assert (status, told) == (200, {"received": True, "duplicate": True, "seq": 1})
    assert len(await bridge.lines()) == 1


async def test_a_platform_may_number_its_messages_anew_in_each_conversation(
    bridge: BridgeShop,
) -> None:
    await bridge.post("message.created", words("甲", conversation="c1"))
    await bridge.post("message.created", words("乙", conversation="c2"))
    assert [(name, text) for name, _, _, text in await bridge.lines()] == [
        ("c1", "甲"),
        ("c2", "乙"),
    ]


async def test_two_accounts_of_one_platform_stay_apart(bridge: BridgeShop) -> None:
    await bridge.write(lambda tx: add(tx, "taobao-2", secret=OTHER))
    await bridge.post("message.created", words("甲"), webhook_id="w1")
    status, _ = await bridge.post(
        "message.created", words("乙"), webhook_id="w1", slug="taobao-2", secret=OTHER
    )
    assert status == 200, "ids are each account's own"
    assert [text for *_, text in await bridge.lines()] == ["甲", "乙"]
    assert len(await bridge.all("SELECT 1 FROM conversation")) == 2
    recall = {"conversation": "c2", "message_id": "m1"}
    await bridge.post("message.created", words("丙", conversation="c2"))
    status, told = await bridge.post("message.recalled", recall, slug="taobao-2", secret=OTHER)
    assert (status, told["error"]["code"]) == (422, "no_conversation"), "of the other account"


async def test_hello_says_where_to_go_on_each_time_anew(bridge: BridgeShop) -> None:
    hello = await bridge.post("connector.hello", {}, webhook_id="h1")
    assert hello == (
        200,
        {"received": True, "duplicate": False, "cursor": "", "version": 1},
    )
    await bridge.post("message.created", words("在吗"), cursor="n-9")
    await bridge.post("message.created", words("在吗", message="m2"), cursor="")
    status, told = await bridge.post("connector.hello", {}, webhook_id="h1")
    assert (status, told["cursor"]) == (200, "n-9"), "an empty one is none"
    assert (await bridge.post("connector.hello", {}, cursor="1"))[1]["cursor"] == "n-9"
    assert (await bridge.post("connector.hello", {}))[1]["cursor"] == "n-9", "nor does it go back"


async def test_what_waits_for_a_connector_is_due_once_it_says_that_it_is_there(
    bridge: BridgeShop,
) -> None:
    await bridge.write(lambda tx: add(tx, "taobao-2", secret=OTHER))
    await bridge.post("message.created", words("在吗"))

    def put_off(tx: Tx) -> None:
        answered(tx, 1, bridge.staff_id)
        tx.run("UPDATE bridge_account SET url = 'http://127.0.0.1:9/'")
        outbox.later(tx, tx.value("SELECT id FROM outbox"), 300.0, "连不上连接器")
        events.closed(tx, load(tx, 1))
        tx.run("UPDATE bridge_event SET next_at = :later", later=tx.now + 300_000_000)

    await bridge.write(put_off)
    status, _ = await bridge.post("connector.hello", {}, slug="taobao-2", secret=OTHER)
    waiting = "SELECT next_at > 0 FROM outbox UNION ALL SELECT next_at > 0 FROM bridge_event"
    assert status == 200
    assert await bridge.all(waiting) == [(1,), (1,)], "that was another one's"
    await bridge.post("connector.hello", {})
    assert await bridge.all(waiting) == [(0,), (0,)]


async def test_order_is_that_of_the_requests(bridge: BridgeShop) -> None:
    for number in range(12):
        await bridge.post("message.created", words(f"第{number}句", message=f"m{number}"))
    assert [(seq, text) for _, seq, _, text in await bridge.lines()] == [
        (number + 1, f"第{number}句") for number in range(12)
    ]


async def test_requests_at_once_are_each_kept_once(bridge: BridgeShop) -> None:
    body = envelope("message.created", words("在吗"))
    headers = signed(body, "w1")
    told = await asyncio.gather(*(bridge.raw(body, headers) for _ in range(8)))
    assert {status for status, _ in told} == {200}
    assert sorted(answer["duplicate"] for _, answer in told) == [False] + [True] * 7
    assert len(await bridge.lines()) == 1


async def test_a_picture_that_came_along_is_kept_before_its_line(bridge: BridgeShop) -> None:
    content = {"type": "picture", "name": "碎瓶.png", "data": _base64(png(12, 8))}
    status, _ = await bridge.post("message.created", created(content))
    assert status == 200
    assert await bridge.lines() == [("c1", 1, "picture", "碎瓶.png")]
    ((state, sha256, kind, width, height),) = await bridge.all(
        "SELECT lm.state, m.sha256, m.kind, m.width, m.height FROM line_media lm"
        " JOIN media m ON m.id = lm.media_id"
    )
    assert (state, kind, width, height) == ("here", "png", 12, 8)
    home = bridge.store.path.parent
    assert content_folder.path_of(home, sha256, kind).read_bytes() == png(12, 8)


async def test_a_picture_elsewhere_is_not_fetched(bridge: BridgeShop) -> None:
    content = {"type": "picture", "url": "https://img.example.com/1.jpg", "name": "碎瓶.jpg"}
    await bridge.post("message.created", created(content))
    assert await bridge.all("SELECT state, url FROM line_media") == [
        ("elsewhere", "https://img.example.com/1.jpg")
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("!!!!", "bad_base64"),
        (base64.b64encode(b"PK\x03\x04 a zip file").decode(), "wrong_kind"),
        (base64.b64encode(bytes(11 * 1024 * 1024)).decode(), "invalid"),
    ],
    ids=["no-base64", "zip", "too-big"],
)
async def test_what_may_not_be_kept_is_refused_in_words(
    bridge: BridgeShop, data: str, code: str
) -> None:
    status, told = await bridge.post("message.created", created({"type": "file", "data": data}))
    assert (status, told["error"]["code"]) == (422, code)
    assert await bridge.lines() == []
    assert list(content_folder.parts(bridge.store.path.parent)) == []


async def test_an_order_card_is_a_line_with_its_fields(bridge: BridgeShop) -> None:
    content = {"type": "order_card", "number": "881", "title": "小酒版", "amount": "198.00"}
    await bridge.post("message.created", created(content))
    assert await bridge.lines() == [("c1", 1, "order_card", "881 小酒版 198.00 元")]


async def test_what_an_erased_customer_wrote_before_is_not_taken_in_again(
    bridge: BridgeShop,
) -> None:
    """A connector that lost its place sends old messages once more, under new webhook ids."""
    now = await bridge.read(lambda tx: tx.now)
    sent_at = datetime.fromtimestamp(now // 1_000_000 - 5, UTC).isoformat()

    def wrote(text: str, message: str, sent_at: str = sent_at) -> dict[str, Any]:
        data = created({"type": "text", "text": text}, message=message)
        data["message"]["sent_at"] = sent_at
        return data

    await bridge.post("message.created", wrote("我的电话", "m1"))
    begun = await bridge.write(lambda tx: erasure.begin(tx, erasure.prepare(tx, 1, None), None))
    while not (await bridge.write(lambda tx: erasure.step(tx, begun))).done:
        pass
    status, told = await bridge.post("message.created", wrote("我的电话", "m1"))
    assert (status, told["received"], told["reason"]) == (200, False, "erased")
    assert len(await bridge.lines()) == 1
    # A new one of theirs, and one that a platform numbers anew, are new.
    later = datetime.fromtimestamp(now // 1_000_000 + 60, UTC).isoformat()
    for text, message, at in (("又来了", "m2", sent_at), ("另一位", "m1", later)):
        assert (await bridge.post("message.created", wrote(text, message, at)))[1]["received"]
    assert len(await bridge.lines()) == 3


async def test_a_blocked_customer_is_answered_as_taken_and_not_stored(bridge: BridgeShop) -> None:
    await bridge.post("message.created", words("加微信"))
    await bridge.write(lambda tx: conversations.block(tx, 1, bridge.staff_id))
    status, told = await bridge.post("message.created", words("加微信吧", message="m2"))
    assert (status, told) == (
        200,
        {"received": False, "duplicate": False, "reason": "blocked"},
    )
    picture = {"type": "picture", "data": _base64(png(12, 8))}
    for webhook_id in ("w3", "w3"):
        told = await bridge.post(
            "message.created", created(picture, message="m3"), webhook_id=webhook_id
        )
        assert told[1]["reason"] == "blocked"
    assert len(await bridge.lines()) == 1
    assert list(content_folder.lying(bridge.store.path.parent)) == []


async def test_the_rest_reaches_the_desk(bridge: BridgeShop) -> None:
    await bridge.post("message.created", words("发错了"))
    client_id = await bridge.write(lambda tx: answered(tx, 1, bridge.staff_id))
    of_it = {"conversation": "c1", "client_id": client_id}
    for type_, data, told in (
        ("message.accepted", of_it, {"seq": 2}),
        ("message.delivered", {"conversation": "c1", "up_to": 2.0}, {"seq": 2}),
        ("message.read", of_it, {"seq": 2}),
        ("message.recalled", {"conversation": "c1", "message_id": "m1"}, {"seq": 1}),
        ("customer.updated", {"conversation": "c1", "name": "老客"}, {}),
        ("typing", {"conversation": "c1", "on": True}, {}),
        ("conversation.closed", {"conversation": "c1", "by": "customer"}, {"closed": True}),
    ):
        answer = await bridge.post(type_, data)
        assert answer == (200, {"received": True, "duplicate": False, **told}), type_
    assert await bridge.all(
        "SELECT u.name, c.state, c.delivered_seq, c.read_seq, p.typing_until > 0"
        " FROM conversation c JOIN customer u ON u.id = c.customer_id"
        " JOIN visitor_presence p ON p.conversation_id = c.id"
    ) == [("老客", "closed", 2, 2, 1)]


async def test_nothing_of_a_refused_webhook_is_kept(bridge: BridgeShop) -> None:
    body = words(" \n ")
    status, told = await bridge.post("message.created", body, webhook_id="w1", cursor="9")
    assert (status, told["error"]["code"]) == (422, "empty")
    assert await bridge.all("SELECT 1 FROM bridge_seen") == []
    assert await bridge.all("SELECT 1 FROM conversation") == []
    assert (await bridge.post("connector.hello", {}))[1]["cursor"] == ""
    # Put right, the same id serves.
    assert (await bridge.post("message.created", words("在吗"), webhook_id="w1"))[0] == 200


async def test_words_that_may_quote_what_was_sent_are_not_passed_on(bridge: BridgeShop) -> None:
    order = {"number": "881", "status": "paid", "placed_at": "1999-01-01T00:00:00Z", "items": []}
    status, told = await bridge.post("order.upserted", {"order": order})
    refusal = {"code": "bad_value", "message": REFUSALS["bad_value"][1]}
    assert (status, told) == (422, {"error": refusal})


async def test_an_account_that_is_removed_while_the_webhook_is_read_takes_nothing(
    bridge: BridgeShop,
) -> None:
    await bridge.write(lambda tx: add(tx, "taobao-2", secret=OTHER))
    await bridge.write(lambda tx: accounts.remove(tx, SLUG))
    status, told = await bridge.post("message.created", words("在吗"))
    assert (status, told["error"]["code"]) == (401, "unauthorized")


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
