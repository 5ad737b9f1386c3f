"""Steps of a screen neither overtake one another nor bring the program down."""

import asyncio

import pytest
from support.pilot import screen_text
from textual.app import App
from textual.screen import Screen

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.store.errors import StoreBusy
from zuiqing_desk.tui.one_at_a_time import OneAtATime


class OneScreen(App[None]):
    """An app whose screen runs steps."""

    def on_mount(self) -> None:
        screen: Screen[None] = Screen()
        self.push_screen(screen)
        self.steps = OneAtATime(screen)


async def test_a_second_step_is_let_go_while_the_first_runs() -> None:
    done: list[int] = []
    may_end = asyncio.Event()

    async def step() -> None:
        await may_end.wait()
        done.append(1)

    app = OneScreen()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.steps.begin(step)
        app.steps.begin(step)
        await pilot.pause()
        may_end.set()
        await app.workers.wait_for_complete()
        assert done == [1]
        app.steps.begin(step)
        await app.workers.wait_for_complete()
        assert done == [1, 1]


@pytest.mark.parametrize("error", [RuleError("no", "这样不行。"), StoreBusy("数据库正忙。")])
async def test_what_a_step_is_refused_for_is_said_and_the_next_one_runs(
    error: RuleError | StoreBusy,
) -> None:
    done: list[int] = []

    async def fails() -> None:
        raise error

    async def works() -> None:
        done.append(1)

    app = OneScreen()
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        app.steps.begin(fails)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert error.message in screen_text(app)
        app.steps.begin(works)
        await app.workers.wait_for_complete()
        assert done == [1]
