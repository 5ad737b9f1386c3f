"""The real program in a real terminal, on a home of its own."""

import contextlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from support.terminal import Terminal
from support.web_visitor import WebVisitor

from zuiqing_desk.services import pins, shop, staff
from zuiqing_desk.store.engine import open_store
from zuiqing_desk.store.tx import Tx

PIN = "2468"
PORT_FREE = "[webchat]\nport = 0\n"


def found_shop(home: Path, *colleagues: str, settings: str = PORT_FREE) -> None:
    """A shop with the lead 1001 and colleagues, all with the same PIN, on any free port."""
    hashed = pins.hash_pin(PIN)

    def found(tx: Tx) -> None:
        lead = shop.set_up(tx, shop_name="醉卿酒业", staff_no="1001", name="甲**", pin_hash=hashed)
        for number in colleagues:
            staff.add(
                tx,
                staff_no=number,
                name=f"{number}**",
                role="agent",
                pre_sale=True,
                after_sale=True,
                pin_hash=hashed,
                actor=lead.id,
            )

    with open_store(home / "desk.db") as store:
        store.write(found).result()
    (home / "settings.toml").write_text(settings, encoding="utf-8")


def desk(home: Path, size: tuple[int, int] = (120, 40), *, settled: bool = True) -> Terminal:
    """The workstation on this home, waiting at the sign-in."""
    argv = [sys.executable, "-m", "zuiqing_desk", "--home", str(home)]
    terminal = Terminal(argv, size=size)
    if settled:
        terminal.wait_for("工号")
    return terminal


def sign_in(terminal: Terminal, staff_no: str = "1001", pin: str = PIN) -> None:
    """Type number and PIN, and wait for the queue."""
    terminal.type(staff_no)
    terminal.keys("tab")
    terminal.type(pin)
    terminal.keys("enter")
    terminal.wait_for("在岗")


def page_address(terminal: Terminal) -> str:
    """The chat page's address, as the status line shows it."""
    pattern = re.compile(r"http://127\.0\.0\.1:\d+")
    terminal.wait_for(lambda seen: pattern.search(seen.text) is not None)
    found = pattern.search(terminal.text)
    assert found is not None
    return found[0]


@contextlib.contextmanager
def taken_customer(terminal: Terminal, text: str = "在吗") -> Iterator[WebVisitor]:
    """A customer who has written, and whom the agent has taken."""
    with WebVisitor(page_address(terminal), "tb_甲") as visitor:
        visitor.says(text)
        terminal.wait_for("tb_甲")
        terminal.keys("ctrl+g")
        terminal.wait_for("致 tb_甲")
        yield visitor
