"""The terminal's own cursor stands where the next character goes, as an input method needs it."""

import sys
from functools import partial

from rich.cells import cell_len
from support import cursor_app
from support.terminal import Terminal

PIN_ROW = 5
REPLY_ROW = 8


def start(size: tuple[int, int] = (80, 24)) -> Terminal:
    return Terminal([sys.executable, cursor_app.__file__], size=size)


def after(terminal: Terminal, text: str) -> tuple[int, int]:
    """The cell after ``text`` on the screen."""
    column, row = terminal.find(text)
    return column + cell_len(text), row


def is_on(row: int, terminal: Terminal) -> bool:
    return terminal.cursor[1] == row


def go_to(terminal: Terminal, *rows: int) -> None:
    """Press Tab until the cursor has been on each of these rows: a key typed before the focus has
    moved would go to the widget before."""
    for row in rows:
        terminal.keys("tab")
        terminal.wait_for(partial(is_on, row))


def stands_after(text: str, terminal: Terminal) -> bool:
    return text in terminal.text and terminal.cursor == after(terminal, text)


def wait_after(terminal: Terminal, text: str) -> None:
    terminal.wait_for(lambda t: stands_after(text, t))


def test_at_the_start_the_cursor_is_in_the_focused_input() -> None:
    with start() as terminal:
        terminal.wait_for("bottom")
        terminal.wait_for(lambda t: t.cursor == (3, 2))


def test_after_wide_text_in_an_input() -> None:
    with start() as terminal:
        terminal.wait_for("bottom")
        terminal.type("您好abc")
        wait_after(terminal, "您好abc")
        terminal.keys("left", "left", "left", "left")
        wait_after(terminal, "您")


def test_after_a_wide_password_drawn_as_dots() -> None:
    with start() as terminal:
        terminal.wait_for("bottom")
        go_to(terminal, PIN_ROW)
        terminal.type("密码12")
        wait_after(terminal, "••••")


def test_after_wide_text_in_a_text_area_and_on_its_second_row() -> None:
    with start() as terminal:
        terminal.wait_for("bottom")
        go_to(terminal, PIN_ROW, REPLY_ROW)
        terminal.type("您好")
        wait_after(terminal, "您好")
        terminal.keys("enter")
        terminal.type("再见")
        wait_after(terminal, "再见")


def test_after_a_value_set_by_the_program() -> None:
    with start() as terminal:
        terminal.wait_for("bottom")
        terminal.type("旧")
        wait_after(terminal, "旧")
        terminal.keys("f5", "end")
        wait_after(terminal, "单号七八九")


def test_an_unfocused_input_does_not_take_the_cursor() -> None:
    with start() as terminal:
        terminal.wait_for("bottom")
        go_to(terminal, PIN_ROW, REPLY_ROW)
        terminal.type("您好")
        wait_after(terminal, "您好")
        terminal.keys("f7")
        terminal.wait_for("没有焦点的框")
        wait_after(terminal, "您好")


def test_after_the_layout_moved_and_the_focus_changed() -> None:
    with start() as terminal:
        terminal.wait_for("bottom")
        terminal.type("您好")
        wait_after(terminal, "您好")
        terminal.keys("f6")
        terminal.wait_for("four")
        wait_after(terminal, "您好")
        go_to(terminal, PIN_ROW + 3, REPLY_ROW + 3)
        terminal.wait_for(lambda t: t.cursor == (2, REPLY_ROW + 3))
        terminal.keys("shift+tab")
        terminal.wait_for(lambda t: t.cursor == (3, PIN_ROW + 3))
        terminal.keys("shift+tab")
        wait_after(terminal, "您好")


def test_after_a_resize_that_wraps_the_text_anew() -> None:
    with start() as terminal:
        terminal.wait_for("bottom")
        go_to(terminal, PIN_ROW, REPLY_ROW)
        terminal.type("一二三四五六七八九十甲乙丙丁戊己庚辛壬癸")
        wait_after(terminal, "壬癸")
        terminal.resize(30, 24)
        terminal.wait_for(lambda t: "壬癸" in t.text and t.find("壬癸")[1] == REPLY_ROW + 1)
        wait_after(terminal, "壬癸")
        terminal.resize(80, 24)
        wait_after(terminal, "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸")


def test_in_a_text_longer_than_the_input() -> None:
    with start((40, 24)) as terminal:
        terminal.wait_for("bottom")
        terminal.type("一二三四五六七八九十甲乙丙丁戊己庚辛壬癸")
        wait_after(terminal, "壬癸")
