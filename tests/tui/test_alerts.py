"""The bell, the title and the optional extras, as a terminal gets them."""

import re
import signal
import sys
from pathlib import Path

import pytest
from support import caller_app
from support.json_log import read_entries
from support.terminal import Terminal
from support.tmux import PROGRAM, Tmux
from textual.app import App

from zuiqing_desk.tui.alerts import AlertOptions, Alerts


def start(log: Path, **env: str) -> Terminal:
    return Terminal([sys.executable, caller_app.__file__, str(log)], env=env)


def bells(output: bytes) -> int:
    """Bells rung, not counting those that end a sequence."""
    return re.sub(rb"\x1b\][^\x07]*\x07", b"", output).count(b"\x07")


def test_the_bell_rings_once_in_its_gap(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with start(log) as terminal:
        terminal.wait_for("ready")
        terminal.keys("f3", "f3", "f3")
        terminal.wait_for(lambda _: len(read_entries(log)) == 3)
        terminal.kill(signal.SIGTERM)
        terminal.wait_exit()
        assert read_entries(log) == [("called", True), ("called", False), ("called", False)]
        assert bells(terminal.raw_output) == 1
        assert b"777" not in terminal.raw_output


async def test_after_the_gap_it_rings_again() -> None:
    now = 100.0
    app: App[None] = App()
    async with app.run_test():
        alerts = Alerts(app, AlertOptions(bell_gap_s=5.0), clock=lambda: now)
        assert alerts.call(1)
        now = 104.9
        assert not alerts.call(2)
        now = 105.0
        assert alerts.call(2)
        alerts.show_unread(3)  # no terminal: nothing to do, nothing to fail


def test_the_title_changes_only_when_the_number_does_and_is_given_back(tmp_path: Path) -> None:
    with start(tmp_path / "log") as terminal:
        terminal.wait_for("ready")
        terminal.keys("f4", "f4", "f7", "f5")
        terminal.wait_for(lambda t: t.titles[-1:] == ["醉卿工作台"])
        assert terminal.titles == ["(3) 醉卿工作台", "(200+) 醉卿工作台", "醉卿工作台"]
        terminal.kill(signal.SIGTERM)
        terminal.wait_exit()
        assert terminal.titles[3:] == [""]
        output = terminal.raw_output
        assert output.count(b"\x1b[22;2t") == output.count(b"\x1b[23;2t") == 1
        terminal.assert_intact()


def test_whoever_wants_quiet_hears_nothing_and_still_sees_the_number(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with start(log, QUIET="1", OSC_777="1") as terminal:
        terminal.wait_for("ready")
        terminal.keys("f3", "f6", "f4")
        terminal.wait_for(lambda t: t.titles[-1:] == ["(3) 醉卿工作台"])
        terminal.kill(signal.SIGTERM)
        terminal.wait_exit()
        assert read_entries(log) == [("called", False), ("rung",)]
        assert bells(terminal.raw_output) == 0
        assert b"777" not in terminal.raw_output


def test_osc_777_is_sent_when_wanted(tmp_path: Path) -> None:
    with start(tmp_path / "log", OSC_777="1") as terminal:
        terminal.wait_for("ready")
        terminal.keys("f3")
        wanted = "\x1b]777;notify;醉卿工作台;2 位客户在等\x07".encode()
        terminal.wait_for(lambda t: wanted in t.raw_output)


@pytest.mark.skipif(PROGRAM is None, reason="tmux is not installed")
def test_bell_title_and_message_pass_tmux(tmp_path: Path) -> None:
    program = ["env", "TMUX_MESSAGE=1", sys.executable, caller_app.__file__, str(tmp_path / "log")]
    with Tmux(tmp_path, program) as tmux:
        tmux.terminal.wait_for("ready")
        tmux.terminal.keys("f4", "f3")
        tmux.terminal.wait_for("醉卿工作台: 2 位客户在等")
        tmux.terminal.wait_for(lambda t: bells(t.raw_output) == 1)
        assert tmux.ask("display-message", "-p", "#{pane_title}").strip() == "(3) 醉卿工作台"
