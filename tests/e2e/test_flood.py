"""A thousand messages a second: what is accepted is stored once, what is not is refused in words,
and at another desk the keys go on."""

import contextlib
import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from support.child import Child
from support.desk_terminal import desk, found_shop, sign_in
from support.figures import Figures, milliseconds
from support.gateway_program import GatewayProgram
from support.memory import most_mb, resident_mb
from support.terminal import Terminal
from support.visitor import Torn
from support.web_visitor import WebVisitor

GENEROUS = """
[webchat]
port = 0
visitor_messages_per_minute = 10000
address_requests_per_minute = 1000000
address_visitors_per_minute = 100000
"""
FAR_TOO_MUCH_MB = 500
"""A program that keeps what it was sent takes more within a minute."""

PRESSED = "您稍等我看一下库存马上回复"


@pytest.mark.long
def test_a_flood_is_stored_once_and_the_keys_go_on(
    tmp_path: Path, at_length: bool, figures: Figures
) -> None:
    seconds, a_second, visitors = (60, 1000, 50) if at_length else (3, 0, 8)
    found_shop(tmp_path, settings=GENEROUS)
    with contextlib.ExitStack() as running:
        gateway = running.enter_context(GatewayProgram(tmp_path, tmp_path / "gateway.log"))
        # Who comes first runs the channels.
        url = gateway.url()
        terminal = running.enter_context(desk(tmp_path))
        sign_in(terminal)
        with WebVisitor(url, "tb_甲") as visitor:
            visitor.says("在吗")
            terminal.wait_for("tb_甲")
            terminal.keys("ctrl+g")
            terminal.wait_for("致 tb_甲")
            before = resident_mb(gateway.pid)
            with Child("support.flooder", url, seconds, a_second, visitors) as flooder:
                assert flooder.hear() == "writing"
                began = time.monotonic()
                pressed = press_while(terminal, began + seconds)
                told = json.loads(flooder.hear())
            # It goes on serving as if nothing had been.
            assert after_a_while(visitor, "还在吗") == 201
            terminal.wait_for("还在吗")
        after, most = resident_mb(gateway.pid), most_mb(gateway.pid)
    answers = told["answers"]
    assert set(answers) <= {"201 stored", "429 too_many_messages", "503 store_busy"}, answers
    assert stored(tmp_path) == dict(told["stored"])
    assert most < FAR_TOO_MUCH_MB
    figures.add(
        "flood",
        seconds=seconds,
        accepted_a_second=round(answers["201 stored"] / seconds),
        refused=sum(answers.values()) - answers["201 stored"],
        answer_p99=milliseconds(told["p99_s"]),
        keys=len(pressed),
        key_p95=milliseconds(pressed[len(pressed) * 95 // 100]),
        memory_before=f"{before} MB",
        after=f"{after} MB",
        most=f"{most} MB",
    )


def press_while(terminal: Terminal, until: float) -> list[float]:
    """Write and delete an answer over and over; how long each key took to show, sorted."""
    took: list[float] = []
    while time.monotonic() < until:
        for number in range(len(PRESSED)):
            began = time.monotonic()
            terminal.type(PRESSED[number])
            written = PRESSED[: number + 1]
            terminal.wait_for(lambda seen, written=written: f"│ {written} " in seen.text)  # type: ignore[misc]
            took.append(time.monotonic() - began)
        terminal.keys("ctrl+u")
        terminal.wait_for("在这里写回复")
    return sorted(took)


def after_a_while(visitor: WebVisitor, text: str) -> int:
    """Write a line over a connection that may have been idle for too long."""
    try:
        return visitor.tries(text)[0]
    except Torn:
        return visitor.tries(text)[0]


def stored(home: Path) -> dict[int, list[str]]:
    """What visitors without a name have in the store: conversation, and client ids in order."""
    found: dict[int, list[str]] = {}
    with closing(sqlite3.connect(home / "desk.db")) as database:
        rows = database.execute(
            "SELECT conversation_id, remote_id FROM line"
            " WHERE author = 'customer' AND remote_id LIKE '%:f%' ORDER BY conversation_id, seq"
        )
        for conversation, remote_id in rows:
            found.setdefault(conversation, []).append(remote_id.partition(":")[2])
    return found
