"""The copy of every night, by whoever runs the channels."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from support.soon import comes_true
from support.stores import WAIT_S, lay_empty_store, note, words_in

from zuiqing_desk.channels.nightly import back_up_if_due, keep_backed_up
from zuiqing_desk.services import backups, shop
from zuiqing_desk.services.backups import Plan
from zuiqing_desk.store import Store, StoreFull, open_store
from zuiqing_desk.store.restoring import workshop

DAY = 24 * 3600 * 1_000_000


class Wall:
    """A clock on the wall of the shop."""

    def __init__(self, text: str) -> None:
        self.set(text)

    def set(self, text: str) -> None:
        self.now = int(datetime.fromisoformat(text + "+08:00").timestamp()) * 1_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall("2026-11-20T09:00")


@pytest.fixture
def store(tmp_path: Path, wall: Wall) -> Iterator[Store]:
    with open_store(lay_empty_store(tmp_path / "home"), clock=wall) as opened:
        opened.write(lambda tx: shop.found(tx, shop_name="醉卿")).result(WAIT_S)
        yield opened


@pytest.fixture
def plan(store: Store) -> Plan:
    return Plan(store.path.parent / "backups")


def names(plan: Plan) -> list[str]:
    return sorted(one.name for one in plan.folder.glob("*"))


def kinds(store: Store) -> list[tuple[str, str]]:
    query = "SELECT kind, detail FROM journal WHERE kind LIKE 'backup.%' ORDER BY id"
    return store.read(lambda tx: tx.all(query)).result(WAIT_S)


async def test_one_a_night_and_the_journal_keeps_that_it_was(
    store: Store, plan: Plan, wall: Wall
) -> None:
    assert not await back_up_if_due(store, plan)
    store.write(note("of the first day")).result(WAIT_S)
    wall.set("2026-11-21T03:30")
    assert await back_up_if_due(store, plan)
    assert not await back_up_if_due(store, plan)
    wall.set("2026-11-22T20:00")
    assert await back_up_if_due(store, plan)
    assert names(plan) == ["auto-20261121-033000.db", "auto-20261122-200000.db"]
    assert "of the first day" in words_in(plan.folder / "auto-20261121-033000.db")
    assert kinds(store) == [("backup.made", "auto")] * 2


async def test_without_a_shop_there_is_nothing_to_copy(path: Path, plan: Plan, wall: Wall) -> None:
    with open_store(path, clock=wall) as empty:
        assert not await back_up_if_due(empty, plan)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return lay_empty_store(tmp_path / "other")


async def test_a_clock_that_jumps_a_day_loses_no_copy(store: Store, plan: Plan, wall: Wall) -> None:
    for at in ("2026-11-21T04:00", "2026-11-22T04:00", "2026-11-23T05:00"):
        wall.set(at)
        assert await back_up_if_due(store, plan)
    wall.set("2026-11-22T05:00")
    assert not await back_up_if_due(store, plan)
    wall.set("2026-11-23T04:30")
    assert await back_up_if_due(store, plan)
    wall.set("2026-11-24T06:00")
    assert await back_up_if_due(store, plan)
    assert len(names(plan)) == 5


async def test_no_room_no_copy_and_the_old_ones_stay(
    store: Store, plan: Plan, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall.set("2026-11-21T04:00")
    await back_up_if_due(store, plan)
    wall.set("2026-11-22T04:00")
    monkeypatch.setattr(backups, "NIGHTLY_ROOM", 2**50)
    with pytest.raises(StoreFull, match="腾出空间"):
        await back_up_if_due(store, plan)
    assert names(plan) == ["auto-20261121-040000.db"]


async def test_what_an_earlier_one_left_unfinished_is_swept(
    store: Store, plan: Plan, wall: Wall
) -> None:
    plan.folder.mkdir()
    (plan.folder / "auto-20261120-033000.db.part").touch()
    workshop(store.path.parent).mkdir()
    wall.set("2026-11-21T04:00")
    await back_up_if_due(store, plan)
    assert names(plan) == ["auto-20261121-040000.db"]
    assert not workshop(store.path.parent).exists()


@asynccontextmanager
async def keeping(store: Store, plan: Plan) -> AsyncIterator["asyncio.Queue[str]"]:
    told: asyncio.Queue[str] = asyncio.Queue()
    work = keep_backed_up(store, plan, told.put_nowait, first_s=0, look_s=0, again_s=0)
    task = asyncio.create_task(work)
    yield told
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_trouble_is_told_and_that_it_is_over(store: Store, plan: Plan, wall: Wall) -> None:
    wall.set("2026-11-21T04:00")
    plan.folder.write_text("in the way")
    async with keeping(store, plan) as told, asyncio.timeout(WAIT_S):
        problem = await told.get()
        assert str(plan.folder) in problem
        assert "backup.folder" in problem
        plan.folder.unlink()
        assert await told.get() == ""
    assert names(plan) == ["auto-20261121-040000.db"]
    assert told.empty()


async def test_who_wants_none_gets_none(store: Store, plan: Plan, wall: Wall) -> None:
    wall.set("2026-11-21T04:00")
    off = Plan(plan.folder, nightly=False)
    await keep_backed_up(store, off, pytest.fail, first_s=0)
    assert not plan.folder.exists()


async def test_a_desk_that_closes_in_the_middle_leaves_no_half_copy(
    store: Store, plan: Plan, wall: Wall
) -> None:
    store.write(
        lambda tx: tx.run(
            "INSERT INTO journal (at, kind, version, subject_id, detail)"
            " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
            " SELECT i, 'test.noted', 1, i, hex(randomblob(60)) FROM n"
        )
    ).result(WAIT_S)
    wall.set("2026-11-21T04:00")
    task = asyncio.create_task(back_up_if_due(store, plan))
    await comes_true(lambda: any(plan.folder.glob("*.part")))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert names(plan) == []
