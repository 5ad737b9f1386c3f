"""Another user of this computer finds nothing: every file we make is its owner's alone, even where
the umask would let everybody read it, and no secret stands where others can see it."""

import contextlib
import logging
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command import CommandLine, environment
from support.desk_terminal import PIN, desk, found_shop, page_address, sign_in
from support.figures import Figures
from support.web_visitor import WebVisitor

from zuiqing_desk.settings.log_file import LogFile
from zuiqing_desk.store import erasure_file
from zuiqing_desk.store.content_folder import open_part
from zuiqing_desk.tui import crash


@pytest.fixture
def careless() -> Iterator[None]:
    """A umask that takes nothing away."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(home: Path) -> list[str]:
    """Every file and folder that anybody but its owner may touch."""
    found = []
    for path in sorted(home.rglob("*")):
        with contextlib.suppress(FileNotFoundError):  # the program runs meanwhile
            mode = stat.S_IMODE(path.lstat().st_mode)
            if mode & 0o077:
                found.append(f"{mode:o} {path.relative_to(home)}")
    return found


def names(home: Path) -> set[str]:
    return {path.name for path in home.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("careless")
def test_everything_in_the_home_is_the_owners_alone(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    figures: Figures,
) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    found_shop(home, settings="[webchat]\nport = 0\n[bridge]\nport = 0\n")
    (home / "settings.toml").chmod(0o600)
    command = CommandLine(home, capsys, monkeypatch)
    added = command("bridge", "add", "--name", "甲", "--platform", "taobao", "--slug", "tb-1")
    assert added.code == 0, added.err
    secret = next(word for word in added.out.split() if word.startswith("whsec_"))
    with desk(home) as terminal:
        sign_in(terminal)
        with WebVisitor(page_address(terminal), "tb_甲") as visitor:
            visitor.says("在吗")
        terminal.wait_for("tb_甲")
        assert command("backup", "now").code == 0
        assert {"desk.db", "desk.db-wal", "desk.db-shm", "gateway.lock"} <= names(home)
        assert open_to_others(home) == []
        argv = seen_by_ps()
        # A word by itself: four digits stand in many a path.
        assert PIN not in argv.replace("=", " ").split()
        assert secret not in argv
    try:
        raise RuntimeError("at fault")
    except RuntimeError:
        crash.report(home)
    part = open_part(home, limit=100)
    part.write(b"%PDF-1.4")
    log = LogFile(home / "desk.log")
    log.emit(logging.LogRecord("a", logging.ERROR, "", 0, "b", None, None))
    log.close()
    (home / "erasures.jsonl").unlink(missing_ok=True)
    erasure_file.append(home, erasure_file.Entry(1, 1, 1))
    figures.add("security inputs", files_of_the_home=len(names(home)))
    assert open_to_others(home) == []
    part.discard()
    secrets_stay_inside(home, command, secret)


def secrets_stay_inside(home: Path, command: CommandLine, secret: str) -> None:
    """No command tells them, and no file but the store and its copies has them."""
    core = secret.removeprefix("whsec_")
    for words in (
        ("doctor", "--json"),
        ("config", "show"),
        ("bridge", "list", "--json"),
        ("bridge", "list"),
        ("staff", "list", "--json"),
    ):
        ran = command(*words)
        assert core not in ran.out + ran.err, words
        assert "$argon2" not in ran.out + ran.err, words
    for path in home.rglob("*"):
        if path.is_file() and ".db" not in path.name:
            assert core.encode() not in path.read_bytes(), path.name


def seen_by_ps() -> str:
    """The command lines of this program, as anybody can read them."""
    found = []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(one.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        except OSError:
            continue
    return "\n".join(line for line in found if "zuiqing_desk" in line)


@pytest.mark.usefixtures("careless")
def test_a_home_made_by_the_program_is_its_owners(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "zuiqing_desk", "--home", str(home), "staff", "add"),
            *("--no", "1001", "--name", "甲**", "--role", "lead"),
            *("--shop", "醉卿酒业", "--pin-stdin"),
        ],
        input=f"{PIN}\n{PIN}\n",
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert open_to_others(home) == []
