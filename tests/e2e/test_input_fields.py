"""Input methods in every line that takes text, on the real desk: what is committed comes whole, and
the caret, where the candidate window stands, is behind it."""

from pathlib import Path

from support.desk_terminal import PIN, desk, found_shop, taken_customer
from support.terminal import Terminal

SIZES = ((80, 24), (120, 40), (200, 60))
DOORS = {"ctrl+p": "汉字、拼音首字母", "ctrl+f": "找话术：汉字", "f7": "说过的话里的几个字"}
"""The keys that open a line to search with, and what stands in it while it is empty."""
SHORT, LONG = "您好", "这款酒是酱香型口感很柔和"


def kitty(text: str) -> bytes:
    """A commit as a terminal with the kitty protocol reports it."""
    return f"\x1b[32;;{':'.join(str(ord(char)) for char in text)}u".encode()


def wait_caret_behind(terminal: Terminal, text: str) -> None:
    """Wait until the caret stands right behind this text."""
    terminal.wait_for(lambda seen: seen.before_cursor.endswith(text))


def commit_in_both_forms(terminal: Terminal) -> None:
    """Into the field that has the focus, which is left as it was."""
    terminal.type(LONG)
    wait_caret_behind(terminal, LONG)
    terminal.send(kitty(SHORT))
    wait_caret_behind(terminal, LONG + SHORT)
    terminal.keys("left", "left")
    wait_caret_behind(terminal, LONG)
    terminal.keys("end", *["backspace"] * len(LONG + SHORT))
    terminal.wait_gone(LONG)


def test_the_caret_in_every_field(tmp_path: Path) -> None:
    found_shop(tmp_path)
    with desk(tmp_path, size=SIZES[0]) as terminal:
        for size in SIZES:
            terminal.resize(*size)
            commit_in_both_forms(terminal)
        terminal.type("1001")
        terminal.keys("tab")
        terminal.type(PIN)
        wait_caret_behind(terminal, "•" * len(PIN))
        terminal.keys("enter")
        terminal.wait_for("在岗")
        with taken_customer(terminal):
            for size in SIZES:
                terminal.resize(*size)
                commit_in_both_forms(terminal)
                for key, invitation in DOORS.items():
                    terminal.keys(key)
                    terminal.wait_for(invitation)
                    commit_in_both_forms(terminal)
                    terminal.wait_for(invitation)
                    terminal.keys("escape")
                    terminal.wait_gone(invitation)
