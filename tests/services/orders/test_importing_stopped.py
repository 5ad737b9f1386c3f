"""An import that is stopped, or that the store ends: whole orders stay, and it says so."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from support.exports import TAOBAO, taobao
from support.importing import Importer
from support.shop import TestShop

from zuiqing_desk.services.orders import importing
from zuiqing_desk.services.orders.import_write import BATCH
from zuiqing_desk.services.orders.importing import ImportStopped
from zuiqing_desk.store.errors import StoreFull
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")
MANY = 3 * BATCH + 1


class Stop(Exception):
    """What a progress raises to stop the work."""


@pytest.fixture
def bring(shop: TestShop, tmp_path: Path) -> Importer:
    return Importer(shop, tmp_path)


@pytest.fixture
def file(bring: Importer) -> Path:
    return bring.file(TAOBAO, *(taobao(f"1000{n:04}") for n in range(MANY)))


def stop_at(step: str, at: int) -> Callable[[str, int, int | None], None]:
    def progress(now: str, done: int, _whole: int | None) -> None:
        if now == step and done >= at:
            raise Stop

    return progress


@pytest.mark.parametrize("step", ["读取", "比较"])
def test_stopped_before_anything_is_written(bring: Importer, file: Path, step: str) -> None:
    with pytest.raises(Stop):
        importing.plan([file], bring.read, progress=stop_at(step, 1))
    assert bring.all() == []


def test_stopped_between_two_batches(bring: Importer, file: Path) -> None:
    with bring.plan(file) as plan, pytest.raises(ImportStopped) as caught:
        importing.carry_out(plan, bring.write, progress=stop_at("写入", 2 * BATCH))
    result = caught.value.result
    assert result[:4] == (2 * BATCH, 0, 0, MANY - 2 * BATCH)
    assert str(MANY - 2 * BATCH) in caught.value.message
    orders = bring.all()
    assert len(orders) == 2 * BATCH
    assert all(order.items for order in orders)
    # The same file again brings the rest and touches nothing else.
    assert bring.bring(file)[:4] == (MANY - 2 * BATCH, 0, 2 * BATCH, 0)


def test_the_progress_tells_how_far_it_is(bring: Importer, file: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    bring.bring(file, progress=lambda *words: told.append(words))
    assert told == [("写入", done, MANY) for done in range(0, MANY, BATCH)]


def test_a_full_disk_says_what_is_written(bring: Importer, file: Path) -> None:
    batches = 0

    def write(unit: Callable[[Tx], T], /) -> T:
        nonlocal batches
        batches += 1
        if batches == 2:
            raise StoreFull("磁盘满了。")
        return bring.write(unit)

    with bring.plan(file) as plan, pytest.raises(ImportStopped) as caught:
        importing.carry_out(plan, write)
    assert caught.value.result.added == len(bring.all()) == BATCH
    assert caught.value.message.startswith("磁盘满了")


def test_what_changed_since_the_plan_is_compared_again(bring: Importer) -> None:
    file = bring.file(TAOBAO, taobao())
    with bring.plan(file) as plan:
        bring.bring(file)
        assert importing.carry_out(plan, bring.write)[:4] == (0, 0, 1, 0)
    assert len(bring.all()) == 1
