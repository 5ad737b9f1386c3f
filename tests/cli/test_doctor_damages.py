"""Each damage that can be made, made for real: the doctor finds it and says what to do."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.child import Child
from support.command import CommandLine
from support.damages import DAMAGES, DAY, Home, log_without_database
from support.figures import Figures
from support.homes import found_home
from support.mounts import needs_mounts, on_damaged_disk


@pytest.fixture(autouse=True)
def nothing_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setenv("ZUIQING_DESK_WEBCHAT_PORT", "0")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop that was founded a week ago."""
    home = found_home(tmp_path_factory.mktemp("damages") / "home", colleagues=1)
    with closing(sqlite3.connect(home.database)) as connection:
        connection.execute("UPDATE shop SET created_at = created_at - ?", (7 * DAY,))
        connection.commit()
    return home.path


@pytest.fixture
def home(founded: Path, cli: CommandLine) -> Iterator[Home]:
    shutil.copytree(founded, cli.home)
    home = Home(cli.home)
    with home.left:
        yield home


@pytest.mark.parametrize(
    ("damage", "level", "message", "advice"), DAMAGES, ids=[row[0].__name__ for row in DAMAGES]
)
def test_a_damage_is_named_and_what_to_do(
    cli: CommandLine,
    home: Home,
    figures: Figures,
    damage: Callable[[Home], None],
    level: str,
    message: str,
    advice: str,
) -> None:
    damage(home)
    found = cli("doctor", "--json").data
    named = [one for one in found if one["level"] == level and message in one["message"]]
    assert named, json.dumps(found, ensure_ascii=False, indent=1)
    assert any(advice in one["advice"] for one in named), named
    figures.count("damages", "named by doctor")


def test_a_sound_shop_has_no_complaint(cli: CommandLine, home: Home) -> None:
    home.back_up()
    before = sorted(str(one) for one in home.path.rglob("*"))
    found = cli("doctor", "--json").data
    groups = {"backup", "files", "integrity", "handover", "store", "clock", "holders"}
    wrong = [one for one in found if one["check"] in groups and one["level"] not in ("ok", "note")]
    assert wrong == []
    assert {one["check"] for one in found if one["level"] == "ok"} >= groups
    assert sorted(str(one) for one in home.path.rglob("*")) == before


def test_looking_leaves_an_orphan_log_where_it_is(cli: CommandLine, home: Home) -> None:
    """SQLite would remove the log of an empty database, and with it all there is."""
    log_without_database(home)
    log = Path(f"{home.database}-wal")
    before = log.read_bytes()
    cli("doctor")
    cli("backup", "list")
    assert log.read_bytes() == before


@needs_mounts
@pytest.mark.parametrize(
    ("full", "message", "advice"),
    [(True, "磁盘还剩 0 MiB", "腾出空间"), (False, "只读", "修改权限")],
    ids=["full", "read-only"],
)
def test_a_disk_that_cannot_be_written(
    founded: Path, tmp_path: Path, figures: Figures, full: bool, message: str, advice: str
) -> None:
    (tmp_path / "disk").mkdir()
    before = on_damaged_disk(tmp_path / "disk", founded, full=full)
    words = ("--home", tmp_path / "disk", "doctor", "--json", "--quick")
    with Child("zuiqing_desk", *words, before=before) as doctor:
        found = json.loads("\n".join(doctor.rest()))
    named = [one for one in found if one["level"] == "error" and message in one["message"]]
    assert named, found
    assert any(advice in one["advice"] for one in named), named
    figures.count("damages", "named by doctor")
