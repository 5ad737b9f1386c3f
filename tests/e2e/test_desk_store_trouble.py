"""The real program while another one holds the database, and on a disk that becomes read-only."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.child import Child
from support.desk_terminal import desk, found_shop, sign_in, taken_customer
from support.figures import Figures, milliseconds
from support.immutable import possible, unwritable
from support.terminal import Terminal

from zuiqing_desk.services.duty import PRESENCE_S

HELD = re.compile(r"数据库被别的程序占用 (\d+) 秒")


BACK = re.compile(r"│ 在的 .*\n.*│ 您说哪款几瓶送哪 ")


def typed(terminal: Terminal, word: str) -> float:
    """Type a word; the seconds until the screen shows it."""
    pressed_at = time.monotonic()
    terminal.type(word)
    terminal.wait_for(word)
    return time.monotonic() - pressed_at


def held_for(terminal: Terminal) -> int:
    """For how many seconds the screen says the database has been held; 0 when it does not."""
    found = HELD.search(terminal.text)
    return 0 if found is None else int(found[1])


@pytest.mark.long
def test_while_another_program_holds_the_database_the_desk_stays_usable(
    tmp_path: Path, at_length: bool, figures: Figures
) -> None:
    found_shop(tmp_path)
    with desk(tmp_path) as terminal:
        sign_in(terminal)
        with taken_customer(terminal) as visitor, ThreadPoolExecutor(1) as elsewhere:
            terminal.type("在的")
            with Child("support.holder", tmp_path / "desk.db") as holder:
                assert holder.hear() == "held"
                held_at = time.monotonic()
                terminal.keys("enter")
                asked = elsewhere.submit(visitor.tries, "收到吗")
                # Said before anything is refused.
                terminal.wait_for(lambda seen: held_for(seen) >= 1)
                slowest = max(typed(terminal, word) for word in ("您说", "哪款", "几瓶", "送哪"))
                # Reading goes on: a list opens and closes.
                terminal.keys("f3")
                terminal.wait_for("F3 订单")
                terminal.keys("escape")
                # What was not sent comes back, before what was written since.
                terminal.wait_for("没有发出")
                terminal.wait_for(lambda seen: BACK.search(seen.text) is not None)
                assert asked.result()[0] == 503
                if at_length:
                    # Longer than a desk may be silent before it counts as gone.
                    longer = 2.0 * PRESENCE_S
                    terminal.wait_for(lambda seen: held_for(seen) > PRESENCE_S, timeout=longer)
                held_s = time.monotonic() - held_at
                holder.say()
                holder.wait()
            terminal.wait_for(lambda seen: not held_for(seen))
            assert visitor.tries("收到吗")[0] == 201
            # Nobody was taken off duty: the conversation is still mine.
            terminal.keys("enter")
            assert visitor.hears() == "在的\n您说哪款几瓶送哪"
        assert "Traceback" not in terminal.text
        figures.add(
            "database held",
            held=f"{held_s:.0f} s",
            slowest_key=milliseconds(slowest),
        )


if possible():

    def test_a_disk_that_becomes_read_only_is_named_and_the_answer_kept(
        tmp_path: Path, figures: Figures
    ) -> None:
        found_shop(tmp_path)
        with desk(tmp_path) as terminal:
            sign_in(terminal)
            with taken_customer(terminal) as visitor:
                with unwritable(*tmp_path.glob("desk.db*"), tmp_path):
                    terminal.type("在的，您说")
                    terminal.keys("enter")
                    terminal.wait_for("没有发出")
                    terminal.wait_for("只读")
                    terminal.wait_for("在的，您说")
                    status, answer = visitor.tries("收到吗")
                    assert (status, answer["error"]["code"]) == (503, "store_full")
                terminal.keys("enter")
                assert visitor.hears() == "在的，您说"
                assert visitor.tries("收到吗")[0] == 201
            assert "Traceback" not in terminal.text
        figures.add("read-only under a running desk", tried="here")

else:

    def test_where_no_file_can_be_held_the_figures_say_what_was_not_tried(figures: Figures) -> None:
        figures.add("read-only under a running desk", tried="not here")
