"""What the doctor says."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support.stores import WAIT_S, note

from zuiqing_desk.store import Finding, Store, StoreDamaged, diagnose
from zuiqing_desk.store.doctor import describe_library, describe_log, examine_content, integrity
from zuiqing_desk.store.migrations import HEAD


def examined(path: Path) -> list[Finding]:
    """The cheap part and the reading of the whole file."""
    return [*diagnose(path), examine_content(path, WAIT_S)]


def levels(findings: list[Finding]) -> list[str]:
    """Without the first: that one depends on the machine's SQLite."""
    return [finding.level for finding in findings[1:]]


def said(findings: list[Finding]) -> str:
    return "\n".join(finding.message for finding in findings)


def test_a_sound_store_at_work(store: Store, path: Path) -> None:
    store.write(note("one")).result(WAIT_S)
    findings = examined(path)
    assert levels(findings) == ["ok", "ok", "ok"]
    assert f"SQLite {sqlite3.sqlite_version}" in findings[0].message
    assert f"数据库版本 {HEAD}" in said(findings)
    assert "日志 0." in said(findings)
    assert "数据完整" in said(findings)


def test_no_store_yet(tmp_path: Path) -> None:
    findings = diagnose(tmp_path / "desk.db")
    assert levels(findings) == ["warning"]
    assert "还没有数据库" in said(findings)
    assert list(tmp_path.iterdir()) == []


def test_no_database_at_all(path: Path) -> None:
    path.write_text("x" * 5000)
    findings = diagnose(path)
    assert levels(findings) == ["error"]
    assert str(path) in said(findings)
    assert findings[1].advice.startswith("请")
    with pytest.raises(StoreDamaged):
        integrity(path)


def test_a_damaged_page_is_found(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'line_seq' OR tbl_name = 'line'"
        page = connection.execute(query).fetchone()[0]
    whole = bytearray(path.read_bytes())
    whole[(page - 1) * 4096 : page * 4096] = b"\xee" * 4096
    path.write_bytes(whole)
    findings = examined(path)
    assert "error" in levels(findings)
    assert "损坏" in said(findings)


def test_a_row_that_points_nowhere_is_found(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO duty (staff_id, state, started_at) VALUES (99, 'on', 0)")
        connection.commit()
    findings = examined(path)
    assert levels(findings) == ["ok", "ok", "error"]
    assert "duty 第 1 行指向不存在的 staff" in said(findings)


def test_a_file_that_others_can_read_is_mentioned(path: Path) -> None:
    path.parent.chmod(0o755)
    path.chmod(0o644)
    findings = examined(path)
    assert levels(findings) == ["ok", "warning", "ok", "ok"]
    assert f"{path}（权限 644）" in said(findings)
    assert f"chmod 600 {path}" in findings[2].advice
    path.parent.chmod(0o700)
    assert "warning" not in levels(diagnose(path))


def test_the_library_and_its_bug() -> None:
    assert describe_library((3, 51, 3)) == Finding("ok", "SQLite 3.51.3", check="sqlite")
    warned = describe_library((3, 40, 1))
    assert warned.level == "warning"
    assert "SQLite 3.40.1" in warned.message
    assert "写锁" in warned.message
    assert "别的程序" in warned.advice


def test_a_log_nobody_moves_is_mentioned() -> None:
    assert describe_log(1024).level == "ok"
    assert describe_log(65 * 1024 * 1024).level == "warning"


def test_a_long_reading_is_given_up(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO journal (at, kind, version, subject_id, detail)"
            " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
            " SELECT i, 'test.noted', 1, i, '' FROM n"
        )
        connection.commit()
    gave_up = examine_content(path, 0)
    assert gave_up.level == "warning"
    assert "--quick" in gave_up.advice
    assert examine_content(path, WAIT_S).level == "ok"
