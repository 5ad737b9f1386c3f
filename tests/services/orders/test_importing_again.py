"""What a second import makes of orders that are known."""

from pathlib import Path

import pytest
from support.exports import DOUYIN, TAOBAO, TAOBAO_ITEMS, douyin, taobao, taobao_item
from support.importing import Importer
from support.shop import TestShop

from zuiqing_desk.services.orders import audit, finance, linking

NUMBER = "2603020000000000001"
UNPAID = {"订单状态": "等待买家付款", "买家实际支付金额": "0.00", "订单付款时间": ""}


@pytest.fixture
def bring(shop: TestShop, tmp_path: Path) -> Importer:
    return Importer(shop, tmp_path)


def again(bring: Importer, **cells: str) -> None:
    bring.bring(bring.file(TAOBAO, taobao(**cells)))


def set_columns(bring: Importer, **columns: object) -> None:
    sets = ", ".join(f"{column} = :{column}" for column in columns)
    bring.shop.do(lambda tx: tx.run(f"UPDATE shop_order SET {sets}", **columns))


def test_an_order_is_updated_never_doubled(bring: Importer) -> None:
    again(bring, **UNPAID)
    first = bring.order(NUMBER)
    bring.shop.later(60)
    again(bring)
    order = bring.order(NUMBER)
    assert (order.id, order.state, first.state) == (first.id, "paid", "unpaid")
    assert (order.created_at, order.updated_at) == (first.created_at, bring.shop.now)
    assert order.paid_at is not None
    assert len(bring.all()) == len(order.items) == 1


def test_an_older_export_takes_nothing_back(bring: Importer) -> None:
    again(bring, 订单状态="卖家已发货，等待买家确认", 物流单号="YT1", 物流公司="韵达")
    again(bring)
    order = bring.order(NUMBER)
    assert (order.state, order.waybill, order.waybill_courier) == ("dispatched", "YT1", "韵达")


def test_an_order_in_the_audit_stays_there(bring: Importer) -> None:
    again(bring)
    bring.shop.do(finance.confirm, [bring.order(NUMBER).id], bring.shop.lead.id)
    again(bring, 买家留言="新留言")
    assert (bring.order(NUMBER).state, bring.order(NUMBER).buyer_message) == ("audit", "新留言")
    again(bring, 订单状态="卖家已发货，等待买家确认")
    assert bring.order(NUMBER).state == "dispatched"


def test_what_this_shop_wrote_stays(bring: Importer) -> None:
    again(bring, 订单备注="旧")
    set_columns(bring, remark="[甲]6瓶1983,发韵达", flag="成交")
    again(bring, 订单备注="新", 旗帜颜色="红")
    order = bring.order(NUMBER)
    assert (order.remark, order.flag) == ("[甲]6瓶1983,发韵达", "成交")
    assert (order.platform_remark, order.platform_flag) == ("新", 1)
    # On the platform it was taken away; that is news too.
    again(bring, 订单备注="", 旗帜颜色="")
    order = bring.order(NUMBER)
    assert (order.platform_remark, order.platform_flag) == ("", None)


def test_an_empty_cell_and_a_missing_column_erase_nothing(bring: Importer) -> None:
    again(bring, 买家留言="要礼袋", 自用="一")
    again(bring, 买家留言="", 收货人姓名="", 收货地址="", 联系手机="", 自用="")
    head = ("订单编号", "订单状态", "买家会员名")
    bring.bring(bring.file(head, {word: taobao()[word] for word in head}))
    order = bring.order(NUMBER)
    assert (order.buyer_message, order.receiver, order.phone) == ("要礼袋", "王**", "13800000001")
    assert (order.city, order.extra) == ("深圳市", {"自用": "一"})


def test_a_changed_address_keeps_the_one_before(bring: Importer) -> None:
    again(bring)
    again(bring, 收货地址="浙江省 杭州市 西湖区 文三路1号")
    order = bring.order(NUMBER)
    assert order.address_before == "广东省 深圳市 南山区 科技园路1号"
    assert (order.address, order.city) == ("浙江省 杭州市 西湖区 文三路1号", "杭州市")


@pytest.mark.parametrize(
    "shown",
    ["广东省 深圳市 南山区 科技园路****", "广东省深圳市南山区科技园路1号", "广东省 深圳市***"],
)
def test_an_address_that_is_only_shown_otherwise_is_no_other(bring: Importer, shown: str) -> None:
    again(bring)
    again(bring, 收货地址=shown)
    order = bring.order(NUMBER)
    assert order.address_before == ""
    assert "*" not in order.address
    assert order.district == "南山区"


def test_a_phone_in_full_is_not_hidden_again(bring: Importer) -> None:
    again(bring)
    again(bring, 联系手机="138****0001")
    assert bring.order(NUMBER).phone == "13800000001"
    again(bring, 联系手机="139****0001")
    assert bring.order(NUMBER).phone == "139****0001"


def approve(bring: Importer) -> None:
    set_columns(bring, state="audit", verdict="approved", confirmed_at=bring.shop.now)


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        ({"收货地址": "浙江省 杭州市 西湖区 文三路1号"}, "收货地址"),
        ({"买家实际支付金额": "7600.00"}, "金额"),
        ({"买家留言": "改发顺丰"}, "买家留言"),
        ({"宝贝总数量": "7"}, "货品"),
        ({"联系手机": "13800000002"}, "电话"),
    ],
)
def test_what_was_approved_and_changed_is_audited_again(
    bring: Importer, cells: dict[str, str], word: str
) -> None:
    again(bring)
    approve(bring)
    again(bring, **cells)
    order = bring.order(NUMBER)
    assert (order.state, order.verdict) == ("audit", "")
    assert word in order.verdict_reason
    assert [row.id for row in bring.shop.ask(audit.worklist)] == [order.id]


@pytest.mark.parametrize(
    "cells",
    [
        {"收货地址": "广东省 深圳市 南山区 科技园路****"},
        {"订单备注": "[甲]6瓶1983,发韵达"},
        {"订单状态": "卖家已发货，等待买家确认", "收货地址": "浙江省 杭州市 西湖区 文三路1号"},
    ],
)
def test_what_does_not_matter_to_the_audit_leaves_it_approved(
    bring: Importer, cells: dict[str, str]
) -> None:
    again(bring)
    approve(bring)
    again(bring, **cells)
    assert bring.order(NUMBER).verdict == "approved"


def test_what_was_hidden_when_it_was_approved_may_show_itself(bring: Importer) -> None:
    again(bring, 收货地址="广东省 深圳市 南山区 科技园路****", 联系手机="138****0001")
    approve(bring)
    again(bring)
    order = bring.order(NUMBER)
    assert (order.verdict, order.phone, order.address_before) == ("approved", "13800000001", "")
    again(bring, 收货地址="广东省深圳市南山区科技园路1号")
    assert bring.order(NUMBER).verdict == "approved"


def test_an_order_stays_with_its_storefront(bring: Importer) -> None:
    def open_storefront(name: str) -> int:
        return bring.shop.do(
            lambda tx: tx.insert("INSERT INTO storefront (name) VALUES (:name)", name=name)
        )

    open_storefront("二店")
    again(bring, 店铺名称="二店")
    again(bring, 店铺名称="", 买家留言="新")
    assert bring.order(NUMBER).storefront == "二店"
    # Nothing is said of the storefront: the one that sells there, if it is one.
    bring.bring(bring.file(TAOBAO, taobao("1000002", 店铺名称="")))
    assert bring.order("1000002").storefront == "醉卿酒业"
    third = open_storefront("三店")
    bring.shop.do(
        lambda tx: tx.run(
            "UPDATE channel_account SET storefront_id = :id WHERE name = '天猫'", id=third
        )
    )
    bring.bring(bring.file(TAOBAO, taobao("1000003", 店铺名称="")))
    assert bring.order("1000003").storefront == ""


def test_urgency_is_heard_once(bring: Importer) -> None:
    again(bring)
    assert not bring.order(NUMBER).urgent
    again(bring, 买家留言="请加急")
    assert bring.order(NUMBER).urgent
    set_columns(bring, urgent=0)
    again(bring, 买家留言="请加急", 物流公司="韵达")
    assert not bring.order(NUMBER).urgent


def test_lines_that_changed_take_the_place_of_the_old_ones(bring: Importer) -> None:
    orders = bring.file(TAOBAO, taobao())
    bring.bring(orders, bring.file(TAOBAO_ITEMS, taobao_item(), taobao_item(标题="小酒版")))
    first = {item.title: item.id for item in bring.order(NUMBER).items}
    changed = bring.file(TAOBAO_ITEMS, taobao_item(购买数量="12"), taobao_item(标题="1988"))
    bring.bring(changed)
    items = {item.title: item for item in bring.order(NUMBER).items}
    assert set(items) == {"醉卿1983 浓香 500ml", "1988"}
    kept = items["醉卿1983 浓香 500ml"]
    assert (kept.quantity, kept.id) == (12, first["醉卿1983 浓香 500ml"])


def test_the_same_line_twice_is_two_lines_and_stays_two(bring: Importer) -> None:
    files = bring.file(TAOBAO, taobao()), bring.file(TAOBAO_ITEMS, taobao_item(), taobao_item())
    bring.bring(*files)
    assert [item.quantity for item in bring.order(NUMBER).items] == [6, 6]
    # Exports that overlap bring the same lines, not more of them.
    bring.bring(*files, bring.file(TAOBAO_ITEMS, taobao_item(), taobao_item()))
    assert len(bring.order(NUMBER).items) == 2


def test_of_two_files_the_later_one_counts(bring: Importer) -> None:
    old, new = (bring.file(DOUYIN, douyin(sub="a", 商品数量=count)) for count in "67")
    bring.bring(old, new)
    (order,) = bring.all()
    assert [item.quantity for item in order.items] == [7]


def test_an_order_unlinked_by_hand_is_not_linked_again(bring: Importer) -> None:
    conversation = bring.shop.waiting_customer()
    again(bring)
    order = bring.order(NUMBER)
    bring.shop.do(linking.link, order.id, conversation, bring.shop.lead.id)
    bring.shop.do(linking.unlink, order.id, bring.shop.lead.id)
    bring.shop.says(conversation, "我的电话13800000001")
    again(bring, 买家留言="新")
    assert bring.order(NUMBER).conversation_id is None


def chases(bring: Importer) -> list[tuple[object, ...]]:
    return bring.shop.ask(lambda tx: tx.all("SELECT result, lost_to, lost_why FROM payment_chase"))


def sitting_there(bring: Importer, minutes: int) -> None:
    bring.shop.later(minutes * 60)
    bring.shop.do(lambda tx: tx.run("UPDATE presence SET seen_at = :now", now=tx.now))


@pytest.mark.parametrize("now", ["交易关闭", "卖家已发货，等待买家确认"])
def test_what_was_lost_before_an_order_moved_on_is_counted(bring: Importer, now: str) -> None:
    bring.shop.comes_on(bring.shop.lead)
    again(bring, **UNPAID)
    sitting_there(bring, 21)
    again(bring, **{**UNPAID, "订单状态": now})
    assert chases(bring) == [("lost", bring.shop.lead.id, "no_contact")]
    journal = bring.shop.ask(lambda tx: tx.all("SELECT kind FROM journal ORDER BY id DESC LIMIT 2"))
    assert journal[0] == ("orders.imported",)
    assert "chase" not in journal[1][0]


@pytest.mark.parametrize(("paid", "result"), [("09:19:00", "paid"), ("09:21:00", "lost")])
def test_an_import_tells_late_when_it_was_paid(bring: Importer, paid: str, result: str) -> None:
    bring.shop.comes_on(bring.shop.lead)
    again(bring, **UNPAID)
    # So late that the sweep of an open desk looks no more.
    sitting_there(bring, 5 * 24 * 60)
    again(bring, 订单付款时间=f"2026-03-02 {paid}")
    assert [row[0] for row in chases(bring)] == [result]


def test_an_import_counts_nothing_before_its_time(bring: Importer) -> None:
    bring.shop.comes_on(bring.shop.lead)
    again(bring, **UNPAID)
    sitting_there(bring, 19)
    again(bring, **{**UNPAID, "订单状态": "交易关闭"})
    assert chases(bring) == []
