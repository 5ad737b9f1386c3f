"""XLSX files in, row by row."""

import contextlib
import warnings
import zipfile
from collections.abc import Generator
from operator import attrgetter
from pathlib import Path
from typing import Any

import openpyxl

from zuiqing_desk.sheets.cells import NoText, constant, shown, unguarded
from zuiqing_desk.sheets.errors import SheetError
from zuiqing_desk.sheets.ooxml import unescaped
from zuiqing_desk.sheets.rows import Cells, letter

MAX_UNPACKED = 300 * 1024 * 1024
"""Bytes. A file of a few kilobytes may claim to unpack to gigabytes."""

MAX_COLUMNS = 1000
_VALUE = attrgetter("value")
_DOES_NOT_READ = "不是能读的 XLSX 文件，可能坏了；请用表格软件打开，另存一次再导入。"


def rows(path: Path, exported: bool) -> Generator[Cells, None, None]:
    """Every row of the first sheet. ``exported``: see rows.Head. Raises SheetError."""
    _check_size(path)
    with contextlib.ExitStack() as opened:
        file = opened.enter_context(path.open("rb"))
        book = _guarded_call(path, lambda: openpyxl.load_workbook(file, read_only=True))
        opened.callback(book.close)
        if not book.worksheets:
            raise SheetError(path.name, "里面没有工作表。")
        sheet = book.worksheets[0]
        # Some programs write a wrong size into the file; the rows themselves count.
        sheet.reset_dimensions()
        cells = sheet.iter_rows()
        opened.callback(cells.close)
        number = 0
        while (row := _guarded_call(path, lambda: next(cells, None))) is not None:
            number += 1
            if len(row) > MAX_COLUMNS:
                _refuse_text(path, row[MAX_COLUMNS:], number)
            yield _cells(row[:MAX_COLUMNS], number, exported)


def _refuse_text(path: Path, beyond: tuple[Any, ...], number: int) -> None:
    """Cells further right than any table goes may be there, but not with anything in them."""
    # A single far cell brings thousands of empty ones along.
    if any(value is not None for value in set(map(_VALUE, beyond))):
        raise SheetError(path.name, f"超过 {MAX_COLUMNS} 列；请删掉用不到的列再导入。", row=number)


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, EOFError):
        raise SheetError(path.name, _DOES_NOT_READ) from None
    if unpacked > MAX_UNPACKED:
        raise SheetError(
            path.name, f"解压后有 {unpacked // 1024**2} MB，超过 {MAX_UNPACKED // 1024**2} MB。"
        )


def _guarded_call(path: Path, step: Any) -> Any:
    """Whatever the library makes of a hostile file is the file's fault, and its remarks about what
    it leaves out (charts, rules) are nothing to the reader of text."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return step()
    except OSError:
        raise
    except Exception as error:
        raise SheetError(path.name, _DOES_NOT_READ) from error


def _cells(row: Any, number: int, exported: bool) -> Cells:
    texts, bad = [], {}
    for place, cell in enumerate(row):
        try:
            texts.append(_text(cell, f"{letter(place + 1)}{number}", exported))
        except NoText as reason:
            texts.append("")
            bad[place] = str(reason)
    while texts and not texts[-1] and len(texts) - 1 not in bad:
        texts.pop()
    return Cells(number, texts, bad)


def _text(cell: Any, name: str, exported: bool) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        fixed = constant(value) if exported and isinstance(value, str) else None
        if fixed is None:
            raise NoText(f"{name} 是公式，只收文字：请复制后“粘贴为数值”。")
        return fixed
    if cell.data_type == "e":
        raise NoText(f"{name} 是错误值 {value}。")
    if isinstance(value, str):
        fixed = constant(value) if exported else None
        return _plain(value) if fixed is None else fixed
    return shown(value, cell.number_format or "")


def _plain(text: str) -> str:
    return unguarded(unescaped(text))
