"""Files made to break readers."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from zuiqing_desk.sheets import SheetError, read
from zuiqing_desk.sheets.xlsx_in import MAX_UNPACKED

COLUMNS = ("短码", "标题")
SHEET = "xl/worksheets/sheet1.xml"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = '<row r="1"><c t="inlineStr"><is><t>短码</t></is></c></row>'


def with_sheet(folder: Path, xml: str | bytes) -> Path:
    """A workbook whose only sheet is ``xml``."""
    openpyxl.Workbook().save(folder / "good.xlsx")
    path = folder / "坏.xlsx"
    with zipfile.ZipFile(folder / "good.xlsx") as good, zipfile.ZipFile(path, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, xml if name == SHEET else good.read(name), zipfile.ZIP_DEFLATED)
    return path


def sheet(rows: str) -> str:
    return f"<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>"


def refusal(path: Path) -> str:
    with pytest.raises(SheetError) as caught:
        list(read(path, COLUMNS))
    assert path.name in caught.value.message
    return caught.value.message


def test_a_small_file_that_unpacks_to_much(tmp_path: Path) -> None:
    path = with_sheet(tmp_path, b" " * (MAX_UNPACKED + 1))
    assert path.stat().st_size < 1024**2
    assert "解压后" in refusal(path)


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "no xml",
        sheet('<row r="x"><c/></row>'),
        sheet('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        sheet('<row r="1"><c r="!"><v>1</v></c></row>'),
        sheet('<row r="1"><c r="A1"><v>abc</v></c></row>'),
        f"<worksheet {NS}><sheetData>{HEAD}",
    ],
)
def test_broken_sheets(tmp_path: Path, xml: str) -> None:
    refusal(with_sheet(tmp_path, xml))


def test_entities_that_grow(tmp_path: Path) -> None:
    steps = zip("abcd", "bcde", strict=True)
    entities = "".join(f'<!ENTITY {big} "{f"&{small};" * 50}">' for small, big in steps)
    start = f'<!DOCTYPE x [<!ENTITY a "{"a" * 1000}">{entities}]>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>'
    refusal(with_sheet(tmp_path, start + sheet(cell)))


def test_an_archive_that_is_cut_off(tmp_path: Path) -> None:
    path = with_sheet(tmp_path, sheet(HEAD))
    path.write_bytes(path.read_bytes()[:-100])
    assert "不是能读的 XLSX" in refusal(path)


def test_an_archive_of_something_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "坏.xlsx", "w") as archive:
        archive.writestr("readme.txt", "甲")
    assert "不是能读的 XLSX" in refusal(tmp_path / "坏.xlsx")


def test_rows_that_claim_to_stand_far_apart(tmp_path: Path) -> None:
    far = '<row r="999999999"><c t="inlineStr"><is><t>甲</t></is></c></row>'
    assert "超过" in refusal(with_sheet(tmp_path, sheet(HEAD + far)))


def test_a_size_that_is_not_true(tmp_path: Path) -> None:
    row = '<row r="2"><c t="inlineStr"><is><t>fh</t></is></c></row>'
    xml = f'<worksheet {NS}><dimension ref="A1"/><sheetData>{HEAD}{row}</sheetData></worksheet>'
    assert [one.values for one in read(with_sheet(tmp_path, xml), COLUMNS)] == [{"短码": "fh"}]


def test_a_million_columns_are_not_made(tmp_path: Path) -> None:
    row = '<row r="{}"><c r="A{}"><v>1</v></c><c r="XFD{}"/></row>'
    rows = "".join(row.format(n, n, n) for n in range(2, 1000))
    assert len(list(read(with_sheet(tmp_path, sheet(HEAD + rows)), COLUMNS))) == 998


def test_what_stands_far_to_the_right_is_not_dropped_in_silence(tmp_path: Path) -> None:
    row = '<row r="2"><c r="A2"><v>1</v></c><c r="XFD2"><v>1</v></c></row>'
    with pytest.raises(SheetError, match="第 2 行：超过 1000 列"):
        list(read(with_sheet(tmp_path, sheet(HEAD + row)), COLUMNS))
