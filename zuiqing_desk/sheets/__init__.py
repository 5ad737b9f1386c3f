"""Spreadsheets in and out: CSV and XLSX as rows of text."""

from zuiqing_desk.sheets.errors import SheetError
from zuiqing_desk.sheets.reading import MAX_BYTES, read, read_export
from zuiqing_desk.sheets.rows import SheetRow
from zuiqing_desk.sheets.writing import replacing, write

__all__ = ["MAX_BYTES", "SheetError", "SheetRow", "read", "read_export", "replacing", "write"]
