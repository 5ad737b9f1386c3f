"""Snapshots of a desk at the three sizes it is made for. After a wanted change:
``--snapshot-update``."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.pilot import Desk
from support.readable import faint_in_every_theme, wear
from textual._doc import take_svg_screenshot
from textual.app import App
from textual.pilot import Pilot

from zuiqing_desk.tui.ports import ScreenOptions

SnapCompare = Callable[..., bool]
Size = tuple[int, int]
Scene = Callable[[Desk], Desk]

SIZES: list[Size] = [(80, 24), (120, 40), (200, 60)]
READ_AT: Size = (120, 40)
SECOND_THEME = "high-contrast"
"""The theme in which the screens that people look at all day are pictured too."""

at_each_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


class Drawn(App[None]):
    """Stands for a picture that was taken before."""

    def __init__(self, picture: str) -> None:
        super().__init__()
        self._picture = picture

    def export_screenshot(self, **_: Any) -> str:
        return self._picture


def looks_as_before(
    snap: SnapCompare,
    home: Path,
    size: Size,
    scene: Scene,
    *,
    founded: bool = True,
    notices: tuple[str, ...] = (),
    options: ScreenOptions | None = None,
    also_in: str = "",
) -> bool:
    """Play the scene on a fresh desk and compare what the screen shows at its end: as it is, and
    in the theme ``also_in``. Whatever is written there can be read in every theme."""
    desk = Desk(home, size=size, founded=founded, notices=notices, options=options)
    pictures: list[str] = []

    def take() -> None:
        pictures.append(desk.app.export_screenshot(title=desk.app.title, simplify=True))

    async def play(pilot: Pilot[None]) -> None:
        await scene(desk.over(pilot))
        # A toast goes by the real clock, whose time no picture can know.
        desk.app.clear_notifications()
        await pilot.pause()
        take()
        if size == READ_AT:
            unreadable = await faint_in_every_theme(pilot)
            assert not unreadable, f"too faint, theme by theme: {unreadable}"
        if also_in:
            await wear(pilot, also_in)
            take()

    try:
        # The plugin takes its picture at the end of a run; those of this run are taken by now.
        take_svg_screenshot(app=desk.app, terminal_size=size, run_before=play)
    finally:
        desk.close()
    # Each, also after one that differs: all are shown in the report, all are updated.
    same = [snap(Drawn(picture), terminal_size=size) for picture in pictures]
    return all(same)
