"""What is written is read back the same, in both formats, whatever the text."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zuiqing_desk.rules.text import clean
from zuiqing_desk.sheets import SheetError, read, write

HEAD = ("短码", "标题", "内容")
SUFFIXES = ("csv", "xlsx")

HOSTILE = st.sampled_from(
    [
        "=1+1", "=cmd|' /C calc'!A0", "+86", "-5", "@甲", "'", "''", "'=1", "\t=1", " =1", "＝1",
        '"', '""', '甲,"乙"', "甲\n乙", "甲\r\n乙", "a\tb", "#N/A", "#REF!", "TRUE", "007", "3.0",
        "1e5", "2026-01-31", "_x000D_", "_x005F_", "_x0041_", "_xFFFF_", "\ufffe", "\uffff", " ",
        "\u3000", " 前后 ", "\n", "\n=1", "😀👨\u200d👩\u200d👧", "𠮷", "é", "e\u0301", "\ufeff甲",
        "\x00", "\x0b", "\x85", "<b>&amp;</b>", "]]>", "短码", "sep=;", "{客户}",
    ]
)  # fmt: skip
TEXTS = st.one_of(HOSTILE, st.text(max_size=30), st.lists(HOSTILE, max_size=3).map("".join))
ROWS = st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=8)


def rows_of(path: Path) -> list[tuple[str, ...]]:
    return [tuple(row.values[word] for word in HEAD) for row in read(path, HEAD)]


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_reading_gives_what_was_written(
    tmp_path: Path, suffix: str, rows: list[tuple[str, str, str]]
) -> None:
    path = tmp_path / f"甲.{suffix}"
    write(path, HEAD, rows)
    kept = [tuple(clean(text) for text in row) for row in rows]
    assert rows_of(path) == [row for row in kept if any(text.strip() for text in row)]


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_and_writing_that_again_gives_the_same(
    tmp_path: Path, suffix: str, rows: list[tuple[str, str, str]]
) -> None:
    path = tmp_path / f"甲.{suffix}"
    write(path, HEAD, rows)
    once = rows_of(path)
    write(path, HEAD, once)
    assert rows_of(path) == once


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_no_cell_of_ours_is_a_formula_a_number_or_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "甲.xlsx"
    write(path, HEAD, [(text, "乙", text)])
    book = openpyxl.load_workbook(path)
    try:
        for row in book.worksheets[0].iter_rows():
            for cell in row:
                assert cell.value is None or cell.data_type == "s"
                assert not str(cell.value or "").lstrip().startswith(("=", "+", "-", "@", "＝"))
    finally:
        book.close()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_table_has_its_head(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"甲.{suffix}"
    write(path, HEAD, [])
    assert rows_of(path) == []


def test_a_csv_opens_in_a_spreadsheet_program_as_utf_8(tmp_path: Path) -> None:
    write(tmp_path / "甲.csv", HEAD, [("a", "b", "c")])
    assert (tmp_path / "甲.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_fails_half_way_leaves_the_old_one(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"甲.{suffix}"
    write(path, HEAD, [("a", "b", "c")])
    before = path.read_bytes()

    def rows() -> Iterator[tuple[str, str, str]]:
        yield ("d", "e", "f")
        raise RuntimeError("the store is gone")

    with pytest.raises(RuntimeError):
        write(path, HEAD, rows())
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_only_its_owner_reads_an_export(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"甲.{suffix}"
    write(path, HEAD, [])
    assert path.stat().st_mode & 0o077 == 0


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=r"\.csv 或 \.xlsx"):
        write(tmp_path / "甲.xls", HEAD, [])
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_fit_a_cell_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(SheetError) as caught:
        write(tmp_path / "甲.xlsx", HEAD, [("a", "b", "c"), ("a", "长" * 32_768, "c")])
    assert (caught.value.row, caught.value.column) == (3, "标题")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="没有文件夹"):
        write(tmp_path / "没有" / "甲.csv", HEAD, [])


def test_a_name_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "甲.csv").mkdir()
    with pytest.raises(OSError, match=r"甲\.csv"):
        write(tmp_path / "甲.csv", HEAD, [])
    assert [one.name for one in tmp_path.iterdir()] == ["甲.csv"]
