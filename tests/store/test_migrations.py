"""The schema and its history."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlmodel import SQLModel
from support.child import Child

import zuiqing_desk.store.tables as tables
from zuiqing_desk.store.migrations import HEAD, SCHEMA
from zuiqing_desk.store.upgrade import alembic_config


def table_sql(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """How every declared table was made: its columns and constraints, whatever their order."""
    rows = connection.execute(
        "SELECT name, m.sql FROM sqlite_master m JOIN pragma_table_list t USING (name)"
        " WHERE t.schema = 'main' AND t.type = 'table'"
        " AND name <> 'alembic_version' AND name NOT LIKE 'sqlite_%'"
    )
    return {name: sorted(_parts(sql)) for name, sql in rows}


def _parts(sql: str) -> list[str]:
    return [re.sub(r"\s+", " ", line).strip(" ,") for line in sql.splitlines()]


def index_sql(connection: sqlite3.Connection) -> dict[str, str]:
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    )
    return dict(rows.fetchall())


def test_alembic_finds_no_difference_to_the_tables_declared(path: Path) -> None:
    assert tables.Journal.metadata is SQLModel.metadata
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        # A full-text table and what SQLite keeps behind it are nobody's difference.
        connection.exec_driver_sql("CREATE VIRTUAL TABLE line_text USING fts5(text)")
        config = alembic_config(connection)
        config.attributes["metadata"] = SQLModel.metadata
        command.check(config)
    engine.dispose()


def test_every_column_and_constraint_is_as_declared(path: Path) -> None:
    """Alembic compares neither CHECK constraints nor the conditions of partial indexes."""
    declared = create_engine("sqlite://")
    SQLModel.metadata.create_all(declared)
    raw = declared.raw_connection()
    with closing(sqlite3.connect(path)) as migrated:
        wanted = raw.driver_connection
        assert wanted is not None
        assert table_sql(migrated) == table_sql(wanted)
        assert index_sql(migrated) == index_sql(wanted)
    raw.close()
    declared.dispose()


def test_the_names_we_know_are_the_ones_alembic_finds() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection))
        found = [script.revision for script in scripts.walk_revisions()]
    engine.dispose()
    assert scripts.get_heads() == [HEAD]
    assert tuple(reversed(found)) == SCHEMA.revisions


def test_the_step_names_its_file() -> None:
    steps = sorted(each.name for each in SCHEMA.folders[0].glob("r*.py"))
    assert [name[1:5] for name in steps] == list(SCHEMA.revisions)


def test_opening_a_current_store_loads_neither_alembic_nor_sqlmodel(path: Path) -> None:
    with Child("support.store_child", "loaded", path.parent) as child:
        assert child.rest() == ["True", "[]"]
        assert child.wait() == 0
