"""Naming a table file: what terminals paste, and what is offered."""

import os
from pathlib import Path

import pytest

from zuiqing_desk.tui.table_paths import PathSuggester, meant, path_of


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/a/b.csv", "/a/b.csv"),
        (" /a/b.csv ", "/a/b.csv"),
        ("'/a b/c.csv'", "/a b/c.csv"),
        ('"/a b/c.csv"', "/a b/c.csv"),
        ("/a\\ b/c.csv", "/a b/c.csv"),
        ("file:///a/b.csv", "/a/b.csv"),
        ("file:///a%20b/%E8%AE%A2%E5%8D%95.csv", "/a b/订单.csv"),
        ("file://localhost/a/b.csv", "/a/b.csv"),
        ("'file:///a%20b.csv'", "/a b.csv"),
        ("/a\\(1\\)/it\\'s.csv", "/a(1)/it's.csv"),
        ("“/a b/c.csv”", "/a b/c.csv"),
        ("/a/100%20.csv", "/a/100%20.csv"),
        ("~nobody-of-this-name/b.csv", "~nobody-of-this-name/b.csv"),
    ],
)
def test_what_a_terminal_pastes(typed: str, path: str) -> None:
    assert path_of(typed) == Path(path)


def test_the_home_folder_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/somebody")
    for typed in ("~/b.csv", "～/b.csv", "'~/b.csv'"):
        assert path_of(typed) == Path("/somebody/b.csv")


def test_tables_come_newest_first_then_folders(tmp_path: Path) -> None:
    for age, name in enumerate(("订单新.csv", "订单旧.XLSX", "订单.txt", ".订单.csv")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    (tmp_path / "订单夹").mkdir()
    begin = f"{tmp_path}/订单"
    assert meant(begin) == [
        f"{tmp_path}/订单新.csv",
        f"{tmp_path}/订单旧.XLSX",
        f"{tmp_path}/订单夹/",
    ]
    assert meant(f"{tmp_path}/.") == [f"{tmp_path}/.订单.csv"]


@pytest.mark.parametrize(
    "typed", ["/there/is/no/such/x", "\0", "/root/\0/x", "~nobody-of-this-name/x"]
)
def test_where_nothing_can_be_read_nothing_is_offered(typed: str) -> None:
    assert meant(typed) == []


async def test_the_suggestion_goes_on_as_typed(tmp_path: Path) -> None:
    (tmp_path / "Orders.csv").touch()
    suggester = PathSuggester()
    assert await suggester.get_suggestion(f"{tmp_path}/Or") == f"{tmp_path}/Orders.csv"
    assert await suggester.get_suggestion(f"{tmp_path}/or") is None
    assert await suggester.get_suggestion("") is None
