"""``config``: where the settings are, what they are, changing them."""

import tomllib
from pathlib import Path

import pytest
from support.command import CommandLine, program

from zuiqing_desk.settings.rendering import default_file


def editor(folder: Path, script: str) -> str:
    """A real editor for $VISUAL: a shell script that gets the file as $1."""
    path = folder / "my editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return f"'{path}'"


def write(cli: CommandLine, text: str) -> None:
    cli.home.mkdir(exist_ok=True)
    (cli.home / "settings.toml").write_text(text, encoding="utf-8")


def test_path(cli: CommandLine) -> None:
    assert cli("config", "path").out == f"{cli.home / 'settings.toml'}\n"
    assert not cli.home.exists()


def test_show_is_a_settings_file_with_explanations(cli: CommandLine) -> None:
    write(cli, "[webchat]\nport = 9000\n")
    ran = cli("config", "show")
    assert ran.code == 0
    assert tomllib.loads(ran.out)["webchat"]["port"] == 9000
    assert "# 监听的端口" in ran.out
    assert f"# 来自设置文件 {cli.home / 'settings.toml'}" in ran.out


def test_show_json(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZUIQING_DESK_SCREEN_BELL", "0")
    write(cli, '[keys]\n"chat.next" = "f3"\n')
    data = cli("config", "show", "--json").data
    assert data["webchat"]["port"] == 8787
    assert data["screen"]["bell"] is False
    assert data["keys"] == {"chat.next": ["f3"]}


def test_show_tells_of_what_was_left_out(cli: CommandLine) -> None:
    write(cli, '[webchat]\nprot = 1\n[keys]\n"chat.nxt" = "f3"\n')
    ran = cli("config", "show", "--json")
    assert ran.code == 0
    assert ran.data
    assert "是不是 port" in ran.err
    assert "是不是 chat.next" in ran.err


def test_a_broken_file_is_named_by_every_command_that_needs_it(cli: CommandLine) -> None:
    write(cli, "[webchat]\nport = 87x\n")
    for words in (["config", "show"], ["keys"], ["chats"], ["gateway"], ["staff", "list"]):
        ran = cli(*words)
        assert (ran.code, ran.out) == (1, "")
        assert "第 2 行第 10 列" in ran.err
    assert cli("config", "path").code == 0


def test_edit_lays_out_the_documented_defaults_first(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", editor(tmp_path, 'cat "$1" > seen; echo "[webchat]" > "$1"'))
    monkeypatch.chdir(tmp_path)
    ran = cli("config", "edit")
    assert ran.code == 0
    assert (tmp_path / "seen").read_text("utf-8") == default_file()
    assert "没有问题" in ran.err
    assert (cli.home / "settings.toml").read_text() == "[webchat]\n"


def test_edit_leaves_an_existing_file_to_the_editor(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(cli, "[webchat]\nport = 87x\n")
    monkeypatch.setenv("EDITOR", editor(tmp_path, 'sed -i s/87x/8788/ "$1"'))
    monkeypatch.delenv("VISUAL", raising=False)
    assert cli("config", "edit").code == 0
    assert cli("config", "show", "--json").data["webchat"]["port"] == 8788


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[webchat", "第 1 行"),
        ("[webchat]\\nprot = 1", "是不是 port"),
        ("[keys]\\nquit = \\042f12\\042", "f12"),
    ],
)
def test_edit_checks_afterwards(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.setenv("VISUAL", editor(tmp_path, f"printf '{text}\\n' > \"$1\""))
    ran = cli("config", "edit")
    assert ran.code == 1
    assert said in ran.err


def test_edit_without_an_editor(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("VISUAL", ""), ("EDITOR", "'unpaired"), ("PATH", "")):
        monkeypatch.setenv(name, value)
    ran = cli("config", "edit")
    assert ran.code == 1
    assert "EDITOR" in ran.err
    assert not cli.home.exists()


def test_edit_with_an_editor_that_fails(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", editor(tmp_path, "exit 3"))
    assert "以 3 结束" in cli("config", "edit").err
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    ran = cli("config", "edit")
    assert ran.code == 1
    assert "/no/such/editor" in ran.err


def test_edit_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = program(tmp_path / "file" / "home", "config", "edit", VISUAL="true")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert str(tmp_path / "file") in ran.err
