"""Files of other programs are read, never obeyed: whatever stands in a cell, what is stored of it
and what the command says is clean."""

import csv
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from support.command import CommandLine
from support.exports import TAOBAO, export, taobao
from support.figures import Figures
from support.hostile import PAYLOADS, found_full_shop, text_columns
from support.terminal_stream import listen

from zuiqing_desk.rules.text import clean
from zuiqing_desk.sheets.cells import guarded

SHORT = [text for text in PAYLOADS if len(text) < 500]
REPLIES = ("短码", "标题", "分类", "标签", "内容", "问法", "生效", "失效", "归属")
PRODUCTS = ("简称", "全名", "香型", "口感", "赠品", "卖点", "常见问题")
COVERAGE = ("快递", "省", "市", "区", "派送", "说明")


@pytest.fixture
def shop(cli: CommandLine) -> CommandLine:
    cli.home.mkdir()
    found_full_shop(cli.home)
    return cli


def table(path: Path, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """The rows as an attacker writes them: nothing is cleaned or guarded on the way, but for what
    a spreadsheet cannot hold."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(head)
            writer.writerows([cell.replace("\0", "") for cell in row] for row in rows)
        return path
    book = openpyxl.Workbook()
    for row in (head, *rows):
        book.worksheets[0].append([guarded(cell) for cell in row])
    book.save(path)
    return path


def hostile_rows(kind: str) -> tuple[Sequence[str], list[list[str]]]:
    """Rows that would be taken in, each with one of the texts where anything may stand."""
    at = [(n, text) for n, text in enumerate(SHORT) if len(text) < 90 and "{" not in text]
    if kind == "replies":
        rows = [
            [f"ka{n}", f"题{n}", "推荐", "", f"您好{t}", f"问{t}", "", "", "团队"] for n, t in at
        ]
        return REPLIES, rows
    if kind == "products":
        rows = [[f"酒{n}", f"全{t}", "浓香", f"味{t}", "", f"点{t}", ""] for n, t in at]
        return PRODUCTS, rows
    return COVERAGE, [["韵达", "四川省", "成都市", "", "是", f"注{at[1][1]}"]]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("kind", ["replies", "products", "coverage"])
def test_no_cell_of_a_table_is_stored_as_it_is(
    kind: str, suffix: str, shop: CommandLine, tmp_path: Path, figures: Figures
) -> None:
    head, rows = hostile_rows(kind)
    figures.add("security inputs", imported_payloads=len(SHORT))
    ran = shop(kind, "import", str(table(tmp_path / f"表{suffix}", head, rows)))
    assert listen((ran.out + ran.err).encode(), screen=False).foreign == []
    assert unclean(shop.home) == []
    assert arrived(shop.home), ran.err


def test_no_cell_of_an_export_of_a_platform_is_either(shop: CommandLine, tmp_path: Path) -> None:
    rows = [
        taobao(
            f"26030200000{n:08}",
            买家会员名=f"买{text}",
            买家留言=text,
            收货人姓名=text,
            收货地址=f"四川省 成都市 {text}",
            宝贝标题=text,
            订单备注=text,
            订单关闭原因=text,
            物流单号=text,
            **{f"没有人认识的{text[:3]}": text},
        )
        for n, text in enumerate(text.replace("\0", "") for text in SHORT)
    ]
    path = export(tmp_path / "订单.csv", TAOBAO, *rows, encoding="utf-8-sig")
    ran = shop("orders", "import", str(path))
    assert listen((ran.out + ran.err).encode(), screen=False).foreign == []
    assert unclean(shop.home) == []
    assert arrived(shop.home), ran.err


def test_the_name_of_a_file_is_said_harmlessly(shop: CommandLine, tmp_path: Path) -> None:
    """Whoever sends a file names it too."""
    path = tmp_path / "表\x1b]0;PWNED\x07\x9b31m\u202e.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    for kind in ("replies", "products", "coverage", "orders"):
        ran = shop(kind, "import", str(path))
        assert ran.code != 0
        assert "表" in ran.err
        assert listen((ran.out + ran.err).encode(), screen=False).foreign == []


def arrived(home: Path) -> bool:
    """Whether the attacker's words were stored at all."""
    connection = sqlite3.connect(home / "desk.db")
    try:
        return any(
            connection.execute(
                f'SELECT 1 FROM "{name}" WHERE "{column}" LIKE \'%PWNED%\''
            ).fetchone()
            for name, column in text_columns(connection)
        )
    finally:
        connection.close()


def unclean(home: Path) -> list[str]:
    """Every stored text in which something is left that a terminal would obey."""
    connection = sqlite3.connect(home / "desk.db")
    try:
        return [
            f"{name}.{column}: {value[:60]!r}"
            for name, column in text_columns(connection)
            for (value,) in connection.execute(f'SELECT "{column}" FROM "{name}"').fetchall()
            if value is not None and clean(value) != value
        ]
    finally:
        connection.close()
