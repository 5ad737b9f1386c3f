"""Files made for other programs: no cell of a spreadsheet is a formula, no page has markup of
anybody's but ours, and only the file's owner may read it."""

import csv
import re
import sqlite3
import stat
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from support.command import CommandLine
from support.figures import Figures
from support.terminal_stream import listen

TABLES = {
    "replies": ("replies", "export", "--scope", "all"),
    "products": ("products", "export"),
    "orders": ("orders", "export-remarks"),
}
_FORMULA = re.compile(r"[\s\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
_OURS = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "div", "section",
    "table", "thead", "tbody", "tr", "th", "td", "ul", "ol", "li", "span", "strong", "b", "em",
    "small", "br", "hr", "header", "footer", "main", "article", "dl", "dt", "dd", "caption", "col",
    "colgroup", "pre", "i", "code",
}  # fmt: skip


class Page(HTMLParser):
    """Which elements and attributes a page has."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}


def only_mine(path: Path) -> bool:
    return stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("name", [*TABLES, "roster"])
def test_no_cell_is_a_formula(
    name: str, suffix: str, on_hostile: CommandLine, tmp_path: Path, figures: Figures
) -> None:
    path = tmp_path / f"表{suffix}"
    words = TABLES.get(name) or ("roster", "export", "--month", roster_month(on_hostile.home))
    ran = on_hostile(*words, str(path))
    assert ran.code == 0, ran.err
    assert only_mine(path)
    cells = csv_cells(path) if suffix == ".csv" else xlsx_cells(path)
    assert any("毒" in cell for cell in cells)
    for cell in cells:
        figures.count("security inputs", "exported_cells")
        assert not _FORMULA.match(cell), repr(cell[:60])


@pytest.mark.parametrize("words", [("handover", "export", "1"), ("notes", "export", "today")])
def test_no_cell_of_a_printed_table_is_a_formula(
    words: tuple[str, ...], on_hostile: CommandLine, tmp_path: Path, figures: Figures
) -> None:
    path = tmp_path / "单.xlsx"
    ran = on_hostile(*dated(words, on_hostile.home), "--format", "xlsx", "--output", str(path))
    assert ran.code == 0, ran.err
    assert only_mine(path)
    for cell in xlsx_cells(path):
        figures.count("security inputs", "exported_cells")
        assert not _FORMULA.match(cell), repr(cell[:60])


@pytest.mark.parametrize("words", [("handover", "export", "1"), ("notes", "export", "today")])
def test_a_printed_page_has_our_markup_alone(
    words: tuple[str, ...], on_hostile: CommandLine, tmp_path: Path, figures: Figures
) -> None:
    path = tmp_path / "单.html"
    ran = on_hostile(*dated(words, on_hostile.home), "--format", "html", "--output", str(path))
    assert ran.code == 0, ran.err
    assert only_mine(path)
    text = path.read_text("utf-8")
    page = Page()
    page.feed(text)
    assert "毒" in text
    assert page.elements <= _OURS
    for name, value in page.attributes:
        assert not name.startswith("on")
        assert name not in {"src", "href", "srcdoc", "action", "formaction"}, (name, value)
        assert "毒" not in value
    figures.count("security inputs", "printed_pages")
    assert listen(text.replace("\t", " ").encode(), screen=False).foreign == []


def test_a_page_as_plain_text_is_harmless_too(on_hostile: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "单.md"
    ran = on_hostile("handover", "export", "1", "--format", "md", "--output", str(path))
    assert ran.code == 0, ran.err
    assert only_mine(path)
    assert listen(path.read_bytes().replace(b"\t", b" "), screen=False).foreign == []


def csv_cells(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [cell for row in csv.reader(file) for cell in row]


def xlsx_cells(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as inside:
        for name in inside.namelist():
            xml = inside.read(name)
            assert not re.search(b"<f[ >]", xml), name
            assert b"<hyperlink" not in xml, name
    cells = [cell for row in openpyxl.load_workbook(path).worksheets[0] for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    return [str(cell.value) for cell in cells if cell.value is not None]


def dated(words: tuple[str, ...], home: Path) -> list[str]:
    return [one_value(home, DAY) if word == "today" else word for word in words]


def roster_month(home: Path) -> str:
    return one_value(home, MONTH)


DAY = "SELECT date(max(at) / 1000000, 'unixepoch', '+8 hours') FROM problem_note"
MONTH = "SELECT strftime('%Y-%m', max(at) / 1000000, 'unixepoch', '+8 hours') FROM journal"


def one_value(home: Path, sql: str) -> str:
    connection = sqlite3.connect(home / "desk.db")
    try:
        value: str = connection.execute(sql).fetchone()[0]
    finally:
        connection.close()
    return value
