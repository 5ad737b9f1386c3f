"""Reading spreadsheets as people really make them."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from zuiqing_desk.sheets import SheetError, SheetRow, read

COLUMNS = ("短码", "标题", "内容")
TABLE = "短码,标题,内容\nfh,发货时间,今天发\n"


def csv_of(folder: Path, content: bytes) -> Path:
    path = folder / "话术.csv"
    path.write_bytes(content)
    return path


def xlsx_of(folder: Path, *rows: list[Any], formats: dict[str, str] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for place, number_format in (formats or {}).items():
        sheet[place].number_format = number_format
    book.save(folder / "话术.xlsx")
    return folder / "话术.xlsx"


def all_of(path: Path) -> list[SheetRow]:
    return list(read(path, COLUMNS))


def refusal(path: Path) -> SheetError:
    with pytest.raises(SheetError) as caught:
        all_of(path)
    assert path.name in caught.value.message
    return caught.value


ONE = [SheetRow(2, {"短码": "fh", "标题": "发货时间", "内容": "今天发"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_csv_a_spreadsheet_program_writes(
    tmp_path: Path, encoding: str, delimiter: str, end: str
) -> None:
    text = TABLE.replace(",", delimiter).replace("\n", end)
    assert all_of(csv_of(tmp_path, text.encode(encoding))) == ONE


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_characters_that_are_valid_in_both_encodings_by_accident(
    tmp_path: Path, encoding: str
) -> None:
    path = csv_of(tmp_path, "短码,标题,内容\nlt,联通,联通\n".encode(encoding))
    assert all_of(path)[0].values["标题"] == "联通"


def test_rare_characters_of_gb18030(tmp_path: Path) -> None:
    path = csv_of(tmp_path, "短码,标题,内容\na,𠮷镕😀,丂\n".encode("gb18030"))
    assert all_of(path)[0].values == {"短码": "a", "标题": "𠮷镕😀", "内容": "丂"}


def test_columns_stand_in_any_order_and_may_be_missing(tmp_path: Path) -> None:
    path = csv_of(tmp_path, "内容,短码\n今天发,fh\n只有内容\n".encode())
    assert [row.values for row in all_of(path)] == [
        {"内容": "今天发", "短码": "fh"},
        {"内容": "只有内容", "短码": ""},
    ]


def test_empty_rows_and_a_title_above_are_passed_over_but_counted(tmp_path: Path) -> None:
    text = "本店话术,,\n,,\n短码,标题,内容\n,,\nfh,发货时间,今天发\n\n  ,\u3000,\n"
    assert all_of(csv_of(tmp_path, text.encode())) == [SheetRow(5, ONE[0].values)]


def test_a_cell_with_line_ends_is_one_row(tmp_path: Path) -> None:
    text = '短码,标题,内容\na,"一\r\n二\r三",x\nb,y,z\n'
    rows = all_of(csv_of(tmp_path, text.encode()))
    assert (rows[0].values["标题"], rows[1].number) == ("一\n二\n三", 3)


def test_a_bad_byte_is_named_with_its_row_after_cells_with_line_ends(tmp_path: Path) -> None:
    content = '短码,标题,内容\na,"一\n二",x\nb,'.encode() + b"\xff\xfe,z\n"
    error = refusal(csv_of(tmp_path, content))
    assert (error.row, "UTF-8" in error.message) == (3, True)


def test_a_bad_byte_far_down(tmp_path: Path) -> None:
    lines = [f"c{number},标题{number},内容".encode("gb18030") for number in range(20_000)]
    lines[19_990] += b"\xff\xff"
    content = b"\n".join(["短码,标题,内容".encode("gb18030"), *lines])
    assert refusal(csv_of(tmp_path, content)).row == 19_992


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "big5", "shift_jis"])
def test_other_encodings_are_named_as_such(tmp_path: Path, encoding: str) -> None:
    content = "短码,標題,内容\n發,發貨,今天\n".encode(encoding, "replace")
    refusal(csv_of(tmp_path, content))


def test_utf_16_is_named(tmp_path: Path) -> None:
    assert "UTF-16" in refusal(csv_of(tmp_path, TABLE.encode("utf-16"))).message


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    error = refusal(csv_of(tmp_path, "甲\n".encode() + b"\xff\xff\x80\n" * 3))
    assert "编码" in error.message
    assert error.row == 2


def test_nul_bytes(tmp_path: Path) -> None:
    error = refusal(csv_of(tmp_path, TABLE.encode() + b"a,\0,c\n"))
    assert (error.row, "空字节" in error.message) == (3, True)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('a,"没合上,c\n', "没有合上"),
        ('a,"半"开,c\n', "引号"),
        (f"a,{'长' * 140_000},c\n", "太长"),
    ],
)
def test_broken_quotes(tmp_path: Path, line: str, words: str) -> None:
    error = refusal(csv_of(tmp_path, (TABLE + line).encode()))
    assert (error.row, words in error.message) == (3, True)


def test_a_formula_in_a_csv(tmp_path: Path) -> None:
    error = refusal(csv_of(tmp_path, (TABLE + "a,=1+1,c\n").encode()))
    assert (error.row, error.column, "公式" in error.message) == (3, "标题", True)


def test_a_line_of_equals_signs_is_no_formula(tmp_path: Path) -> None:
    rows = all_of(csv_of(tmp_path, (TABLE + "a,标题,====\n").encode()))
    assert rows[1].values["内容"] == "===="


@pytest.mark.parametrize("text", ["-5 元", "+86", "@甲", "'引"])
def test_what_only_looks_risky_is_read_as_it_stands(tmp_path: Path, text: str) -> None:
    rows = all_of(csv_of(tmp_path, (TABLE + f"a,{text},c\n").encode()))
    assert rows[1].values["标题"] == text


@pytest.mark.parametrize(
    ("head", "words", "column"),
    [
        ("短码,标提,内容", "不认识这一列", "标提"),
        ("短码,标题,标题", "两次", "标题"),
        ("编号,标题,内容", "没有找到表头", None),
    ],
)
def test_heads(tmp_path: Path, head: str, words: str, column: str | None) -> None:
    error = refusal(csv_of(tmp_path, f"{head}\na,b,c\n".encode()))
    assert words in error.message
    assert error.column == column


def test_an_empty_file_is_called_so(tmp_path: Path) -> None:
    assert "文件是空的" in refusal(csv_of(tmp_path, b"")).message
    assert "没有找到表头" in refusal(csv_of(tmp_path, b"\xef\xbb\xbf")).message


def test_text_beside_the_table(tmp_path: Path) -> None:
    error = refusal(csv_of(tmp_path, (TABLE + "a,b,c,多了\n").encode()))
    assert (error.row, error.column) == (3, "D")


def test_fifty_megabytes_are_the_limit(tmp_path: Path) -> None:
    path = csv_of(tmp_path, TABLE.encode())
    with path.open("r+b") as file:
        file.truncate(50 * 1024 * 1024 + 1)
    assert "50 MB" in refusal(path).message


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    assert "不是普通文件" in refusal(Path("/dev/null")).message


@pytest.mark.parametrize(
    "page", ["<html><body>登录", "\ufeff \n<!DOCTYPE html>", "<?xml version='1.0'?>"]
)
def test_a_page_of_the_web_is_called_one(tmp_path: Path, page: str) -> None:
    assert "是网页" in refusal(csv_of(tmp_path, page.encode())).message


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    file = csv_of(tmp_path, TABLE.encode())
    assert "是文件夹" in refusal(tmp_path).message
    assert "不是文件夹" in refusal(file / "x.csv").message
    assert "名字太长" in refusal(tmp_path / ("长" * 300)).message
    circle = tmp_path / "圈.csv"
    circle.symlink_to(circle)
    assert "圈.csv" in refusal(circle).message


def test_a_file_the_system_does_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = csv_of(tmp_path, TABLE.encode())

    def broken(*_: object) -> object:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", broken)
    assert "读不了" in refusal(path).message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "没有这个文件" in refusal(tmp_path / "没有.csv").message


def test_more_rows_than_a_spreadsheet_has(tmp_path: Path) -> None:
    error = refusal(csv_of(tmp_path, TABLE.encode() + b"\n" * 1_048_600))
    assert "1048576 行" in error.message


def test_old_excel_files(tmp_path: Path) -> None:
    assert ".xls" in refusal(csv_of(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1")).message


HEAD = list(COLUMNS)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1983, "General", "1983"),
        (1983.0, "General", "1983"),
        (12.5, "General", "12.5"),
        (0.1 + 0.2, "General", "0.3"),
        (0.00001, "General", "0.00001"),
        (0, "General", "0"),
        (-3, "0", "-3"),
        (7, "000", "007"),
        (0.52, "0%", "52%"),
        (0.525, "0.0%", "52.5%"),
        (True, "General", "TRUE"),
        (date(2026, 1, 31), "yyyy-mm-dd", "2026-01-31"),
        (datetime(2026, 1, 31, 17, 30), "yyyy/m/d h:mm", "2026-01-31 17:30"),
        (datetime(2026, 1, 31, 17, 30, 5), "yyyy/m/d h:mm:ss", "2026-01-31 17:30:05"),
        (time(17, 30), "h:mm", "17:30"),
        (timedelta(hours=49, minutes=5), "[h]:mm:ss", "49:05"),
        ("007", "General", "007"),
        ("2026-01-31", "General", "2026-01-31"),
        ("' 引", "General", "' 引"),
        ("a_x000D_\nb", "General", "a\nb"),
    ],
)
def test_cells_read_as_a_person_sees_them(
    tmp_path: Path, value: object, number_format: str, text: str
) -> None:
    path = xlsx_of(tmp_path, HEAD, ["a", value, "c"], formats={"B2": number_format})
    assert all_of(path)[0].values["标题"] == text


def test_a_number_that_lost_its_tail(tmp_path: Path) -> None:
    error = refusal(xlsx_of(tmp_path, HEAD, ["a", 123456789012345678, "c"]))
    assert (error.row, error.column, "15 位" in error.message) == (2, "标题", True)


def test_a_formula_is_named_with_its_cell(tmp_path: Path) -> None:
    error = refusal(xlsx_of(tmp_path, HEAD, ["a", "b", "c"], ["a", "b", "=A2&B2"]))
    assert (error.row, error.column) == (3, "内容")
    assert "C3" in error.message


def test_an_error_value(tmp_path: Path) -> None:
    error = refusal(xlsx_of(tmp_path, HEAD, ["a", "#REF!", "c"]))
    assert (error.row, error.column, "#REF!" in error.message) == (2, "标题", True)


def test_merged_and_empty_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["本店话术"], HEAD, ["fh", "发货时间", "今天发"], [], ["kd", "快递", "发韵达"]):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A3:A4")
    book.save(tmp_path / "话术.xlsx")
    assert [(r.number, r.values["短码"]) for r in all_of(tmp_path / "话术.xlsx")] == [
        (3, "fh"),
        (5, "kd"),
    ]


def test_the_first_sheet_counts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (HEAD, ["fh", "发货时间", "今天发"]):
        book.worksheets[0].append(row)
    book.create_sheet("别的").append(["x"])
    book.save(tmp_path / "话术.xlsx")
    assert all_of(tmp_path / "话术.xlsx") == ONE


def test_many_columns_are_kept_and_more_are_refused_by_name(tmp_path: Path) -> None:
    head = [f"列{number}" for number in range(1, 1001)]
    path = xlsx_of(tmp_path, head, [f"值{number}" for number in range(1, 1001)])
    (row,) = read(path, head)
    assert row.values["列1000"] == "值1000"
    path = xlsx_of(tmp_path, HEAD, ["a", "b", "c"], [*"abc", *[None] * 997, "d"])
    error = refusal(path)
    assert error.row == 3
    assert "1000 列" in error.message


def test_a_table_on_another_sheet_is_not_found_and_why_is_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["说明"])
    book.create_sheet("话术").append(HEAD)
    book.save(tmp_path / "话术.xlsx")
    assert "第一张表" in refusal(tmp_path / "话术.xlsx").message


def test_the_content_tells_the_format_not_the_name(tmp_path: Path) -> None:
    path = xlsx_of(tmp_path, HEAD, ["fh", "发货时间", "今天发"]).rename(tmp_path / "话术.csv")
    assert all_of(path) == ONE
