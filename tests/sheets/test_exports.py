"""Tables that other programs exported."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from zuiqing_desk.sheets import SheetError, SheetRow, read_export


def is_head(words: Collection[str]) -> bool:
    return "订单编号" in words


def rows_of(path: Path) -> list[SheetRow]:
    return list(read_export(path, is_head, "订单编号"))


def csv_of(folder: Path, text: str, encoding: str = "gb18030") -> Path:
    path = folder / "导出.csv"
    path.write_bytes(text.encode(encoding))
    return path


def xlsx_of(folder: Path, *rows: list[Any]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(folder / "导出.xlsx")
    return folder / "导出.xlsx"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig"])
def test_head_words_lose_their_blanks_and_every_column_comes_along(
    tmp_path: Path, encoding: str
) -> None:
    text = "订单编号,收货地址 ,\t宝贝标题 ,自用,自用,\n1,甲,乙,丙,丁,戊\n"
    (row,) = rows_of(csv_of(tmp_path, text, encoding))
    assert row.number == 2
    assert row.values == {
        "订单编号": "1",
        "收货地址": "甲",
        "宝贝标题": "乙",
        "自用": "丙",
        "自用(2)": "丁",
    }
    # The last head word is empty, so the last cell stands beside the table.
    assert list(row.bad) == ["F"]


def test_a_column_without_a_name_between_others_is_kept(tmp_path: Path) -> None:
    (row,) = rows_of(csv_of(tmp_path, "订单编号,,备注\n1,x,y\n"))
    assert row == SheetRow(2, {"订单编号": "1", "B 列": "x", "备注": "y"})


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="0123"', "0123"),
        ('"=""0123"""', "0123"),
        ("'0123", "'0123"),
        ("\t0123", "\t0123"),
        ('="甲""乙"', '甲"乙'),
        ('=""', ""),
    ],
)
def test_a_formula_of_a_text_is_the_text(tmp_path: Path, cell: str, text: str) -> None:
    (row,) = rows_of(csv_of(tmp_path, f"订单编号,备注\n{cell},x\n"))
    assert (row.values["订单编号"], dict(row.bad)) == (text, {})


def test_a_formula_of_a_text_in_a_workbook(tmp_path: Path) -> None:
    (row,) = rows_of(xlsx_of(tmp_path, ['="订单编号"', "备注"], ['="0123"', "x"]))
    assert row == SheetRow(2, {"订单编号": "0123", "备注": "x"})


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://x")', "=1+1", '="1"&A1', '="a"b"'])
def test_any_other_formula_spoils_its_row_alone(tmp_path: Path, cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    bad, good = rows_of(csv_of(tmp_path, f"订单编号,备注\n1,{quoted}\n2,x\n"))
    assert (list(bad.bad), good) == (["备注"], SheetRow(3, {"订单编号": "2", "备注": "x"}))
    assert "公式" in bad.bad["备注"]


def test_bad_cells_of_a_workbook_spoil_their_row_alone(tmp_path: Path) -> None:
    head = ["订单编号", "备注"]
    path = xlsx_of(tmp_path, head, [1, "=A1"], [123456789012345678, "x"], [3, "#N/A"], [4, "好"])
    rows = rows_of(path)
    assert [list(row.bad) for row in rows] == [["备注"], ["订单编号"], ["备注"], []]
    assert "B2" in rows[0].bad["备注"]
    assert "15 位" in rows[1].bad["订单编号"]
    assert rows[3].values == {"订单编号": "4", "备注": "好"}


def test_a_row_with_nothing_but_a_bad_cell_is_not_passed_over(tmp_path: Path) -> None:
    rows = rows_of(xlsx_of(tmp_path, ["订单编号"], ["=A1"]))
    assert [list(row.bad) for row in rows] == [["订单编号"]]


def test_a_row_that_slipped_is_named(tmp_path: Path) -> None:
    (row,) = rows_of(csv_of(tmp_path, "订单编号,备注\n1,甲,乙\n"))
    assert list(row.bad) == ["C"]


def test_no_head_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(SheetError) as caught:
        rows_of(csv_of(tmp_path, "编号,备注\n1,甲\n"))
    assert "没有找到表头" in caught.value.message
    assert "订单编号" in caught.value.message


@pytest.mark.parametrize("text", ["订单编号,备注,金额\n1,x,2\n3,y", "订单编号,备注,金额\n1,x,2\n3"])
def test_a_file_that_was_cut_off_is_named_with_its_last_row(tmp_path: Path, text: str) -> None:
    with pytest.raises(SheetError) as caught:
        rows_of(csv_of(tmp_path, text))
    assert (caught.value.row, "断了" in caught.value.message) == (3, True)


@pytest.mark.parametrize(
    "text",
    [
        "订单编号,备注,金额\n1,x,2\n3,y,4",
        "订单编号,备注,金额\n1,x,2\n3,y\n",
        "本店导出\n订单编号,备注,金额\n1,x,2\n3,y\n",
        "订单编号,备注,金额\r1,x\r3,y,4",
    ],
)
def test_a_last_row_that_is_whole(tmp_path: Path, text: str) -> None:
    rows = rows_of(csv_of(tmp_path, text))
    assert [row.values["订单编号"] for row in rows] == ["1", "3"]
