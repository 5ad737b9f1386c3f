"""Putting a copy of the store back in its place."""

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.child import Child
from support.figures import Figures
from support.shop import TestShop
from support.stores import WAIT_S, note, words, words_in

from zuiqing_desk.rules.backup_keeping import Sort
from zuiqing_desk.services import backups, erasure, outbox, restoring
from zuiqing_desk.services import shop as shops
from zuiqing_desk.services.backups import ZONE, Plan
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store import (
    Store,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreInUse,
    Tx,
    erasure_file,
    open_store,
)
from zuiqing_desk.store.backups import Backup
from zuiqing_desk.store.doctor import integrity
from zuiqing_desk.store.look import Seen, State, look
from zuiqing_desk.store.migrations import HEAD, SCHEMA, Schema
from zuiqing_desk.store.restoring import workshop

NOON = 1_795_320_000_000_000  # 2026-11-22 12:00 in Shanghai
DAY = 24 * 3600 * 1_000_000
NAME = "manual-20261120-120000"


@dataclass
class Home:
    path: Path

    @property
    def database(self) -> Path:
        return self.path / "desk.db"

    @property
    def plan(self) -> Plan:
        return Plan(self.path / "backups")

    def open(self) -> Store:
        return open_store(self.database)

    def do(self, *units: Callable[[Tx], object]) -> list[object]:
        with self.open() as store:
            return [store.write(unit).result(WAIT_S) for unit in units]

    def back_up(self, sort: Sort = "manual", at: int = NOON - 2 * DAY) -> Backup:
        return backups.make(self.database, self.plan, sort, at=at, zone=ZONE)

    def restore(self, name: str = NAME) -> restoring.Restored:
        chosen = restoring.choose(self.plan, ZONE, name)
        return restoring.restore(self.database, self.plan, chosen, at=NOON)

    def words(self) -> list[str]:
        with self.open() as store:
            return [word for word in store.read(words).result(WAIT_S) if word.startswith("w")]

    def names(self) -> list[str]:
        return sorted(os.listdir(self.plan.folder))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A shop with one copy, made after "w1" and before "w2"."""
    home = Home(tmp_path / "home")
    home.path.mkdir()
    with closing(home.open()):
        pass
    home.do(lambda tx: shops.found(tx, shop_name="醉卿"), note("w1"))
    home.back_up()
    home.do(note("w2"))
    return home


def test_the_copy_is_the_store_and_the_store_one_more_copy(home: Home) -> None:
    done = home.restore()
    assert home.words() == ["w1"]
    assert done.kept == "before-20261122-120000.db"
    assert "w2" in words_in(home.plan.folder / done.kept)
    assert home.names() == [done.kept, f"{NAME}.db"]
    assert (done.later, done.asking, done.erased) == (restoring.Later(0, 0, 0), 0, 0)
    assert not workshop(home.path).exists()
    with home.open() as store:
        query = "SELECT detail FROM journal WHERE kind = 'backup.restored'"
        assert store.read(lambda tx: tx.value(query)).result(WAIT_S) == NAME
    assert home.restore(done.kept.removesuffix(".db")).later is not None
    assert home.words() == ["w1", "w2"]


def test_nobody_may_have_the_store_open_and_is_named(home: Home) -> None:
    with home.open(), pytest.raises(StoreInUse, match="恢复备份") as refused:
        home.restore()
    assert [f"进程 {os.getpid()}" in one for one in refused.value.holders] == [True]
    assert home.words() == ["w1", "w2"]
    assert home.names() == [f"{NAME}.db"]


def test_a_copy_that_does_not_stand_the_test_replaces_nothing(home: Home) -> None:
    path = home.plan.folder / f"{NAME}.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("INSERT INTO duty (staff_id, state, started_at) VALUES (9, 'on', 0)")
        connection.commit()
    with pytest.raises(StoreDamaged, match="duty"):
        home.restore()
    path.write_bytes(path.read_bytes()[:-4096])
    with pytest.raises(Refused, match="不完整"):
        home.restore()
    with pytest.raises(Refused, match="backup list"):
        home.restore("manual-20261120-999999")
    assert home.words() == ["w1", "w2"]


def test_a_copy_that_lies_elsewhere_is_named_by_its_path(home: Home, tmp_path: Path) -> None:
    moved = shutil.move(home.plan.folder / f"{NAME}.db", tmp_path / "usb.db")
    home.restore(str(moved))
    assert home.words() == ["w1"]


def test_a_raw_copy_is_restored_with_its_log(home: Home, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    with home.open() as store:
        store.write(note("w3")).result(WAIT_S)
        for name in ("desk.db", "desk.db-wal"):
            shutil.copy(home.path / name, tmp_path / "usb" / name)
    home.do(note("w4"))
    home.restore(str(tmp_path / "usb" / "desk.db"))
    assert home.words() == ["w1", "w2", "w3"]


def test_a_folder_that_cannot_take_the_present_is_named(home: Home, tmp_path: Path) -> None:
    chosen = restoring.choose(home.plan, ZONE, NAME)
    unplugged = Plan(tmp_path / "usb" / "backups")
    path = str(chosen.path)
    assert restoring.choose(unplugged, ZONE, path).path == chosen.path
    with pytest.raises(StoreError, match="usb/backups"):
        restoring.restore(home.database, unplugged, chosen, at=NOON)
    assert home.words() == ["w1", "w2"]


def test_a_journal_left_beside_a_broken_store_is_not_rolled_into_the_new_one(home: Home) -> None:
    with closing(sqlite3.connect(home.database, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=DELETE").fetchall()
        other.execute("PRAGMA cache_size=1")
        other.execute("BEGIN")
        other.execute("UPDATE journal SET detail = 'half'")
        other.execute("UPDATE shop SET name = hex(zeroblob(9000))")
        journal = Path(f"{home.database}-journal").read_bytes()
    home.database.write_bytes(b"x" * 9000)
    Path(f"{home.database}-journal").write_bytes(journal)
    home.restore()
    assert not Path(f"{home.database}-journal").exists()
    assert home.words() == ["w1"]


def test_no_room_nothing_done(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restoring, "free_at", lambda folder: 1000)
    with pytest.raises(StoreFull, match="腾出空间"):
        home.restore()
    assert home.names() == [f"{NAME}.db"]


BROKEN = {
    "torn": lambda path: path.write_bytes(path.read_bytes()[:20_000]),
    "foreign": lambda path: path.write_bytes(b"x" * 9000),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_store_is_kept_as_it_is_and_replaced(home: Home, how: str) -> None:
    with home.open() as store:
        store.write(note("w3")).result(WAIT_S)
        log = Path(f"{home.database}-wal").read_bytes()
    BROKEN[how](home.database)
    Path(f"{home.database}-wal").write_bytes(log)
    left = home.database.read_bytes() if home.database.exists() else b""
    done = home.restore()
    assert home.words() == ["w1"]
    assert (done.kept, done.later) == ("broken-20261122-120000.db", None)
    assert (home.plan.folder / "broken-20261122-120000.db").read_bytes() == left
    assert (home.plan.folder / "broken-20261122-120000.db-wal").read_bytes() == log
    assert not list(home.path.glob("desk.db-*"))
    with pytest.raises(Refused, match="坏"):
        home.restore("broken-20261122-120000")


def test_a_log_taken_away_from_those_at_work_is_no_reason_to_copy_without_it(home: Home) -> None:
    with home.open() as store:
        store.write(note("w3")).result(WAIT_S)
        Path(f"{home.database}-wal").unlink()
        with pytest.raises(StoreDamaged, match="正常退出"):
            home.back_up(at=NOON)
    assert home.words() == ["w1", "w2", "w3"]
    home.back_up(at=NOON)


def test_where_there_is_no_store_nothing_is_kept(home: Home) -> None:
    home.database.unlink()
    assert home.restore().kept is None
    assert home.words() == ["w1"]


def test_a_copy_of_an_older_program_is_brought_up_to_date(home: Home, tmp_path: Path) -> None:
    older = tmp_path / "older" / "desk.db"
    with open_store(older, schema=Schema(SCHEMA.revisions[:1], SCHEMA.folders)) as store:
        store.write(note("w0")).result(WAIT_S)
    home.back_up("auto", NOON - 3 * DAY)
    path = home.plan.folder / "auto-20261119-120000.db"
    path.write_bytes(older.read_bytes())
    home.restore("auto-20261119-120000.db")
    assert look(home.database) == Seen(State.CURRENT, HEAD)
    assert home.words() == ["w0"]
    assert home.names() == [path.name, "before-20261122-120000.db", f"{NAME}.db"]


# -- what the world has gone on to do meanwhile --------------------------------------------------


@pytest.fixture
def shop(tmp_path: Path) -> TestShop:
    return TestShop(tmp_path / "home")


def test_who_was_erased_since_is_erased_again(shop: TestShop, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    talk = shop.customer("王小明")
    shop.says(talk, "我的地址是桂花巷")
    other = shop.waiting_customer("别人的话")
    customer = shop.ask(lambda tx: tx.value("SELECT min(id) FROM customer"))
    home.back_up()
    entry = shop.do(erasure.prepare, customer, shop.lead.id)
    number = shop.do(erasure.begin, entry, shop.lead.id)
    while not shop.do(erasure.step, number).done:
        pass
    shop.says(other, "备份以后的话")
    shop.store.close()

    # The file that says so is lost, too: the present store knows it as well.
    done = home.restore()
    assert (done.erased, done.later) == (1, restoring.Later(1, 0, 0))
    assert [one.customer_id for one in erasure_file.read(home.path)] == [customer]
    whole = home.database.read_bytes()
    assert "桂花巷".encode() not in whole
    assert "王小明".encode() not in whole
    assert "别人的话".encode() in whole
    with home.open() as store:
        # What is left of them in files and indexes goes as soon as channels are run.
        assert store.read(erasure.to_wash).result(WAIT_S)

    home.database.write_bytes(b"broken")
    assert home.restore().erased == 1
    assert "桂花巷".encode() not in home.database.read_bytes()


def test_answers_nobody_can_say_of_whether_they_went_out_are_asked_about(
    shop: TestShop, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    talk = shop.waiting_customer()
    shop.answers(talk, shop.lead, "在的")
    shop.do(lambda tx: tx.run("UPDATE channel_account SET channel = 'bridge'"))
    home.back_up()
    shop.store.close()
    assert home.restore().asking == 1
    with home.open() as store:
        stuck = store.read(lambda tx: outbox.stuck(tx, talk)).result(WAIT_S)
        assert stuck is not None
        assert (stuck.state, stuck.reason) == ("asking", restoring.UNKNOWN_REASON)
        status = "SELECT status FROM line WHERE author = 'agent'"
        assert store.read(lambda tx: tx.value(status)).result(WAIT_S) == "unknown"


def test_answers_a_chat_page_reads_by_itself_wait_on(shop: TestShop, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    shop.answers(shop.waiting_customer(), shop.lead, "在的")
    home.back_up()
    shop.store.close()
    assert home.restore().asking == 0


# -- killed on the way ---------------------------------------------------------------------------


def test_killed_at_any_moment_it_leaves_the_old_or_the_new_whole(
    home: Home, tmp_path: Path, figures: Figures
) -> None:
    template = tmp_path / "template"
    with home.open() as store:
        store.write(note("w3")).result(WAIT_S)
        # With its log not yet moved, as a crash leaves a store.
        shutil.copytree(home.path, template)
    shutil.rmtree(template / "open")
    with Child("support.restoring_child", "restore", template, tmp_path / "killed") as child:
        ends = [child.hear().split() for _ in restoring.POINTS]
    found = []
    for point, code in ends:
        assert int(code) == -signal.SIGKILL
        killed = Home(tmp_path / "killed" / point)
        found.append(killed.words())
        assert integrity(killed.database) == []
        kept = [name for name in killed.names() if name.startswith("before")]
        assert len(kept) == (point != "checked")
        for name in kept:
            assert "w3" in words_in(killed.plan.folder / name)
        killed.restore()
        assert killed.words() == ["w1"]
        figures.count("crash points", "of a restore")
    old, new = ["w1", "w2", "w3"], ["w1"]
    assert found == [old] * 6 + [new] * 2
