"""``doctor``: findings for people and scripts."""

import os
import socket
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from rich.cells import cell_len
from support.command import CommandLine
from support.stores import lay_empty_store

from zuiqing_desk.cli import doctor_machine, doctor_terminal, doctor_widths
from zuiqing_desk.cli.patience import in_time, output_of
from zuiqing_desk.settings import Settings, load
from zuiqing_desk.store.findings import Finding
from zuiqing_desk.store.locks import GatewayLock

WAIT_S = 60.0


@pytest.fixture(autouse=True)
def no_tmux(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine the tests run on is asked; its default port may be in use."""
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setenv("ZUIQING_DESK_WEBCHAT_PORT", "0")


def everything(folder: Path) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_a_sound_home(cli: CommandLine) -> None:
    lay_empty_store(cli.home)
    before = everything(cli.home)
    ran = cli("doctor", "--json")
    assert ran.code == 0
    assert all(list(one) == ["check", "level", "message", "advice"] for one in ran.data)
    assert {one["level"] for one in ran.data} <= {"ok", "note", "warning"}
    checks = {one["check"] for one in ran.data}
    assert checks >= {
        "program", "terminal", "tmux", "widths", "locale", "settings", "keys", "themes", "keyring",
        "disk", "sqlite", "store", "integrity", "holders", "gateway", "port", "index",
    }  # fmt: skip
    assert all(one["advice"] for one in ran.data if one["level"] in ("warning", "error"))
    assert any("secrets.json" in one["message"] for one in ran.data)
    assert everything(cli.home) == before


def test_no_home_yet_is_no_error_and_none_is_made(cli: CommandLine) -> None:
    assert cli("doctor").code == 0
    assert not cli.home.exists()


def test_a_damaged_database_and_broken_settings_are_both_told(cli: CommandLine) -> None:
    cli.home.mkdir()
    (cli.home / "desk.db").write_bytes(b"x" * 5000)
    (cli.home / "settings.toml").write_text("[webchat]\nport = 87x\n")
    ran = cli("doctor", "--json")
    assert ran.code == 1
    wrong = [one["message"] for one in ran.data if one["level"] == "error"]
    assert any("desk.db" in message for message in wrong)
    assert any("第 2 行" in message for message in wrong)


def test_left_out_settings_are_warnings_with_advice_beneath(cli: CommandLine) -> None:
    cli.home.mkdir()
    (cli.home / "settings.toml").write_text("[webchat]\nprot = 1\n[keys]\nquit = 'f12'\n")
    (cli.home / "themes").mkdir()
    (cli.home / "themes" / "sea.toml").write_text("primary = 'sea'\n")
    lines = cli("doctor").out.splitlines()
    assert any("注意：" in line and "是不是 port" in line for line in lines)
    assert any("f12" in line for line in lines)
    assert any("sea.toml" in line for line in lines)
    settings = next(number for number, line in enumerate(lines) if "是不是 port" in line)
    assert lines[settings + 1].startswith("      → ")
    assert "config edit" in lines[settings + 1]


def test_the_whole_reading_is_announced_and_can_be_left_out(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_empty_store(cli.home)
    monkeypatch.setattr("zuiqing_desk.cli.doctor.LONG_BYTES", 0)
    ran = cli("doctor", "--json")
    assert "正在检查数据库是否完整" in ran.err
    assert "integrity" in {one["check"] for one in ran.data}
    ran = cli("doctor", "--json", "--quick")
    assert ran.err == ""
    assert "integrity" not in {one["check"] for one in ran.data}


def test_hostile_words_of_a_store_reach_no_terminal(cli: CommandLine) -> None:
    path = lay_empty_store(cli.home)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO gateway (id, pid, url, problem, since, seen_at)"
            " VALUES (1, 1, '', 'bad \x1b]52;c;aGk=\x07 port', 0, 0)"
        )
        connection.commit()
    lock = GatewayLock(cli.home / "gateway.lock")
    assert lock.try_acquire()
    ran = cli("doctor")
    lock.release()
    assert ran.code == 1
    assert "]52;c;aGk= port" in ran.out
    assert "\x1b" not in ran.out


def test_a_port_that_another_program_has_is_not_said_to_be_ours(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lay_empty_store(cli.home)
    lock = GatewayLock(cli.home / "gateway.lock")
    assert lock.try_acquire()
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("ZUIQING_DESK_WEBCHAT_PORT", str(other.getsockname()[1]))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(
                "INSERT INTO gateway (id, pid, url, problem, since, seen_at)"
                " VALUES (1, 1, '', '网页聊天没有开', 0, 0)"
            )
            connection.commit()
            ran = cli("doctor", "--json", "--quick")
            (port,) = [one for one in ran.data if one["check"] == "port"]
            assert (port["level"], f"进程 {os.getpid()}" in port["message"]) == ("error", True)
            connection.execute("UPDATE gateway SET url = 'http://shop/', problem = '磁盘满了'")
            connection.commit()
        ran = cli("doctor", "--json", "--quick")
    lock.release()
    (port,) = [one for one in ran.data if one["check"] == "port"]
    assert (port["level"], "本店" in port["message"]) == ("ok", True)


# -- one thing at a time -------------------------------------------------------------------------


def worst(findings: list[Finding]) -> str:
    order = ("ok", "note", "warning", "error")
    return max((one.level for one in findings), key=order.index)


def test_the_terminal() -> None:
    def level(**environ: str) -> str:
        return worst(list(doctor_terminal.terminal(environ)))

    assert level(TERM="linux") == "error"
    assert level(TERM="xterm-256color") == "note"  # Not on a terminal here.
    found = list(doctor_terminal.terminal({"TERM": "xterm", "NO_COLOR": "1", "SSH_TTY": "/dev/x"}))
    assert any("NO_COLOR" in one.message for one in found)
    assert any("SSH" in one.message for one in found)


@pytest.mark.parametrize(
    ("option", "value", "level"),
    [
        ("set-clipboard", "external", "ok"),
        ("set-clipboard", "off", "warning"),
        ("monitor-bell", "on", "ok"),
        ("monitor-bell", "off", "warning"),
        ("allow-passthrough", "off", "note"),
        ("allow-passthrough", "", "note"),
    ],
)
def test_options_of_tmux(option: str, value: str, level: str) -> None:
    assert doctor_terminal.tmux_option(option, value).level == level


def test_a_tmux_that_cannot_be_asked_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    (one,) = doctor_terminal.tmux({"TMUX": "/tmp/x,1,0"})
    assert one.level == "warning"


def test_widths_that_differ_are_named() -> None:
    ours = {text: cell_len(text) for texts in _samples() for text in texts}
    assert worst(list(doctor_widths.compared("x", ours))) == "ok"
    found = list(doctor_widths.compared("x", {**ours, "★": 2}))
    assert worst(found) == "warning"
    assert any("★ 2 格（工作台按 1 格）" in one.message for one in found)
    assert worst(list(doctor_widths.compared("x", {**ours, "😀": 1}))) == "note"
    found = list(doctor_widths.compared("x", {**ours, "\u200b": 1}))
    assert any("U+200B 1 格" in one.message for one in found)


def _samples() -> list[tuple[str, ...]]:
    return [tuple(texts) for texts in doctor_widths.SAMPLES.values()]


def _play_terminal(fd: int, wide: str) -> None:
    """Answer CSI 6n as a terminal does that draws one character twice as wide as we do."""
    column, heard = 1, b""
    while not heard.endswith(b"\x1b[K"):
        heard += os.read(fd, 1024)
        while b"\x1b[6n" in heard:
            drawn, _, heard = heard.partition(b"\x1b[6n")
            text = drawn.rpartition(b"\r")[2].decode()
            column = 1 + cell_len(text) + (text == wide)
            os.write(fd, f"\x1b[5;{column}R".encode())


def test_a_terminal_is_asked_itself() -> None:
    outer, inner = os.openpty()
    player = threading.Thread(target=_play_terminal, args=(outer, "★"))
    player.start()
    widths = doctor_widths.asked(inner, WAIT_S)
    player.join(WAIT_S)
    os.close(outer)
    os.close(inner)
    assert widths["中"] == 2
    assert widths["★"] == 2
    assert widths["😀"] == 2


def test_a_terminal_that_does_not_answer_holds_nobody_up() -> None:
    outer, inner = os.openpty()
    with pytest.raises(TimeoutError):
        doctor_widths.asked(inner, 0.01)
    os.close(outer)
    os.close(inner)


def settings_with(tmp_path: Path, port: int, host: str = "127.0.0.1") -> Settings:
    given: dict[str, object] = {"webchat.port": port, "webchat.host": host}
    return load(str(tmp_path), given, {})


def test_the_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        (taken,) = doctor_machine.port(settings_with(tmp_path, port), ours=False)
        (ours,) = doctor_machine.port(settings_with(tmp_path, port), ours=True)
    (free,) = doctor_machine.port(settings_with(tmp_path, port), ours=False)
    (nowhere,) = doctor_machine.port(settings_with(tmp_path, port, "192.0.2.1"), ours=False)
    assert [one.level for one in (taken, ours, free, nowhere)] == ["error", "ok", "ok", "error"]
    assert f"进程 {os.getpid()}" in taken.message
    assert "webchat.port" in taken.advice


def test_a_disk_without_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = settings_with(tmp_path, 0).home
    for threshold, level in ((0, "ok"), (2**62, "warning")):
        monkeypatch.setattr(doctor_machine, "LITTLE_ROOM", threshold)
        assert [one.level for one in doctor_machine.disk(home)] == [level]
    monkeypatch.setattr(doctor_machine, "NO_ROOM", 2**62)
    assert [one.level for one in doctor_machine.disk(home)] == ["error"]


def test_a_file_of_passwords_that_others_can_read(tmp_path: Path) -> None:
    home = settings_with(tmp_path, 0).home
    home.secrets_file.write_text("{}")
    home.secrets_file.chmod(0o644)
    assert worst(list(doctor_machine.keyring(home))) == "error"
    home.secrets_file.chmod(0o600)
    assert worst(list(doctor_machine.keyring(home))) == "note"


def test_what_never_answers_is_given_up() -> None:
    never = threading.Event()

    def ask() -> list[Finding]:
        never.wait(WAIT_S)
        return []

    (one,) = in_time("disk", ask, 0.01)
    never.set()
    assert (one.level, one.check) == ("warning", "disk")
    assert output_of(("sleep", "60"), 0.01) is None
    assert output_of(("false",), WAIT_S) is None


def test_what_the_system_refuses_is_a_finding() -> None:
    def ask() -> list[Finding]:
        raise PermissionError(13, "Permission denied", "/somewhere")

    (one,) = in_time("disk", ask, WAIT_S)
    assert "/somewhere" in one.message
    assert one.advice
