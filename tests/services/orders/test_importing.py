"""Importing the exports of the four marketplaces."""

from pathlib import Path

import pytest
from support.exports import (
    DOUYIN,
    JD,
    PDD,
    TAOBAO,
    TAOBAO_ITEMS,
    douyin,
    jd,
    pdd,
    taobao,
    taobao_item,
)
from support.importing import Importer
from support.shop import TestShop

from zuiqing_desk.rules.calendar import iso
from zuiqing_desk.services import conversations
from zuiqing_desk.services.orders import reading
from zuiqing_desk.services.products import catalogue
from zuiqing_desk.services.products.records import ProductFacts

NUMBER = "2603020000000000001"
ZONE = "Asia/Shanghai"


@pytest.fixture
def bring(shop: TestShop, tmp_path: Path) -> Importer:
    return Importer(shop, tmp_path)


def test_taobaos_order_file_and_item_file_become_one_order(bring: Importer) -> None:
    card = bring.shop.do(
        catalogue.add, ProductFacts(short_name="1983", full_name="醉卿1983"), actor=None
    )
    orders = bring.file(TAOBAO, taobao(买家留言="要礼袋", 订单备注="[甲]x", 自用="留着"))
    items = bring.file(
        TAOBAO_ITEMS,
        taobao_item(),
        taobao_item(标题="小酒版", 价格="0.00", 购买数量="1", 商家编码=""),
    )
    assert bring.bring(orders, items)[:3] == (1, 0, 0)
    order = bring.order(NUMBER)
    assert (order.platform, order.state, order.storefront) == ("taobao", "paid", "醉卿酒业")
    assert order.platform_state == "买家已付款，等待卖家发货"
    assert (order.goods_fen, order.freight_fen, order.amount_fen) == (768_000, 0, 768_000)
    assert (order.receiver, order.phone) == ("王**", "13800000001")
    assert order.address == "广东省 深圳市 南山区 科技园路1号"
    assert (order.province, order.city, order.district) == ("广东省", "深圳市", "南山区")
    assert (order.buyer, order.buyer_message, order.platform_remark) == (
        "tb_**1",
        "要礼袋",
        "[甲]x",
    )
    assert order.placed_at is not None
    assert iso(order.placed_at, ZONE) == "2026-03-02T10:00:00.000+08:00"
    assert order.extra == {"自用": "留着"}
    assert [
        (item.title, item.spec, item.code, item.quantity, item.price_fen, item.product_id)
        for item in order.items
    ] == [
        ("醉卿1983 浓香 500ml", "规格：单瓶", "1983", 6, 128_000, card),
        ("小酒版", "规格：单瓶", "", 1, 0, None),
    ]


def test_the_item_file_alone_finds_the_order_that_came_before(bring: Importer) -> None:
    bring.bring(bring.file(TAOBAO, taobao(宝贝总数量="7")))
    (only,) = bring.order(NUMBER).items
    assert (only.title, only.quantity, only.provisional) == ("醉卿1983 浓香 500ml", 7, True)
    assert bring.bring(bring.file(TAOBAO_ITEMS, taobao_item()))[:3] == (0, 1, 0)
    (item,) = bring.order(NUMBER).items
    assert (item.quantity, item.provisional) == (6, False)
    # The order file alone knows less and takes nothing back.
    assert bring.bring(bring.file(TAOBAO, taobao(宝贝总数量="7")))[:3] == (0, 0, 1)
    assert bring.order(NUMBER).items == (item,)


def test_lines_of_an_order_nobody_knows_are_refused(bring: Importer) -> None:
    items = bring.file(TAOBAO_ITEMS, taobao_item(), taobao_item("99"))
    ((file, row, column, message),) = bring.skip(bring.file(TAOBAO, taobao()), items)
    assert (file, row, column) == (items.name, 3, "订单编号")
    assert "99" in message
    assert [order.number for order in bring.all()] == [NUMBER]


def test_jds_rows_of_one_order_repeat_its_amounts(bring: Importer) -> None:
    amounts = {"订单金额": "9000.00", "结算金额": "8990.00", "应付金额": "8980.00"}
    rows = (
        jd(**amounts, 商家备注="加急"),
        jd(**amounts, 商品ID="10002", 商品名称="小酒版", 订购数量="2", 京东价="65.00"),
    )
    assert bring.bring(bring.file(JD, *rows))[:3] == (1, 0, 0)
    order = bring.order("260302000001")
    assert (order.platform, order.state, order.amount_fen) == ("jd", "paid", 898_000)
    assert order.extra["订单金额"] == "9000.00"
    assert (order.urgent, order.province, order.buyer) == (True, "广东省", "jd_**1")
    assert sorted((item.title, item.quantity) for item in order.items) == [
        ("小酒版", 2),
        ("醉卿1983 浓香 500ml", 6),
    ]


def test_pinduoduos_ids_with_tabs_and_places_in_columns(bring: Importer) -> None:
    assert bring.bring(bring.file(PDD, pdd(), encoding="utf-8-sig"))[:3] == (1, 0, 0)
    order = bring.order("260302-000000000000001")
    assert (order.state, order.goods_fen, order.amount_fen) == ("paid", 768_000, 760_000)
    assert (order.phone, order.address) == ("138****0001", "广东省深圳市南山区科技园路****")
    assert order.district == "南山区"


def test_pinduoduos_money_that_goes_back_is_a_refund(bring: Importer) -> None:
    bring.bring(bring.file(PDD, pdd(售后状态="退款成功")))
    assert bring.all()[0].state == "refund"


def test_douyins_sub_orders_make_one_order_with_their_sum(bring: Importer) -> None:
    rows = (
        douyin(sub="6926030200000000002", 旗帜颜色="红"),
        douyin(sub="6926030200000000003", 选购商品="小酒版", 商品数量="2", 订单应付金额="130.00"),
    )
    bring.bring(bring.file(DOUYIN, *rows))
    order = bring.order("6926030200000000001")
    assert (order.platform, order.state, order.amount_fen) == ("douyin", "paid", 781_000)
    assert order.platform_flag == 5
    assert [item.key for item in order.items] == ["6926030200000000002", "6926030200000000003"]


def test_equal_amounts_of_sub_orders_are_added_up_unless_the_prices_say_otherwise(
    bring: Importer,
) -> None:
    def rows(number: str, **cells: str) -> list[dict[str, str]]:
        return [douyin(number, sub=f"{number}{n}", **cells) for n in (1, 2)]

    prices = {"商品单价": "640.00", "订单应付金额": "7680.00"}
    bring.bring(bring.file((*DOUYIN, "商品单价"), *rows("1000001"), *rows("1000002", **prices)))
    assert [order.amount_fen for order in bring.all()] == [1_536_000, 768_000]


def test_a_line_called_off_is_not_to_be_sent(bring: Importer) -> None:
    rows = (douyin(sub="a1"), douyin(sub="a2", 订单状态="已关闭", 选购商品="小酒版"))
    bring.bring(bring.file(DOUYIN, *rows))
    order = bring.all()[0]
    assert (order.state, [item.key for item in order.items]) == ("paid", ["a1"])
    assert order.amount_fen == 768_000


def test_what_is_called_off_altogether_stands_with_what_it_would_have_cost(bring: Importer) -> None:
    rows = [douyin(sub=sub, 订单状态="已关闭") for sub in ("a1", "a2")]
    bring.bring(bring.file(DOUYIN, *rows))
    order = bring.all()[0]
    assert (order.state, len(order.items), order.amount_fen) == ("closed", 2, 1_536_000)


def test_without_a_status_finance_decides(bring: Importer) -> None:
    head = (
        "主订单编号",
        "子订单编号",
        "选购商品",
        "商品规格",
        "商品数量",
        "商家编码",
        "订单应付金额",
    )
    row = {word: text for word, text in douyin().items() if word in head}
    bring.bring(bring.file(head, row))
    order = bring.all()[0]
    assert (order.state, order.placed_at, order.amount_fen) == ("paid", None, 768_000)


def test_an_unpaid_order_stands_with_what_it_costs(bring: Importer) -> None:
    row = taobao(订单状态="等待买家付款", 买家实际支付金额="0.00", 订单付款时间="")
    bring.bring(bring.file(TAOBAO, row))
    order = bring.order(NUMBER)
    assert (order.state, order.amount_fen, order.paid_at) == ("unpaid", 768_000, None)


def test_a_storefront_nobody_knows_is_said_once_and_kept(bring: Importer) -> None:
    rows = [taobao(f"10000{n}", 店铺名称="别的店") for n in range(3)]
    with bring.plan(bring.file(TAOBAO, *rows)) as plan:
        assert len([notice for notice in plan.notices if "别的店" in notice]) == 1
    bring.bring(bring.file(TAOBAO, *rows))
    assert {(order.storefront, order.extra["店铺名称"]) for order in bring.all()} == {
        ("", "别的店")
    }


def test_text_is_made_safe_to_show(bring: Importer) -> None:
    row = taobao(买家留言="急\x1b[31m\u202e!", 买家会员名="tb\x07_**", 自用="\x9b1")
    bring.bring(bring.file(TAOBAO, row, encoding="utf-8"))
    order = bring.order(NUMBER)
    assert (order.buyer_message, order.buyer, order.extra["自用"]) == ("急[31m!", "tb_**", "1")


def test_every_batch_is_journalled_once_and_the_run_is_kept(bring: Importer) -> None:
    before = bring.shop.ask(lambda tx: tx.value("SELECT max(id) FROM journal"))
    rows = [taobao(f"1000{n:04}") for n in range(250)]
    result = bring.bring(bring.file(TAOBAO, *rows))
    assert result[:4] == (250, 0, 0, 0)
    kinds = bring.shop.ask(
        lambda tx: tx.all(
            "SELECT kind, subject_id, detail FROM journal WHERE id > :before ORDER BY id",
            before=before,
        )
    )
    assert kinds == [
        ("orders.imported", result.import_id, detail) for detail in ("100+0", "100+0", "50+0")
    ]
    run = bring.shop.ask(lambda tx: tx.one("SELECT files, added, changed FROM order_import"))
    assert run == ("导出1.csv", 250, 0)
    assert bring.shop.ask(reading.changed_since, before)[1] is None


def test_nothing_new_writes_nothing(bring: Importer) -> None:
    file = bring.file(TAOBAO, taobao())
    bring.bring(file)
    before = bring.shop.ask(lambda tx: tx.value("SELECT max(id) FROM journal"))
    assert bring.bring(file) == (0, 0, 1, 0, None)
    assert bring.shop.ask(lambda tx: tx.value("SELECT max(id) FROM journal")) == before


def test_a_new_order_is_linked_to_its_buyers_conversation(bring: Importer) -> None:
    here = bring.shop.do(
        conversations.open_manual, platform="淘宝", buyer_id="tb_**1", actor=bring.shop.lead.id
    )
    bring.bring(bring.file(TAOBAO, taobao()))
    assert bring.order(NUMBER).conversation_id == here
