"""How the service statistics look at the three sizes. After a wanted change:
``--snapshot-update``."""

from pathlib import Path

from support.looks import SECOND_THEME, Size, SnapCompare, at_each_size, looks_as_before
from support.pilot import Desk
from support.tally_pages import in_tally, month

pytestmark = at_each_size


def opened(desk: Desk) -> Desk:
    """The statistics of a shop that has worked for a month."""
    month(desk.shop)
    return in_tally(desk)


def test_figures(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        opened(desk).keys("w").expect_text("本周").keys("down", "down", "down", "down")
        return desk.expect_text("各轮秒数")

    assert looks_as_before(snap_compare, tmp_path, size, scene, also_in=SECOND_THEME)


def test_agents(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        return (
            opened(desk).keys("m").expect_text("本月").keys("right").expect_text("2002", "接待客户")
        )

    assert looks_as_before(snap_compare, tmp_path, size, scene)
