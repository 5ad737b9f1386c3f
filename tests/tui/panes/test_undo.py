"""Taking back the last steps, newest first."""

import pytest

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.tui.panes.undo import KEPT, Steps


def step(steps: Steps, name: str, undone: list[str]) -> None:
    async def back() -> None:
        undone.append(name)

    steps.done(name, back)


async def test_the_newest_goes_first_and_each_goes_once() -> None:
    steps, undone = Steps(), list[str]()
    for name in ("一", "二"):
        step(steps, name, undone)
    assert [await steps.undo() for _ in range(3)] == ["二", "一", None]
    assert undone == ["二", "一"]


async def test_nothing_before_a_barrier_is_undone() -> None:
    steps, undone = Steps(), list[str]()
    step(steps, "一", undone)
    steps.barrier()
    assert await steps.undo() is None
    assert undone == []


async def test_what_cannot_be_undone_any_more_is_said_once() -> None:
    steps = Steps()

    async def too_late() -> None:
        raise RuleError("taken", "已由 1002 接待")

    steps.done("关", too_late)
    with pytest.raises(RuleError, match="1002"):
        await steps.undo()
    assert await steps.undo() is None


async def test_only_the_last_ones_are_kept() -> None:
    steps, undone = Steps(), list[str]()
    for number in range(KEPT + 5):
        step(steps, str(number), undone)
    while await steps.undo() is not None:
        pass
    assert len(undone) == KEPT
