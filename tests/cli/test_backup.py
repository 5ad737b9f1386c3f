"""``backup``: copies of the store."""

from datetime import datetime
from pathlib import Path

import pytest
from support.command import CommandLine
from support.homes import found_home
from support.stores import note, words_in

from zuiqing_desk.services import restoring
from zuiqing_desk.store import open_store


@pytest.fixture
def home(cli: CommandLine) -> Path:
    return found_home(cli.home).path


def add(home: Path, word: str) -> None:
    with open_store(home / "desk.db") as store:
        store.write(note(word)).result(60)


def test_now_and_list(cli: CommandLine, home: Path) -> None:
    assert "backup now" in cli("backup", "list").out
    made = cli("backup", "now", "--json").data
    assert Path(made["path"]).parent == home / "backups"
    assert (made["sort"], made["ok"]) == ("manual", True)
    (listed,) = cli("backup", "list", "--json").data
    assert {**listed, "path": made["path"]} == made
    assert listed["at"].endswith("+08:00")
    assert datetime.fromisoformat(listed["at"]).strftime("%Y%m%d-%H%M%S") in listed["name"]
    head, row = cli("backup", "list").out.splitlines()
    assert head.split()[0] == "备份"
    assert row.split()[:2] == [made["name"], "手动"]
    assert row.endswith("可以恢复")
    assert "核对过" in cli("backup", "now").out


def test_restore_says_what_it_would_do_and_then_does_it(cli: CommandLine, home: Path) -> None:
    add(home, "before")
    name = cli("backup", "now", "--json").data["name"]
    add(home, "after")
    asked = cli("backup", "restore", name)
    assert (asked.code, "--yes" in asked.err) == (1, True)
    # What it says to type is for this home, as it stands.
    assert f"--home {cli.home} backup restore {name} --yes" in asked.err
    assert cli("backup", "restore", name, "--json").data["restored"] is False
    assert "after" in words_in(home / "desk.db")
    done = cli("backup", "restore", name, "--yes", "--json").data
    assert (done["restored"], done["name"]) == (True, name)
    kept = words_in(home / "backups" / done["kept"])
    assert ("after" in kept, "after" in words_in(home / "desk.db")) == (True, False)
    again = cli("backup", "restore", done["kept"], "--yes")
    assert again.code == 0
    assert "另存为" in again.out
    assert "after" in words_in(home / "desk.db")


def test_a_store_in_use_is_left_alone_and_who_uses_it_named(cli: CommandLine, home: Path) -> None:
    name = cli("backup", "now", "--json").data["name"]
    with open_store(home / "desk.db", command="zuiqing-desk gateway"):
        refused = cli("backup", "restore", name, "--yes")
    assert refused.code == 1
    assert "zuiqing-desk gateway（进程" in refused.err


def test_a_broken_store_is_no_hindrance(cli: CommandLine, home: Path) -> None:
    name = cli("backup", "now", "--json").data["name"]
    (home / "desk.db").write_bytes(b"x" * 5000)
    assert cli("backup", "list", "--json").data[0]["name"] == name
    assert cli("backup", "now").code == 1
    assert "读不出来" in cli("backup", "restore", name).out
    assert cli("backup", "restore", name, "--yes").code == 0
    assert cli("staff", "list").code == 0


def test_what_is_not_there_is_refused_in_words(cli: CommandLine, home: Path) -> None:
    refused = cli("backup", "restore", "yesterday", "--yes")
    assert refused.code == 1
    assert "backup list" in refused.err


def test_the_folder_of_the_settings_is_used(cli: CommandLine, home: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "other disk"
    (home / "settings.toml").write_text(f"[backup]\nfolder = '{elsewhere}'\n")
    assert cli("backup", "now").code == 0
    assert len(list(elsewhere.glob("manual-*.db"))) == 1
    (home / "settings.toml").write_text("[backup]\nfolder = 'here'\n")
    assert "backup.folder" in cli("backup", "now").err


def test_stopped_too_late_it_does_not_say_that_nothing_changed(
    cli: CommandLine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = cli("backup", "now", "--json").data["name"]
    add(home, "after")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(restoring, "_tidy", interrupted)
    assert "恢复好了" in cli("backup", "restore", name, "--yes").err
    assert "after" not in words_in(home / "desk.db")
    monkeypatch.setattr(restoring, "_checked", interrupted)
    assert "没有改" in cli("backup", "restore", name, "--yes").err
