"""Reading the files of an import: every row of every file is checked before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.order_platforms import Table, is_head, table_of
from zuiqing_desk.rules.order_words import Platform
from zuiqing_desk.services.orders.export_rows import ExportRow, Refusal, RowReader
from zuiqing_desk.services.orders.export_spool import OrderKey, Spool
from zuiqing_desk.services.spreadsheets import TOLD_EVERY, Progress
from zuiqing_desk.sheets import SheetError, SheetRow, read_export

_WANTED = "平台导出的列名，例如“订单编号”“订单状态”“收货人姓名”（至少要有订单号那一列）"


@dataclass(slots=True)
class FilesRead:
    """What the files hold. Of an order with a row that is refused, ``spool`` has nothing; where
    that row stands in a table of lines beside the orders, it has the order without its lines."""

    spool: Spool
    names: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def read_files(
    paths: Sequence[Path], platform: Platform | None, zone: str, progress: Progress
) -> FilesRead:
    """Read all files; ``platform`` None means by their heads.

    Raises SheetError for a file that cannot be used, and what ``progress`` raises.
    """
    reading = _Reading(FilesRead(Spool()), platform, zone, progress)
    try:
        names = [path.name for path in paths]
        for path, name in zip(paths, names, strict=True):
            reading.take(path, name if names.count(name) == 1 else str(path))
        return reading.finished()
    except BaseException:
        reading.files.spool.close()
        raise


class _Reading:
    def __init__(
        self, files: FilesRead, platform: Platform | None, zone: str, progress: Progress
    ) -> None:
        self.files = files
        self._platform = platform
        self._zone = zone
        self._progress = progress
        self._done = 0
        self._broken: set[OrderKey] = set()
        self._short_of_lines: set[OrderKey] = set()

    def take(self, path: Path, name: str) -> None:
        """Read one file; ``name`` is what people know it by."""
        table: Table | None = None
        reader: RowReader | None = None
        for row in read_export(path, is_head, _WANTED):
            if table is None or reader is None:
                table = self._table(name, row)
                reader = RowReader(len(self.files.names), name, table, row.values, self._zone)
            self._row(name, table, reader, row)
            self._done += 1
            if self._done % TOLD_EVERY == 0:
                self._progress("读取", self._done, None)
        self.files.names.append(name)
        self.files.tables.append("" if table is None else table.label)
        if table is None:
            self.files.notices.append(f"{name}：只有表头，下面一行也没有。")

    def finished(self) -> FilesRead:
        """What was read, without the orders, or the lines of orders, that cannot be taken whole."""
        spoilt = sum(bool(self.files.spool.drop(key)) for key in self._broken)
        if spoilt:
            self.files.notices.append(
                f"有 {spoilt} 笔订单还有别的行没问题，但不能只导入一半，整笔都跳过了。"
            )
        lines = self._short_of_lines - self._broken
        for key in lines:
            self.files.spool.drop_lines(key)
        if lines:
            self.files.notices.append(
                f"有 {len(lines)} 笔订单的宝贝行不全，都没有用，货品照订单表或以前导入的；"
                "改好宝贝表再导入一次。"
            )
        self._progress("读取", self._done, self._done)
        return self.files

    def _table(self, name: str, row: SheetRow) -> Table:
        try:
            return table_of(row.values, self._platform)
        except RuleError as error:
            raise SheetError(name, error.message) from None

    def _row(self, name: str, table: Table, reader: RowReader, row: SheetRow) -> None:
        read, number, refused = reader.read(row)
        key = OrderKey(table.platform, number)
        if read is not None and table.lines == "title":
            refused = self._contradiction(name, key, read)
        if refused:
            self.files.refused += refused
            if number:
                (self._short_of_lines if table.lines == "items" else self._broken).add(key)
        elif read is not None:
            self.files.spool.add(read)

    def _contradiction(self, name: str, key: OrderKey, row: ExportRow) -> list[Refusal]:
        """An order table has each order once; twice the same does no harm."""
        for other in self.files.spool.rows(key):
            if other.file == row.file and (other.order, other.extra) != (row.order, row.extra):
                message = (
                    f"订单 {key.number} 和第 {other.row} 行重复，内容却不一样，不知道信哪一行。"
                )
                return [Refusal(name, row.row, "订单编号", message)]
        return []
