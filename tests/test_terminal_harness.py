"""The pty harness itself: a test tool that lies is worse than none."""

import signal
import sys

import pytest
from support.emulator import Screen, damage
from support.key_bytes import key_bytes
from support.terminal import Terminal


def script(source: str) -> list[str]:
    return [sys.executable, "-c", source]


def test_chinese_is_contiguous_and_found_by_its_cell() -> None:
    with Terminal(script("print('  你好，客服'); input()")) as terminal:
        terminal.wait_for("你好，客服")
        assert terminal.find("客服") == (8, 0)


def test_zero_width_joiner_does_not_swallow_the_rest_of_the_row() -> None:
    screen = Screen(20, 2)
    screen.draw("a👨\u200d👩b")
    assert screen.rows()[0] == "a👨\u200d👩b"


def test_typed_text_reaches_the_program_whole() -> None:
    with Terminal(script("print('ready'); print(ascii(input()))")) as terminal:
        terminal.wait_for("ready")
        terminal.type("您好")
        terminal.keys("enter")
        terminal.wait_for(ascii("您好"))
        assert terminal.wait_exit() == 0


def test_a_program_that_ends_early_fails_the_wait_at_once() -> None:
    with Terminal(script("print('bye')")) as terminal, pytest.raises(AssertionError, match="ended"):
        terminal.wait_for("never")


def test_a_condition_that_never_comes_fails_with_the_screen() -> None:
    with Terminal(script("print('here'); input()")) as terminal:
        terminal.wait_for("here")
        with pytest.raises(AssertionError, match="here"):
            terminal.wait_for("never", timeout=0.2)


def test_resize_and_signals_reach_the_program() -> None:
    source = (
        "import os, signal\n"
        # Not print: the signal may come while the first call still holds the buffer of stdout.
        "show = lambda *_: os.write(1, b'%d %d\\n' % os.get_terminal_size())\n"
        "signal.signal(signal.SIGWINCH, show); show()\n"
        "while True: signal.pause()"
    )
    with Terminal(script(source)) as terminal:
        terminal.wait_for("80 24")
        terminal.resize(100, 30)
        terminal.wait_for("100 30")
        terminal.kill(signal.SIGTERM)
        assert terminal.wait_exit() == -signal.SIGTERM


def test_hanging_up_sends_sighup() -> None:
    with Terminal(script("import signal; print('up'); signal.pause()")) as terminal:
        terminal.wait_for("up")
        terminal.hang_up()
        assert terminal.wait_exit() == -signal.SIGHUP


@pytest.mark.parametrize(
    ("sequence", "words"),
    [
        ("\\x1b[?1049h", "mode 1049"),
        ("\\x1b[?25l", "mode 25"),
        ("\\x1b[?1003h", "mode 1003"),
        ("\\x1b[?2004h", "mode 2004"),
        ("\\x1b[>25u", "kitty"),
    ],
)
def test_a_mode_left_on_is_damage(sequence: str, words: str) -> None:
    with Terminal(script(f"print('{sequence}')")) as terminal:
        terminal.wait_exit()
        assert [words in problem for problem in terminal.damage()] == [True]


def test_echo_left_off_is_damage() -> None:
    source = (
        "import termios; a = termios.tcgetattr(0); "
        "a[3] &= ~termios.ECHO; termios.tcsetattr(0, 0, a)"
    )
    with Terminal(script(source)) as terminal:
        terminal.wait_exit()
        assert any("local flags" in problem for problem in terminal.damage())


def test_what_was_switched_back_is_no_damage() -> None:
    assert damage(b"\x1b[?1049h\x1b[?25l\x1b[>1u\x1b[<u\x1b[?25h\x1b[?1049l") == []


def test_a_key_no_terminal_sends_is_refused() -> None:
    assert key_bytes("ctrl+g") == b"\x07"
    with pytest.raises(ValueError, match="no terminal sends"):
        key_bytes("ctrl+enter")
