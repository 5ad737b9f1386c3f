"""The web chat's HTTP interface as a visitor's page uses it."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.webchat import ChatShop, eventually, frame, open_chat

from zuiqing_desk.channels.base import Inbound, Receipt
from zuiqing_desk.channels.sink import StoreSink


async def test_a_visitor_gets_a_token_and_a_conversation(shop: ChatShop) -> None:
    async with shop.http.post(
        f"{shop.url}/api/v1/visitors", json={"name": " 张\n女士 "}
    ) as response:
        assert response.status == 201
        answer = await response.json()
    assert answer.keys() == {"visitor_token", "conversation_id"}
    names = await shop.read(
        lambda tx: tx.all(
            "SELECT u.name FROM customer u JOIN conversation c ON c.customer_id = u.id"
            " WHERE c.id = :id",
            id=answer["conversation_id"],
        )
    )
    assert names == [("张 女士",)]


@pytest.mark.parametrize("body", [b"", b"{}", b'{"name":null}', b'{"name":""}'])
async def test_the_name_is_optional(shop: ChatShop, body: bytes) -> None:
    headers = {"Content-Type": "application/json"} if body else {}
    async with shop.http.post(
        f"{shop.url}/api/v1/visitors",
        data=body,
        headers=headers,
        skip_auto_headers=["Content-Type"],
    ) as response:
        assert response.status == 201


def everything_in(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


async def test_the_token_is_stored_only_as_a_hash(shop: ChatShop, home: Path) -> None:
    visitor = await shop.visitor()
    await visitor.say("在吗", "c1")
    kept = everything_in(home)
    assert "在吗".encode() in kept
    assert visitor.token.encode() not in kept


async def test_a_message_is_stored_and_numbered(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    status, stored = await visitor.say("这款1983还有货吗", "c1")
    assert status == 201
    assert stored["seq"] == 1
    at = datetime.fromisoformat(stored["at"])
    assert at.utcoffset() == timedelta(hours=8)
    assert (await visitor.fetch())["messages"] == [
        {
            "seq": 1,
            "at": stored["at"],
            "from": "customer",
            "kind": "text",
            "text": "这款1983还有货吗",
            "client_id": "c1",
        }
    ]


async def test_the_same_client_id_is_one_message_whatever_it_says(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    _, first = await visitor.say("一次", "c1")
    assert await visitor.say("一次", "c1") == (200, first)
    assert await visitor.say("另一句", "c1") == (200, first)
    assert [m["text"] for m in (await visitor.fetch())["messages"]] == ["一次"]


async def test_many_retries_at_once_are_one_message(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    answers = await asyncio.gather(*(visitor.say("一次", "c1") for _ in range(10)))
    assert sorted(status for status, _ in answers) == [200] * 9 + [201]
    assert len({str(body) for _, body in answers}) == 1


async def test_two_visitors_may_choose_the_same_client_id(shop: ChatShop) -> None:
    one, other = await shop.visitor(), await shop.visitor()
    assert (await one.say("甲", "c1"))[0] == 201
    assert (await other.say("乙", "c1"))[0] == 201
    assert [m["text"] for m in (await one.fetch())["messages"]] == ["甲"]
    assert [m["text"] for m in (await other.fetch())["messages"]] == ["乙"]


async def test_told_only_after_commit(home: Path) -> None:
    order: list[str] = []

    class WatchedSink(StoreSink):
        async def receive(self, item: Inbound) -> Receipt:
            receipt = await super().receive(item)
            order.append("committed")
            return receipt

    async with open_chat(home, make_sink=WatchedSink, observer=order.append) as shop:
        visitor = await shop.visitor()
        await visitor.say("在吗", "c1")
        await eventually(lambda: "told" in order)
    assert order == ["received", "committed", "before-tell", "told"]


async def test_fetching_goes_on_where_it_stopped(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    for number in range(5):
        await visitor.say(f"第{number}句", f"c{number}")
    first = await visitor.fetch(0, limit=2)
    second = await visitor.fetch(2, limit=2)
    third = await visitor.fetch(4, limit=2)
    assert [[m["seq"] for m in page["messages"]] for page in (first, second, third)] == [
        [1, 2],
        [3, 4],
        [5],
    ]
    assert [page["more"] for page in (first, second, third)] == [True, True, False]


async def test_an_exactly_full_page_says_that_there_is_no_more(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    await visitor.say("一", "c1")
    await visitor.say("二", "c2")
    assert (await visitor.fetch(0, limit=2))["more"] is False


async def test_an_enormous_limit_is_taken_as_the_largest(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    await visitor.say("一", "c1")
    assert len((await visitor.fetch(0, limit=2**53 - 1))["messages"]) == 1


async def test_answers_reach_the_visitor_and_notes_do_not(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    await visitor.say("在吗", "c1")
    await shop.note(visitor.conversation_id, "这位是熟客,别再送小酒")
    seq = await shop.reply(visitor.conversation_id, "在的,您说")
    messages = (await visitor.fetch())["messages"]
    assert [(m["seq"], m["from"], m["text"]) for m in messages] == [
        (1, "customer", "在吗"),
        (seq, "agent", "在的,您说"),
    ]
    assert "client_id" not in messages[1]
    assert "熟客" not in str(await visitor.fetch(1, limit=1))


async def test_asking_after_a_seq_proves_delivery(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    await visitor.say("在吗", "c1")
    seq = await shop.reply(visitor.conversation_id, "在的")
    await visitor.fetch(0)
    assert await shop.column("delivered_seq", visitor.conversation_id) == 0
    await visitor.fetch(seq)
    assert await shop.column("delivered_seq", visitor.conversation_id) == seq
    assert await shop.column("read_seq", visitor.conversation_id) == 0


async def test_the_sink_hears_of_a_delivery_once(home: Path) -> None:
    heard: list[int] = []

    class CountingSink(StoreSink):
        async def delivered(self, conversation_id: int, seq: int) -> None:
            heard.append(seq)
            await super().delivered(conversation_id, seq)

    async with open_chat(home, make_sink=CountingSink) as shop:
        visitor = await shop.visitor()
        await visitor.say("在吗", "c1")
        await visitor.fetch(1)
        seq = await shop.reply(visitor.conversation_id, "在的")
        await visitor.fetch(1)
        for _ in range(5):
            await visitor.fetch(seq)
        await visitor.fetch(0)
        await visitor.fetch(seq)
        await visitor.say("好", "c2")
        await visitor.fetch(seq + 1)
    assert heard == [1, seq]


async def test_reading_is_told_and_clamped_to_what_there_is(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    await visitor.say("在吗", "c1")
    seq = await shop.reply(visitor.conversation_id, "在的")
    await visitor.fetch(0)
    assert (await visitor.post("read", {"seq": 2**53 - 1}))[0] == 204
    assert await shop.column("read_seq", visitor.conversation_id) == seq
    assert await shop.column("delivered_seq", visitor.conversation_id) == seq
    later = await shop.reply(visitor.conversation_id, "还在吗")
    await visitor.fetch(seq)
    assert (await visitor.post("read", {"seq": later}))[0] == 204
    assert await shop.column("read_seq", visitor.conversation_id) == later


async def test_reading_backwards_changes_nothing(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    await visitor.say("在吗", "c1")
    seq = await shop.reply(visitor.conversation_id, "在的")
    await visitor.fetch(0)
    await visitor.post("read", {"seq": seq})
    assert (await visitor.post("read", {"seq": 0}))[0] == 204
    assert await shop.column("read_seq", visitor.conversation_id) == seq


async def test_a_blocked_sender_is_refused_at_once_but_may_read(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    await visitor.say("广告一", "c1")
    await shop.block(visitor.conversation_id)
    status, answer = await visitor.say("广告二", "c2")
    assert status == 403
    assert answer["error"]["code"] == "blocked"
    assert [m["text"] for m in (await visitor.fetch())["messages"]] == ["广告一"]
    # A repeat of what was stored before is still answered with where it stands.
    assert (await visitor.say("广告一", "c1"))[0] == 200


async def test_a_token_still_works_after_a_restart(home: Path) -> None:
    async with open_chat(home) as shop:
        visitor = await shop.visitor()
        _, stored = await visitor.say("在吗", "c1")
    async with open_chat(home) as shop:
        visitor.shop = shop
        assert await visitor.say("在吗", "c1") == (200, stored)
        assert len((await visitor.fetch())["messages"]) == 1


async def test_the_pump_hints_an_open_page(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    await visitor.say("在吗", "c1")
    async with visitor.socket() as socket:
        assert await frame(socket, "ready") == {"type": "ready", "seq": 1, "read": 0}
        seq = await shop.reply(visitor.conversation_id, "在的")
        assert await frame(socket, "new") == {"type": "new", "seq": seq}


async def test_a_token_of_another_account_opens_nothing_here(home: Path) -> None:
    async with open_chat(home) as shop:
        visitor = await shop.visitor()
        await shop.write(
            lambda tx: tx.run(
                "UPDATE conversation SET account_id ="
                " (SELECT min(id) FROM channel_account WHERE channel = 'manual')"
            )
        )
    async with open_chat(home) as shop:
        visitor.shop = shop
        assert (await visitor.say("在吗", "c1"))[0] == 401
