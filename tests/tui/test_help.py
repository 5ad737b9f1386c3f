"""F1 tells everything, what acts here first."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from support.pilot import Desk

from zuiqing_desk.tui.actions import ACTIONS
from zuiqing_desk.tui.ports import ScreenOptions
from zuiqing_desk.tui.screens.help import entries


def text(
    here: dict[str, str] | None = None, notices: tuple[str, ...] = (), width: int = 300
) -> str:
    found = entries(here or {}, {one.id: one.keys for one in ACTIONS}, notices)
    return "\n".join(row.plain for one in found for row in one.rows(width))


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_has_a_line(action) -> None:  # type: ignore[no-untyped-def]
    assert action.help in text()
    assert action.help in text({action.id: "X"})


def test_what_acts_here_comes_first_and_once() -> None:
    found = text({"chat.snooze": "z"})
    assert found.index("把选中的会话放到稍后") < found.index("其他")
    assert found.count("把选中的会话放到稍后") == 1


def test_notices_are_shown_whole_and_never_as_markup() -> None:
    assert "端口 [b]8765[/b] 被占用\x1b" not in text(notices=("端口 [b]8765[/b] 被占用\x1b",))
    assert "端口 [b]8765[/b] 被占用" in text(notices=("端口 [b]8765[/b] 被占用\x1b",))


@pytest.mark.parametrize("width", [40, 60, 72])
def test_explanations_are_wrapped_under_themselves(width: int) -> None:
    rows = text(width=width).split("\n")
    assert all(cell_len(row) <= width for row in rows)
    assert any(row.startswith(" " * 20) and row.strip() for row in rows)


async def test_f1_shows_the_keys_in_force_and_scrolls(tmp_path: Path) -> None:
    options = ScreenOptions(keys={"chat.next": ("f7",), "history.open": ("ctrl+g",)})
    async with Desk(tmp_path, size=(80, 24), options=options) as desk:
        await desk.sign_in().keys("f1").expect_screen("HelpScreen")
        await desk.expect_text("这里能用的", "F7").expect_no_text("Shift+Tab")
        await desk.keys("end").expect_text("Shift+Tab").expect_no_text("这里能用的")
        await desk.keys("escape").expect_screen("DeskScreen")


async def test_ctrl_c_says_how_to_quit_in_chinese(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().keys("ctrl+c").expect_text("退出请按 Ctrl+Q")
        await desk.expect_no_text("Press")
