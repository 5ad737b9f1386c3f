"""A clock that jumps throws nobody out, and is told of."""

from pathlib import Path

import pytest
from support.housekeeping import housekeeping
from support.orders import add_order
from support.shop import TestShop
from support.soon import comes_true

from zuiqing_desk.channels.clock_watch import LATE_S, TOLD_S, ClockWatch
from zuiqing_desk.services import duty, erased_words, gateway, presence
from zuiqing_desk.services.duty import PRESENCE_S
from zuiqing_desk.services.orders import chase

DAY_S = 86_400


class Machine:
    """A computer whose clock can be moved."""

    def __init__(self) -> None:
        self.passed = 100.0
        self._ahead_s = 0.0
        self.watch = ClockWatch(self.clock, lambda: self.passed)

    def clock(self) -> int:
        return int((self.passed + self._ahead_s) * 1_000_000)

    def waits(self, seconds: float) -> None:
        """Time passes; it is looked every second."""
        for _ in range(int(seconds)):
            self.passed += 1
            assert self.watch.look() == 0

    @property
    def hears(self) -> bool:
        return self.watch.hears(self.clock())

    def set_by(self, seconds: float) -> int:
        """Somebody moves the clock; what the watch says of it."""
        self._ahead_s += seconds
        return self.watch.look()


@pytest.mark.parametrize("moved_s", [DAY_S, -DAY_S, 60, -60])
def test_a_moved_clock_is_noticed_and_told_for_a_while(moved_s: int) -> None:
    machine = Machine()
    machine.waits(60)
    assert machine.watch.words == ""
    assert machine.set_by(moved_s) == moved_s * 1_000_000
    word = "突然快了" if moved_s > 0 else "突然慢了"
    assert word in machine.watch.words
    machine.waits(TOLD_S)
    assert machine.watch.words == ""


def test_the_words_are_round() -> None:
    machine = Machine()
    for seconds, words in ((DAY_S - 1, "1 天"), (7_200, "2 小时"), (90, "2 分钟"), (9, "9 秒")):
        machine.set_by(seconds)
        assert words in machine.watch.words


def test_a_clock_set_right_in_small_steps_is_not_moved() -> None:
    machine = Machine()
    for _ in range(100):
        assert machine.set_by(-0.5) == 0
    assert machine.hears


@pytest.mark.parametrize("deafens", ["jump", "sleep", "store"])
def test_silence_counts_only_where_desks_could_be_heard(deafens: str) -> None:
    machine = Machine()
    assert machine.hears
    if deafens == "jump":
        machine.set_by(DAY_S)
    elif deafens == "sleep":
        machine.passed += LATE_S + 1
        assert machine.watch.look() == 0
    else:
        machine.watch.deaf()
    machine.waits(PRESENCE_S - 1)
    assert not machine.hears
    machine.waits(1)
    assert machine.hears


@pytest.mark.parametrize("moved_s", [DAY_S, -DAY_S])
def test_a_clock_moved_since_the_last_look_is_not_trusted(moved_s: int) -> None:
    machine = Machine()
    assert machine.hears
    assert not machine.watch.hears(machine.clock() + moved_s * 1_000_000)


def problem_of(shop: TestShop) -> str:
    """What the gateway says is wrong."""
    seen = shop.ask(gateway.current)
    return "" if seen is None else seen.problem


def rows_of(machine: Machine, shop: TestShop) -> list[int]:
    """Do what is to be put right; how many rows each took."""
    shop.now = machine.clock()
    done = [shop.do(unit) for unit in machine.watch.units]
    machine.watch.units.clear()
    return done


def test_only_a_clock_that_was_behind_is_taken_back(tmp_path: Path) -> None:
    shop = TestShop(tmp_path)
    machine = Machine()
    machine.set_by(DAY_S)
    assert rows_of(machine, shop) == []
    machine.set_by(-DAY_S)
    machine.set_by(60)
    assert rows_of(machine, shop) == [0]
    machine.set_by(-60)
    machine.set_by(-DAY_S)
    machine.set_by(2 * DAY_S)
    assert rows_of(machine, shop) == [0, 0, 0]
    shop.store.close()


async def test_waiting_is_as_before_when_a_clock_set_back_is_set_right(tmp_path: Path) -> None:
    shop = TestShop(tmp_path)
    shop.comes_on(shop.lead)
    waits = shop.waiting_customer()
    began = shop.now

    def journalled(kind: str) -> bool:
        return bool(
            shop.ask(lambda tx: tx.value("SELECT count(*) FROM journal WHERE kind = :k", k=kind))
        )

    shop.later(5)
    async with housekeeping(shop, tmp_path):
        await comes_true(lambda: shop.ask(gateway.current) is not None)
        shop.later(-DAY_S)
        await comes_true(lambda: journalled("clock.set_back"))
        since = shop.row(waits).waiting_since
        assert since is not None
        assert since < shop.now
        shop.later(DAY_S)
        await comes_true(lambda: journalled("clock.set_forward"))
        assert shop.row(waits).waiting_since == began


async def test_a_clock_that_is_not_set_yet_at_the_start_moves_nobody_for_good(
    tmp_path: Path,
) -> None:
    shop = TestShop(tmp_path)
    shop.comes_on(shop.lead)
    waits = shop.waiting_customer()
    began = shop.now
    shop.later(-1000 * DAY_S)
    async with housekeeping(shop, tmp_path):
        await comes_true(lambda: shop.ask(gateway.current) is not None)
        assert shop.row(waits).waiting_since == shop.now
        shop.later(1000 * DAY_S + 60)
        await comes_true(lambda: shop.row(waits).waiting_since == began)


async def test_a_day_either_way_takes_nobody_off_duty_and_counts_no_loss(
    tmp_path: Path,
) -> None:
    shop = TestShop(tmp_path)
    shop.comes_on(shop.lead)
    waits = shop.waiting_customer()
    add_order(shop, state="unpaid")

    async with housekeeping(shop, tmp_path):
        await comes_true(lambda: shop.ask(gateway.current) is not None)
        shop.later(DAY_S)
        shop.do(presence.beat, "desk-1001", shop.lead.id, viewing=None, typing=None)
        await comes_true(lambda: "时钟突然快了 1 天" in problem_of(shop))
        # What housekeeping does after it looked for desks that are gone and orders that are lost.
        shop.do(erased_words.LINES.note)
        await comes_true(lambda: not shop.ask(erased_words.LINES.pending))
        assert shop.ask(duty.state_of, shop.lead.id) == "on"
        assert shop.row(waits).state == "active"
        assert shop.ask(chase.pending)
        shop.later(-DAY_S)
        await comes_true(lambda: "时钟突然慢了 1 天" in problem_of(shop))
        assert shop.ask(duty.state_of, shop.lead.id) == "on"
