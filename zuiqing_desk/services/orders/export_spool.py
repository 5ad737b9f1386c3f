"""The rows of an import, kept outside memory until their order is whole.

The rows of one order may stand anywhere in several files. They are kept in a temporary file
without a name, which nobody else can open and which is gone with the process.
"""

import tempfile
from collections.abc import Iterator
from typing import NamedTuple

from zuiqing_desk.rules.order_platforms import TABLES
from zuiqing_desk.rules.order_words import Platform
from zuiqing_desk.services.orders.export_rows import ExportRow


class OrderKey(NamedTuple):
    """What tells orders apart."""

    platform: Platform
    number: str


class Spool:
    """Rows in the order they came, and which of them make one order."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=1 << 16)  # noqa: SIM115
        self._end = 0
        self._places: dict[OrderKey, tuple[int, ...]] = {}

    def add(self, row: ExportRow) -> None:
        """Keep a row."""
        key = OrderKey(TABLES[row.table].platform, row.number)
        self._places[key] = (*self._places.get(key, ()), self._end)
        self._file.seek(self._end)
        self._end += self._file.write(row.packed())

    def drop(self, key: OrderKey) -> list[ExportRow]:
        """Forget an order; the rows it had."""
        rows = self.rows(key)
        self._places.pop(key, None)
        return rows

    def drop_lines(self, key: OrderKey) -> None:
        """Forget what tables of lines tell of an order."""
        places = self._places.get(key, ())
        kept = tuple(
            place
            for place, row in zip(places, self.rows(key), strict=True)
            if TABLES[row.table].lines != "items"
        )
        if kept:
            self._places[key] = kept
        else:
            self._places.pop(key, None)

    def rows(self, key: OrderKey) -> list[ExportRow]:
        """All rows of an order, in the order they came."""
        rows = []
        for place in self._places.get(key, ()):
            self._file.seek(place)
            rows.append(ExportRow.unpacked(self._file.readline()))
        return rows

    def keys(self) -> Iterator[OrderKey]:
        """Every order, in the order of its first row."""
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def close(self) -> None:
        """Let go of the file. Idempotent."""
        self._file.close()
