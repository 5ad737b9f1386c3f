"""``products import|export|list``."""

from importlib import resources
from pathlib import Path

import pytest
from support.command import CommandLine

from zuiqing_desk import shipped

HEAD = "简称,全名,度数,价格,底价,卖点\n"
ROW = '1983,醉卿坊1983,52.5,268,238.5,"一\n二"\n'
STAFF = ("staff", "add", "--no", "1001", "--name", "甲**", "--role", "lead", "--pin-stdin")


@pytest.fixture
def shop(cli: CommandLine) -> CommandLine:
    assert cli(*STAFF, stdin=b"2580\n").code == 0
    return cli


def sheet(folder: Path, *rows: str) -> str:
    path = folder / "商品.csv"
    path.write_text(HEAD + "".join(rows), "utf-8")
    return str(path)


def test_an_import_is_listed(shop: CommandLine, tmp_path: Path) -> None:
    ran = shop("products", "import", sheet(tmp_path, ROW))
    assert (ran.code, ran.out) == (0, "")
    assert "新增 1 条" in ran.err
    assert shop("products", "list", "--json").data == [
        {
            "short_name": "1983",
            "full_name": "醉卿坊1983",
            "storefront": None,
            "aroma": "",
            "strength": 52.5,
            "volume_ml": None,
            "taste": "",
            "per_box": None,
            "price": "268",
            "floor_price": "238.50",
            "gifts": "",
            "stock": None,
            "points": ["一", "二"],
            "faq": [],
            "pictures": [],
            "must_read": False,
        }
    ]
    head, row = shop("products", "list").out.splitlines()
    assert head.split()[0] == "简称"
    assert row.split() == ["1983", "醉卿坊1983", "52.5度", "268", "238.50"]


def test_what_is_new_can_be_made_required_reading(shop: CommandLine, tmp_path: Path) -> None:
    assert shop("products", "import", sheet(tmp_path, ROW)).code == 0
    new = "1999,醉卿坊1999,52,,,\n"
    changed = ROW.replace("268", "288")
    assert shop("products", "import", sheet(tmp_path, changed, new), "--must-read").code == 0
    cards = {card["short_name"]: card for card in shop("products", "list", "--json").data}
    assert cards["1983"]["price"] == "288"
    assert (cards["1983"]["must_read"], cards["1999"]["must_read"]) == (False, True)


def test_a_dry_run_and_errors_change_nothing(shop: CommandLine, tmp_path: Path) -> None:
    assert shop("products", "import", sheet(tmp_path, ROW), "--dry-run").out.split() == [
        "新增",
        "1983",
        "醉卿坊1983",
    ]
    ran = shop("products", "import", sheet(tmp_path, ROW, "x,乙,,1,2,\n"), "--json")
    assert ran.code == 1
    assert [(one["row"], one["column"]) for one in ran.data["refused"]] == [(3, "底价")]
    assert shop("products", "list").out == "还没有商品卡。\n"


def test_the_demos_products_come_and_go(shop: CommandLine, tmp_path: Path) -> None:
    with resources.as_file(resources.files(shipped) / "demo_products.csv") as path:
        assert shop("products", "import", str(path)).code == 0
    assert len(shop("products", "list", "--json").data) == 10
    for suffix in ("csv", "xlsx"):
        out = str(tmp_path / f"商品.{suffix}")
        assert shop("products", "export", out).code == 0
        data = shop("products", "import", out, "--json").data
        assert (data["unchanged"], data["changed"], data["refused"]) == (10, [], [])


@pytest.mark.parametrize("step", ["import", "export", "list"])
def test_without_a_shop(cli: CommandLine, tmp_path: Path, step: str) -> None:
    ran = cli("products", step, *([] if step == "list" else [sheet(tmp_path, ROW)]))
    assert (ran.code, ran.out) == (1, "")
    assert "desk.db" in ran.err
    assert not cli.home.exists()
