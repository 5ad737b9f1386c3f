"""Guessing a PIN gets no faster by trying in many places at once, nor by moving the clock."""

import subprocess
import sys
from pathlib import Path

import pytest
from support.desk_machine import give_pin
from support.figures import Figures
from support.shop import OPENING, SECOND, TestShop

from zuiqing_desk.rules.pin import FREE_TRIES, LONGEST_WAIT_S, wait_after
from zuiqing_desk.services import staff
from zuiqing_desk.store.tx import Tx

PROCESSES = 8
TRIES = 4
DAY_S = 86_400

# As the screen does it, and as the command line does; the clock stands still, so that nobody may
# try again by having waited.
GUESSER = """
import asyncio, sys
from pathlib import Path
from zuiqing_desk.cli.chat_reply import admit
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.workbench import Workbench
from zuiqing_desk.store.engine import open_store
from zuiqing_desk.tui.admission import check_pin
from zuiqing_desk.tui.waiting import MustWait

home, way, now, tries = sys.argv[1:]
store = open_store(Path(home) / "desk.db", clock=lambda: int(now))
print("ready", flush=True)
sys.stdin.readline()
bench, wrong, runner = Workbench(store, "guesser"), 0, asyncio.Runner()
for _ in range(int(tries)):
    try:
        if way == "screen":
            runner.run(check_pin(bench, "1001", "0258"))
        else:
            admit(store, "1001", "0258")
    except MustWait as wait:
        wrong += wait.wrong
    except Refused as refused:
        wrong += refused.code == "pin"
print(wrong, flush=True)
runner.close()
store.close()
"""


def wait_until(tx: Tx) -> int:
    return int(tx.value("SELECT pin_wait_until FROM staff WHERE staff_no = '1001'"))


def guess_wrong(shop: TestShop, times: int) -> int:
    """The seconds to wait after so many wrong ones, each after its wait."""
    wait = 0
    for _ in range(times):
        check = shop.do(staff.pin_check, "1001")
        assert check.wait_s == 0
        wait = shop.do(staff.pin_result, check.staff_id, False)
        shop.later(wait)
    shop.later(-wait)
    return wait


def test_many_processes_get_no_more_tries_than_one(
    shop: TestShop, tmp_path: Path, figures: Figures
) -> None:
    give_pin(shop, "1001")
    guessers = [
        subprocess.Popen(
            [sys.executable, "-c", GUESSER, str(tmp_path), way, str(OPENING), str(TRIES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for way in ("screen", "command line") * (PROCESSES // 2)
    ]
    for one in guessers:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    verified = 0
    for one in guessers:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    for one in guessers:
        said, _ = one.communicate(timeout=120)
        assert one.returncode == 0
        verified += int(said)
    assert verified == FREE_TRIES + 1
    assert shop.ask(lambda tx: tx.value("SELECT wrong_pins FROM staff")) == verified
    figures.add("security inputs", pin_guesses_side_by_side=PROCESSES * TRIES)


@pytest.mark.parametrize("back_s", [DAY_S, 10 * 365 * DAY_S])
def test_a_clock_set_back_keeps_nobody_out_for_long(shop: TestShop, back_s: int) -> None:
    wait = guess_wrong(shop, 6)
    shop.later(-back_s)
    assert shop.do(staff.pin_check, "1001").wait_s == wait
    # It begins to be waited again, and then is over.
    shop.later(wait - 1)
    assert shop.do(staff.pin_check, "1001").wait_s == 1
    shop.later(1)
    assert shop.do(staff.pin_check, "1001").wait_s == 0


def test_a_clock_set_forward_spares_one_wait_and_no_more(shop: TestShop) -> None:
    guess_wrong(shop, 12)
    shop.later(DAY_S)
    check = shop.do(staff.pin_check, "1001")
    assert check.wait_s == 0
    assert shop.do(staff.pin_result, check.staff_id, False) == LONGEST_WAIT_S
    assert shop.do(staff.pin_check, "1001").wait_s == LONGEST_WAIT_S


def test_the_wait_is_the_stores_and_outlives_the_program(shop: TestShop) -> None:
    wait = guess_wrong(shop, 5)
    assert wait == wait_after(5) > 0
    assert shop.ask(wait_until) == shop.now + wait * SECOND
