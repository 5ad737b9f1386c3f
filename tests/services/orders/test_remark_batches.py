"""Flags and remarks on many orders, and what the platforms have of them."""

from typing import Any

import pytest
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.orders import remark_batches, remark_differences, remarks
from zuiqing_desk.services.orders.remark_batches import MOST_REMARKS


def flags(shop: TestShop) -> dict[int, tuple[str, str]]:
    return {
        order: (remark, flag)
        for order, remark, flag in shop.ask(
            lambda tx: tx.all("SELECT id, remark, flag FROM shop_order")
        )
    }


def set_columns(shop: TestShop, order: int, **columns: Any) -> None:
    pairs = ", ".join(f"{name} = :{name}" for name in columns)
    shop.do(
        lambda tx: tx.run(
            f"UPDATE shop_order SET {pairs}, updated_at = updated_at + 1 WHERE id = :order",
            order=order,
            **columns,
        )
    )


def sold(shop: TestShop) -> int:
    """An order of the lead's, who has ruled so."""
    order = add_order(shop, ("醉卿1983 单瓶", 6))
    shop.do(
        lambda tx: tx.run(
            "INSERT INTO ruling (order_id, owner_id, reason, at) VALUES (:id, 1, '她的', :now)",
            id=order,
            now=tx.now,
        )
    )
    return order


@pytest.fixture
def priced(shop: TestShop) -> TestShop:
    """A shop with a card that its orders are matched to."""
    shop.do(
        lambda tx: tx.insert(
            "INSERT INTO product (short_name, full_name, aroma, taste, gifts, points, faq,"
            " pictures, readings, price_fen, floor_fen, created_at, updated_at)"
            " VALUES ('1983', '醉卿1983', '', '', '', '', '', '', '', 128000, 108000, 0, 0)"
        )
    )
    return shop


def test_flags_are_seen_first_then_set_then_taken_back(shop: TestShop) -> None:
    one, other, same = add_order(shop), add_order(shop, flag="售后"), add_order(shop, flag="其他")
    rows = shop.ask(remark_batches.preview, [one, other, same, 999], "其他")
    assert [(row.order_id, row.before_flag, row.after_flag, row.changes) for row in rows] == [
        (one, "", "其他", True),
        (other, "售后", "其他", True),
        (same, "其他", "其他", False),
    ]
    assert flags(shop)[one] == ("", "")
    batch = shop.do(remark_batches.apply_batch, rows, shop.lead.id)
    assert set(flags(shop).values()) == {("", "其他")}
    assert shop.do(remark_batches.undo_batch, batch, shop.lead.id) == (2, 0)
    assert flags(shop) == {one: ("", ""), other: ("", "售后"), same: ("", "其他")}
    with pytest.raises(RuleError) as refused:
        shop.do(remark_batches.undo_batch, batch, shop.lead.id)
    assert refused.value.code == "no_batch"


def test_what_changed_meanwhile_is_left_alone(shop: TestShop) -> None:
    one, other, imported = add_order(shop), add_order(shop), add_order(shop)
    rows = shop.ask(remark_batches.preview, [one, other, imported], "其他")
    set_columns(shop, other, flag="售后")
    set_columns(shop, imported, platform_remark="不要了")
    batch = shop.do(remark_batches.apply_batch, rows, shop.lead.id)
    assert flags(shop) == {one: ("", "其他"), other: ("", "售后"), imported: ("", "")}
    again = shop.ask(remark_batches.preview, [one], "待跟进")
    shop.do(remark_batches.apply_batch, again, shop.lead.id)
    assert shop.do(remark_batches.undo_batch, batch, shop.lead.id) == (0, 1)
    assert flags(shop)[one] == ("", "待跟进")


def test_nothing_to_change_is_no_batch(shop: TestShop) -> None:
    order = add_order(shop, flag="其他")
    rows = shop.ask(remark_batches.preview, [order], "其他")
    before = shop.ask(lambda tx: tx.value("SELECT max(id) FROM journal"))
    assert shop.do(remark_batches.apply_batch, rows, shop.lead.id) is None
    assert shop.ask(lambda tx: tx.value("SELECT max(id) FROM journal")) == before


def test_a_batch_is_journalled_once(shop: TestShop) -> None:
    rows = shop.ask(remark_batches.preview, [add_order(shop), add_order(shop)], "其他")
    batch = shop.do(remark_batches.apply_batch, rows, shop.lead.id)
    shop.do(remark_batches.undo_batch, batch, shop.lead.id)
    assert shop.ask(
        lambda tx: tx.all(
            "SELECT kind, subject_id, detail FROM journal WHERE kind GLOB 'orders.*' ORDER BY id"
        )
    ) == [("orders.remarked", batch, "2"), ("orders.remarks_undone", batch, "2")]


def test_unknown_flags_and_too_many(shop: TestShop) -> None:
    order = add_order(shop)
    with pytest.raises(RuleError) as refused:
        shop.ask(remark_batches.preview, [order], "没有这种")
    assert refused.value.code == "flag"
    with pytest.raises(RuleError) as refused:
        shop.ask(remark_batches.preview, range(MOST_REMARKS + 1), None, remarks=True)
    assert refused.value.code == "too_many"
    assert "成交" in shop.ask(remark_batches.flags)


def test_each_gets_its_own_remark_or_says_why_not(priced: TestShop) -> None:
    shop = priced
    good, nobodys = sold(shop), add_order(shop)
    done, foreign, unknown = sold(shop), sold(shop), sold(shop)
    shop.do(
        lambda tx: tx.run(
            "UPDATE order_item SET product_id = 1, spec = '单瓶' WHERE order_id <> :id", id=unknown
        )
    )
    place = {"province": "浙江省", "city": "杭州市", "district": "西湖区"}
    for order in (good, nobodys, done, foreign, unknown):
        set_columns(shop, order, **place)
    shop.do(
        lambda tx: tx.run(
            "INSERT INTO coverage (courier, province, city, district, served, note)"
            " VALUES ('韵达', '浙江省', '', '', 'yes', '')"
        )
    )
    set_columns(shop, done, remark="[1001]1瓶1983,发韵达")
    set_columns(shop, foreign, platform_remark="老客户")
    chosen = [good, nobodys, done, foreign, unknown]
    rows = {
        row.order_id: row for row in shop.ask(remark_batches.preview, chosen, "成交", remarks=True)
    }
    assert rows[good].after_remark == "[1001]6瓶1983,发韵达"
    assert not rows[good].refused
    assert rows[done].after_remark == rows[done].before_remark
    assert "商品卡" in rows[unknown].refused
    assert "平台" in rows[foreign].refused
    assert rows[nobodys].refused
    batch = shop.do(remark_batches.apply_batch, list(rows.values()), shop.lead.id)
    assert {order for order, (_, flag) in flags(shop).items() if flag} == {good, done}
    assert shop.do(remark_batches.undo_batch, batch, shop.lead.id) == (2, 0)
    assert flags(shop)[good] == ("", "")


def test_a_remark_whose_owner_changed_since_is_left_alone(priced: TestShop) -> None:
    shop = priced
    order, other = sold(shop), shop.hire("2002")
    shop.do(lambda tx: tx.run("UPDATE order_item SET product_id = 1, spec = '单瓶'"))
    rows = [
        row._replace(after_remark="[1001]6瓶1983,发韵达", refused="")
        for row in shop.ask(remark_batches.preview, [order], "成交", remarks=True)
    ]
    shop.do(
        lambda tx: tx.run(
            "INSERT INTO ruling (order_id, owner_id, reason, at) VALUES (:id, :to, '他的', :now)",
            id=order,
            to=other.id,
            now=tx.now,
        )
    )
    assert shop.do(remark_batches.apply_batch, rows, shop.lead.id) is None
    assert flags(shop)[order] == ("", "")


@pytest.mark.parametrize(
    ("ours", "flag", "theirs", "their_flag", "write_back", "differs"),
    [
        ("", "", "老客户", 3, False, False),
        ("备注", "成交", "", None, True, True),
        ("备注", "成交", "备注", None, False, False),
        ("备注\n老客户", "成交", "备注\r\n老客户 ", 1, False, False),
        ("备注", "成交", "备注", 2, True, True),
        ("备注", "成交", "备注二", 1, True, True),
        ("备注", "", "备注", 2, False, False),
        ("", "售后", "老客户", None, True, False),
        ("", "售后", "老客户", 4, False, False),
        ("", "售后", "老客户", 1, True, True),
        ("", "没有这种", "", 1, False, False),
    ],
)
def test_what_the_platform_does_not_have(
    shop: TestShop,
    ours: str,
    flag: str,
    theirs: str,
    their_flag: int | None,
    write_back: bool,
    differs: bool,
) -> None:
    order = add_order(
        shop, remark=ours, flag=flag, platform_remark=theirs, platform_flag=their_flag
    )
    ids = [
        [line.order_id for line in shop.ask(query)]
        for query in (remark_differences.to_write_back, remark_differences.differences)
    ]
    assert ids == [[order] * write_back, [order] * differs]


def test_once_the_platform_has_it_nothing_differs(shop: TestShop) -> None:
    order = sold(shop)
    proposal = shop.ask(remarks.propose, order)
    stored = shop.do(remarks.store, order, proposal.remark, shop.lead.id)
    (line,) = shop.ask(remark_differences.to_write_back)
    assert (line.platform, line.flag, line.flag_meaning, line.remark) == (
        "taobao",
        1,
        "成交",
        stored.text,
    )
    set_columns(shop, order, platform_remark=line.remark, platform_flag=line.flag)
    assert shop.ask(remark_differences.to_write_back) == []


def test_an_order_only_the_shop_has_a_number_for_is_on_no_platform(shop: TestShop) -> None:
    add_order(shop, number="手工-20260302-1", remark="备注", flag="成交", platform_flag=2)
    assert shop.ask(remark_differences.to_write_back) == []
    assert shop.ask(remark_differences.differences) == []
