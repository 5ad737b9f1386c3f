"""Writing a spreadsheet file: all of it or nothing."""

import contextlib
import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from zuiqing_desk.sheets.cells import guarded
from zuiqing_desk.sheets.errors import SheetError

SUFFIXES = (".csv", ".xlsx")


def write(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write head and rows to ``path``: CSV (UTF-8 with BOM, as spreadsheet programs expect) or
    XLSX, by its name.

    Text is cleaned, and ``read`` gives back the same; no cell ever becomes a formula. An existing
    file is replaced in one step when the new one is complete. Only its owner may read it: an
    export holds the shop's words and prices. Raises SheetError and OSError.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise SheetError(path.name, "文件名要以 .csv 或 .xlsx 结尾。")
    with replacing(path) as new:
        if path.suffix.lower() == ".csv":
            _csv(new, head, rows)
        else:
            # Writing a CSV need not wait for the XLSX library.
            from zuiqing_desk.sheets import xlsx_out

            xlsx_out.write(new, path.name, head, rows)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new file beside ``path`` that takes its place when all went well; only its owner may read
    it. Raises SheetError and OSError."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    except FileNotFoundError:
        raise SheetError(path.name, f"没有文件夹 {path.parent}。") from None
    except PermissionError:
        raise SheetError(path.name, f"没有权限写进文件夹 {path.parent}。") from None
    os.close(handle)
    new = Path(name)
    try:
        yield new
        with new.open("rb") as written:
            os.fsync(written.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        # Quoted, a cell stays one cell for programs that separate by semicolons or tabs too.
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow([guarded(word) for word in head])
        writer.writerows([guarded(text) for text in row] for row in rows)
