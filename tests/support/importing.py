"""Importing exports into a shop under test, as the command line and the screen do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from support.exports import Row, export
from support.shop import TestShop

from zuiqing_desk.rules.order_words import Platform
from zuiqing_desk.services.orders import importing, reading
from zuiqing_desk.services.orders.importing import ImportPlan, ImportResult
from zuiqing_desk.services.orders.records import OrderRecord
from zuiqing_desk.services.spreadsheets import Progress, unwatched
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")


class Importer:
    """Exports written to a folder and imported into a shop."""

    def __init__(self, shop: TestShop, folder: Path) -> None:
        self.shop = shop
        self.folder = folder
        self._files = 0

    def read(self, unit: Callable[[Tx], T], /) -> T:
        return self.shop.ask(unit)

    def write(self, unit: Callable[[Tx], T], /) -> T:
        return self.shop.do(unit)

    def file(self, head: tuple[str, ...], *rows: Row, **options: Any) -> Path:
        """An export with a name of its own."""
        self._files += 1
        return export(self.folder / f"导出{self._files}.csv", head, *rows, **options)

    def plan(self, *files: Path, platform: Platform | None = None) -> ImportPlan:
        return importing.plan(files, self.read, platform=platform)

    def bring(self, *files: Path, progress: Progress = unwatched) -> ImportResult:
        """Import the files; nothing may be refused."""
        with self.plan(*files) as plan:
            assert plan.refused == []
            return importing.carry_out(plan, self.write, progress=progress)

    def skip(self, *files: Path) -> list[tuple[str, int, str, str]]:
        """Import the files and give back what was skipped."""
        with self.plan(*files) as plan:
            importing.carry_out(plan, self.write)
            return [tuple(one) for one in plan.refused]

    def order(self, number: str) -> OrderRecord:
        return self.shop.ask(lambda tx: reading.one(tx, reading.find(tx, number)))

    def all(self) -> list[OrderRecord]:
        """Every order, by number."""
        rows = self.shop.ask(reading.rows)
        orders = [self.shop.ask(reading.one, row.id) for row in rows]
        return sorted(orders, key=lambda order: (order.platform, order.number))
