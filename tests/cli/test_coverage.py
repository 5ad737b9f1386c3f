"""``coverage import|check``."""

from pathlib import Path

import pytest
from support.command import CommandLine

HEAD = "快递,省,市,区,派送,说明\n"
ROWS = "韵达,广东,,,是,\n韵达,广东,深圳,南山,否,只到自提点\n顺丰,广东省,深圳市,,是,\n"
ADDRESS = "广东省深圳市南山区科技园"
STAFF = ("staff", "add", "--no", "1001", "--name", "甲**", "--role", "lead", "--pin-stdin")


@pytest.fixture
def shop(cli: CommandLine) -> CommandLine:
    assert cli(*STAFF, stdin=b"2580\n").code == 0
    return cli


def sheet(folder: Path, rows: str, encoding: str = "utf-8") -> str:
    path = folder / "派送.csv"
    path.write_text(HEAD + rows, encoding)
    return str(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_an_import_is_asked_for_an_address(
    shop: CommandLine, tmp_path: Path, encoding: str
) -> None:
    ran = shop("coverage", "import", sheet(tmp_path, ROWS, encoding))
    assert (ran.code, ran.out) == (0, "")
    assert "新增 3 条" in ran.err
    data = shop("coverage", "check", ADDRESS, "--json").data
    assert {key: data[key] for key in ("address", "province", "city", "district", "sure")} == {
        "address": ADDRESS,
        "province": "广东省",
        "city": "深圳市",
        "district": "南山区",
        "sure": True,
    }
    assert data["couriers"][:2] == [
        {"courier": "韵达", "served": "no", "note": "只到自提点"},
        {"courier": "顺丰", "served": "yes", "note": ""},
    ]
    assert (data["choice"]["courier"], data["choice"]["served"]) == ("顺丰", "yes")


def test_the_check_speaks_to_people(shop: CommandLine, tmp_path: Path) -> None:
    assert shop("coverage", "import", sheet(tmp_path, ROWS)).code == 0
    place, head, first, *_, choice = shop("coverage", "check", ADDRESS).out.splitlines()
    assert (place, head.split()) == ("广东省 深圳市 南山区", ["快递", "派送", "说明"])
    assert first.split() == ["韵达", "不到", "只到自提点"]
    assert choice == "按规则发：顺丰，韵达不到，顺丰到"
    assert shop("coverage", "check", "朝阳区建国路").out.startswith("认不出是哪里，要问\n")
    partly = shop("coverage", "check", "苏州市工业园区").out
    assert partly.startswith("江苏省 苏州市（再往下认不出，要问）\n")


def test_a_dry_run_and_errors_change_nothing(shop: CommandLine, tmp_path: Path) -> None:
    assert "新增" in shop("coverage", "import", sheet(tmp_path, ROWS), "--dry-run").out
    ran = shop("coverage", "import", sheet(tmp_path, ROWS + "某某,火星,,,是,\n"), "--json")
    assert ran.code == 1
    assert [(one["row"], one["column"]) for one in ran.data["refused"]] == [(5, "快递")]
    (tmp_path / "x.csv").write_text("快递,派送\n韵达,是\n", "utf-8")
    assert shop("coverage", "import", str(tmp_path / "x.csv")).code == 1
    said = shop("coverage", "check", ADDRESS, "--json").data["couriers"]
    assert {one["served"] for one in said} == {"ask"}


def test_a_place_in_no_list_is_told(shop: CommandLine, tmp_path: Path) -> None:
    ran = shop("coverage", "import", sheet(tmp_path, "韵达,江苏,苏州,工业园区,否,\n"))
    assert ran.code == 0
    assert "第 2 行：行政区划里没有“工业园区”" in ran.err


@pytest.mark.parametrize("step", [("import", "x.csv"), ("check", ADDRESS)])
def test_without_a_shop(cli: CommandLine, step: tuple[str, str]) -> None:
    ran = cli("coverage", *step)
    assert (ran.code, ran.out) == (1, "")
    assert not cli.home.exists()
