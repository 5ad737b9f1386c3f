"""Bad files and bad rows: named, and nothing is changed that should not be."""

from pathlib import Path

import openpyxl
import pytest
from support.exports import JD, TAOBAO, TAOBAO_ITEMS, csv_text, jd, taobao, taobao_item
from support.importing import Importer
from support.shop import TestShop

from zuiqing_desk.sheets import SheetError

NUMBER = "2603020000000000001"


@pytest.fixture
def bring(shop: TestShop, tmp_path: Path) -> Importer:
    return Importer(shop, tmp_path)


def broken(bring: Importer, *files: Path) -> str:
    with pytest.raises(SheetError) as caught:
        bring.plan(*files)
    assert bring.all() == []
    return caught.value.message


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("宝贝总数量", "-2", "数量"),
        ("宝贝总数量", "0", "数量"),
        ("宝贝总数量", "1.5", "数量"),
        ("买家实际支付金额", "-1.00", "负数"),
        ("买家实际支付金额", "很多", "不是金额"),
        ("总金额", "1.234", "比分还小"),
        ("订单创建时间", "2026-02-30 10:00:00", "没有这一天"),
        ("订单付款时间", "昨天", "不是时间"),
        ("订单状态", "飞走了", "飞走了"),
        ("订单编号", "2.60302E+18", "科学计数"),
        ("订单编号", "", "空"),
        ("买家留言", "=1+1", "公式"),
        ("自用", "=HYPERLINK(1)", "公式"),
        ("买家留言", "长" * 5000, "5000 个字"),
    ],
)
def test_a_bad_cell_is_named_and_its_row_alone_skipped(
    bring: Importer, column: str, cell: str, words: str
) -> None:
    good = taobao("1000001", 自用="x")
    file = bring.file(TAOBAO, taobao(**{column: cell}), good)
    ((name, row, where, message),) = bring.skip(file)
    assert (name, row, where) == (file.name, 2, column)
    assert words in message
    assert [order.number for order in bring.all()] == ["1000001"]


def test_everything_wrong_with_a_row_is_said(bring: Importer) -> None:
    file = bring.file(TAOBAO, taobao(宝贝总数量="-1", 订单状态="x", 订单创建时间="2026-02-30"))
    assert {column for _, _, column, _ in bring.skip(file)} == {
        "宝贝总数量",
        "订单状态",
        "订单创建时间",
    }


def test_an_order_with_one_bad_line_is_not_taken_in_half(bring: Importer) -> None:
    rows = (jd(), jd(商品ID="2", 订购数量="-1"), jd("260302000002"))
    file = bring.file(JD, *rows)
    with bring.plan(file) as plan:
        assert [(one.row, one.column) for one in plan.refused] == [(3, "订购数量")]
        assert [(one.row, one.number) for one in plan.added] == [(4, "260302000002")]
        assert any("整笔" in notice for notice in plan.notices)


def test_an_order_whose_lines_are_not_whole_comes_without_them(bring: Importer) -> None:
    lines = (taobao_item(), taobao_item(商品属性="两瓶装", 购买数量="-6"))
    with bring.plan(bring.file(TAOBAO, taobao()), bring.file(TAOBAO_ITEMS, *lines)) as plan:
        assert [(one.row, one.column) for one in plan.refused] == [(3, "购买数量")]
        assert any("宝贝行不全" in notice for notice in plan.notices)
    bring.skip(bring.file(TAOBAO, taobao()), bring.file(TAOBAO_ITEMS, *lines))
    (item,) = bring.order(NUMBER).items
    assert item.provisional


def test_a_bad_row_leaves_a_known_order_as_it_was(bring: Importer) -> None:
    bring.bring(bring.file(TAOBAO, taobao()))
    before = bring.order(NUMBER)
    bring.skip(bring.file(TAOBAO, taobao(买家留言="新", 宝贝总数量="-1")))
    assert bring.order(NUMBER) == before


def test_one_order_told_in_two_ways_is_refused(bring: Importer) -> None:
    same = bring.file(TAOBAO, taobao(), taobao())
    with bring.plan(same) as plan:
        assert (len(plan.added), plan.refused) == (1, [])
    ((_, row, column, message),) = bring.skip(bring.file(TAOBAO, taobao(), taobao(买家留言="x")))
    assert (row, column) == (3, "订单编号")
    assert "第 2 行" in message
    assert bring.all() == []


def test_a_missing_id_column_is_named(bring: Importer) -> None:
    head = tuple(word for word in TAOBAO if word != "订单编号")
    row = {word: text for word, text in taobao().items() if word != "订单编号"}
    message = broken(bring, bring.file(head, row))
    assert "少了“订单编号”这一列" in message
    assert "淘宝订单表" in message


def test_a_file_of_something_else(bring: Importer) -> None:
    path = bring.folder / "话术.csv"
    path.write_text("短码,标题\nfh,发货\n", "utf-8")
    assert "没有找到表头" in broken(bring, path)


@pytest.mark.parametrize("encoding", ["utf-16", "big5", "shift_jis"])
def test_other_encodings(bring: Importer, encoding: str) -> None:
    path = bring.folder / "导出.csv"
    path.write_bytes(csv_text(TAOBAO, [taobao()]).encode(encoding, "replace"))
    broken(bring, path)


def test_a_byte_of_another_encoding_far_down_changes_nothing(bring: Importer) -> None:
    path = bring.folder / "导出.csv"
    rows = [taobao(f"1000{n:04}") for n in range(2000)]
    path.write_bytes(csv_text(TAOBAO, rows).encode() + b"\xff\xfe,x\n")
    message = broken(bring, path)
    assert "UTF-8" in message
    assert "第 2002 行" in message


def test_a_broken_second_file_changes_nothing(bring: Importer) -> None:
    bad = bring.folder / "坏.csv"
    bad.write_text("甲,乙\n", "utf-8")
    assert "坏.csv" in broken(bring, bring.file(TAOBAO, taobao()), bad)


def test_two_hundred_megabytes_are_refused_without_reading(bring: Importer) -> None:
    path = bring.file(TAOBAO, taobao())
    with path.open("r+b") as file:
        file.truncate(200 * 1024 * 1024)
    assert "有 200 MB" in broken(bring, path)


def test_a_head_without_orders_is_said(bring: Importer) -> None:
    with bring.plan(bring.file(TAOBAO)) as plan:
        assert (plan.added, plan.tables) == ([], ("",))
        assert "只有表头" in plan.notices[0]


def test_numbers_a_workbook_has_spoilt(bring: Importer) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["订单编号", "订单状态", "宝贝总数量", "订单创建时间"],
        [2603020000000000001, "等待买家付款", 6, "2026-03-02 10:00:00"],
        ["2603020000000000002", "等待买家付款", 6, "2026-03-02 10:00:00"],
        ["2603020000000000003", "等待买家付款", "=1+5", "2026-03-02 10:00:00"],
    ):
        sheet.append(row)
    path = bring.folder / "导出.xlsx"
    book.save(path)
    assert [(row, column) for _, row, column, _ in bring.skip(path)] == [
        (2, "订单编号"),
        (4, "宝贝总数量"),
    ]
    assert [order.number for order in bring.all()] == ["2603020000000000002"]
