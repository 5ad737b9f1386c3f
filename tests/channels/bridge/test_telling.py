"""Ended conversations and remarks reach the connector, as the schemas say."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from standardwebhooks import Webhook
from support.bridge import SECRET, add
from support.orders import add_order
from support.raw_connector import RawConnector, answers, hangs_up, raw_connector
from support.shop import TestShop
from support.soon import comes_true

from zuiqing_desk.channels import bridge
from zuiqing_desk.channels.bridge import telling
from zuiqing_desk.channels.bridge.post import Poster
from zuiqing_desk.channels.bridge.telling import Teller
from zuiqing_desk.services import conversations
from zuiqing_desk.services.bridge import events
from zuiqing_desk.services.orders import remarks
from zuiqing_desk.services.orders.remarks import Change

SCHEMAS = Path(bridge.__file__).parent / "schemas/v1/out"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestShop:
    monkeypatch.setattr(telling, "LOOK_S", 0.01)
    return TestShop(tmp_path)


@contextlib.asynccontextmanager
async def teller(shop: TestShop) -> AsyncIterator[None]:
    poster = Poster(answer_s=5)
    running = asyncio.create_task(Teller(shop.store, poster).run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await poster.close()
        shop.store.close()


def remark(shop: TestShop, text: str, order: int = 0) -> int:
    """A remark is written; the order's id."""
    order = order or add_order(shop, number="260302001")
    before = shop.ask(lambda tx: tx.value("SELECT remark FROM shop_order WHERE id = :id", id=order))
    shop.do(remarks.write, Change(order, text, "成交", before, ""), shop.lead.id, None)
    return order


def told(connector: RawConnector) -> list[dict[str, Any]]:
    """What came, proved to be ours and as its schema says."""
    found = []
    for one in connector.came:
        said: dict[str, Any] = Webhook(SECRET).verify(one.body, one.headers)
        schema = json.loads((SCHEMAS / f"{said['type']}.json").read_bytes())
        Draft202012Validator(schema).validate(said)
        found.append(said)
    return found


def state(shop: TestShop, order: int) -> str:
    written = shop.ask(events.written_back, order)
    return "" if written is None else f"{written.state} {written.reason}".strip()


async def test_both_are_told(shop: TestShop) -> None:
    async with raw_connector(answers(204)) as connector, teller(shop):
        account = shop.do(add, url=connector.url).account_id
        shop.comes_on(shop.lead)
        conversation = shop.do(
            conversations.found_conversation, account_id=account, external_id="c-1", name="甲客"
        )
        shop.do(conversations.reopen, conversation, shop.lead.id)
        shop.do(conversations.close, conversation, shop.lead.id)
        order = remark(shop, "[1001]6瓶1983,发韵达")
        await comes_true(lambda: state(shop, order) == "done" and len(connector.came) == 2)
    by_type = {one["type"]: one["data"] for one in told(connector)}
    assert by_type == {
        "conversation.closed": {"conversation": "c-1"},
        "order.remark": {
            "platform": "taobao",
            "number": "260302001",
            "flag": 1,
            "remark": "[1001]6瓶1983,发韵达",
        },
    }


@pytest.mark.parametrize("trouble", ["busy", "broken", "cut"])
async def test_what_was_not_taken_for_sure_is_told_again_under_the_same_id(
    shop: TestShop, trouble: str
) -> None:
    scripts = {"busy": answers(503), "broken": answers(500), "cut": hangs_up}
    async with raw_connector(scripts[trouble]) as connector, teller(shop):
        shop.do(add, url=connector.url)
        order = remark(shop, "[1001]6瓶1983,发韵达")
        await comes_true(lambda: state(shop, order).startswith("pending 连接器"))
        connector.answer = answers(200)
        shop.later(600)
        await comes_true(lambda: state(shop, order) == "done")
    first, *again = connector.came
    assert {one.headers["webhook-id"] for one in again} == {first.headers["webhook-id"]}
    assert {one.body for one in again} == {first.body}
    assert first.headers["webhook-id"].startswith("desk_")


async def test_a_number_given_again_after_a_restore_is_told_under_another_id(
    shop: TestShop,
) -> None:
    async with raw_connector(answers(200)) as connector, teller(shop):
        shop.do(add, url=connector.url)
        order = remark(shop, "[1001]6瓶1983,发韵达")
        await comes_true(lambda: state(shop, order) == "done")
        shop.do(lambda tx: tx.run("DELETE FROM bridge_event"))
        shop.later(1)
        remark(shop, "[1001]7瓶1983,发韵达", order)
        await comes_true(lambda: len(connector.came) == 2)
    first, second = (one.headers["webhook-id"] for one in connector.came)
    assert first != second


async def test_a_connector_that_refuses_is_not_asked_again(shop: TestShop) -> None:
    refuses = answers(422, '{"error": "没有这单"}'.encode())
    async with raw_connector(refuses) as connector, teller(shop):
        shop.do(add, url=connector.url)
        order = remark(shop, "[1001]6瓶1983,发韵达")
        await comes_true(lambda: state(shop, order) == "failed 没有这单")
        connector.answer = answers(200)
        remark(shop, "[1001]7瓶1983,发韵达", order)
        await comes_true(lambda: state(shop, order) == "done")
    assert [one["data"]["remark"] for one in told(connector)] == [
        "[1001]6瓶1983,发韵达",
        "[1001]7瓶1983,发韵达",
    ]
