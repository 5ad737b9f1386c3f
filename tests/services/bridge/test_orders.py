"""Orders from a connector stand as an import would have written them, however late they come."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.library import OLD
from support.shop import TestShop

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import conversations, presence
from zuiqing_desk.services.bridge import accounts, intake, orders
from zuiqing_desk.services.bridge.accounts import Bridge
from zuiqing_desk.services.orders import chase, linking, reading
from zuiqing_desk.services.orders.records import OrderRecord
from zuiqing_desk.services.products import catalogue
from zuiqing_desk.store.tx import Tx

SCHEMA = json.loads(
    (
        Path(orders.__file__).parents[2] / "channels/bridge/schemas/v1/order.upserted.json"
    ).read_bytes()
)["properties"]["data"]

WHOLE: dict[str, Any] = {
    "number": "260302001",
    "status": "paid",
    "buyer": "tb_**1",
    "receiver": "甲**",
    "phone": "138****0001",
    "province": "浙江省",
    "city": "杭州市",
    "district": "西湖区",
    "address": "文三路 1 号",
    "amount": "768.00",
    "goods": "758.00",
    "freight": "10.00",
    "buyer_message": "加急\n送人",
    "seller_memo": "",
    "flag": 2,
    "placed_at": "2026-03-02T09:00:00+08:00",
    "paid_at": "2026-03-02T01:01:00Z",
    "updated_at": "2026-03-02T09:01:00+08:00",
    "items": [
        {"id": "1", "title": "醉卿1983 500ml", "quantity": 6, "price": "128.00", "code": "1983"}
    ],
    "conversation": "c-1",
}


def told(**changes: Any) -> dict[str, Any]:
    """The data of a webhook, as the schema wants it; a field that is None is left out."""
    order = {name: value for name, value in (WHOLE | changes).items() if value is not None}
    data = {"order": order}
    Draft202012Validator(SCHEMA).validate(data)
    return data


def connect(shop: TestShop, slug: str = "tb", storefront: str = "") -> Bridge:
    return shop.do(
        accounts.add,
        slug=slug,
        platform="taobao",
        name=slug,
        storefront=storefront,
        url="",
        secret="whsec_" + base64.b64encode(bytes(32)).decode(),
        actor=None,
    )


@pytest.fixture
def account(shop: TestShop) -> Bridge:
    return connect(shop)


def upsert(shop: TestShop, account: Bridge, **changes: Any) -> str:
    return shop.do(orders.upsert, account, told(**changes))


def order(shop: TestShop, number: str = "260302001") -> OrderRecord:
    order_id = shop.ask(
        lambda tx: tx.value("SELECT id FROM shop_order WHERE number = :number", number=number)
    )
    return shop.ask(reading.one, order_id)


def sends(shop: TestShop, account: Bridge, card: dict[str, Any], message: str) -> int:
    """A customer sends an order's card; the conversation."""
    return shop.do(
        intake.message,
        account.account_id,
        conversation="c-7",
        name="甲",
        message_id=message,
        kind="order_card",
        payload=card,
    ).conversation_id


def journal(shop: TestShop) -> list[tuple[str, str]]:
    return shop.ask(
        lambda tx: tx.all("SELECT kind, detail FROM journal WHERE kind GLOB 'order*' ORDER BY id")
    )


def test_an_order_stands_as_it_was_told(shop: TestShop, account: Bridge) -> None:
    shop.do(catalogue.add, OLD, actor=shop.lead.id)
    assert upsert(shop, account) == "added"
    found = order(shop)
    assert (found.platform, found.state, found.platform_state) == ("taobao", "paid", "已付款")
    assert (found.buyer, found.receiver, found.phone) == ("tb_**1", "甲**", "138****0001")
    assert found.address == "浙江省杭州市西湖区文三路 1 号"
    assert (found.province, found.city, found.district) == ("浙江省", "杭州市", "西湖区")
    assert (found.amount_fen, found.goods_fen, found.freight_fen) == (76_800, 75_800, 1_000)
    assert found.buyer_message == "加急\n送人"
    assert found.urgent
    assert (found.platform_remark, found.platform_flag) == ("", 2)
    assert (found.placed_at, found.paid_at) == (shop.now, shop.now + 60_000_000)
    assert found.storefront == "醉卿酒业"
    [item] = found.items
    assert (item.title, item.quantity, item.price_fen) == ("醉卿1983 500ml", 6, 12_800)
    assert item.product == "1983"
    assert journal(shop) == [("order.upserted", "added")]


def test_a_card_that_was_made_meanwhile_is_found(shop: TestShop, account: Bridge) -> None:
    upsert(shop, account)
    shop.do(catalogue.add, OLD, actor=shop.lead.id)
    upsert(shop, account, number="260302002")
    assert [item.product for item in order(shop, "260302002").items] == ["1983"]


def test_told_twice_it_changes_nothing(shop: TestShop, account: Bridge) -> None:
    upsert(shop, account)
    before = order(shop)
    shop.later(60)
    assert upsert(shop, account) == "unchanged"
    assert order(shop) == before
    assert len(journal(shop)) == 1


def test_what_comes_late_takes_the_place_of_nothing(shop: TestShop, account: Bridge) -> None:
    upsert(shop, account)
    newer = {"status": "shipped", "waybill": "SF1", "courier": "顺丰", "amount": "700.00"}
    assert upsert(shop, account, **newer, updated_at="2026-03-02T05:00:00Z") == "changed"
    after = order(shop)
    assert (after.state, after.waybill, after.amount_fen) == ("dispatched", "SF1", 70_000)
    older = {"receiver": "乙**", "amount": "1.00", "status": "refund"}
    assert upsert(shop, account, **older, updated_at="2026-03-02T12:59:59+08:00") == "older"
    assert order(shop) == after


def test_without_a_time_nothing_goes_backwards_in_our_work(shop: TestShop, account: Bridge) -> None:
    upsert(shop, account, updated_at=None, status="shipped")
    upsert(shop, account, updated_at=None, status="unpaid")
    assert order(shop).state == "dispatched"


def test_what_is_absent_erases_nothing_and_what_is_empty_empties_the_remark(
    shop: TestShop, account: Bridge
) -> None:
    upsert(shop, account, seller_memo="[1001]6瓶1983,发韵达", flag=1)
    shop.do(
        orders.upsert,
        account,
        {"order": {"number": "260302001", "status": "shipped", "seller_memo": "", "flag": None}},
    )
    found = order(shop)
    assert (found.receiver, found.amount_fen, len(found.items)) == ("甲**", 76_800, 1)
    assert (found.platform_remark, found.platform_flag) == ("", None)


def test_what_was_approved_and_is_another_order_now_goes_back_to_the_audit(
    shop: TestShop, account: Bridge
) -> None:
    upsert(shop, account)
    shop.do(lambda tx: tx.run("UPDATE shop_order SET verdict = 'approved', state = 'audit'"))
    upsert(shop, account, address="文三路 2 号", updated_at="2026-03-02T10:00:00+08:00")
    found = order(shop)
    assert found.verdict == ""
    assert "收货地址" in found.verdict_reason
    assert found.address_before == "浙江省杭州市西湖区文三路 1 号"


def test_an_unpaid_order_is_chased_until_it_is_paid(shop: TestShop, account: Bridge) -> None:
    shop.comes_on(shop.lead)
    upsert(shop, account, status="unpaid", paid_at=None)
    order_id = order(shop).id
    assert shop.ask(chase.state_of, order_id) is not None
    shop.later(30 * 60)
    shop.do(presence.beat, "desk-1001", shop.lead.id, viewing=None, typing=None)
    paid = "2026-03-02T09:30:00+08:00"
    upsert(shop, account, status="paid", paid_at=paid, updated_at=paid)
    lost = shop.ask(
        lambda tx: tx.value("SELECT result FROM payment_chase WHERE order_id = :id", id=order_id)
    )
    # Nobody made contact within twenty minutes: that it was paid later changes nothing.
    assert lost == "lost"


def test_it_hangs_on_the_conversation_the_platform_names(shop: TestShop, account: Bridge) -> None:
    other = connect(shop, "tb-2")
    shop.do(
        conversations.found_conversation, account_id=other.account_id, external_id="c-1", name="乙"
    )
    upsert(shop, account)
    assert order(shop).conversation_id is None, "the name is that of another account"
    ours = shop.do(
        conversations.found_conversation,
        account_id=account.account_id,
        external_id="c-1",
        name="甲",
    )
    assert upsert(shop, account) == "unchanged"
    assert order(shop).conversation_id == ours
    shop.do(linking.unlink, order(shop).id, None)
    upsert(shop, account)
    assert order(shop).conversation_id is None, "a person has unlinked it"


@pytest.mark.parametrize("named", [None, "taobao", "天猫"])
def test_a_card_the_customer_sent_links_its_order(
    shop: TestShop, account: Bridge, named: str | None
) -> None:
    upsert(shop, account, conversation=None)
    assert order(shop).conversation_id is None
    card = {"number": "260302001"} | ({} if named is None else {"platform": named})
    ours = sends(shop, account, card, "m1")
    assert order(shop).conversation_id == ours
    assert journal(shop)[-1] == ("order.linked", "buyer")
    shop.do(linking.unlink, order(shop).id, None)
    sends(shop, account, card, "m1")
    sends(shop, account, card, "m2")
    assert order(shop).conversation_id is None, "a person has unlinked it"


def test_a_card_of_another_platform_or_of_no_order_links_nothing(
    shop: TestShop, account: Bridge
) -> None:
    upsert(shop, account, conversation=None)
    sends(shop, account, {"number": "260302001", "platform": "jd"}, "m1")
    sends(shop, account, {"number": "260302009"}, "m2")
    assert order(shop).conversation_id is None


def test_what_another_shops_connector_answers_for_is_not_touched(
    shop: TestShop, account: Bridge
) -> None:
    upsert(shop, account, conversation=None)
    before = order(shop)
    other = connect(shop, "tb-2", "二店")
    with pytest.raises(RuleError) as refused:
        upsert(shop, other, address="别处 1 号", updated_at="2026-03-02T10:00:00+08:00")
    assert refused.value.code == "other_shop"
    sends(shop, other, {"number": "260302001"}, "m1")
    assert order(shop) == before
    # Two accounts of one shop are one shop; and where nobody answers for it, it may be corrected.
    later = "2026-03-02T11:00:00+08:00"
    assert upsert(shop, connect(shop, "tb-3"), amount="1.00", updated_at=later) == "changed"
    shop.do(accounts.remove, "tb")
    shop.do(accounts.remove, "tb-3")
    later = "2026-03-02T12:00:00+08:00"
    assert upsert(shop, other, amount="2.00", updated_at=later) == "changed"
    assert order(shop).storefront == "二店"


def test_nobody_names_the_conversation_of_who_was_erased(shop: TestShop, account: Bridge) -> None:
    with pytest.raises(RuleError) as refused:
        upsert(shop, account, conversation="erased-1")
    assert refused.value.code == "reserved"
    assert shop.ask(lambda tx: tx.value("SELECT count(*) FROM shop_order")) == 0


def test_it_belongs_to_the_storefront_of_its_account(shop: TestShop) -> None:
    upsert(shop, connect(shop, "tb-2", "二店"))
    assert order(shop).storefront == "二店"


def test_lines_of_one_id_stay_apart(shop: TestShop, account: Bridge) -> None:
    line = {"id": "1", "title": "醉卿1983", "quantity": 1}
    upsert(shop, account, items=[line, line | {"quantity": 2}])
    assert [item.quantity for item in order(shop).items] == [1, 2]
    assert upsert(shop, account, items=[line, line | {"quantity": 2}]) == "unchanged"


def test_what_a_terminal_would_obey_is_not_kept(shop: TestShop, account: Bridge) -> None:
    hostile = "\x1b]52;c;aGk=\x07\u202e甲\n乙"
    upsert(shop, account, buyer=hostile, buyer_message=hostile, status_text=hostile)
    found = order(shop)
    assert (found.buyer, found.buyer_message) == ("]52;c;aGk=甲 乙", "]52;c;aGk=甲\n乙")
    assert found.platform_state == "]52;c;aGk=甲 乙"


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-12:00"])
def test_a_time_no_marketplace_knows_is_refused(shop: TestShop, account: Bridge, at: str) -> None:
    with pytest.raises(RuleError, match="时间不对"):
        upsert(shop, account, placed_at=at)


def test_nothing_is_written_down_of_an_import(shop: TestShop, account: Bridge) -> None:
    upsert(shop, account)
    assert shop.ask(lambda tx: tx.value("SELECT count(*) FROM order_import")) == 0


TEXTS = st.text(max_size=12)
SUMS = st.integers(0, 10_000_000).map(lambda fen: f"{fen // 100}.{fen % 100:02}")
ORDERS = st.fixed_dictionaries(
    {
        "number": st.sampled_from(["A1", "A2"]),
        "status": st.sampled_from(["unpaid", "paid", "shipped", "finished", "closed", "refund"]),
    },
    optional={
        "buyer": TEXTS,
        "receiver": TEXTS,
        "phone": TEXTS,
        "address": TEXTS,
        "amount": SUMS,
        "refund": SUMS,
        "seller_memo": TEXTS,
        "flag": st.none() | st.integers(0, 99),
        "cod": st.booleans(),
        "conversation": st.just("c-1"),
        "items": st.lists(
            st.fixed_dictionaries(
                {
                    "id": st.sampled_from(["1", "2"]),
                    "title": st.text(min_size=1, max_size=9),
                    "quantity": st.integers(1, 999_999),
                },
                optional={"price": SUMS},
            ),
            max_size=3,
        ),
    },
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(ORDERS, min_size=1, max_size=4))
def test_whatever_fits_the_schema_is_taken_and_then_says_nothing_new(
    shop: TestShop, given_orders: list[Mapping[str, Any]]
) -> None:
    known = shop.ask(accounts.by_slug, "tb") or connect(shop)

    def one_after_another(tx: Tx) -> None:
        for one in given_orders:
            Draft202012Validator(SCHEMA).validate({"order": one})
            orders.upsert(tx, known, {"order": one})
            assert orders.upsert(tx, known, {"order": one}) == "unchanged"

    shop.do(one_after_another)
