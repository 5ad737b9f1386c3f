"""Bringing a database to this program's schema. Only this module imports Alembic.

The caller holds the desk lock alone.
"""

import contextlib
import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from zuiqing_desk.store.backup import back_up, make_private_file, sync_folder
from zuiqing_desk.store.connect import APPLICATION_ID, connect
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.store.failures import cannot_write, explain
from zuiqing_desk.store.migrations import SCHEMA, Schema

_SCRIPTS = Path(__file__).parent / "migrations"


def create(path: Path, schema: Schema = SCHEMA) -> None:
    """Make a new database at ``path`` (0600). It appears there only when it is whole.

    Raises StoreError.
    """
    unfinished = path.with_name(f"{path.name}.new")
    try:
        _remove(unfinished)
        make_private_file(unfinished)
        try:
            _migrate(unfinished, schema, revision=None)
            _take_in_log(unfinished)
            # A log of size zero may stand beside a lost database; it is nobody's.
            for suffix in ("-wal", "-shm"):
                Path(f"{path}{suffix}").unlink(missing_ok=True)
            unfinished.replace(path)
        finally:
            _remove(unfinished)
        sync_folder(path.parent)
    except OSError as error:
        raise cannot_write(error, path) from error


def upgrade(
    path: Path, revision: str, schema: Schema = SCHEMA, *, keep: bool = True
) -> Path | None:
    """Bring the database at ``path`` from ``revision`` to the newest, all of it or nothing; the
    backup made before, or None if it held no rows. Without ``keep`` none is made: ``path`` is a
    copy itself.

    Raises StoreError, and then the database is as it was.
    """
    try:
        return _migrate(path, schema, revision=revision if keep else None)
    except OSError as error:
        raise cannot_write(error, path.parent / "backups") from error


def _migrate(path: Path, schema: Schema, *, revision: str | None) -> Path | None:
    backup = None
    connection = None
    try:
        connection = connect(path, "writer")
        if revision is not None and _has_rows(connection):
            backup = back_up(connection, path.parent, revision)
        _change(connection, schema)
    except OSError:
        raise
    except Exception as error:  # a step may raise anything
        raise _worded(error, path, backup) from error
    finally:
        if connection is not None:
            connection.close()
    return backup


def _take_in_log(path: Path) -> None:
    """Have everything in the file itself: closing does it, but says nothing where it cannot.

    Raises StoreError.
    """
    try:
        with contextlib.closing(connect(path, "writer")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.Error as error:
        raise explain(error, path) from error


def _change(connection: sqlite3.Connection, schema: Schema) -> None:
    """Run every missing step in one transaction.

    Foreign keys are off before it begins, or rebuilding a table would delete the rows that refer to
    it; they are checked as a whole before it ends.
    """
    engine = create_engine(
        "sqlite://",
        creator=lambda: connection,
        poolclass=StaticPool,
        pool_reset_on_return=None,
    )
    connection.execute("PRAGMA foreign_keys=OFF")
    # Connecting asks the database a few things and rolls back, so our transaction begins after it.
    # Alembic leaves a transaction alone that it finds open.
    with engine.connect() as wrapped, wrapped.begin():
        connection.execute("BEGIN IMMEDIATE")
        command.upgrade(alembic_config(wrapped, schema), schema.head)
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            tables = sorted({str(row[0]) for row in broken})
            raise ValueError(f"{len(broken)} broken references in {', '.join(tables)}")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")


def alembic_config(connection: Connection, schema: Schema = SCHEMA) -> Config:
    """What Alembic must know to work on ``connection``, in whatever transaction it is in."""
    config = Config()
    config.attributes["connection"] = connection
    config.set_main_option("script_location", _escaped(_SCRIPTS))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(_escaped, schema.folders)))
    return config


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")


def _has_rows(connection: sqlite3.Connection) -> bool:
    # What SQLite keeps behind an empty full-text table has rows, and is nobody's.
    tables = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name <> 'alembic_version' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return any(
        connection.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}")').fetchone()[0]
        for (name,) in tables
    )


def _worded(error: Exception, path: Path, backup: Path | None) -> Exception:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        explained = explain(cause, path)
        if explained is not cause:
            return explained
    kept = f"升级前的备份在 {backup}。" if backup else ""
    return StoreError(
        f"数据库 {path} 没能升级（{cause}），内容和原来一样。{kept}"
        "请用原来的版本打开，并报告这个问题。"
    )


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
