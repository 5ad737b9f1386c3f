"""``remark check`` and ``remark normalize``."""

import json

import pytest
from support.command import CommandLine

from zuiqing_desk.services import policy, shop
from zuiqing_desk.store.engine import open_store
from zuiqing_desk.store.tx import Tx

MANUAL = "[**]6瓶1983,发韵达"


def test_each_line_is_answered_by_one_object(cli: CommandLine) -> None:
    ran = cli("remark", "check", stdin=f"{MANUAL}\n[甲]6瓶1983，发韵达\n".encode())
    first, second = map(json.loads, ran.out.splitlines())
    assert first == {
        "ok": True,
        "remark": {
            "closer": "**",
            "items": [{"quantity": 6, "unit": "瓶", "product": "1983"}],
            "requirements": [],
            "courier": "韵达",
        },
    }
    assert (second["ok"], second["position"], "快递" in second["reason"]) == (False, 13, True)
    assert (ran.code, ran.err) == (1, "")


@pytest.mark.parametrize(
    ("stdin", "answers"),
    [
        pytest.param(MANUAL.encode(), [True], id="no line end"),
        pytest.param(f"{MANUAL}\r\n".encode(), [True], id="a line end of two"),
        pytest.param(f"{MANUAL} \n".encode(), [False], id="a blank is not cut"),
        pytest.param(b"\n", [False], id="an empty line"),
        pytest.param(b"", [], id="nothing"),
        pytest.param("[甲]6瓶1983,轻".encode() + b"\xff,", [False], id="no UTF-8"),
    ],
)
def test_only_the_line_end_is_cut(cli: CommandLine, stdin: bytes, answers: list[bool]) -> None:
    ran = cli("remark", "check", stdin=stdin)
    assert [json.loads(line)["ok"] for line in ran.out.splitlines()] == answers
    assert ran.code == (0 if all(answers) else 1)


def test_full_width_becomes_half_width(cli: CommandLine) -> None:
    ran = cli("remark", "normalize", stdin="【甲】６瓶1983，发韵达\n ａ。\n".encode())
    assert (ran.code, ran.out) == (0, "[甲]6瓶1983,发韵达\n ａ。\n")


def test_the_shops_own_couriers_count(cli: CommandLine) -> None:
    with open_store(cli.home / "desk.db") as store:

        def own(tx: Tx) -> None:
            lead = shop.set_up(tx, shop_name="醉卿", staff_no="1001", name="甲**", pin_hash="-")
            policy.change(tx, "couriers", ["跨越"], lead.id)

        store.write(own).result()
    ran = cli("remark", "check", stdin=f"{MANUAL}\n[甲]6瓶1983,发跨越\n".encode())
    assert [json.loads(line)["ok"] for line in ran.out.splitlines()] == [False, True]


def test_no_home_is_made(cli: CommandLine) -> None:
    cli("remark", "check", stdin=MANUAL.encode())
    assert not cli.home.exists()
