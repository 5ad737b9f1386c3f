"""The terminal's side of a pty test: a screen that knows Chinese, and the modes left on."""

import re
import unicodedata
from collections.abc import Iterator

import pyte
from pyte.screens import Char
from wcwidth import wcwidth

HISTORY_LINES = 1000
_MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
_KITTY_PUSH = re.compile(rb"\x1b\[>\d*u")
_KITTY_POP = re.compile(rb"\x1b\[<\d*u")
_KITTY_SET = re.compile(rb"\x1b\[=[\d;]*u")
_TITLE = re.compile(rb"\x1b\](?:0|2);([^\x07\x1b]*)(?:\x07|\x1b\\)")

# Private modes and the state a shell expects to find them in.
SHELL_EXPECTS = {
    7: True,  # line wrap
    25: True,  # cursor shown
    1000: False,  # mouse
    1002: False,
    1003: False,
    1004: False,  # focus reports
    1006: False,
    1015: False,
    1049: False,  # alternate screen
    2004: False,  # bracketed paste
    2048: False,  # in-band resize
}


class Screen(pyte.HistoryScreen):
    """pyte's screen, which otherwise stops drawing at the first zero-width joiner."""

    def __init__(self, columns: int, lines: int) -> None:
        super().__init__(columns, lines, history=HISTORY_LINES)

    def draw(self, data: str) -> None:
        for visible, run in _runs(data):
            if visible:
                super().draw(run)
            else:
                self._join_to_previous(run)

    def _join_to_previous(self, marks: str) -> None:
        """Put zero-width characters into the cell before the cursor, as terminals do."""
        line = self.buffer[self.cursor.y]
        column = self.cursor.x - 1
        while column > 0 and line[column].data == "":
            column -= 1
        if column < 0:
            return
        cell: Char = line[column]
        line[column] = cell._replace(data=unicodedata.normalize("NFC", cell.data + marks))

    def rows(self) -> list[str]:
        """Every row as text, trailing blanks cut; the stub after a wide character is not shown."""
        return [
            "".join(self.buffer[y][x].data for x in range(self.columns)).rstrip()
            for y in range(self.lines)
        ]


def _runs(data: str) -> Iterator[tuple[bool, str]]:
    start = 0
    while start < len(data):
        visible = wcwidth(data[start]) != 0
        end = start + 1
        while end < len(data) and (wcwidth(data[end]) != 0) == visible:
            end += 1
        yield visible, data[start:end]
        start = end


def modes_left(output: bytes) -> dict[int, bool]:
    """The last state given to each private mode in everything a program wrote."""
    state: dict[int, bool] = {}
    for numbers, switch in _MODE.findall(output):
        for number in numbers.split(b";"):
            state[int(number)] = switch == b"h"
    return state


def damage(output: bytes) -> list[str]:
    """What a program left switched in the terminal; empty when the shell finds it as it was."""
    left = modes_left(output)
    problems = [
        f"mode {number} is {'on' if left[number] else 'off'}"
        for number, wanted in SHELL_EXPECTS.items()
        if left.get(number, wanted) != wanted
    ]
    if len(_KITTY_PUSH.findall(output)) > len(_KITTY_POP.findall(output)):
        problems.append("the kitty keyboard protocol was pushed and not popped")
    return problems


def kitty_requests(output: bytes) -> list[bytes]:
    """Every sequence that switches the kitty keyboard protocol on."""
    return _KITTY_PUSH.findall(output) + _KITTY_SET.findall(output)


def titles(output: bytes) -> list[str]:
    """Every window title a program set, in order."""
    return [title.decode("utf-8", "replace") for title in _TITLE.findall(output)]
