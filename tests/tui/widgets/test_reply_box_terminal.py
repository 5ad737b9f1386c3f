"""The reply box in a real terminal: input methods, pastes, hostile bytes, the cursor."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from support import reply_app
from support.json_log import Entry, read_entries
from support.terminal import Terminal

LONG = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯"
FAMILY = "👨\u200d👩\u200d👧"


class Box:
    """A reply box in a terminal, conversation 7 shown."""

    def __init__(self, terminal: Terminal, log: Path) -> None:
        self.terminal = terminal
        self._log = log

    def told(self, kind: str) -> list[Entry]:
        return [entry for entry in read_entries(self._log) if entry[0] == kind]

    def draft(self) -> str | None:
        """The text of the last draft told."""
        drafts = self.told("draft")
        return str(drafts[-1][2]) if drafts else None

    def wait_draft(self, text: str) -> None:
        self.terminal.wait_for(lambda _: self.draft() == text)

    def wait_cursor_after(self, text: str) -> None:
        """Wait until the terminal's cursor stands in the cell after ``text``."""

        def stands(terminal: Terminal) -> bool:
            if text not in terminal.text:
                return False
            column, row = terminal.find(text)
            return terminal.cursor == (column + cell_len(text), row)

        self.terminal.wait_for(stands)

    def send_and_wait(self, text: str) -> None:
        self.terminal.keys("enter")
        self.terminal.wait_for(lambda _: self.told("submitted") != [])
        assert self.told("submitted") == [("submitted", 7, text)]


@contextmanager
def reply_box(
    folder: Path, size: tuple[int, int] = (80, 24), customer: str = "tb_9921"
) -> Iterator[Box]:
    log = folder / "log"
    argv = [sys.executable, reply_app.__file__, str(log), customer]
    with Terminal(argv, size=size) as terminal:
        terminal.wait_for("上面")
        terminal.wait_for("致")
        yield Box(terminal, log)


@pytest.mark.parametrize(
    "commit", ["您好请稍等", "这款酒是酱香型口感很柔和", f"\u3000您好{FAMILY}。"]
)
def test_a_commit_is_sent_whole(tmp_path: Path, commit: str) -> None:
    with reply_box(tmp_path) as box:
        box.terminal.type(commit)
        box.send_and_wait(commit)


def test_commit_and_enter_in_one_burst(tmp_path: Path) -> None:
    with reply_box(tmp_path) as box:
        box.terminal.send("您好\r".encode())
        box.terminal.wait_for(lambda _: box.told("submitted") == [("submitted", 7, "您好")])
        assert box.draft() == ""


def test_a_paste_keeps_all_its_lines_and_sends_nothing(tmp_path: Path) -> None:
    with reply_box(tmp_path) as box:
        box.terminal.paste("第一行\n第二行\n\n第四行\n")
        box.wait_draft("第一行\n第二行\n\n第四行\n")
        assert box.told("submitted") == []
        box.send_and_wait("第一行\n第二行\n\n第四行")


def test_ctrl_j_is_a_new_line(tmp_path: Path) -> None:
    with reply_box(tmp_path) as box:
        box.terminal.type("一")
        box.terminal.keys("ctrl+j")
        box.terminal.type("二")
        box.send_and_wait("一\n二")


def test_hostile_bytes_become_neither_keys_nor_output(tmp_path: Path) -> None:
    hostile = "a\x1b]52;c;aGk=\x07b\u202e[/b][@click=app.quit]x[/]\x9b31m"
    cleaned = "a]52;c;aGk=b[/b][@click=app.quit]x[/]31m"
    with reply_box(tmp_path) as box:
        box.terminal.paste(hostile + "\r")
        box.wait_draft(cleaned + "\n")
        box.terminal.wait_for(cleaned)
        output = box.terminal.raw_output
        assert b"\x1b]52" not in output
        assert "\u202e".encode() not in output
        assert "\x9b".encode() not in output
        assert box.told("key") == box.told("submitted") == box.told("leave") == []


def test_a_typed_burst_with_escapes_presses_nothing(tmp_path: Path) -> None:
    with reply_box(tmp_path) as box:
        box.terminal.type("前\x1b]0;x\x07中\x1b[99;1Q\x1bz后")
        box.wait_draft("前中z后")
        assert box.told("key") == box.told("leave") == []


def test_a_hostile_name_and_draft_are_only_text(tmp_path: Path) -> None:
    with reply_box(tmp_path, customer="[/b]a\x1b]52;c;aGk=\x07\u202e[@click=x]") as box:
        box.terminal.wait_for("致 [/b]a]52;c;aGk=[@click=…")
        assert b"\x1b]52" not in box.terminal.raw_output
        assert "\u202e".encode() not in box.terminal.raw_output


def test_the_cursor_follows_wide_text_lines_and_moves(tmp_path: Path) -> None:
    with reply_box(tmp_path) as box:
        row = box.terminal.find("致")[1] + 1
        box.terminal.wait_for(lambda t: t.cursor == (1, row))
        box.terminal.type("您好abc")
        box.wait_cursor_after("您好abc")
        box.terminal.keys("ctrl+j")
        box.terminal.type("第二行")
        box.wait_cursor_after("第二行")
        box.terminal.keys("left")
        box.wait_cursor_after("第二")
        box.terminal.keys("home")
        box.terminal.wait_for(lambda t: t.cursor == (1, row + 1))


def test_the_cursor_is_right_after_resizing(tmp_path: Path) -> None:
    with reply_box(tmp_path) as box:
        box.terminal.type(LONG)
        box.wait_cursor_after(LONG)
        box.terminal.resize(40, 20)
        box.terminal.wait_for(lambda t: LONG not in t.text and "寅卯" in t.text)
        box.wait_cursor_after("寅卯")
        box.terminal.resize(80, 24)
        box.wait_cursor_after(LONG)


def test_the_cursor_is_right_after_switching_and_coming_back(tmp_path: Path) -> None:
    with reply_box(tmp_path) as box:
        box.terminal.type("您好")
        box.wait_cursor_after("您好")
        box.terminal.keys("f5")
        box.wait_cursor_after("第二")
        box.terminal.keys("f9")
        box.terminal.wait_for(lambda t: t.cursor[0] == 3)
        box.terminal.keys("shift+tab")
        box.wait_cursor_after("第二")


def test_the_cursor_stays_in_the_box_when_the_text_scrolls(tmp_path: Path) -> None:
    with reply_box(tmp_path) as box:
        box.terminal.paste("\n".join(f"第{number}行" for number in range(1, 10)))
        box.wait_cursor_after("第9行")
        assert "第1行" not in box.terminal.text


def test_escape_leaves(tmp_path: Path) -> None:
    with reply_box(tmp_path) as box:
        box.terminal.type("没发的话")
        box.terminal.keys("escape")
        box.terminal.wait_for(lambda _: box.told("leave") == [("leave",)])
        assert box.draft() == "没发的话"


def test_a_note_looks_unlike_an_answer_without_colour(tmp_path: Path) -> None:
    with reply_box(tmp_path) as box:
        assert "━" in box.terminal.text
        box.terminal.keys("f7")
        box.terminal.wait_for("内部备忘 · 不会发给客户")
        assert "═" in box.terminal.text
        assert "致 " not in box.terminal.text


def test_terminated_with_text_in_the_box_the_terminal_is_intact(tmp_path: Path) -> None:
    with reply_box(tmp_path) as box:
        box.terminal.type("写了一半")
        box.wait_draft("写了一半")
        box.terminal.kill(signal.SIGTERM)
        assert box.terminal.wait_exit() == 128 + signal.SIGTERM
        box.terminal.assert_intact()
