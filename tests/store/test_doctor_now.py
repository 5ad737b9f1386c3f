"""What the doctor says of a store at work."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.stores import WAIT_S, note

from zuiqing_desk.services import gateway
from zuiqing_desk.store import Finding, GatewayLock, Store
from zuiqing_desk.store.doctor_now import SECOND, at_work, holders, zone_finding

NOW = 1_800_000_000 * SECOND
HOUR = 3600 * SECOND


def put(path: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(sql, values)
        connection.commit()


def journal(path: Path, *times: int) -> None:
    for at in times:
        put(
            path,
            "INSERT INTO journal (at, kind, version, subject_id, detail) VALUES (?, 'x', 1, 1, '')",
            at,
        )


def of(check: str, findings: list[Finding]) -> list[Finding]:
    return [one for one in findings if one.check == check]


def everything(path: Path) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in path.parent.rglob("*") if one.is_file()}


def test_a_closed_shop_is_left_as_it_is(path: Path) -> None:
    journal(path, NOW)
    before = everything(path)
    found = [*holders(path.parent), *at_work(path, NOW)]
    assert [one.level for one in found] == ["ok", "note", "ok", "ok"]
    assert "没有工作台开着" in found[0].message
    assert "zuiqing-desk gateway" in found[1].advice
    assert everything(path) == before


def test_who_has_it_open(store: Store, path: Path) -> None:
    store.write(note("one")).result(WAIT_S)
    assert f"进程 {os.getpid()}" in next(holders(path.parent)).message


def test_an_entry_of_a_process_that_is_gone_is_neither_named_nor_removed(path: Path) -> None:
    entry = path.parent / "open" / "4.json"
    entry.parent.mkdir(exist_ok=True)
    gone = {"pid": 4, "command": "zuiqing-desk", "since": "2026", "upgrading": False}
    entry.write_text(json.dumps(gone))
    assert next(holders(path.parent)).message == "现在没有工作台开着"
    assert entry.exists()


@pytest.fixture
def held(path: Path) -> Iterator[Path]:
    """The same path while this process runs the channels."""
    lock = GatewayLock(path.parent / "gateway.lock")
    assert lock.try_acquire()
    yield path
    lock.release()


def announced(path: Path, seen_at: int, problem: str = "", pid: int = 0) -> None:
    put(
        path,
        "INSERT INTO gateway (id, pid, url, problem, since, seen_at) VALUES (1, ?, ?, ?, ?, ?)",
        pid or os.getpid(),
        "http://127.0.0.1:8787/",
        problem,
        seen_at,
        seen_at,
    )


def test_the_gateway_in_order(held: Path) -> None:
    announced(held, NOW - 2 * SECOND)
    assert len(list(holders(held.parent))) == 1
    (one,) = of("gateway", at_work(held, NOW))
    assert one.level == "ok"
    assert "http://127.0.0.1:8787/" in one.message
    assert f"进程 {os.getpid()}" in one.message


def test_the_gateway_in_trouble(held: Path) -> None:
    announced(held, NOW, problem="网页聊天没有开")
    one, page = of("gateway", at_work(held, NOW))
    assert (one.level, "网页聊天没有开" in one.message) == ("error", True)
    assert (page.level, "http://127.0.0.1:8787/" in page.message) == ("ok", True)


def test_the_gateway_silent(held: Path) -> None:
    announced(held, NOW - 60 * SECOND, pid=2**22 + 1)
    (one,) = of("gateway", at_work(held, NOW))
    assert one.level == "warning"
    assert "60 秒没有动静，它不在了" in one.message


def test_a_row_nobody_stands_behind_counts_for_nothing(path: Path) -> None:
    announced(path, NOW)
    assert of("gateway", at_work(path, NOW)) == []


@pytest.mark.parametrize(
    ("times", "level", "words"),
    [
        ([NOW - HOUR], "ok", "合得上"),
        ([NOW + HOUR], "error", "还早 1 小时"),
        ([NOW - 2000 * HOUR], "warning", "83 天以前"),
    ],
)
def test_the_clock(path: Path, times: list[int], level: str, words: str) -> None:
    journal(path, *times)
    (one,) = of("clock", at_work(path, NOW))
    assert one.level == level
    assert words in one.message


def test_a_clock_that_jumped_back(path: Path) -> None:
    journal(path, NOW - HOUR, NOW - 3 * HOUR, NOW)
    found = of("clock", at_work(path, NOW))
    assert [one.level for one in found] == ["ok", "warning"]
    assert "往回跳过 2 小时" in found[1].message


def test_time_zones() -> None:
    assert zone_finding("Asia/Shanghai").level == "ok"
    missing = zone_finding("Asia/Nowhere")
    assert missing.level == "error"
    assert "tzdata" in missing.advice


def test_lines_that_are_not_in_the_index(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(line)") if row[3]]
        marks = ", ".join("?" * len(columns))
        connection.execute(
            f"INSERT INTO line (id, {', '.join(columns[1:])}) VALUES ({marks})",
            [7] + [1] * (len(columns) - 1),
        )
        connection.commit()
    (one,) = of("index", at_work(path, NOW))
    assert (one.level, "约 7 条" in one.message) == ("note", True)
    put(path, "INSERT INTO line_index (id, up_to, earliest, latest) VALUES (1, 7, 1, 1)")
    (one,) = of("index", at_work(path, NOW))
    assert one.level == "ok"


def test_a_file_that_is_no_database_says_nothing_here(path: Path) -> None:
    path.write_bytes(b"x" * 5000)
    assert at_work(path, NOW) == []


def test_the_gateways_own_words_are_read(store: Store, held: Path) -> None:
    store.write(
        lambda tx: gateway.announce(tx, pid=os.getpid(), url="http://shop/", problem="")
    ).result(WAIT_S)
    seen_at = store.read(lambda tx: tx.value("SELECT seen_at FROM gateway")).result(WAIT_S)
    (one,) = of("gateway", at_work(held, seen_at))
    assert "http://shop/" in one.message
