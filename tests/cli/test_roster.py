"""``roster list|import|export``."""

from pathlib import Path

import pytest
from support.command import CommandLine

MARCH = ("--month", "2026-03")
HEAD = "工号,姓名,2,3,4\n"
ROW = "1001,甲**,晚班*,休,夜班 22:00-06:00\n"


@pytest.fixture
def shop(cli: CommandLine) -> CommandLine:
    staff = ("staff", "add", "--no", "1001", "--name", "甲**", "--role", "lead", "--pin-stdin")
    assert cli(*staff, stdin=b"2580\n").code == 0
    return cli


def sheet(folder: Path, *rows: str) -> str:
    path = folder / "排班.csv"
    path.write_text(HEAD + "".join(rows), "utf-8")
    return str(path)


def test_a_month_goes_in_out_and_in_again(shop: CommandLine, tmp_path: Path) -> None:
    file = sheet(tmp_path, ROW)
    tried = shop("roster", "import", file, *MARCH, "--dry-run", "--json").data
    assert tried["changed"][0] == {
        "date": "2026-03-02",
        "staff_no": "1001",
        "name": "甲**",
        "before": "—",
        "after": "晚班*",
    }
    assert (tried["imported"], len(tried["changed"]), tried["refused"]) == (False, 3, [])
    assert shop("roster", "list", *MARCH, "--json").data["entries"] == []
    ran = shop("roster", "import", file, *MARCH)
    assert (ran.code, ran.out) == (0, "")
    assert "修改 3 条" in ran.err
    out = str(tmp_path / "out.xlsx")
    assert shop("roster", "export", out, *MARCH).code == 0
    again = shop("roster", "import", out, *MARCH, "--json").data
    assert (again["changed"], again["unchanged"]) == ([], 31)


def test_the_list_has_entries_and_problems(shop: CommandLine, tmp_path: Path) -> None:
    assert shop("roster", "import", sheet(tmp_path, ROW), *MARCH).code == 0
    data = shop("roster", "list", *MARCH, "--json").data
    assert data["month"] == "2026-03"
    assert data["entries"][2] == {
        "date": "2026-03-04",
        "staff_no": "1001",
        "name": "甲**",
        "kind": "work",
        "shift": "夜班",
        "begins_at": "2026-03-04T22:00:00.000+08:00",
        "ends_at": "2026-03-05T06:00:00.000+08:00",
        "duty": False,
    }
    assert data["entries"][1]["shift"] is None
    assert data["problems"][0] == {
        "level": "bad",
        "what": "rest",
        "text": "1001 甲** 休息 1/4 天，还差 3 天。",
        "staff_no": "1001",
        "date": None,
    }
    ran = shop("roster", "list", *MARCH)
    assert ran.out.splitlines()[2].split() == ["03-02", "周一", "晚班*"]
    assert ran.out.splitlines()[4].split() == ["03-04", "周三", "夜班", "22:00–次日06:00"]
    assert "✗ 1001 甲** 休息 1/4 天" in ran.err
    assert "还没有排班" in shop("roster", "list", "--month", "2026-05").out


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1001,甲**,早班,,\n", "第 2 行“2”列"),
        ("9,甲**,休,,\n", "没有工号 9"),
        ("1001,甲**,休,,\n1001,甲**,休,,\n", "第 3 行“工号”列"),
    ],
)
def test_what_is_unclear_is_refused_whole(
    shop: CommandLine, tmp_path: Path, row: str, said: str
) -> None:
    ran = shop("roster", "import", sheet(tmp_path, row), *MARCH)
    assert ran.code == 1
    assert said in ran.err
    assert shop("roster", "list", *MARCH, "--json").data["entries"] == []


@pytest.mark.parametrize("month", ["2026-13", "2026", "0000-01", "9999-12", "三月"])
def test_a_month_that_is_none_is_wrong_usage(cli: CommandLine, month: str) -> None:
    assert cli("roster", "list", "--month", month).code == 2
