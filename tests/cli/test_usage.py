"""The command line itself: words, exit codes, streams."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.command import CommandLine, environment, program

from zuiqing_desk import __version__
from zuiqing_desk.cli import main
from zuiqing_desk.cli.dispatch import worded


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"zuiqing-desk {__version__}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "nonsense"),
        (["chats", "--nonsense"], "不认识 --nonsense"),
        (["chats", "--state", "open"], "只能是"),
        (["chats", "show"], "还缺 编号"),
        (["chats", "show", "x"], "不是编号"),
        (["chats", "show", "-1"], "编号"),
        (["chats", "show", "²"], "不是编号"),
        (["chats", "show", "9" * 30], "不是编号"),
        (["chats", "reply", "1", "在"], "还缺 --as"),
        (["chats", "reply", "1", "\udcff", "--as", "1"], "不是 UTF-8"),
        (["staff"], "还缺 命令"),
        (["staff", "add", "--no", "1"], "还缺"),
        (["staff", "add", "--no"], "--no 后面要写一个值"),
        (["config"], "还缺 命令"),
        (["gateway", "--port", "65536"], "端口"),
        (["gateway", "--port", "-1"], "--port"),
        (["gateway", "--host", "a b"], "--host"),
        (["--home", "", "config", "path"], "--home"),
    ],
)
def test_wrong_usage_is_two_and_words_on_stderr(
    cli: CommandLine, words: list[str], said: str
) -> None:
    ran = cli(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_what_is_quoted_of_a_wrong_argument_carries_no_control_characters(
    cli: CommandLine,
) -> None:
    ran = cli("chats", "--\x1b]52;c;eA==\x07")
    assert ran.code == 2
    assert "\x1b" not in ran.err
    assert "\x07" not in ran.err


@pytest.mark.parametrize(
    "words", [[], ["chats"], ["chats", "reply"], ["staff", "add"], ["config"], ["gateway"]]
)
def test_help_is_chinese(cli: CommandLine, words: list[str]) -> None:
    ran = cli(*words, "--help")
    assert ran.code == 0
    assert ran.out.startswith("用法：")
    assert "options" not in ran.out
    assert "show this help" not in ran.out


def test_options_may_stand_before_or_after_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (
        ["--home", str(tmp_path), "config", "path"],
        ["config", "--home", str(tmp_path), "path"],
        ["config", "path", "--home", str(tmp_path)],
    ):
        assert main(words) == 0
        assert capsys.readouterr().out == f"{tmp_path / 'settings.toml'}\n"


def test_without_a_terminal_the_desk_does_not_open(cli: CommandLine) -> None:
    for words in ([], ["demo"]):
        ran = cli(*words)
        assert (ran.code, ran.out) == (2, "")
        assert "终端" in ran.err


def test_the_home_comes_from_the_environment(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "zuiqing_desk", "config", "path"],
        capture_output=True,
        text=True,
        env=environment(ZUIQING_DESK_HOME=str(tmp_path)),
        check=True,
    )
    assert done.stdout == f"{tmp_path / 'settings.toml'}\n"


def test_output_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    ran = program(tmp_path, "keys", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONCOERCECLOCALE="0")
    assert ran.code == 0
    assert "下一位" in ran.out


def test_a_reader_that_has_had_enough_is_no_error(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "zuiqing_desk", "--home", str(tmp_path), "keys", "--json"],
        stdout=writing,
        stderr=subprocess.PIPE,
        env=environment(),
        check=False,
    )
    os.close(writing)
    assert done.returncode == 128 + signal.SIGPIPE
    assert done.stderr == b""


def test_an_interrupt_is_quiet(tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nkill -INT $PPID\n")
    editor.chmod(0o700)
    ran = program(tmp_path, "config", "edit", VISUAL=str(editor))
    assert (ran.code, ran.out, ran.err) == (128 + signal.SIGINT, "", "")


def test_starting_imports_nothing_heavy() -> None:
    script = (
        "import sys; from zuiqing_desk.cli import main; main(['--version'])\n"
        "heavy = {'textual', 'rich', 'sqlite3', 'sqlalchemy', 'aiohttp', 'argon2', 'keyring',"
        " 'asyncio', 'tomllib', 'platformdirs'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, env=environment())


def test_words_for_what_goes_wrong() -> None:
    assert worded(FileNotFoundError(2, "No such file", "/x")) == "操作系统不让做 /x：No such file"
    assert worded(KeyError("a bug")) is None
    group = ExceptionGroup("two", [OSError(28, "full"), OSError(28, "full")])
    assert worded(group) == "操作系统不让做：full"
    assert worded(ExceptionGroup("one is a bug", [OSError(28, "full"), KeyError()])) is None
