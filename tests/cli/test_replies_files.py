"""``replies import`` and ``replies export``."""

import csv
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.command import WAIT_S, CommandLine, environment

HEAD = "短码,标题,分类,内容\n"
ROW = "zz-{0},标题{0},结束,第 {0} 条\n"
STAFF = ("staff", "add", "--no", "1001", "--name", "甲**", "--role", "lead", "--pin-stdin")


@pytest.fixture
def shop(cli: CommandLine) -> CommandLine:
    assert cli(*STAFF, stdin=b"2580\n").code == 0
    return cli


def sheet(folder: Path, *rows: str, head: str = HEAD, name: str = "话术.csv") -> str:
    path = folder / name
    path.write_text(head + "".join(rows), "utf-8")
    return str(path)


def value(cli: CommandLine, sql: str) -> Any:
    with closing(sqlite3.connect(cli.home / "desk.db")) as connection:
        return connection.execute(sql).fetchone()[0]


def imported(cli: CommandLine) -> int:
    count: int = value(cli, "SELECT count(*) FROM reply WHERE code LIKE 'zz-%' AND state = 'open'")
    return count


def test_an_import_adds_and_changes(shop: CommandLine, tmp_path: Path) -> None:
    ran = shop("replies", "import", sheet(tmp_path, ROW.format(1), ROW.format(2)))
    assert (ran.code, ran.out) == (0, "")
    assert "新增 2 条，修改 0 条" in ran.err
    again = shop("replies", "import", sheet(tmp_path, ROW.format(1), "zz-2,新,结束,新\n"), "--json")
    assert again.data == {
        "dry_run": False,
        "imported": True,
        "added": [],
        "changed": [{"row": 3, "code": "zz-2", "title": "新", "owner": "团队"}],
        "unchanged": 1,
        "refused": [],
    }
    assert imported(shop) == 2


def test_the_journal_names_no_actor(shop: CommandLine, tmp_path: Path) -> None:
    shop("replies", "import", sheet(tmp_path, ROW.format(1)))
    assert value(shop, "SELECT count(*) FROM journal WHERE kind = 'replies.imported'") == 1
    assert value(shop, "SELECT max(actor_id) FROM journal") is None


def test_a_dry_run_says_what_would_happen_and_does_nothing(
    shop: CommandLine, tmp_path: Path
) -> None:
    shop("replies", "import", sheet(tmp_path, ROW.format(1)))
    rows = (ROW.format(2), "zz-1,新,结束,新\n")
    ran = shop("replies", "import", sheet(tmp_path, *rows), "--dry-run")
    assert ran.code == 0
    assert [line.split() for line in ran.out.splitlines()] == [
        ["新增", "zz-2", "标题2", "团队"],
        ["修改", "zz-1", "新", "团队"],
    ]
    bad = shop("replies", "import", sheet(tmp_path, *rows, "zz-3,丙,没有,丙\n"), "--dry-run")
    assert bad.code == 1
    assert "拒收  第 4 行“分类”列" in bad.out
    assert imported(shop) == 1
    assert value(shop, "SELECT count(*) FROM reply_import WHERE applied_at IS NULL") == 0


def test_a_file_with_errors_changes_nothing(shop: CommandLine, tmp_path: Path) -> None:
    path = sheet(tmp_path, ROW.format(1), ROW.format(1), "zz-3,,结束,{客户\n")
    ran = shop("replies", "import", path)
    assert (ran.code, ran.out) == (1, "")
    for words in ("第 3 行“短码”列", "第 4 行“标题”列", "什么都没有导入"):
        assert words in ran.err
    data = shop("replies", "import", path, "--json").data
    assert [(one["row"], one["column"]) for one in data["refused"]] == [(3, "短码"), (4, "标题")]
    assert data["imported"] is False
    assert imported(shop) == 0


def test_a_body_that_cannot_be_read_is_refused(shop: CommandLine, tmp_path: Path) -> None:
    path = sheet(
        tmp_path, "zz-1,甲,结束,{客户\n", "zz-2,乙,结束,{>zz-3}\n", "zz-3,丙,结束,{>zz-2}\n"
    )
    data = shop("replies", "import", path, "--json").data
    assert [(one["row"], one["column"]) for one in data["refused"]] == [
        (2, "内容"),
        (3, "内容"),
        (4, "内容"),
    ]


def test_hundreds_of_errors_are_not_all_told(shop: CommandLine, tmp_path: Path) -> None:
    path = sheet(tmp_path, *(f"zz-{number},,结束,甲\n" for number in range(60)))
    ran = shop("replies", "import", path)
    assert "还有 10 处" in ran.err
    assert len(ran.err.splitlines()) < 60


def test_a_file_that_cannot_be_read(shop: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "话术.csv"
    path.write_bytes((HEAD + ROW.format(1)).encode() + b"zz-2,\xff,c,d\n")
    ran = shop("replies", "import", str(path), "--json")
    assert ran.code == 1
    (one,) = ran.data["refused"]
    assert (one["row"], "UTF-8" in one["message"]) == (3, True)
    assert imported(shop) == 0


def test_a_formula_is_named_with_row_and_column(shop: CommandLine, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["短码", "标题", "分类", "内容"], ["zz-1", "=1+1", "结束", "甲"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "话术.xlsx")
    ran = shop("replies", "import", str(tmp_path / "话术.xlsx"))
    assert ran.code == 1
    assert "话术.xlsx：第 2 行“标题”列：B2 是公式" in ran.err


@pytest.mark.parametrize("name", ["没有.csv", "没有/没有.xlsx"])
def test_a_file_that_is_not_there(shop: CommandLine, tmp_path: Path, name: str) -> None:
    ran = shop("replies", "import", str(tmp_path / name))
    assert ran.code == 1
    assert "没有这个文件" in ran.err


def test_drafts_wait(shop: CommandLine, tmp_path: Path) -> None:
    assert shop("replies", "import", sheet(tmp_path, ROW.format(1)), "--draft").code == 0
    assert value(shop, "SELECT draft FROM reply WHERE code = 'zz-1'") == 1
    assert value(shop, "SELECT live FROM reply WHERE code = 'zz-1'") is None


def test_personal_replies(shop: CommandLine, tmp_path: Path) -> None:
    head = HEAD.replace("\n", ",归属\n")
    path = sheet(tmp_path, "zz-1,甲,结束,甲,1001\n", "zz-1,乙,结束,乙,团队\n", head=head)
    assert shop("replies", "import", path).code == 0
    for scope, bodies in (("team", ["乙"]), ("personal", ["甲"]), ("all", ["乙", "甲"])):
        out = tmp_path / "out.csv"
        assert shop("replies", "export", str(out), "--scope", scope).code == 0
        rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
        assert [row["内容"] for row in rows if row["短码"] == "zz-1"] == bodies


def test_without_a_shop_there_is_nothing_to_import_into(cli: CommandLine, tmp_path: Path) -> None:
    for words in (["import", sheet(tmp_path)], ["export", str(tmp_path / "out.csv")]):
        ran = cli("replies", *words)
        assert (ran.code, ran.out) == (1, "")
        assert "desk.db" in ran.err
        assert not cli.home.exists()
        assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_shipped_library_goes_out_and_comes_back_unchanged(
    shop: CommandLine, tmp_path: Path, suffix: str
) -> None:
    out = str(tmp_path / f"话术.{suffix}")
    assert shop("replies", "export", out).code == 0
    data = shop("replies", "import", out, "--json").data
    assert (data["added"], data["changed"], data["refused"]) == ([], [], [])
    assert data["unchanged"] >= 150


def test_an_export_that_cannot_be_written(shop: CommandLine, tmp_path: Path) -> None:
    for name in ("没有/甲.csv", "甲.txt"):
        ran = shop("replies", "export", str(tmp_path / name))
        assert ran.code == 1
        assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["replies"], "还缺 命令"),
        (["replies", "import"], "还缺 文件"),
        (["replies", "export", "a.csv", "--scope", "x"], "只能是"),
        (["replies", "search", "a", "--limit", "0"], "--limit"),
        (["replies", "search", "a", "--limit", "x"], "--limit"),
        (["replies", "lint"], "还缺 内容"),
        (["products"], "还缺 命令"),
    ],
)
def test_wrong_usage(cli: CommandLine, words: list[str], said: str) -> None:
    ran = cli(*words)
    assert (ran.code, said in ran.err) == (2, True)


def test_a_hundred_thousand_rows_show_progress_and_can_be_stopped(
    shop: CommandLine, tmp_path: Path
) -> None:
    path = sheet(tmp_path, *(ROW.format(number) for number in range(100_000)))
    with subprocess.Popen(
        [sys.executable, "-m", "zuiqing_desk", "--home", str(shop.home), "replies", "import", path],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(),
    ) as running:
        assert running.stderr is not None
        seen = []
        for line in running.stderr:
            seen.append(line)
            if line.startswith("写入"):
                os.kill(running.pid, signal.SIGINT)
                break
        rest = running.stderr.read()
        assert running.wait(WAIT_S) == 130
    assert any(line.startswith("读取") for line in seen)
    assert "什么都没有导入" in rest
    assert imported(shop) == 0
    assert value(shop, "SELECT count(*) FROM reply WHERE import_id IS NOT NULL") == 0
    assert value(shop, "SELECT count(*) FROM reply_import") == 0


def test_one_that_was_killed_leaves_nothing_to_see(shop: CommandLine, tmp_path: Path) -> None:
    path = sheet(tmp_path, *(ROW.format(number) for number in range(60_000)))
    with subprocess.Popen(
        [sys.executable, "-m", "zuiqing_desk", "--home", str(shop.home), "replies", "import", path],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(),
    ) as running:
        assert running.stderr is not None
        for line in running.stderr:
            if line.startswith("写入"):
                running.kill()
                break
        running.stderr.read()
    assert imported(shop) == 0
    assert shop("replies", "import", sheet(tmp_path, ROW.format(1))).code == 0
    assert imported(shop) == 1
