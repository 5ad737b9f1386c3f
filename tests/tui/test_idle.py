"""How long nobody has touched the keyboard."""

import pytest

from zuiqing_desk.tui.idle import MINUTE, IdleWatch

NOON = 720 * MINUTE


@pytest.mark.parametrize(
    ("passed", "minutes", "due"),
    [
        (15 * MINUTE, 15, True),
        (15 * MINUTE - 1, 15, False),
        (900 * MINUTE, 0, False),
        (-5 * MINUTE, 1, False),
    ],
)
def test_due_after_so_many_minutes(passed: int, minutes: int, due: bool) -> None:
    watch = IdleWatch()
    watch.touch(NOON)
    assert watch.due(NOON + passed, minutes) is due


def test_a_clock_set_back_does_not_keep_the_desk_open() -> None:
    watch = IdleWatch()
    watch.touch(NOON)
    assert not watch.due(NOON - 60 * MINUTE, 15)
    assert watch.due(NOON - 45 * MINUTE, 15)
