"""What holds for every export: twice is once, and the order of rows says nothing."""

import random
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.exports import (
    DOUYIN,
    JD,
    PDD,
    TAOBAO,
    TAOBAO_ITEMS,
    Row,
    csv_text,
    douyin,
    jd,
    pdd,
    taobao,
    taobao_item,
)
from support.importing import Importer
from support.shop import TestShop

from zuiqing_desk.rules.order_platforms import is_head, table_of
from zuiqing_desk.services.orders.export_rows import ExportRow, RowReader
from zuiqing_desk.services.orders.incoming import put_together
from zuiqing_desk.sheets import read_export

TITLES = st.sampled_from(["醉卿1983", "小酒版", "醉卿1988 整箱", "", "a|b"])
COUNTS = st.integers(1, 20).map(str)
PRICES = st.integers(0, 300_000).map(lambda fen: f"{fen / 100:.2f}")
WORDS = st.sampled_from(["", "要礼袋", "加急", "发顺丰，谢谢"])
TAOBAO_STATES = st.sampled_from(
    ["等待买家付款", "买家已付款，等待卖家发货", "卖家已发货，等待买家确认", "交易成功", "交易关闭"]
)
DOUYIN_STATES = st.sampled_from(["待付款", "待发货", "已发货", "已完成", "已关闭"])

TAOBAO_ROWS = st.builds(
    lambda **cells: taobao(**cells),
    宝贝标题=TITLES,
    宝贝总数量=COUNTS,
    买家实际支付金额=PRICES,
    订单状态=TAOBAO_STATES,
    买家留言=WORDS,
    退款金额=st.sampled_from(["0.00", "1.00"]),
    自用=WORDS,
)
ITEM_ROWS = st.builds(
    lambda **cells: taobao_item(**cells),
    标题=TITLES,
    购买数量=COUNTS,
    价格=PRICES,
    商家编码=st.sampled_from(["", "1983"]),
    订单状态=TAOBAO_STATES,
    自用=WORDS,
)
DOUYIN_ROWS = st.builds(
    lambda sub, **cells: douyin(sub=f"s{sub}", **cells),
    st.integers(1, 99),
    选购商品=TITLES,
    商品数量=COUNTS,
    订单应付金额=PRICES,
    订单状态=DOUYIN_STATES,
    买家留言=WORDS,
    自用=WORDS,
)
JD_ROWS = st.builds(
    lambda **cells: jd(**cells),
    商品名称=TITLES,
    商品ID=st.sampled_from(["1", "2"]),
    订购数量=COUNTS,
    京东价=PRICES,
    订单状态=st.sampled_from(["等待付款", "等待出库", "完成", "取消", "锁定"]),
    商家备注=WORDS,
)
LINES = st.one_of(
    st.tuples(st.just(JD), st.lists(JD_ROWS, min_size=1, max_size=5)),
    st.tuples(
        st.just(DOUYIN),
        st.lists(DOUYIN_ROWS, min_size=1, max_size=5, unique_by=lambda row: row["子订单编号"]),
    ),
    st.tuples(st.just(TAOBAO_ITEMS), st.lists(ITEM_ROWS, min_size=1, max_size=5)),
)


def read_rows(head: tuple[str, ...], rows: list[Row]) -> list[ExportRow]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_text(csv_text(head, rows), "utf-8")
        table = table_of(head)
        out = []
        for row in read_export(path, is_head, ""):
            read, _, refused = RowReader(0, path.name, table, row.values, "UTC").read(row)
            assert read is not None, refused
            out.append(read)
        return out


@given(LINES, st.randoms(use_true_random=False))
def test_the_order_of_rows_says_nothing(
    table: tuple[tuple[str, ...], list[Row]], chance: random.Random
) -> None:
    rows = read_rows(*table)
    shuffled = rows.copy()
    chance.shuffle(shuffled)
    assert put_together(shuffled) == put_together(rows)


@given(LINES)
def test_rows_come_back_from_the_spool_as_they_went(
    table: tuple[tuple[str, ...], list[Row]],
) -> None:
    for row in read_rows(*table):
        assert ExportRow.unpacked(row.packed()) == row


def facts(bring: Importer) -> list[dict[str, Any]]:
    """All orders, without ids and the times of writing."""
    out = []
    for order in bring.all():
        data = asdict(order)
        for key in ("id", "created_at", "updated_at"):
            del data[key]
        for item in data["items"]:
            del item["id"]
        out.append(data)
    return out


@settings(max_examples=15, deadline=None)
@given(
    st.lists(TAOBAO_ROWS, min_size=1, max_size=4),
    st.lists(ITEM_ROWS, max_size=4),
    st.lists(DOUYIN_ROWS, max_size=3, unique_by=lambda row: row["子订单编号"]),
    st.randoms(use_true_random=False),
)
def test_twice_is_once_and_any_order_of_rows_and_files_of_platforms_is_the_same(
    orders: list[Row], lines: list[Row], others: list[Row], chance: random.Random
) -> None:
    rows = [{**row, "订单编号": f"10000{n}"} for n, row in enumerate(orders)]
    items = [{**row, "订单编号": f"10000{n % len(rows)}"} for n, row in enumerate(lines)]
    mixed = [rows.copy(), items.copy(), others.copy()]
    for some in mixed:
        chance.shuffle(some)
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        outcomes = []
        for folder, parts in ((first, [rows, items, others]), (second, mixed)):
            shop = TestShop(Path(folder))
            try:
                bring = Importer(shop, Path(folder))
                files = [
                    bring.file(head, *part)
                    for head, part in zip((TAOBAO, TAOBAO_ITEMS, DOUYIN), parts, strict=True)
                ]
                bring.bring(*files)
                once = facts(bring)
                # An order that is closed at once and reopened by nobody stays what it is.
                assert bring.bring(*files)[:2] == (0, 0)
                assert facts(bring) == once
                outcomes.append(once)
            finally:
                shop.store.close()
        for one in outcomes:
            for order in one:
                order["items"] = sorted(order["items"], key=lambda item: str(item["key"]))
        assert outcomes[0] == outcomes[1]


def test_pinduoduo_twice_is_once(tmp_path: Path) -> None:
    shop = TestShop(tmp_path)
    try:
        bring = Importer(shop, tmp_path)
        file = bring.file(PDD, pdd(), pdd("260302-2", 订单状态="已取消"))
        assert bring.bring(file)[:2] == (2, 0)
        assert bring.bring(file)[:2] == (0, 0)
    finally:
        shop.store.close()
