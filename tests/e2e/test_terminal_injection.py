"""Not one byte reaches the terminal that our own screen does not send, whatever people wrote: the
real program walks through its pages over a store in which every text is an attacker's."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from support.figures import Figures
from support.hostile import CONTROLS, SHAPES, hostile_shop
from support.terminal import Terminal
from support.terminal_stream import listen

WALK_S = 300.0
LEAD = "1024"
OWN_KINDS = {
    "alternate screen", "bell", "clear", "clipboard", "colours", "cursor place", "cursor shown",
    "focus", "line end", "mouse", "paste", "pointer", "question", "resize", "synchronised output",
    "text", "title", "title kept", "wrap",
}  # fmt: skip

NOWHERE = {
    # What no screen shows; what the commands print of them is judged by tests/cli.
    "coverage.courier", "coverage.province", "coverage.city", "coverage.district", "coverage.note",
    "cross_sell.note", "leave_request.why", "line.remote_id", "order_import.files",
    "order_item.key", "order_item.code", "order_remark.remark", "order_remark.before_remark",
    "promise.reason", "roster_swap.why", "shipment.name", "tally_cell.shift",
    "tally_correction.shift",
    # Of an address, its host alone; the other two stand in the title of a dialog and in a chase
    # that ended, and the reason of a swap behind the names of two people.
    "line_media.url", "line_media.name", "payment_chase.note", "roster_swap.reason",
    "conversation.external_id",
}  # fmt: skip
"""Fields that the visits do not bring onto the screen: every other one must come."""


def walked(home: Path, size: tuple[int, int], *, whole: bool) -> tuple[dict[str, Any], bytes]:
    """The walk's report, and every byte the program wrote."""
    report = home / "walk.json"
    argv = [sys.executable, "-m", "support.walking_desk", str(home), LEAD, str(report)]
    env = {"WALK": "whole" if whole else "", "WALK_SECONDS": str(WALK_S)}
    with Terminal(argv, size=size, env=env, emulate=False) as terminal:
        code = terminal.wait_exit(WALK_S + 60)
        crash = [one.read_text("utf-8") for one in home.glob("crash-*.txt")]
        assert not crash, crash[0][-3000:]
        assert code == 0
        terminal.assert_intact()
        return json.loads(report.read_text("utf-8")), terminal.raw_output


@pytest.mark.long
def test_no_page_tells_the_terminal_what_people_wrote(
    tmp_path: Path, figures: Figures, at_length: bool
) -> None:
    """Every field where it is shown; at length, also every key of every page and dialog."""
    home = tmp_path / "home"
    home.mkdir()
    fields = hostile_shop(home).fields
    (home / "fields.json").write_text(json.dumps(fields), encoding="utf-8")
    report, stream = walked(home, (140, 44), whole=at_length)
    seen = {field for field, mark in fields.items() if mark.encode() in stream}
    figures.add(
        "security inputs",
        hostile_fields=len(fields),
        of_them_painted=len(seen),
        screens_walked=len(report["screens"]),
        keys_pressed=report["presses"],
        bytes_checked=len(stream),
    )
    heard = listen(stream)
    assert heard.foreign == []
    assert set(heard.kinds) <= OWN_KINDS
    assert report["missing"] == [], report["missing"][0]
    assert set(fields) - seen <= NOWHERE
    assert report["out_of_time"] == ""


@pytest.mark.parametrize("payload", CONTROLS, ids=range(len(CONTROLS)))
def test_what_would_be_obeyed_is_noticed(payload: str) -> None:
    """The listener itself: each of the hostile sequences, put between our own words, is foreign."""
    stream = b"\x1b[1;1H\x1b[38;5;1m" + f"您好{payload}在吗".encode() + b"\x1b[0m"
    assert listen(stream).foreign


@pytest.mark.parametrize(
    "stream",
    [
        SHAPES[0].encode(),
        b"\xff\xfe",
        b"\x1b]2;\xc2\x9b31m\x07",
        b"\x1b]52;c;G1syMDB+\x07",
        b"\x1b]52;c;!\x07",
        b"\x1b]52;p;YQ==\x07",
        b"\x1b]8;;http://evil.example\x07x",
        b"\x1b]777;notify;a;b\x07",
        b"\x1b[999;1H",
        b"\x1b[300m",
        b"\x1b[?47h",
        b"\x1b[21t",
        b"\x0e",
    ],
)
def test_what_is_not_on_the_list_is_foreign(stream: bytes) -> None:
    assert listen(stream).foreign
