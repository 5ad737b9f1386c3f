"""What the desk wears: whose theme, and files read anew when they are saved."""

import os
from pathlib import Path

import pytest
from support.desk_machine import give_pin
from support.pilot import Desk

from zuiqing_desk.services import preferences
from zuiqing_desk.tui import wardrobe
from zuiqing_desk.tui.ports import ScreenOptions

RED, GREEN = "#400000", "#004000"


def theme_of(ground: str) -> str:
    return f'label = "我的"\nprimary = "#ffffff"\nbackground = "{ground}"\nsurface = "{ground}"\n'


def save(folder: Path, name: str, text: str) -> None:
    """As editors do: beside it, then in its place, here even at the same second and size."""
    folder.mkdir(exist_ok=True)
    (folder / "new").write_text(text)
    os.utime(folder / "new", (0, 0))
    os.replace(folder / "new", folder / name)


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wardrobe, "POLL_S", 0.02)


def desk_with(tmp_path: Path, wanted: str = "") -> Desk:
    options = ScreenOptions(theme=wanted, theme_folders=(tmp_path / "themes",))
    return Desk(tmp_path, options=options)


def colours(desk: Desk) -> set[str]:
    """Which of the two grounds are on the screen: one everywhere, if the theme is whole."""
    found = set()
    for strip in desk.app.screen._compositor.render_strips():
        for segment in strip:
            if segment.style and segment.style.bgcolor and segment.text.isspace():
                red, green, blue = segment.style.bgcolor.get_truecolor()
                found |= {RED} if red > green + blue else {GREEN} if green > red + blue else set()
    return found


def worn(desk: Desk, colour: str) -> Desk:
    return desk.expect(lambda: colours(desk) == {colour}, f"nothing but {colour}")


async def test_a_theme_is_worn_anew_as_soon_as_it_is_saved(tmp_path: Path) -> None:
    save(tmp_path / "themes", "mine.toml", theme_of(RED))
    async with desk_with(tmp_path, "mine") as desk:
        await worn(desk.sign_in(), RED)
        save(tmp_path / "themes", "mine.toml", theme_of(GREEN))
        await worn(desk, GREEN)
        (tmp_path / "themes" / "mine.toml").unlink()
        await desk.expect(lambda: desk.app.theme == "zuiqing-dark")
        await desk.expect_text("没有“mine”这个配色")
        save(tmp_path / "themes", "mine.toml", theme_of(RED))
        await worn(desk, RED).expect_no_text("没有“mine”这个配色")


async def test_a_half_written_file_is_named_once_and_the_old_colours_stay(tmp_path: Path) -> None:
    folder = tmp_path / "themes"
    save(folder, "mine.toml", theme_of(RED))
    async with desk_with(tmp_path, "mine") as desk:
        said: list[str] = []
        desk.app.wardrobe._say = said.append
        await worn(desk.sign_in(), RED)
        save(folder, "mine.toml", theme_of(GREEN)[:-3])
        await worn(desk.expect(lambda: len(said) == 1), RED).expect_text("! 配色文件")
        save(folder, "other.toml", theme_of(GREEN))
        await desk.expect(lambda: "other" in desk.app.available_themes)
        await desk.keys("f1").expect_text("mine.toml 没有采用").keys("escape")
        save(folder, "mine.toml", theme_of(GREEN))
        await worn(desk, GREEN).expect(lambda: said[1:] == ["配色 我的 可以用了。"])
        assert "mine.toml 没有采用" in said[0]
        await desk.expect_no_text("! 配色文件")


async def test_a_bad_file_is_named_and_hostile_names_do_no_harm(tmp_path: Path) -> None:
    save(tmp_path / "themes", "[b]a [x].toml", theme_of(RED))
    save(tmp_path / "themes", "c\x1b[31m.toml", theme_of(GREEN))
    save(tmp_path / "themes", os.fsdecode(b"d\xff.toml"), theme_of(GREEN))
    async with desk_with(tmp_path) as desk:
        await desk.sign_in().expect_text("! 配色文件").keys("asterisk")
        await desk.expect_screen("ThemeDialog").expect_text("✗ c[31m")
        await (
            desk.keys("up")
            .expect_text("✗ d ", "看不见的字")
            .keys("enter")
            .expect_text("这套用不了")
        )
        await worn(desk.keys("up", "up"), RED).keys("enter").expect_screen("DeskScreen")
        await worn(desk, RED)


async def test_each_person_wears_their_own_and_who_leaves_takes_it_along(tmp_path: Path) -> None:
    save(tmp_path / "themes", "mine.toml", theme_of(RED))
    async with desk_with(tmp_path, "zuiqing-light") as desk:
        shop = desk.shop
        give_pin(shop, shop.colleague("1002").staff_no)
        shop.do(preferences.put, shop.lead.id, "theme", "mine")
        shop.do(preferences.put, shop.colleague("1002").id, "theme", "of-another-computer")
        await worn(desk.sign_in(), RED).keys("ctrl+l").expect_screen("LockScreen").keys("ctrl+q")
        await desk.expect_screen("SignInScreen").expect(lambda: desk.app.theme == "zuiqing-light")
        await desk.sign_in("1002").expect_text("没有“of-another-computer”这个配色")
        assert desk.app.theme == "zuiqing-light"


async def test_what_is_chosen_is_seen_first_kept_and_worn_at_the_other_desk_too(
    tmp_path: Path,
) -> None:
    save(tmp_path / "themes", "mine.toml", theme_of(RED))
    async with desk_with(tmp_path) as desk, Desk(tmp_path, beside=desk) as beside:
        await beside.sign_in()
        await desk.sign_in().keys("asterisk").expect_screen("ThemeDialog")
        await desk.expect_text("跟着这台电脑", "我的", "高对比", "自带")
        await desk.keys("down", "down", "down")
        await desk.expect(lambda: desk.app.theme == "high-contrast", "tried on")
        await desk.keys("escape").expect(lambda: desk.app.theme == "zuiqing-dark")
        assert desk.shop.ask(preferences.get, desk.shop.lead.id).theme == ""
        await desk.keys("asterisk").expect_screen("ThemeDialog").keys("down", "down", "down")
        await desk.keys("enter").expect(lambda: desk.app.theme == "high-contrast")
        await beside.expect(lambda: beside.app.theme == "high-contrast")
        assert desk.shop.ask(preferences.get, desk.shop.lead.id).theme == "high-contrast"
        await desk.keys("asterisk").expect_text("✓ 用着").keys("home", "enter")
        await desk.expect(lambda: desk.app.theme == "zuiqing-dark")
        await beside.expect(lambda: beside.app.theme == "zuiqing-dark")


async def test_without_colour_nothing_else_is_worn_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with desk_with(tmp_path, "ansi16") as desk:
        await desk.sign_in().expect_text("设了 NO_COLOR，只用单色").keys("asterisk")
        await desk.expect_screen("ThemeDialog").keys("down", "down").expect_text("只用单色。")
        await desk.keys("enter").expect_screen("DeskScreen")
        assert desk.app.theme == "monochrome"
        assert desk.shop.ask(preferences.get, desk.shop.lead.id).theme == "colour-blind"
