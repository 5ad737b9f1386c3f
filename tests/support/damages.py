"""Damages to a shop, each made for real, with what the doctor must say of it."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from support.child import Child
from support.sealed import lay_item, lay_page, seal
from support.stores import WAIT_S, note

from zuiqing_desk.services import backups
from zuiqing_desk.services.backups import ZONE, Plan
from zuiqing_desk.services.bridge import accounts
from zuiqing_desk.store import Store, Tx, content_folder, erasure_file, open_store
from zuiqing_desk.store.erasure_file import Entry
from zuiqing_desk.store.locks import GatewayLock

DAY = 24 * 3600 * 1_000_000
SECRET = "whsec_" + "QUFB" * 8


@dataclass
class Home:
    """A shop to be damaged; ``left`` is put right when the test is over."""

    path: Path
    left: ExitStack = field(default_factory=ExitStack)

    @property
    def database(self) -> Path:
        return self.path / "desk.db"

    @property
    def folder(self) -> Path:
        return self.path / "backups"

    def sql(self, sql: str, *values: object) -> None:
        with closing(sqlite3.connect(self.database)) as connection:
            connection.execute(sql, values)
            connection.commit()

    def do(self, unit: Callable[[Tx], object]) -> None:
        with open_store(self.database) as store:
            store.write(unit).result(WAIT_S)

    def stay_open(self) -> Store:
        return self.left.enter_context(open_store(self.database, command="zuiqing-desk"))

    def back_up(self, days_ago: float = 0) -> Path:
        at = int(time.time() * 1_000_000 - days_ago * DAY)
        return backups.make(self.database, Plan(self.folder), "auto", at=at, zone=ZONE).path


# -- damages: each makes one thing wrong ---------------------------------------------------------


def no_backup(home: Home) -> None:
    pass


def old_backup(home: Home) -> None:
    home.back_up(days_ago=3)


def torn_backup(home: Home) -> None:
    path = home.back_up()
    path.write_bytes(path.read_bytes()[:-8192])


def altered_backup(home: Home) -> None:
    home.back_up(days_ago=0.5)
    path = home.back_up()
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 8192 * 4096
    whole[middle : middle + 4096] = b"\xee" * 4096
    path.write_bytes(whole)


def unfinished_backup(home: Home) -> None:
    home.back_up().with_name("auto-20261120-033000.db.part").touch()


def unfinished_restore(home: Home) -> None:
    home.back_up()
    (home.path / "restoring").mkdir()


def folder_of_backups_in_the_way(home: Home) -> None:
    (home.path / "settings.toml").write_text(f"[backup]\nfolder = '{home.database}'\n")


def disk_of_backups_not_plugged_in(home: Home) -> None:
    folder = home.path / "usb" / "backups"
    (home.path / "settings.toml").write_text(f"[backup]\nfolder = '{folder}'\n")


def copy_of_a_clock_that_was_ahead(home: Home) -> None:
    home.back_up(days_ago=3)
    home.back_up(days_ago=-300)


def backups_switched_off(home: Home) -> None:
    home.back_up()
    (home.path / "settings.toml").write_text("[backup]\nnightly = false\n")


def full_folder_of_backups(home: Home) -> None:
    monkeypatch = pytest.MonkeyPatch()
    home.left.callback(monkeypatch.undo)
    monkeypatch.setattr(backups, "NIGHTLY_ROOM", 2**40)


def lay_file(home: Home) -> Path:
    sha256 = "ab" * 32
    path = content_folder.path_of(home.path, sha256, "png")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"a picture")
    home.sql("INSERT INTO media (sha256, kind, bytes, added_at) VALUES (?, 'png', 9, 1)", sha256)
    return path


def missing_file(home: Home) -> None:
    lay_file(home).unlink()


def altered_file(home: Home) -> None:
    lay_file(home)


def missing_screenshot(home: Home) -> None:
    home.sql(
        "INSERT INTO evidence (sha256, name, bytes, added_at, kept_until)"
        " VALUES (?, 'chat.png', 9, 1, 2)",
        "cd" * 32,
    )


def unfinished_file(home: Home) -> None:
    (home.path / "files").mkdir()
    part = home.path / "files" / "0011223344556677.part"
    part.touch()
    os.utime(part, (0, 0))


def connect(tx: Tx, url: str) -> int:
    return accounts.add(
        tx,
        slug="taobao-1",
        platform="taobao",
        name="旗舰店",
        storefront="",
        url=url,
        secret=SECRET,
        actor=None,
    ).account_id


def connector_without_address(home: Home) -> None:
    home.do(lambda tx: connect(tx, ""))


def dead_connector(home: Home) -> None:
    home.do(lambda tx: connect(tx, "http://127.0.0.1:9/"))
    ago = int(time.time() * 1_000_000) - DAY
    with closing(sqlite3.connect(home.database)) as connection:
        account = connection.execute("SELECT account_id FROM bridge_account").fetchone()[0]
        connection.execute("PRAGMA foreign_keys=OFF")
        columns = {row[1]: row for row in connection.execute("PRAGMA table_info(line)")}
        given = {"id": 1, "conversation_id": 1, "seq": 1, "at": ago, "author": "agent",
                 "kind": "text", "text": "在的", "status": "pending"}  # fmt: skip
        for name, row in columns.items():
            if row[3] and row[4] is None and name not in given:
                given[name] = 0
        names = ", ".join(given)
        marks = ", ".join("?" * len(given))
        connection.execute(f"INSERT INTO line ({names}) VALUES ({marks})", tuple(given.values()))
        connection.execute(
            "INSERT INTO outbox (conversation_id, account_id, line_id, client_id, state, attempts,"
            " next_at, reason) VALUES (1, ?, 1, 'a', 'pending', 3, 0, '')",
            (account,),
        )
        connection.commit()


def failed_event(home: Home) -> None:
    home.do(lambda tx: connect(tx, "http://127.0.0.1:9/"))
    now = int(time.time() * 1_000_000)
    home.sql(
        "INSERT INTO bridge_event (account_id, kind, subject_id, state, attempts, next_at, reason,"
        " created_at, done_at) SELECT account_id, 'order.remark', 1, 'failed', 9, 0,"
        " '没有这张订单', ?, ? FROM bridge_account",
        now,
        now,
    )


def rotating_secret(home: Home) -> None:
    home.do(lambda tx: connect(tx, "http://127.0.0.1:9/"))
    home.do(lambda tx: accounts.rotate(tx, "taobao-1", SECRET[:-4] + "QkJC"))


def clock_of_a_connector(home: Home) -> None:
    announce(home, "桥接 taobao-1：连接器或这台电脑的时钟差了 900 秒")


def announce(home: Home, problem: str) -> None:
    lock = GatewayLock(home.path / "gateway.lock")
    assert lock.try_acquire()
    home.left.callback(lock.release)
    now = int(time.time() * 1_000_000)
    home.sql(
        "INSERT INTO gateway (id, pid, url, problem, since, seen_at) VALUES (1, ?, '', ?, ?, ?)",
        os.getpid(),
        problem,
        now,
        now,
    )


def busy_port(home: Home) -> None:
    announce(home, "网页聊天没有开（127.0.0.1:8787）：端口已被别的程序占用")


def erasures_undone(home: Home) -> None:
    home.sql("INSERT INTO customer (name, created_at) VALUES ('tb_**', 5)")
    with closing(sqlite3.connect(home.database)) as connection:
        (number,) = connection.execute("SELECT max(id) FROM customer").fetchone()
    erasure_file.append(home.path, Entry(number, 5, 6))


def other_program(home: Home) -> None:
    _other(home, "PRAGMA user_version")


def locked(home: Home) -> None:
    _other(home, "BEGIN IMMEDIATE")


OTHER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
connection.execute("BEGIN")
connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
if sys.argv[2].startswith("BEGIN"):
    connection.execute("ROLLBACK")
connection.execute(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
"""


def _other(home: Home, statement: str) -> None:
    home.stay_open()
    script = home.path / "other_program.py"
    script.write_text(OTHER)
    child = home.left.enter_context(Other(script, home.database, statement))
    assert child.hear() == "ready"


class Other(Child):
    """Some other program of the machine."""

    def __init__(self, script: Path, *arguments: object) -> None:
        super().__init__(script.stem, *arguments, before=["env", f"PYTHONPATH={script.parent}"])


def log_taken_away(home: Home) -> None:
    home.stay_open().write(note("one")).result(WAIT_S)
    Path(f"{home.database}-wal").unlink()


def log_without_database(home: Home) -> None:
    store = open_store(home.database)
    store.write(note("one")).result(WAIT_S)
    log = Path(f"{home.database}-wal").read_bytes()
    store.close()
    home.database.write_bytes(b"")
    Path(f"{home.database}-wal").write_bytes(log)


def torn_database(home: Home) -> None:
    home.database.write_bytes(home.database.read_bytes()[:-8192])


def corrupt_page(home: Home) -> None:
    with closing(sqlite3.connect(home.database)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'journal'"
        page = connection.execute(query).fetchone()[0]
    whole = bytearray(home.database.read_bytes())
    whole[(page - 1) * 4096 : page * 4096] = b"\xee" * 4096
    home.database.write_bytes(whole)


def row_that_points_nowhere(home: Home) -> None:
    home.sql("INSERT INTO duty (staff_id, state, started_at) VALUES (99, 'on', 0)")


def foreign_file(home: Home) -> None:
    home.sql("PRAGMA application_id = 7")


def no_database(home: Home) -> None:
    home.database.write_bytes(b"x" * 5000)


def newer_schema(home: Home) -> None:
    home.sql("UPDATE alembic_version SET version_num = '9999'")


def older_schema(home: Home) -> None:
    home.sql("UPDATE alembic_version SET version_num = '0007'")


def clock_behind(home: Home) -> None:
    at = int(time.time() * 1_000_000) + DAY
    home.sql("INSERT INTO journal (at, kind, version, subject_id, detail)"
             " VALUES (?, 'x', 1, 1, '')", at)  # fmt: skip


def clock_that_jumped_back(home: Home) -> None:
    now = int(time.time() * 1_000_000)
    for at in (now - 60, now - DAY):
        home.sql("INSERT INTO journal (at, kind, version, subject_id, detail)"
                 " VALUES (?, 'x', 1, 1, '')", at)  # fmt: skip


def index_behind(home: Home) -> None:
    dead_connector(home)


def altered_sealed_page(home: Home) -> None:
    def sealed(tx: Tx) -> None:
        seal(tx, lay_page(tx, 1, 2, [lay_item(tx, "丙**要发票", 1)]), 1)

    home.do(sealed)
    home.sql("UPDATE handover_page SET shift = '夜班'")


def readable_by_others(home: Home) -> None:
    home.path.chmod(0o755)
    home.database.chmod(0o644)


DAMAGES: list[tuple[Callable[[Home], None], str, str, str]] = [
    # what is made wrong, level, what is found, what is advised
    (no_backup, "warning", "还没有可以恢复的备份", "backup now"),
    (old_backup, "warning", "3 天以前", "backup now"),
    (torn_backup, "warning", "不完整", "backup now"),
    (altered_backup, "error", "最近的备份坏了", "backup now"),
    (unfinished_backup, "warning", "auto-20261120-033000.db.part", "删掉"),
    (unfinished_restore, "warning", "恢复没有做完", "backup restore"),
    (folder_of_backups_in_the_way, "error", "备份的文件夹", "backup.folder"),
    (disk_of_backups_not_plugged_in, "error", "usb/backups 用不了：找不到它", "backup.folder"),
    (copy_of_a_clock_that_was_ahead, "warning", "3 天以前", "backup now"),
    (backups_switched_off, "warning", "每晚的备份关掉了", "backup.nightly"),
    (full_folder_of_backups, "error", "备份的磁盘快满了", "腾出空间"),
    (missing_file, "error", "不见了", "放回去"),
    (altered_file, "error", "被改过", "放回去"),
    (missing_screenshot, "error", "截图里有一个不见了", "放回去"),
    (unfinished_file, "note", "没有收完", "不用管"),
    (connector_without_address, "warning", "没有连接器地址", "bridge set-url taobao-1"),
    (dead_connector, "error", "1 条回复等着发", "bridge list"),
    (failed_event, "warning", "没有这张订单", "核对"),
    (rotating_secret, "note", "旧的还认 24 小时", "新密钥"),
    (clock_of_a_connector, "error", "时钟差了 900 秒", "改好后"),
    (busy_port, "error", "端口已被别的程序占用", "换一个"),
    (erasures_undone, "error", "删除过的客户又在数据库里", "再删一遍"),
    (other_program, "warning", "别的程序也开着数据库", "不要用别的程序"),
    (locked, "error", "被别的程序占用着写不进去", "退出那个程序"),
    (log_taken_away, "error", "日志", "正常退出"),
    (log_without_database, "error", "只剩下它的日志", "找回数据库文件"),
    (torn_database, "error", "损坏", "backup restore"),
    (corrupt_page, "error", "损坏", "backup restore"),
    (row_that_points_nowhere, "error", "指向不存在的 staff", "backup restore"),
    (foreign_file, "error", "是别的程序的数据库", "移开"),
    (no_database, "error", "不是 SQLite 的标记", "backup restore"),
    (newer_schema, "error", "比这个程序新", "新版程序"),
    (older_schema, "warning", "下次打开时升级", "备份"),
    (clock_behind, "error", "时钟比店里时间最晚的记录", "对准"),
    (clock_that_jumped_back, "warning", "时钟往回跳过", "NTP"),
    (index_behind, "note", "没进查找的索引", "补齐"),
    (altered_sealed_page, "error", "封存的交接", "handover verify"),
    (readable_by_others, "warning", "别的用户也能打开", "chmod 600"),
]
