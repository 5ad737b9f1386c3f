"""One row of a marketplace's export, checked and read."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from zuiqing_desk.rules import order_values as values
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.flag_colours import flag_number
from zuiqing_desk.rules.order_merge import paid_amount
from zuiqing_desk.rules.order_platforms import TABLES, Table, plain
from zuiqing_desk.rules.order_status import asked_back, state_of
from zuiqing_desk.rules.text import MAX_CHARS, clean
from zuiqing_desk.sheets import SheetRow

Value = str | int | None
Reader = Callable[[str], Value]

_LINE = ("sub", "title", "spec", "code", "goods_id", "quantity", "price")
_ALONE = ("number", "amount", "line_status")
"""Fields that are read in a way of their own."""

_EMPTY_SAYS = ("remark", "flag", "paid")
"""An empty cell of these says something: no remark, no flag, not paid."""


class Refusal(NamedTuple):
    """Why a row cannot be taken. ``row`` counts as a spreadsheet program does."""

    file: str
    row: int
    column: str
    message: str

    def line(self) -> str:
        """The refusal as one line for people."""
        return f"{self.file}：第 {self.row} 行“{self.column}”列：{self.message}"


@dataclass(frozen=True, slots=True)
class ExportRow:
    """What a row says: of the order (``order``, by field), of one line of it (``line``), and what
    nobody asked about (``extra``, by head word). ``table`` is its place in TABLES."""

    file: int
    row: int
    table: int
    number: str
    order: dict[str, Value] = field(default_factory=dict)
    line: dict[str, Value] | None = None
    extra: dict[str, str] = field(default_factory=dict)

    def packed(self) -> bytes:
        """The row for keeping outside memory."""
        parts = (self.file, self.row, self.table, self.number, self.order, self.line, self.extra)
        return json.dumps(parts, ensure_ascii=False).encode() + b"\n"

    @classmethod
    def unpacked(cls, line: bytes) -> "ExportRow":
        """What ``packed`` gave."""
        return cls(*json.loads(line))


class RowReader:
    """Reads the rows of one file, whose head words are known. ``file`` is its place among the
    files, ``zone`` the shop's."""

    def __init__(self, file: int, name: str, table: Table, head: Iterable[str], zone: str) -> None:
        self._file = file
        self._name = name
        self._table = table
        head = list(head)
        present = {plain(word): word for word in reversed(head)}
        self._columns = {
            key: words
            for key, known in table.fields.items()
            if (words := [present[one] for one in map(plain, known) if one in present])
        }
        used = {word for words in self._columns.values() for word in words}
        self._others = [word for word in head if word not in used]
        self._readers = self._every_reader(zone)

    def read(self, row: SheetRow) -> tuple[ExportRow | None, str, list[Refusal]]:
        """The row; the order's number, as far as it can be read; and all that is wrong with it."""
        cells = _Cells(row, self._columns)
        number = str(cells.take("number", values.number) or "")
        order = {} if self._table.lines == "items" else self._order(cells)
        line = None if self._table.lines == "title" else self._line(cells)
        cells.refuse_long()
        if cells.problems:
            return (
                None,
                number,
                [
                    Refusal(self._name, row.number, column, message)
                    for column, message in cells.problems.items()
                ],
            )
        extra = {word: text for word in self._others if (text := _kept(row.values[word]))}
        table = TABLES.index(self._table)
        return (
            ExportRow(
                self._file, row.number, table, number, order, line, extra | cells.passed_over
            ),
            number,
            [],
        )

    def _order(self, cells: "_Cells") -> dict[str, Value]:
        apart = _ALONE if self._table.lines == "title" else (*_ALONE, *_LINE)
        order: dict[str, Value] = {
            key: cells.take(key, self._readers[key]) for key in self._columns if key not in apart
        }
        order["amount"] = cells.amount()
        if order.get("status"):
            order["status_text"] = cells.first("status")
        return {
            key: value
            for key, value in order.items()
            if value not in (None, "") or (key in _EMPTY_SAYS and key not in cells.unread)
        }

    def _line(self, cells: "_Cells") -> dict[str, Value]:
        line = {key: cells.take(key, self._readers[key]) for key in _LINE if key in self._columns}
        if line.get("quantity") is None:
            cells.wrong("quantity", "是空的，不知道买了多少。")
        line["status"] = cells.take("line_status", _state)
        return {key: value for key, value in line.items() if value not in (None, "")}

    def _every_reader(self, zone: str) -> Mapping[str, Reader]:
        def moment(cell: str) -> Value:
            return values.moment(cell, zone)

        def flag(cell: str) -> Value:
            return flag_number(self._table.platform, values.text(cell))

        special: dict[str, Reader] = {
            "quantity": values.quantity,
            "status": _state,
            "after_sale": lambda cell: "back" if asked_back(cell) else "",
            "phone": values.phone,
            "flag": flag,
            "buyer_message": _words,
            "remark": _words,
            **dict.fromkeys(("goods", "freight", "refund", "price"), values.money),
            **dict.fromkeys(("placed", "paid", "finished"), moment),
        }
        return {key: special.get(key, values.text) for key in self._columns}


class _Cells:
    """A row while it is read: its cells by field, what is wrong, what was passed over."""

    def __init__(self, row: SheetRow, columns: Mapping[str, list[str]]) -> None:
        self._values = row.values
        self._columns = columns
        self.problems: dict[str, str] = dict(row.bad)
        self.passed_over: dict[str, str] = {}
        self.unread: set[str] = set()

    def take(self, key: str, reader: Reader) -> Value:
        """The field's value: that of the first of its columns that has one; what the others have
        is passed over."""
        taken: Value = None
        for word in self._columns.get(key, ()):
            if taken in (None, ""):
                taken = self._read(key, word, reader)
            else:
                self._pass_over(word)
        return taken

    def amount(self) -> Value:
        """What the buyer pays, of all the columns that tell of it."""
        words = self._columns.get("amount", [])
        read = {word: self._read("amount", word, values.money) for word in words}
        found = {word: fen for word, fen in read.items() if isinstance(fen, int)}
        told = next((word for word, fen in found.items() if fen), "")
        for word in list(found)[list(found).index(told) + 1 :] if told else ():
            if found[word] != found[told]:
                self._pass_over(word)
        return paid_amount(list(found.values()))

    def first(self, key: str) -> str:
        """The text of the field's first column."""
        return values.text(self._values[self._columns[key][0]])

    def wrong(self, key: str, message: str) -> None:
        """Something is wrong with a field, unless that is known already."""
        columns = self._columns[key]
        if not self.problems.keys() & set(columns):
            self.problems[columns[0]] = message

    def refuse_long(self) -> None:
        """No cell may be longer than a message."""
        for word, cell in self._values.items():
            if len(cell) > MAX_CHARS:
                self.problems.setdefault(word, f"有 {len(cell)} 个字，最多 {MAX_CHARS} 个。")

    def _read(self, key: str, word: str, reader: Reader) -> Value:
        if word in self.problems:
            return None
        try:
            return reader(self._values[word])
        except RuleError as wrong:
            self.problems[word] = wrong.message
        except ValueError:
            # Words nobody knows are kept, and say nothing.
            self.unread.add(key)
            self._pass_over(word)
        return None

    def _pass_over(self, word: str) -> None:
        if text := _kept(self._values[word]):
            self.passed_over[word] = text


def _state(cell: str) -> Value:
    return state_of(text) if (text := values.text(cell)) else None


def _words(cell: str) -> Value:
    """Words of people may have several lines."""
    return _kept(cell)


def _kept(cell: str) -> str:
    """A cell as it is kept where it is no value; "" where the platform means nothing."""
    return clean(cell).strip().removeprefix("'") if values.text(cell) else ""
