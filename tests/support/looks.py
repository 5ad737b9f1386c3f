"""Snapshots of a desk at the three sizes it is made for. After a wanted change:
``--snapshot-update``."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.pilot import Desk
from textual.pilot import Pilot

SnapCompare = Callable[..., bool]
Size = tuple[int, int]
Scene = Callable[[Desk], Desk]

SIZES: list[Size] = [(80, 24), (120, 40), (200, 60)]

at_each_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def looks_as_before(
    snap: SnapCompare,
    home: Path,
    size: Size,
    scene: Scene,
    *,
    founded: bool = True,
    notices: tuple[str, ...] = (),
) -> bool:
    """Play the scene on a fresh desk and compare what the screen shows at its end."""
    desk = Desk(home, size=size, founded=founded, notices=notices)

    async def play(pilot: Pilot[None]) -> None:
        await scene(desk.over(pilot))

    try:
        return snap(desk.app, terminal_size=size, run_before=play)
    finally:
        desk.close()
