"""XLSX files out."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from zuiqing_desk.sheets.cells import guarded
from zuiqing_desk.sheets.errors import SheetError
from zuiqing_desk.sheets.ooxml import LONGEST, escaped


def write(path: Path, file: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write head and rows as text cells; ``file`` names the file in errors. Raises SheetError."""
    # Everything that may fail comes first: a half-written workbook cannot be given up quietly.
    table = [list(head)]
    for number, row in enumerate(rows, 2):
        table.append(
            [_text(text, file, number, word) for word, text in zip(head, row, strict=True)]
        )
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    for texts in table:
        sheet.append([_cell(sheet, text) for text in texts])
    book.save(path)


def _text(text: str, file: str, number: int, word: str) -> str:
    text = escaped(guarded(text))
    if len(text) > LONGEST:
        problem = f"超过 {LONGEST} 个字，XLSX 放不下；请导出成 .csv。"
        raise SheetError(file, problem, row=number, column=word)
    return text


def _cell(sheet: Any, text: str) -> Any:
    if not text:
        return None
    cell = WriteOnlyCell(sheet, text)
    # Otherwise "#N/A" would be an error and "=…" a formula.
    cell.data_type = "s"
    return cell
