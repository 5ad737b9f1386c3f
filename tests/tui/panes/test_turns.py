"""Commands take turns."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.tui.panes.turns import Turns


class Heard:
    """What a Turns told, in order."""

    def __init__(self) -> None:
        self.all: list[object] = []
        self.turns = Turns(
            lambda words: self.all.append(words),
            lambda: self.all.append("done"),
            lambda moving: self.all.append(moving),
        )

    def command(
        self, name: str, wait: Awaitable[object] | None = None
    ) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            if wait is not None:
                await wait
            self.all.append(name)

        return run


async def test_one_after_the_other_however_long_the_first_takes() -> None:
    heard, gate = Heard(), asyncio.Event()
    first = heard.turns.take(heard.command("first", gate.wait()), moves=False)
    second = heard.turns.take(heard.command("second"), moves=False)
    both = asyncio.gather(first, second)
    await asyncio.sleep(0)
    gate.set()
    await both
    assert [one for one in heard.all if isinstance(one, str)] == ["first", "done", "second", "done"]


async def test_moving_lasts_until_the_last_move_is_over() -> None:
    heard = Heard()
    first = heard.turns.take(heard.command("first"), moves=True)
    second = heard.turns.take(heard.command("second"), moves=True)
    assert heard.turns.moving
    await first
    assert heard.turns.moving
    await second
    assert not heard.turns.moving
    assert heard.all == [True, True, "first", True, "done", "second", False, "done"]


async def test_what_was_asked_for_before_a_question_is_dropped() -> None:
    heard = Heard()
    late = heard.turns.take(heard.command("late"), moves=True)
    heard.turns.question()
    await late
    assert "late" not in heard.all
    assert not heard.turns.moving
    await heard.turns.take(heard.command("after"), moves=False)
    assert "after" in heard.all


async def test_a_refusal_is_heard_and_the_next_one_runs() -> None:
    heard = Heard()

    async def refuses() -> None:
        raise RuleError("no", "不行")

    await heard.turns.take(refuses, moves=True)
    assert heard.all == [True, "不行", False, "done"]
    assert not heard.turns.moving


async def test_a_fault_still_ends_the_move() -> None:
    heard = Heard()

    async def breaks() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await heard.turns.take(breaks, moves=True)
    assert not heard.turns.moving
