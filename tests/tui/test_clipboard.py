"""Copying out of the desk: tmux, the terminal, the register, and what is said about it."""

import base64
import sys
from pathlib import Path

import pytest
from support import caller_app
from support.caller_app import CLEANED, HOSTILE
from support.json_log import read_entries
from support.terminal import Terminal
from support.tmux import PROGRAM, Tmux
from textual.app import App

from zuiqing_desk.tui.clipboard import MAX_OSC52_BYTES, Sent, copy

OSC_52 = b"\x1b]52;c;" + base64.b64encode(CLEANED.encode())


def argv(log: Path) -> list[str]:
    return [sys.executable, caller_app.__file__, str(log)]


def test_in_a_plain_terminal_the_cleaned_text_goes_out_by_osc_52(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with Terminal(argv(log)) as terminal:
        terminal.wait_for("ready")
        terminal.keys("f1")
        terminal.wait_for(lambda t: OSC_52 + b"\x07" in t.raw_output)
        terminal.wait_for(lambda _: read_entries(log) != [])
    assert read_entries(log) == [("copied", "已送到终端剪贴板", len(CLEANED))]


def test_a_text_too_long_for_a_terminal_stays_in_the_register(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with Terminal(argv(log)) as terminal:
        terminal.wait_for("ready")
        terminal.keys("f2")
        terminal.wait_for(lambda _: read_entries(log) != [])
        assert b"\x1b]52" not in terminal.raw_output
    assert read_entries(log) == [("copied", Sent.TOO_LONG.value, MAX_OSC52_BYTES + 1)]


@pytest.mark.skipif(PROGRAM is None, reason="tmux is not installed")
def test_inside_tmux_the_outer_terminal_gets_it_with_default_settings(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with Tmux(tmp_path, argv(log)) as tmux:
        tmux.terminal.wait_for("ready")
        tmux.terminal.keys("f1")
        tmux.terminal.wait_for(lambda _: read_entries(log) != [])
        assert tmux.ask("show-buffer") == CLEANED
        encoded = base64.b64encode(CLEANED.encode())
        tmux.terminal.wait_for(lambda t: b"\x1b]52;" in t.raw_output and encoded in t.raw_output)
    assert read_entries(log) == [("copied", "已送到终端剪贴板", len(CLEANED))]


@pytest.mark.skipif(PROGRAM is None, reason="tmux is not installed")
def test_inside_tmux_a_text_too_long_for_the_outer_terminal_is_tmuxs_to_paste(
    tmp_path: Path,
) -> None:
    log = tmp_path / "log"
    with Tmux(tmp_path, argv(log)) as tmux:
        tmux.terminal.wait_for("ready")
        tmux.terminal.keys("f2")
        tmux.terminal.wait_for(lambda _: read_entries(log) != [])
        assert tmux.ask("show-buffer") == "x" * (MAX_OSC52_BYTES + 1)
        assert b"\x1b]52" not in tmux.terminal.raw_output
    assert read_entries(log) == [("copied", Sent.TMUX.value, MAX_OSC52_BYTES + 1)]


@pytest.mark.skipif(PROGRAM is None, reason="tmux is not installed")
def test_a_tmux_that_does_not_answer_is_passed_over(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with Terminal(argv(log), env={"TMUX": f"{tmp_path}/nobody,1,0"}) as terminal:
        terminal.wait_for("ready")
        terminal.keys("f1")
        terminal.wait_for(lambda t: OSC_52 in t.raw_output)


async def test_without_a_terminal_the_register_alone_has_it() -> None:
    app: App[None] = App()
    async with app.run_test():
        assert await copy(app, HOSTILE) is Sent.KEPT
        assert app.clipboard == CLEANED


@pytest.mark.parametrize("text", ["", "\x1b\x07\u202e"])
async def test_nothing_does_not_replace_the_register(text: str) -> None:
    app: App[None] = App()
    async with app.run_test():
        await copy(app, "早先复制的")
        assert await copy(app, text) is Sent.NOTHING
        assert app.clipboard == "早先复制的"


def test_nobody_is_told_that_a_copy_succeeded() -> None:
    assert all("成功" not in sent.value for sent in Sent)
