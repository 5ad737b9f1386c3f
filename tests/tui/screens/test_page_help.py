"""F1 on the screens where replies and product cards are kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.pilot import Desk
from support.products import in_products, product
from support.replies import in_library, team_reply, words
from textual.binding import Binding
from textual.screen import Screen

from zuiqing_desk.services.replies import library
from zuiqing_desk.tui import keys
from zuiqing_desk.tui.ports import ScreenOptions
from zuiqing_desk.tui.screens.page_help import page_entries


def in_review(desk: Desk) -> Desk:
    agent = desk.shop.colleague("1002")
    desk.shop.do(library.add, words("fh"), owner_id=None, actor=agent.id)
    return in_library(desk).expect_text("▲ 新的待批").keys("enter")


def in_history(desk: Desk) -> Desk:
    team_reply(desk.shop, "hy")
    return in_library(desk).expect_text("hy").keys("h").expect_text("● 正在用")


def in_reading(desk: Desk) -> Desk:
    product(desk.shop, "1983", must_read=True)
    return in_products(desk).expect_text("1983").keys("enter")


SCENES: dict[str, tuple[Callable[[Desk], Desk], str]] = {
    "LibraryScreen": (in_library, "修改选中的一条；等批准的由组长审批"),
    "ReplyReview": (in_review, "退回给作者，要写一句原因。"),
    "ReplyHistory": (in_history, "把选中的一版作为最新的一版"),
    "ProductsScreen": (in_products, "要大家先看选中的卡；已是必读的就取消。"),
    "ProductForm": (lambda desk: in_products(desk).keys("a"), "离开；改过没保存的会先问一句。"),
    "ProductReading": (in_reading, "记为已读，接着看下一张"),
}
ALIASES = {"q"}


def own_bindings(screen: Screen[None]) -> list[Binding]:
    """The bindings that are this program's; not those every Textual screen has."""
    return [
        binding
        for one in type(screen).__mro__
        if one.__module__.startswith("zuiqing_desk")
        for binding in vars(one).get("BINDINGS", ())
    ]


@pytest.mark.parametrize("name", SCENES)
async def test_f1_explains_every_key_and_leads_back(tmp_path: Path, name: str) -> None:
    opens, sentence = SCENES[name]
    async with Desk(tmp_path, size=(120, 40)) as desk:
        await opens(desk).expect_screen(name).expect_text("F1 帮助")
        screen = desk.screen
        shown = {entry.key: entry.what for entry in page_entries(screen) if entry.key}
        for binding in own_bindings(screen):
            key = binding.key_display or keys.display(binding.key.split(",")[0])
            assert key in ALIASES or shown.get(key, "").endswith("。"), key
        await desk.keys("f1").expect_screen("PageHelp").expect_text("这里能用的", sentence)
        for key, what in shown.items():
            assert f"  {key} " in desk.text, key
            assert what[:8] in desk.text, key
        await desk.keys("f1").expect_screen(name)


@pytest.mark.parametrize("name", ["LibraryScreen", "ProductForm"])
async def test_it_opens_while_something_is_being_typed(tmp_path: Path, name: str) -> None:
    async with Desk(tmp_path, size=(80, 24)) as desk:
        await SCENES[name][0](desk).expect_screen(name)
        if name == "LibraryScreen":
            await desk.keys("slash").expect_focus("list-query")
        await desk.type("发").keys("f1").expect_screen("PageHelp").keys("escape")
        await desk.expect_screen(name).expect_text("发")


async def test_a_variable_is_put_into_a_reply_by_another_key(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await in_library(desk).keys("a", "enter").expect_screen("ReplyForm")
        await desk.expect_text("^O 变量", "F1 帮助").keys("ctrl+o")
        await desk.expect_text("放进哪个变量")


async def test_another_key_for_the_help_is_named_and_acts(tmp_path: Path) -> None:
    options = ScreenOptions(keys={"help": ("f7",), "history.open": ("f1",)})
    async with Desk(tmp_path, options=options) as desk:
        await in_library(desk).expect_text("F7 帮助").keys("f7").expect_screen("PageHelp")
        await desk.expect_text("  F7 ")
