"""CSV files: which encoding and delimiter, then row by row."""

import codecs
import csv
import io
import itertools
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from zuiqing_desk.sheets.cells import NoText, constant, unguarded
from zuiqing_desk.sheets.errors import SheetError
from zuiqing_desk.sheets.rows import HEAD_WITHIN, Cells, Head, words_of

_PEEK = 256 * 1024
_ENCODINGS = {"utf-8-sig": "UTF-8", "gb18030": "GB18030"}
_DELIMITERS = (",", "\t")
_WEB = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<meta")
_CUT = "文件在这一行断了，后面的内容没有了，可能没有下载完整；请重新导出一次。"


class _Shape(NamedTuple):
    encoding: str
    delimiter: str


def rows(path: Path, head: Head) -> Generator[Cells, None, None]:
    """Every record of the file, numbered from 1.

    The encoding and the delimiter are those under which the head can be read: many GB18030 texts
    are valid UTF-8 by accident and the other way round. Raises SheetError.
    """
    with path.open("rb") as file:
        shape = _shape(file, path.name, head)
        file.seek(0)
        lines = _Lines(file, shape.encoding)
        number = width = 0
        try:
            for record in csv.reader(lines, delimiter=shape.delimiter, strict=True):
                number += 1
                if head.exported:
                    width = width or _width(record, head)
                    if lines.cut and len(record) < width:
                        raise SheetError(path.name, _CUT, row=number)
                yield _cells(record, number, head.exported)
        except UnicodeDecodeError as error:
            raise SheetError(path.name, _not_encoded(error, shape), row=number + 1) from None
        except _Nul:
            raise SheetError(
                path.name, "里面有空字节，不是文字，文件可能坏了。", row=number + 1
            ) from None
        except csv.Error as error:
            raise SheetError(path.name, _csv_problem(str(error)), row=number + 1) from None


def _cells(record: list[str], number: int, exported: bool) -> Cells:
    texts, bad = [], {}
    for place, text in enumerate(record):
        fixed = constant(text) if exported and '="' in text else None
        try:
            texts.append(unguarded(text) if fixed is None else fixed)
        except NoText as reason:
            texts.append("")
            bad[place] = str(reason)
    return Cells(number, texts, bad)


class _Nul(Exception):
    """A line has a NUL byte."""


def _width(record: list[str], head: Head) -> int:
    """How many columns the head has; 0 for a row that is none."""
    words = words_of(record, head.exported)
    return len(words) if head.matches(words) else 0


class _Lines:
    """The file's lines, decoded one at a time, so that a bad byte is met in its own row.

    Neither encoding has a line feed inside a character. ``cut``: the last line has no end.
    """

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file = file
        self._encoding = encoding
        self.cut = False

    def __iter__(self) -> Iterator[str]:
        encoding = self._encoding
        for raw in self._file:
            if b"\0" in raw:
                raise _Nul
            text = raw.decode(encoding)
            encoding = self._encoding.removesuffix("-sig")
            # A lone carriage return ends a line too (old files).
            for line in io.StringIO(text, newline=""):
                self.cut = not line.endswith(("\n", "\r"))
                yield line


def _shape(file: BinaryIO, name: str, head: Head) -> _Shape:
    start = file.read(_PEEK)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise SheetError(name, "是 UTF-16 编码；请另存为“CSV UTF-8”或 .xlsx 再导入。", row=1)
    for encoding in _ENCODINGS:
        text = start.decode(encoding, "replace")
        for delimiter in _DELIMITERS:
            if _has_head(text, delimiter, head):
                return _Shape(encoding, delimiter)
    raise _unreadable(start, name) or _web_page(start, name) or head.missing(name)


def _has_head(text: str, delimiter: str, head: Head) -> bool:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        first = itertools.islice(reader, HEAD_WITHIN)
        return any(head.matches(words_of(record, head.exported)) for record in first)
    except csv.Error:
        return False


def _web_page(start: bytes, name: str) -> SheetError | None:
    """The error for a page of the web: some back offices call theirs .xls, and who is signed out
    downloads one."""
    if not start.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower().startswith(_WEB):
        return None
    return SheetError(
        name,
        "是网页，不是表格。重新登录平台再导出一次；或者用表格软件打开，另存为 .xlsx 再导入。",
    )


def _unreadable(start: bytes, name: str) -> SheetError | None:
    """The error for bytes that are no text in either encoding."""
    furthest = 0
    for encoding in _ENCODINGS:
        try:
            codecs.getincrementaldecoder(encoding)().decode(start)
        except UnicodeDecodeError as error:
            furthest = max(furthest, error.start)
        else:
            return None
    row = start.count(b"\n", 0, furthest) + 1
    return SheetError(
        name, "既不是 UTF-8 也不是 GB18030 编码；请另存为“CSV UTF-8”再导入。", row=row
    )


def _not_encoded(error: UnicodeDecodeError, shape: _Shape) -> str:
    wrong = error.object[error.start : error.end].hex(" ").upper()
    name = _ENCODINGS[shape.encoding]
    return f"有不是 {name} 编码的字节（{wrong}）；请把整个文件另存为“CSV UTF-8”再导入。"


def _csv_problem(words: str) -> str:
    if "field limit" in words:
        return "有一格太长了；也可能是少了一个后引号。"
    if "unexpected end" in words:
        return "从这一行开始的引号没有合上。"
    return "引号用得不对：内容里的引号要写成两个，整格用引号包起来。"
