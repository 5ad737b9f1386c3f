"""Importing what the marketplaces export: first what it would do, then doing it.

A file that cannot be used changes nothing. A row that is wrong is named and its order skipped.
What is written is written in small steps: an import that is stopped leaves whole orders behind,
and the same files imported again bring the rest. Whoever owns the file may do what a lead may.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self, TypeVar

from zuiqing_desk.rules.order_words import Platform
from zuiqing_desk.services.orders.export_rows import ExportRow, Refusal
from zuiqing_desk.services.orders.export_spool import OrderKey, Spool
from zuiqing_desk.services.orders.import_changes import change_of
from zuiqing_desk.services.orders.import_reading import FilesRead, read_files
from zuiqing_desk.services.orders.import_standing import ShopNow, shop_now, standing
from zuiqing_desk.services.orders.import_write import BATCH, Written, write_batch
from zuiqing_desk.services.orders.incoming import put_together
from zuiqing_desk.services.spreadsheets import Progress, unwatched
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")

_COMPARED_AT_ONCE = 500

PACE_S = 0.02
"""A batch takes at least so long, so that the store's log can be moved into its file beside it."""

LONGEST_PAUSE_S = 0.5


class Ask(Protocol):
    """Carries out one unit, a query or a command, in a transaction of its own and waits for it."""

    def __call__(self, unit: Callable[[Tx], T], /) -> T: ...


class PlannedOrder(NamedTuple):
    """An order that will be written, and where its first row stands."""

    file: str
    row: int
    platform: Platform
    number: str


@dataclass(slots=True)
class ImportPlan:
    """What an import would do. It holds a temporary file: close it, or use it in a ``with``.

    ``tables`` says what each file was taken for; ``refused`` which rows are skipped, ``notices``
    what else a person should know.
    """

    files: tuple[str, ...]
    tables: tuple[str, ...]
    shop: ShopNow
    spool: Spool
    added: list[PlannedOrder] = field(default_factory=list)
    changed: list[PlannedOrder] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def close(self) -> None:
        """Forget the rows. Idempotent."""
        self.spool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class ImportResult(NamedTuple):
    """What an import did. ``left`` is how many orders were not written, because it was stopped."""

    added: int
    changed: int
    unchanged: int
    left: int
    import_id: int | None


class ImportStopped(Exception):
    """The import ended between two batches, because somebody stopped it or the store could not go
    on (``why``); ``result`` says what is written."""

    def __init__(self, result: ImportResult, why: str = "已停下") -> None:
        super().__init__(result)
        self.result = result
        self.message = (
            f"{why}：写好了 {result.added + result.changed} 笔"
            f"（新增 {result.added}，更新 {result.changed}），还有 {result.left} 笔没有写；"
            "同样的文件再导入一次，就会补上剩下的。"
        )


def plan(
    paths: Sequence[Path],
    read: Ask,
    *,
    platform: Platform | None = None,
    progress: Progress = unwatched,
) -> ImportPlan:
    """Read and check the files wholly, and compare them with the store. Nothing is written.

    Raises SheetError for a file that cannot be used, Refused ``no_shop``, and what ``progress``
    raises.
    """
    shop = read(shop_now)
    files = read_files(paths, platform, shop.zone, progress)
    given = ImportPlan(
        tuple(files.names),
        tuple(files.tables),
        shop,
        files.spool,
        refused=files.refused,
        notices=files.notices,
    )
    try:
        _compare(given, files, read, progress)
    except BaseException:
        given.close()
        raise
    return given


def carry_out(
    given: ImportPlan,
    write: Ask,
    *,
    actor: int | None = None,
    progress: Progress = unwatched,
) -> ImportResult:
    """Write what ``given`` says, a batch at a time, leaving room for other desks between them.

    ``progress`` may raise before any batch. Then, and where the store cannot go on, ImportStopped
    comes out, and what was written until then stays.
    """
    keys = [OrderKey(one.platform, one.number) for one in (*given.added, *given.changed)]
    done = ImportResult(0, 0, given.unchanged, len(keys), None)
    for batch in _batches(iter(keys), BATCH):
        try:
            progress("写入", len(keys) - done.left, len(keys))
        except BaseException as stop:
            raise ImportStopped(done) from stop
        began = time.monotonic()
        try:
            written = _write(given, write, batch, done.import_id, actor)
        except StoreError as error:
            raise ImportStopped(done, f"{error.message.rstrip('。')}。导入停在半路") from error
        done = ImportResult(
            done.added + written.added,
            done.changed + written.changed,
            done.unchanged + written.unchanged,
            done.left - len(batch),
            written.import_id,
        )
        if done.left:
            _leave_room(time.monotonic() - began)
    return done


def _write(
    given: ImportPlan,
    write: Ask,
    batch: Sequence[OrderKey],
    import_id: int | None,
    actor: int | None,
) -> Written:
    # Putting together and placing addresses needs no transaction.
    incoming = [put_together(given.spool.rows(key)) for key in batch]
    return write(
        lambda tx: write_batch(
            tx,
            incoming,
            given.shop,
            import_id=import_id,
            files=given.files,
            skipped=len(given.refused),
            actor=actor,
        )
    )


def _compare(given: ImportPlan, files: FilesRead, read: Ask, progress: Progress) -> None:
    unknown: dict[str, int] = {}
    done, whole = 0, len(files.spool)
    for keys in _batches(files.spool.keys(), _COMPARED_AT_ONCE):
        before = read(partial(standing, keys=keys))
        for key in keys:
            rows = files.spool.rows(key)
            incoming = put_together(rows)
            first = rows[0]
            stands = before.get(key)
            if stands is None and not incoming.whole:
                given.refused.append(_without_order(files.names, first))
                continue
            change = change_of(incoming, stands, given.shop)
            if incoming.storefront and incoming.storefront not in given.shop.storefronts:
                unknown[incoming.storefront] = unknown.get(incoming.storefront, 0) + 1
            if change is None:
                given.unchanged += 1
                continue
            planned = PlannedOrder(files.names[first.file], first.row, *key)
            (given.added if stands is None else given.changed).append(planned)
        done += len(keys)
        progress("比较", done, whole)
    given.refused.sort(key=lambda one: (files.names.index(one.file), one.row))
    given.notices += [
        f"没有叫“{name}”的店铺：{count} 笔订单先不归店铺，店名留在订单里。"
        for name, count in unknown.items()
    ]


def _without_order(names: Sequence[str], row: ExportRow) -> Refusal:
    return Refusal(
        names[row.file],
        row.row,
        "订单编号",
        f"没有订单 {row.number}：这次的订单表里没有，以前也没有导入过；请把订单表一起导入。",
    )


def _batches(keys: Iterator[OrderKey], size: int) -> Iterator[list[OrderKey]]:
    while batch := list(islice(keys, size)):
        yield batch


def _leave_room(took_s: float) -> None:
    """Leave the store to others for as long as a batch took, and longer if it was quick."""
    time.sleep(min(max(took_s, PACE_S - took_s), LONGEST_PAUSE_S))
