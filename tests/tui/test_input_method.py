"""What an input method commits, in a real terminal: whole, in order, and the caret where the next
character goes, for that is where the candidate window stands."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from support import reply_app
from support.json_log import Entry, read_entries
from support.terminal import Terminal

SIZES = ((80, 24), (120, 40), (200, 60))
COMMITS = ("您", "您好请稍等", "这款酒是酱香型口感很柔和")


def kitty(text: str) -> bytes:
    """A commit as a terminal with the kitty protocol reports it."""
    return f"\x1b[32;;{':'.join(str(ord(char)) for char in text)}u".encode()


FORMS: dict[str, Callable[[str], bytes]] = {"plain": str.encode, "kitty": kitty}


class Box:
    """A reply box in a terminal."""

    def __init__(self, terminal: Terminal, log: Path) -> None:
        self.terminal = terminal
        self._log = log

    @property
    def entries(self) -> list[Entry]:
        return read_entries(self._log)

    @property
    def submitted(self) -> list[object]:
        return [entry[2] for entry in self.entries if entry[0] == "submitted"]

    @property
    def draft(self) -> object:
        drafts = [entry[2] for entry in self.entries if entry[0] == "draft"]
        return drafts[-1] if drafts else ""

    def send(self, data: bytes, draft: str) -> None:
        self.terminal.send(data)
        self.terminal.wait_for(lambda _: self.draft == draft)

    def wait_submitted(self, texts: list[object]) -> None:
        self.terminal.wait_for(lambda _: self.submitted == texts)

    def empty(self) -> None:
        """Send what is in the box away."""
        before = len(self.submitted)
        self.terminal.keys("enter")
        self.terminal.wait_for(lambda _: len(self.submitted) > before and self.draft == "")

    def wait_caret_after(self, text: str) -> None:
        """Wait until the caret stands in the cell behind ``text``, on the screen."""

        def stands(terminal: Terminal) -> bool:
            if text not in terminal.text:
                return False
            column, row = terminal.find(text)
            return terminal.cursor == (column + cell_len(text), row)

        self.terminal.wait_for(stands)

    def wait_caret_below_title(self, column: int, rows: int) -> None:
        """Wait until the caret stands in this column, so many rows below the box's title."""
        self.terminal.wait_for(
            lambda seen: "致" in seen.text and seen.cursor == (column, seen.find("致")[1] + rows)
        )


@contextmanager
def reply_box(folder: Path, size: tuple[int, int]) -> Iterator[Box]:
    log = folder / "log"
    with Terminal([sys.executable, reply_app.__file__, str(log)], size=size) as terminal:
        terminal.wait_for("致")
        yield Box(terminal, log)


@pytest.fixture(params=SIZES, ids=[f"{columns}x{rows}" for columns, rows in SIZES])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    columns, rows = request.param
    return columns, rows


def test_commits_come_whole_and_enter_behind_them_sends(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with reply_box(tmp_path, size) as box:
        sent: list[object] = []
        for form in FORMS.values():
            for commit in COMMITS:
                box.send(form(commit), commit)
                box.wait_caret_after(commit)
                box.empty()
                box.wait_caret_below_title(1, 1)
                box.terminal.send(form(commit) + b"\r" + form(commit) + b"\r")
                sent += [commit] * 3
                box.wait_submitted(sent)


def test_the_caret_at_the_right_edge_and_on_the_rows_below(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with reply_box(tmp_path, size) as box:
        # A blank at each side, and room for the caret behind the last character.
        fit = (size[0] - 3) // 2
        full = "满" * fit
        box.send(full.encode(), full)
        box.wait_caret_below_title(1 + 2 * fit, 1)
        box.send("下".encode(), full + "下")
        box.wait_caret_below_title(3, 2)
        box.wait_caret_after("下")
        box.terminal.keys("left", "left")
        box.wait_caret_below_title(1 + 2 * (fit - 1), 1)
        box.terminal.keys("end", "ctrl+j")
        box.terminal.wait_for(lambda seen: seen.cursor[0] == 1)
        box.terminal.type("第三行")
        box.wait_caret_after("第三行")


def test_the_caret_after_an_emoji_at_the_right_edge(tmp_path: Path) -> None:
    with reply_box(tmp_path, (80, 24)) as box:
        family = "👨\u200d👩\u200d👧"
        text = "满" * 37 + "a"
        box.send(f"{text}{family}后".encode(), f"{text}{family}后")
        box.wait_caret_below_title(5, 2)
        # Not half of it above and half of it below.
        assert box.terminal.screen()[box.terminal.find("满a")[1]].endswith("满a")
        box.terminal.keys("backspace", "backspace")
        box.terminal.wait_for(lambda _: box.draft == text)
        box.wait_caret_after("满a")


def test_pastes_keep_their_lines_and_the_caret_stays_in_view(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with reply_box(tmp_path, size) as box:
        lines = "\n".join(f"第{number}行" for number in range(1, 9))
        box.terminal.paste(lines)
        box.terminal.wait_for(lambda _: box.draft == lines)
        box.wait_caret_after("第8行")
        box.empty()
        long = "\n".join(f"{number} 口感柔和，回味悠长" for number in range(3_300))
        assert 100_000 < len(long.encode()) < 120_000
        box.terminal.paste(long)
        box.terminal.wait_for(lambda _: box.draft == long)
        box.terminal.wait_for(lambda seen: f"超出 {len(long) - 4000} 字" in seen.text)
        box.wait_caret_after("3299 口感柔和，回味悠长")
        box.send("完".encode(), long + "完")
        box.wait_caret_after("悠长完")
        box.terminal.keys("enter")
        box.terminal.keys("ctrl+z", "ctrl+z")
        box.terminal.wait_for(lambda _: box.draft == "")
        assert box.submitted == [lines]


def test_resizing_while_typing(tmp_path: Path) -> None:
    """Also between the bytes of one character."""
    with reply_box(tmp_path, SIZES[0]) as box:
        text = "一二三四五六七八九十" * 6
        for columns, rows in (*SIZES[1:], (60, 20), *SIZES):
            first, rest = "您".encode()[:2], "您".encode()[2:]
            box.terminal.send(text.encode() + first)
            box.terminal.resize(columns, rows)
            box.send(rest + "好".encode(), f"{text}您好")
            row, column = divmod(cell_len(text) + 3, (columns - 3) // 2 * 2)
            box.wait_caret_below_title(column + 2, row + 1)
            box.wait_caret_after("好")
            box.empty()
