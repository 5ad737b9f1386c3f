"""From an older schema to a newer one, with rows in it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support.child import Child
from support.stores import WAIT_S, note, words_in

from zuiqing_desk.store import StoreError, StoreFull, StoreInUse, StoreTooNew, open_store
from zuiqing_desk.store.doctor import integrity
from zuiqing_desk.store.migrations import HEAD, SCHEMA, Schema

NEXT = f"{int(HEAD) + 1:04}"
"""The revision a later program would add."""

REBUILD = '''
"""Give the customers a grade, and rebuild their table as it must be for a constraint."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{down}"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("customer", recreate="always") as batch:
        batch.add_column(sa.Column("grade", sa.String(), nullable=False, server_default="C"))
        batch.create_check_constraint("known_grade", "grade IN ('A', 'B', 'C')")
{more}
'''


def next_schema(folder: Path, more: str = "") -> Schema:
    """The schema of a later program, whose step rebuilds a table that others refer to."""
    folder.mkdir(exist_ok=True)
    step = REBUILD.format(revision=NEXT, down=HEAD, more=f"    {more}")
    (folder / f"r{NEXT}_grade.py").write_text(step, encoding="utf-8")
    return Schema((*SCHEMA.revisions, NEXT), (*SCHEMA.folders, folder))


@pytest.fixture
def newer(tmp_path: Path) -> Schema:
    return next_schema(tmp_path / "steps")


def fill(path: Path) -> None:
    """Three customers, each with a conversation."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        put(connection, "storefront", id=1, name="醉卿酒业")
        put(connection, "channel_account", id=1, storefront_id=1)
        for number in (1, 2, 3):
            put(connection, "customer", id=number)
            put(
                connection,
                "conversation",
                account_id=1,
                customer_id=number,
                external_id=f"visitor-{number}",
            )
        connection.commit()


def put(connection: sqlite3.Connection, table: str, **values: object) -> None:
    """Insert a row; a column that must have a value and is not named here gets zero."""
    needed = connection.execute(
        f"SELECT name FROM pragma_table_info('{table}')"
        ' WHERE "notnull" AND dflt_value IS NULL AND NOT pk'
    ).fetchall()
    row = {name: 0 for (name,) in needed} | values
    marks = ", ".join("?" * len(row))
    connection.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values())
    )


def counts(path: Path) -> dict[str, int]:
    """How many rows every table has; those behind a full-text table are SQLite's own."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            " AND name NOT LIKE 'sqlite_%'"
        )
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for (name,) in tables.fetchall()
        }


def revision(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def backups(path: Path) -> list[Path]:
    return sorted((path.parent / "backups").glob("*"))


def dump(path: Path) -> list[object]:
    """All that stands in the file; what a full-text table finds stands in the tables behind it."""
    with closing(sqlite3.connect(path)) as connection:
        schema = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name")
        tables = connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main'"
            " AND type IN ('table', 'shadow') ORDER BY name"
        )
        return [
            *schema.fetchall(),
            *(
                (name, connection.execute(f'SELECT * FROM "{name}"').fetchall())
                for (name,) in tables.fetchall()
            ),
        ]


def test_no_row_is_lost_when_a_table_with_children_is_rebuilt(path: Path, newer: Schema) -> None:
    fill(path)
    before = counts(path)
    with open_store(path, schema=newer) as store:
        grades = store.read(lambda tx: tx.all("SELECT grade FROM customer")).result(WAIT_S)
        # Foreign keys hold again afterwards.
        with pytest.raises(sqlite3.IntegrityError):
            store.write(lambda tx: tx.run("DELETE FROM customer")).result(WAIT_S)
        with pytest.raises(sqlite3.IntegrityError):
            store.write(lambda tx: tx.run("UPDATE customer SET grade = 'Z'")).result(WAIT_S)
    assert grades == [("C",), ("C",), ("C",)]
    assert before["conversation"] == 3
    assert counts(path) == before
    assert revision(path) == NEXT
    assert integrity(path) == []


def test_a_numbered_backup_is_made_first(path: Path, newer: Schema) -> None:
    fill(path)
    before = dump(path)
    (path.parent / "backups").mkdir()
    (path.parent / "backups" / f"desk-0041-{HEAD}.db").touch()
    open_store(path, schema=newer).close()
    _, backup = backups(path)
    assert backup.name == f"desk-0042-{HEAD}.db"
    assert backup.stat().st_mode & 0o777 == 0o600
    assert dump(backup) == before
    assert integrity(backup) == []
    # It is a whole store of the old program, in one file that needs no log.
    assert backup.read_bytes()[18:20] == b"\x01\x01"
    open_store(backup).close()


def test_nothing_is_backed_up_where_nothing_is_or_nothing_changes(
    path: Path, newer: Schema
) -> None:
    open_store(path, schema=newer).close()
    fill(path)
    open_store(path, schema=newer).close()
    assert revision(path) == NEXT
    assert backups(path) == []


def test_a_new_home_begins_with_the_newest_schema(tmp_path: Path, newer: Schema) -> None:
    path = tmp_path / "home" / "desk.db"
    open_store(path, schema=newer).close()
    assert revision(path) == NEXT
    assert backups(path) == []


def test_the_older_program_then_refuses(path: Path, newer: Schema) -> None:
    open_store(path, schema=newer).close()
    with pytest.raises(StoreTooNew, match=rf"{NEXT}.*{HEAD}"):
        open_store(path)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("raise RuntimeError('the step broke')", "the step broke"),
        ("op.execute('DELETE FROM customer WHERE id = 1')", "1 broken references in conversation"),
        ("op.execute('INSERT INTO no_such_table VALUES (1)')", "no such table"),
    ],
)
def test_a_step_that_fails_changes_nothing(path: Path, tmp_path: Path, more: str, why: str) -> None:
    fill(path)
    before = dump(path)
    with pytest.raises(StoreError, match=why) as refused:
        open_store(path, schema=next_schema(tmp_path / "steps", more))
    assert dump(path) == before
    (backup,) = backups(path)
    assert str(backup) in refused.value.message
    assert str(path) in refused.value.message
    # The program it belongs to opens it as before, and a repaired one upgrades it.
    open_store(path).close()
    open_store(path, schema=next_schema(tmp_path / "repaired")).close()
    assert [each.name for each in backups(path)] == [
        f"desk-000{number}-{HEAD}.db" for number in (1, 2)
    ]


def test_a_full_disk_during_an_upgrade_is_said_and_changes_nothing(
    path: Path, tmp_path: Path
) -> None:
    fill(path)
    before = dump(path)
    limit = (
        "op.execute('PRAGMA max_page_count=1')"
        "; op.execute('CREATE TABLE large AS SELECT zeroblob(1000000)')"
    )
    with pytest.raises(StoreFull):
        open_store(path, schema=next_schema(tmp_path / "steps", limit))
    assert dump(path) == before


def test_an_upgrade_is_refused_while_a_desk_is_open_and_names_it(path: Path, newer: Schema) -> None:
    fill(path)
    before = path.read_bytes()
    with Child("support.store_child", "hold", path.parent, "zuiqing-desk gateway") as desk:
        assert desk.hear() == "ready"
        with pytest.raises(StoreInUse, match=f"zuiqing-desk gateway（进程 {desk.pid}，") as refused:
            open_store(path, schema=newer, wait_s=60.0)
        assert len(refused.value.holders) == 1
        assert path.read_bytes() == before
        desk.say()
        assert desk.wait() == 0
    open_store(path, schema=newer).close()
    assert revision(path) == NEXT


def test_several_desks_may_start_on_an_older_store_at_once(path: Path, newer: Schema) -> None:
    fill(path)
    folder = newer.folders[-1]
    children = [Child("support.store_child", "upgrade", path.parent, folder) for _ in range(4)]
    try:
        for child in children:
            assert child.hear() == "ready"
        for child in children:
            child.say()
        assert [child.rest() for child in children] == [["opened"]] * 4
    finally:
        for child in children:
            child.__exit__(None, None, None)
    assert [each.name for each in backups(path)] == [f"desk-0001-{HEAD}.db"]


def test_a_kill_in_the_middle_of_an_upgrade_is_as_if_it_had_not_begun(
    path: Path, tmp_path: Path, newer: Schema
) -> None:
    with open_store(path) as store:
        store.write(note("kept")).result(WAIT_S)
    fill(path)
    before = dump(path)
    fatal = next_schema(tmp_path / "fatal", "import os; os.kill(os.getpid(), 9)")
    with Child("support.store_child", "upgrade", path.parent, fatal.folders[-1]) as child:
        assert child.hear() == "ready"
        child.say()
        assert child.wait() == -9
    assert dump(path) == before
    open_store(path, schema=newer).close()
    assert revision(path) == NEXT
    assert words_in(path) == ["kept"]
    assert [each.name for each in backups(path)] == [
        f"desk-000{number}-{HEAD}.db" for number in (1, 2)
    ]


def test_the_first_schema_is_brought_to_this_one_with_its_rows(tmp_path: Path) -> None:
    """A shop of the program that had no replies and no product cards yet."""
    path = tmp_path / "home" / "desk.db"
    first = Schema(SCHEMA.revisions[:1], SCHEMA.folders)
    with open_store(path, schema=first) as store:
        store.write(note("kept")).result(WAIT_S)
    fill(path)
    before = counts(path)
    assert "reply" not in before
    open_store(path).close()
    assert revision(path) == HEAD
    after = counts(path)
    assert {table: after[table] for table in before} == before
    new = after.keys() - before.keys()
    assert {"reply", "reply_version", "reply_use", "product", "product_read", "shipment"} <= new
    assert sum(after[table] for table in new) == 0
    assert words_in(path) == ["kept"]
    assert integrity(path) == []
    assert [each.name for each in backups(path)] == ["desk-0001-0001.db"]
