"""Reading a spreadsheet file, whatever it really is."""

import contextlib
import errno
import stat
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from zuiqing_desk.sheets import csv_file
from zuiqing_desk.sheets.errors import SheetError
from zuiqing_desk.sheets.rows import Columns, Exported, Head, SheetRow, named

MAX_BYTES = 50 * 1024 * 1024

_SAID = {
    errno.ENOENT: "没有这个文件。",
    errno.EACCES: "没有权限读这个文件。",
    errno.EPERM: "没有权限读这个文件。",
    errno.ENOTDIR: "没有这个文件：路径中间有一段不是文件夹。",
    errno.ENAMETOOLONG: "没有这个文件：名字太长了，请核对路径。",
    errno.ELOOP: "是一个绕成圈的快捷方式，请换成文件本身。",
}
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read(path: Path, columns: Sequence[str], required: Collection[str] = ()) -> Iterator[SheetRow]:
    """The rows of a CSV file (UTF-8 or GB18030, commas or tabs) or of an XLSX file's first sheet.

    ``columns`` are the words its head may use, in any order; ``required`` (by default the first)
    those it must. A column that is not there is not in the values. Text is cleaned; numbers and
    dates become what a person sees. What the file is, is told by its content, not by its name.
    Raises SheetError, also while iterating.
    """
    yield from _rows(path, Columns(columns, required or columns[:1]))


def read_export(
    path: Path, is_head: Callable[[Collection[str]], bool], wanted: str
) -> Iterator[SheetRow]:
    """The rows of a table another program exported, whose head is the first row of words that
    ``is_head`` takes; ``wanted`` says in Chinese what such a row has.

    Unlike in ``read``, every column comes along (a repeated one as ``备注(2)``, one without a name
    as ``F 列``), ``="0123"`` is the text 0123, and a cell that cannot be read (a formula, a number
    that lost digits, text beside the table) stands in its row's ``bad``. Raises SheetError.
    """
    yield from _rows(path, Exported(is_head, wanted))


def _rows(path: Path, head: Head) -> Iterator[SheetRow]:
    try:
        yield from _told(path, head)
    except OSError as error:
        said = _SAID.get(error.errno or 0)
        raise SheetError(
            path.name, said or f"读不了（{error.strerror or error}）；请换个地方存好再导入。"
        ) from None


def _told(path: Path, head: Head) -> Iterator[SheetRow]:
    start = _start(path)
    if start.startswith(_OLD_EXCEL):
        raise SheetError(
            path.name, "是旧式 .xls 文件，或者加了密码；请另存为没有密码的 .xlsx 再导入。"
        )
    if start.startswith(_ZIP):
        # Reading a CSV need not wait for the XLSX library.
        from zuiqing_desk.sheets import xlsx_in

        rows = xlsx_in.rows(path, head.exported)
    else:
        rows = csv_file.rows(path, head)
    with contextlib.closing(rows):
        yield from named(rows, path.name, head)


def _start(path: Path) -> bytes:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise SheetError(path.name, "是文件夹，要写到里面的文件。")
    if not stat.S_ISREG(status.st_mode):
        raise SheetError(path.name, "不是普通文件。")
    if not status.st_size:
        raise SheetError(path.name, "文件是空的，一个字也没有。")
    if status.st_size > MAX_BYTES:
        size, limit = (bytes_ // 1024**2 for bytes_ in (status.st_size, MAX_BYTES))
        raise SheetError(path.name, f"有 {size} MB，超过 {limit} MB；请拆成几个文件。")
    with path.open("rb") as file:
        return file.read(len(_ZIP))
