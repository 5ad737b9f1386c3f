"""``orders import``: as the shop's people type it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.command import CommandLine, environment
from support.exports import TAOBAO, TAOBAO_ITEMS, export, taobao, taobao_item

STAFF = ("staff", "add", "--no", "1001", "--name", "甲**", "--role", "lead", "--pin-stdin")
NUMBER = "2603020000000000001"
PROGRAM = (sys.executable, "-m", "zuiqing_desk")
WAIT_S = 120


@pytest.fixture
def shop(cli: CommandLine) -> CommandLine:
    assert cli(*STAFF, stdin=b"2580\n").code == 0
    return cli


def test_both_files_of_taobao(shop: CommandLine, tmp_path: Path) -> None:
    orders = export(tmp_path / "订单.csv", TAOBAO, taobao())
    items = export(tmp_path / "宝贝.csv", TAOBAO_ITEMS, taobao_item())
    ran = shop("orders", "import", str(orders), str(items))
    assert (ran.code, ran.out) == (0, "")
    assert "订单.csv：淘宝订单表" in ran.err
    assert "宝贝.csv：淘宝宝贝表" in ran.err
    assert "新增 1 笔" in ran.err
    assert "1 笔没有变化" in shop("orders", "import", str(orders), str(items)).err


def test_a_dry_run_says_what_would_come(shop: CommandLine, tmp_path: Path) -> None:
    file = str(export(tmp_path / "订单.csv", TAOBAO, taobao()))
    ran = shop("orders", "import", file, "--dry-run")
    assert ran.code == 0
    assert ran.out.split() == ["新增", "taobao", NUMBER, "订单.csv", "第", "2", "行"]
    assert "没有写入" in ran.err
    assert shop("orders", "list", "--json").data == []


def test_bad_rows_are_named_and_skipped(shop: CommandLine, tmp_path: Path) -> None:
    rows = (taobao(宝贝总数量="-1"), taobao("1000002"))
    file = str(export(tmp_path / "订单.csv", TAOBAO, *rows))
    ran = shop("orders", "import", file, "--json")
    assert ran.code == 0
    data = ran.data
    assert (data["imported"], data["unchanged"], data["stopped"]) == (True, 0, False)
    assert [one["order"] for one in data["added"]] == ["1000002"]
    assert [(one["file"], one["row"], one["column"]) for one in data["refused"]] == [
        ("订单.csv", 2, "宝贝总数量")
    ]
    assert "第 2 行“宝贝总数量”列" in ran.err
    assert "跳过 1 行" in ran.err
    assert [one["order"] for one in shop("orders", "list", "--json").data] == ["1000002"]
    none = str(export(tmp_path / "全坏.csv", TAOBAO, rows[0]))
    assert shop("orders", "import", none).code == 1


def test_strict_takes_all_or_nothing(shop: CommandLine, tmp_path: Path) -> None:
    bad = export(tmp_path / "坏.csv", TAOBAO, taobao(宝贝总数量="-1"), taobao("1000002"))
    ran = shop("orders", "import", str(bad), "--strict")
    assert ran.code == 1
    assert "什么都没有导入" in ran.err
    assert shop("orders", "list", "--json").data == []
    good = export(tmp_path / "好.csv", TAOBAO, taobao("1000002"))
    assert shop("orders", "import", str(good), "--strict").code == 0


def test_a_file_that_cannot_be_used(shop: CommandLine, tmp_path: Path) -> None:
    good = str(export(tmp_path / "好.csv", TAOBAO, taobao()))
    bad = tmp_path / "坏.csv"
    bad.write_text("甲,乙\n1,2\n", "utf-8")
    for words in ((), ("--json",), ("--dry-run",)):
        ran = shop("orders", "import", good, str(bad), *words)
        assert ran.code == 1
        assert "坏.csv：没有找到表头" in ran.err
    data = shop("orders", "import", str(bad), "--json").data
    assert (data["imported"], data["refused"][0]["file"]) == (False, "坏.csv")
    assert shop("orders", "list").out == "没有订单。\n"


def test_the_platform_may_be_said(shop: CommandLine, tmp_path: Path) -> None:
    file = str(export(tmp_path / "订单.csv", TAOBAO, taobao()))
    ran = shop("orders", "import", file, "--platform", "jd")
    assert ran.code == 1
    assert "更像淘宝订单表" in ran.err
    assert shop("orders", "import", file, "--platform", "taobao").code == 0


def test_without_a_shop(cli: CommandLine, tmp_path: Path) -> None:
    file = str(export(tmp_path / "订单.csv", TAOBAO, taobao()))
    ran = cli("orders", "import", file)
    assert (ran.code, ran.out) == (1, "")
    assert "desk.db" in ran.err
    assert not cli.home.exists()


def test_ctrl_c_leaves_whole_orders_and_says_so(shop: CommandLine, tmp_path: Path) -> None:
    number = 4000
    rows = [taobao(f"1000{n:05}") for n in range(number)]
    file = export(tmp_path / "订单.csv", TAOBAO, *rows)
    program = subprocess.Popen(
        [*PROGRAM, "--home", str(shop.home), "orders", "import", str(file)],
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert program.stderr is not None
    said = ""
    # The first step of writing is told before anything is written.
    for line in iter(program.stderr.readline, b""):
        said += line.decode()
        if line.decode().startswith("写入"):
            os.kill(program.pid, signal.SIGINT)
            break
    rest = program.stderr.read().decode()
    code = program.wait(WAIT_S)
    program.stderr.close()
    assert code == 128 + signal.SIGINT, said + rest
    assert "已停下" in rest
    assert "什么都没有导入" not in rest
    written = len(shop("orders", "list", "--json").data)
    assert written < number
    assert f"写好了 {written} 笔" in rest
    assert f"还有 {number - written} 笔" in rest
    ran = shop("orders", "import", str(file), "--json")
    assert (ran.code, len(ran.data["added"]), ran.data["unchanged"]) == (
        0,
        number - written,
        written,
    )
