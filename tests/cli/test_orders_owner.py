"""``orders owner``: whose order it is, in the promised shape."""

from collections.abc import Iterator

import pytest
from support.command import CommandLine
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services.orders import contacts, linking, ownership


@pytest.fixture
def shop(cli: CommandLine) -> Iterator[TestShop]:
    shop = TestShop(cli.home)
    yield shop
    shop.store.close()


def sold(shop: TestShop, number: str) -> tuple[int, int]:
    """A customer asked agent 2001 at 09:00, ordered and paid at 09:01; order, conversation."""
    agent, talk = shop.colleague("2001"), shop.waiting_customer()
    shop.answers(talk, agent)
    shop.later(60)
    order_id = add_order(shop, number=number)
    shop.do(linking.link, order_id, talk, None)
    return order_id, talk


def test_the_owner_and_the_facts(cli: CommandLine, shop: TestShop) -> None:
    order_id, talk = sold(shop, "260302000001")
    ran = cli("orders", "owner", "260302000001", "--json")
    assert ran.code == 0
    at, later = "2026-03-02T09:00:00.000+08:00", "2026-03-02T09:01:00.000+08:00"
    nothing = {"staff_no": None, "conversation": None, "seq": None}
    assert ran.data == {
        "order": "260302000001",
        "owner": "2001",
        "rule": "1",
        "disputed": False,
        "why": "规则1：客户先咨询 2001 2001**（3月2日 09:00），后下单付款，归 2001 2001**。",
        "facts": [
            {"at": at, "kind": "customer_line", "staff_no": None, "conversation": talk, "seq": 1},
            {"at": at, "kind": "answer", "staff_no": "2001", "conversation": talk, "seq": 2},
            {"at": later, "kind": "paid", **nothing},
            {"at": later, "kind": "placed", **nothing},
        ],
        "claims": [],
    }
    assert ran.data == cli("orders", "owner", "taobao:260302000001", "--json").data
    assert order_id


def test_a_dispute(cli: CommandLine, shop: TestShop) -> None:
    order_id, _ = sold(shop, "260302000002")
    other = shop.colleague("2002")
    shop.do(ownership.claim, order_id, other.id, "电话谈的", actor=other.id)
    data = cli("orders", "owner", "260302000002", "--json").data
    assert (data["owner"], data["rule"], data["disputed"]) == (None, "1", True)
    assert data["claims"] == [
        {
            "staff_no": "2002",
            "at": "2026-03-02T09:01:00.000+08:00",
            "reason": "电话谈的",
            "extended": False,
            "grave": False,
        }
    ]
    shop.do(ownership.rule, order_id, None, "都没有谈成", None)
    data = cli("orders", "owner", "260302000002", "--json").data
    assert (data["owner"], data["rule"], data["disputed"]) == (None, None, False)


def test_for_people(cli: CommandLine, shop: TestShop) -> None:
    order_id, _ = sold(shop, "260302000003")
    other = shop.colleague("2002")
    shop.do(contacts.note, order_id, other.id, "phone", shop.now, actor=other.id)
    ran = cli("orders", "owner", "260302000003")
    assert ran.code == 0
    first, why, *rest = ran.out.splitlines()
    assert first == "归 2001 2001**"
    assert why.startswith("规则1：")
    assert any("联系（电话，没有截图）" in line and "2002" in line for line in rest)
    shop.do(ownership.claim, order_id, other.id, "电话谈的", actor=other.id)
    out = cli("orders", "owner", "260302000003").out
    assert out.startswith("有争议，等组长裁定\n")
    assert "2002 认领" in out


def test_an_order_that_is_not_there(cli: CommandLine, shop: TestShop) -> None:
    ran = cli("orders", "owner", "1", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "没有订单" in ran.err
