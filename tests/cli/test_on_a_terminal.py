"""Commands that ask: on a real terminal."""

import sys
from pathlib import Path

from support.terminal import Terminal


def command(home: Path, *words: str, **env: str) -> Terminal:
    return Terminal([sys.executable, "-m", "zuiqing_desk", "--home", str(home), *words], env=env)


def add(home: Path) -> Terminal:
    words = ("staff", "add", "--no", "1001", "--name", "张**", "--role", "lead")
    return command(home, *words)


def test_a_new_pin_is_asked_for_twice_and_not_shown(tmp_path: Path) -> None:
    with add(tmp_path) as terminal:
        terminal.wait_for("新 PIN")
        terminal.type("2580\r")
        terminal.wait_for("再输一遍")
        terminal.type("2580\r")
        assert terminal.wait_exit() == 0
        assert "已添加组长 1001" in terminal.text
        assert "2580" not in terminal.text
        terminal.assert_intact()


def test_two_different_pins_add_nobody(tmp_path: Path) -> None:
    with add(tmp_path / "home") as terminal:
        terminal.wait_for("新 PIN")
        terminal.type("2580\r")
        terminal.wait_for("再输一遍")
        terminal.type("2581\r")
        assert terminal.wait_exit() == 1
        assert "不一样" in terminal.text
    assert not (tmp_path / "home").exists()


def test_end_of_input_and_interrupt_leave_the_terminal_intact(tmp_path: Path) -> None:
    for typed, code in (("\x04", 2), ("\x03", 130)):
        with add(tmp_path) as terminal:
            terminal.wait_for("新 PIN")
            terminal.type(typed)
            assert terminal.wait_exit() == code
            assert "Traceback" not in terminal.text
            terminal.assert_intact()


def test_the_bare_console_is_told_that_it_cannot_draw_chinese(tmp_path: Path) -> None:
    for words in ((), ("demo",)):
        with command(tmp_path, *words, TERM="linux") as terminal:
            assert terminal.wait_exit() == 1
            assert "cannot draw Chinese" in terminal.text
            terminal.assert_intact()
