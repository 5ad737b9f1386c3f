"""Putting a copy of the store back in its place, with nobody in the store."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zuiqing_desk.rules.backup_keeping import Sort
from zuiqing_desk.services import backups, erasure
from zuiqing_desk.services.backups import Plan
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store import erasure_file, restoring
from zuiqing_desk.store.backups import Backup, find, looked_at, new_path
from zuiqing_desk.store.connect import APPLICATION_ID
from zuiqing_desk.store.copying import (
    Content,
    Progress,
    check,
    content_of,
    copy_to,
    free_at,
    size_of,
    unwatched,
)
from zuiqing_desk.store.engine import open_store
from zuiqing_desk.store.erasure_file import Entry
from zuiqing_desk.store.errors import StoreDamaged, StoreError, StoreFull
from zuiqing_desk.store.failures import cannot_write, explain
from zuiqing_desk.store.locks import DeskLock
from zuiqing_desk.store.look import untouched
from zuiqing_desk.store.tx import Tx

Observer = Callable[[str], None]

POINTS: Final = (
    "checked", "kept", "laid-out", "ready", "settled", "log-gone", "in-place", "tidied"
)  # fmt: skip
"""What an observer is called with, in this order."""

COMMAND: Final = "zuiqing-desk backup restore"
UNKNOWN_REASON: Final = "从备份恢复，不知道当时发出去没有"
WAIT_S: Final = 2.0

# Nobody can say what became of these after the copy was made. A chat page reads them by itself, and
# twice is no harm there.
_UNSENT = """
UPDATE outbox SET state = 'asking', reason = :reason
WHERE done_at IS NULL AND state IN ('pending', 'sending')
  AND account_id IN (SELECT id FROM channel_account WHERE channel <> 'webchat')
RETURNING line_id, conversation_id
"""


@dataclass(frozen=True, slots=True)
class Later:
    """What the present store has that a copy has not."""

    lines: int
    conversations: int
    orders: int


@dataclass(frozen=True, slots=True)
class Restored:
    """How it went. ``kept``: the file that was the store until now, None if there was none;
    ``later``: what of it is not in the store any more, None if it could not be read; ``asking``:
    answers of which nobody can say whether they were sent; ``erased``: customers erased again."""

    name: str
    kept: str | None
    later: Later | None
    asking: int
    erased: int


def choose(plan: Plan, zone: str, name: str) -> Backup:
    """The copy called so in the folder, or the file of that path; blocking. Raises Refused
    ``no_backup`` or ``bad_backup``, StoreError."""
    path = Path(name).expanduser()
    found: Backup | None
    if path.name != name and path.is_file():
        found = looked_at(path, "manual", path.stat().st_mtime_ns // 1000, 0)
    else:
        found = find(backups.listed(plan, zone), name)
    if found is None:
        raise Refused(
            "no_backup",
            f"没有叫 {name} 的备份（文件夹 {plan.folder}）。有哪些请看 zuiqing-desk backup list。",
        )
    if found.wrong:
        raise Refused("bad_backup", f"备份 {found.name} 不能用：{found.wrong}。请另选一份。")
    return found


def present_zone(database: Path) -> str:
    """By whose clock the copies are called, as far as the present store can say; blocking."""
    try:
        with restoring.peek(database) as tx:
            return backups.zone(tx)
    except sqlite3.Error:
        return backups.ZONE


def later_than(database: Path, backup: Path) -> Later | None:
    """What the present store has that the copy has not; None if it cannot be read; blocking."""
    try:
        return _difference(_content(database), _content(backup))
    except (sqlite3.Error, OSError):
        return None


def restore(
    database: Path,
    plan: Plan,
    backup: Backup,
    *,
    at: int,
    progress: Progress = unwatched,
    observer: Observer = lambda point: None,
) -> Restored:
    """Put ``backup`` in the place of the store at ``database``; blocking. ``at`` is now.

    The present one is kept as one more copy, and whoever was erased since is erased again. A crash
    leaves the old store or the new one, whole. Raises StoreInUse, naming who has the store open,
    StoreDamaged, StoreFull or StoreError, and what ``progress`` raises until the new one is ready;
    then the present one is as it was.
    """
    home = database.parent
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _to_ourselves(home):
            return _restore(database, plan, backup, at, progress, observer)
    except OSError as error:
        raise cannot_write(error, home) from error
    except sqlite3.Error as error:
        worded = explain(error, database)
        raise (worded if worded is not error else StoreError(f"恢复没有做成：{error}")) from error


def _restore(
    database: Path, plan: Plan, backup: Backup, at: int, progress: Progress, observer: Observer
) -> Restored:
    home = database.parent
    _need_room(database, plan, backup)
    content = _checked(backup, progress)
    observer("checked")
    zone = present_zone(database)
    kept, present, erased = _keep_present(database, plan, at, zone, progress)
    entries = sorted({*erasure_file.read(home), *erased}, key=lambda one: one.at)
    observer("kept")
    try:
        new = restoring.lay_out(backup.path, home, progress)
        observer("laid-out")
        restoring.bring_up_to_date(new, content.revision)
        asking, again = _made_ready(new, backup, entries)
        observer("ready")
        if present is not None:
            restoring.settle(database)
        observer("settled")
        restoring.put_in_place(new, database, observer)
        observer("in-place")
    finally:
        restoring.clear(home)
    _tidy(home, entries)
    observer("tidied")
    later = None if present is None else _difference(present, content)
    return Restored(backup.name, kept, later, asking, again)


@contextmanager
def _to_ourselves(home: Path) -> Iterator[None]:
    lock = DeskLock(home, COMMAND)
    try:
        lock.alone(WAIT_S, lambda: True, "恢复备份")
        lock.announce(upgrading=True, what="恢复备份")
        yield
    finally:
        lock.release()


def _need_room(database: Path, plan: Plan, backup: Backup) -> None:
    present = size_of(database) if database.exists() else 0
    for folder, wanted in ((plan.folder, present), (database.parent, 2 * backup.bytes)):
        free = free_at(folder)
        if free < wanted:
            raise StoreFull(
                f"没有恢复：{folder} 所在的磁盘只剩 {backups.mebi(free)}，"
                f"要 {backups.mebi(wanted)}。什么都没有改；请腾出空间后再试。"
            )


def _checked(backup: Backup, progress: Progress) -> Content:
    try:
        return check(backup.path, progress)
    except (StoreDamaged, sqlite3.Error) as error:
        why = error.message if isinstance(error, StoreDamaged) else str(error)
        raise StoreDamaged(
            f"没有恢复，因为这份备份坏了：{why}。现在的数据库没有改动；请换一份备份。"
        ) from error


def _keep_present(
    database: Path, plan: Plan, at: int, zone: str, progress: Progress
) -> tuple[str | None, Content | None, list[Entry]]:
    """Its copy's name, what it holds if it is sound, and whom it knows to be erased."""
    log = Path(f"{database}-wal")
    if not any(one.exists() and one.stat().st_size for one in (database, log)):
        return None, None, []
    if database.exists() and database.stat().st_size:
        path = _new_path(plan, "before", at, zone)
        try:
            content = copy_to(database, path, progress)
        except StoreDamaged:
            pass
        else:
            return path.name, content, _erased(path)
    path = _new_path(plan, "broken", at, zone)
    restoring.keep_as_it_is(database, path)
    return path.name, None, _erased(path)


def _new_path(plan: Plan, sort: Sort, at: int, zone: str) -> Path:
    try:
        return new_path(plan.folder, sort, at, zone)
    except OSError as error:
        raise backups.unreadable(plan.folder, error) from error


def _erased(path: Path) -> list[Entry]:
    try:
        with restoring.peek(path) as tx:
            return erasure.known(tx)
    except sqlite3.Error:
        # Broken, or from before anything could be erased.
        return []


def _made_ready(new: Path, backup: Backup, entries: list[Entry]) -> tuple[int, int]:
    """Bring the new store up to what is known today; how many answers are in doubt, and how many
    customers were erased again."""
    with open_store(new, command=COMMAND) as store:
        again = store.write(lambda tx: erasure.replay(tx, entries)).result()
        asking = store.write(_doubt).result()
        store.write(lambda tx: _note(tx, backup)).result()
    restoring.settle(new)
    return asking, again


def _doubt(tx: Tx) -> int:
    rows = tx.all(_UNSENT, reason=UNKNOWN_REASON)
    for line_id, conversation_id in rows:
        tx.run("UPDATE line SET status = 'unknown' WHERE id = :id", id=line_id)
        tx.journal("line.status", conversation_id, detail="unknown")
    return len(rows)


def _note(tx: Tx, backup: Backup) -> None:
    # Of a process that is not there: whoever runs the channels next says so itself.
    tx.run("DELETE FROM gateway")
    tx.journal("backup.restored", 1, detail=backup.path.stem)


def _tidy(home: Path, entries: list[Entry]) -> None:
    # Files of theirs that lie there yet are removed by whoever runs the channels next.
    there = set(erasure_file.read(home))
    for entry in entries:
        if entry not in there:
            erasure_file.append(home, entry)


def _content(path: Path) -> Content:
    with untouched(path) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise sqlite3.DatabaseError("not ours")
        return content_of(connection)


def _difference(present: Content, copy: Content) -> Later:
    def more(table: str) -> int:
        return max(0, present.rows.get(table, 0) - copy.rows.get(table, 0))

    return Later(more("line"), more("conversation"), more("shop_order"))
