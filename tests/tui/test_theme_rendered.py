"""Themes as they are painted: what passes by can be read too, and nothing of the last one stays."""

from pathlib import Path
from typing import Any

from support.library import read_through
from support.pilot import Desk
from support.readable import THEMES, faint, faint_in_every_theme, wear
from textual.app import App, ComposeResult
from textual.widgets import Static

from zuiqing_desk.tui.ports import ScreenOptions
from zuiqing_desk.tui.toast import toast


class Faint(App[None]):
    """One sentence that cannot be read, one that is dimmed too far, one that can be read."""

    CSS = """
    #grey { color: #777777; background: #888888; }
    #dim { color: #999999; background: #000000; text-style: dim; }
    #clear { color: #ffffff; background: #000000; }
    """

    def compose(self) -> ComposeResult:
        yield Static("灰字", id="grey")
        yield Static("暗字", id="dim")
        yield Static("清楚", id="clear")


async def test_what_is_too_faint_is_found() -> None:
    async with Faint().run_test() as pilot:
        found = faint(pilot.app)
        assert set(found) == {"灰字", "暗字"}
        assert 1 < found["灰字"] < 2


async def test_what_is_said_in_passing_can_be_read_over_a_page_and_over_a_dialog(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        for keys in ([], ["ctrl+p"]):
            await desk.keys(*keys)
            for severity in ("information", "warning", "error"):
                toast(desk.app, f"说一句 {severity}", severity)
            await desk.expect_text("说一句 information", "说一句 warning", "说一句 error")
            assert await faint_in_every_theme(desk.pilot) == {}


async def talk(desk: Desk) -> Desk:
    desk.shop.waiting_customer("这款1983还有货吗")
    desk.shop.waiting_customer("发票能开吗")
    desk.shop.later(200)
    await desk.sign_in().keys("ctrl+g").expect_text("致 tb_**")
    await read_through(desk).type("有的").expect_text("有的").keys("escape", "down")
    desk.app.clear_notifications()
    await desk.pilot.pause()
    return desk


def painted(desk: Desk) -> list[Any]:
    strips = desk.app.screen._compositor.render_strips()
    return [[(segment.text, segment.style) for segment in strip.simplify()] for strip in strips]


async def test_a_theme_put_on_later_is_whole(tmp_path: Path) -> None:
    """Nothing that was painted is kept in the colours of the theme before."""
    options = ScreenOptions(theme="zuiqing-light")
    (tmp_path / "light").mkdir()
    async with Desk(tmp_path / "light", options=options) as desk:
        wanted = painted(await talk(desk))
    (tmp_path / "dark").mkdir()
    async with Desk(tmp_path / "dark") as desk:
        before = painted(await talk(desk))
        assert before != wanted
        await wear(desk.pilot, "zuiqing-light")
        assert painted(desk) == wanted
        await wear(desk.pilot, "zuiqing-dark")
        assert painted(desk) == before
        assert len(THEMES) >= 5
