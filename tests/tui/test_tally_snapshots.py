"""How the service statistics look at the three sizes. After a wanted change:
``--snapshot-update``."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.pilot import Desk
from support.tally_pages import in_tally, month
from textual.pilot import Pilot

SIZES = [(80, 24), (120, 40), (200, 60)]
SnapCompare = Callable[..., bool]

pytestmark = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def looks_as_before(
    snap: SnapCompare, home: Path, size: tuple[int, int], scene: Callable[[Desk], Desk]
) -> bool:
    """Play the scene on a fresh desk and compare what the screen shows at its end."""
    desk = Desk(home, size=size)
    month(desk.shop)

    async def play(pilot: Pilot[None]) -> None:
        await scene(in_tally(desk.over(pilot)))

    try:
        return snap(desk.app, terminal_size=size, run_before=play)
    finally:
        desk.close()


def test_figures(snap_compare: SnapCompare, tmp_path: Path, size: tuple[int, int]) -> None:
    def scene(desk: Desk) -> Desk:
        desk.keys("w").expect_text("本周").keys("down", "down", "down", "down")
        return desk.expect_text("各轮秒数")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_agents(snap_compare: SnapCompare, tmp_path: Path, size: tuple[int, int]) -> None:
    def scene(desk: Desk) -> Desk:
        return desk.keys("m").expect_text("本月").keys("right").expect_text("2002", "接待客户")

    assert looks_as_before(snap_compare, tmp_path, size, scene)
