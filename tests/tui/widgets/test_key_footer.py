"""The footer follows the focus and speaks Chinese."""

from pathlib import Path

from rich.cells import cell_len
from support.pilot import Desk

from zuiqing_desk.tui.actions import ACTIONS
from zuiqing_desk.tui.ports import ScreenOptions
from zuiqing_desk.tui.widgets.key_footer import footer_items, footer_row


def test_what_a_newcomer_needs_is_first_then_what_belongs_to_the_focus() -> None:
    found = {"quit": "^Q", "chat.close": "^S", "reply.send": "Enter"}
    found |= {"chat.next": "^G", "help": "F1", "palette": "^P"}
    labels = [label for _, label in footer_items(found)]
    assert labels == ["帮助", "命令", "下一位", "发送", "结束", "退出"]


def test_what_the_table_keeps_out_of_the_footer_stays_out() -> None:
    hidden = next(action for action in ACTIONS if not action.footer)
    assert footer_items({hidden.id: "x"}) == []


def test_only_whole_items_are_shown() -> None:
    items = [("F1", "帮助"), ("^G", "下一位"), ("^Q", "退出")]
    row = footer_row(items, 18).plain
    assert row == "F1 帮助  ^G 下一位"
    assert cell_len(row) <= 18


async def test_keys_in_force_are_shown(tmp_path: Path) -> None:
    options = ScreenOptions(keys={"palette": ("f7",), "history.open": ("ctrl+p",)})
    async with Desk(tmp_path, options=options) as desk:
        await desk.sign_in().expect_text("F1 帮助", "F7 命令").expect_no_text("^P 命令")
