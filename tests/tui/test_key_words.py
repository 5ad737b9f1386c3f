"""Words that name keys tell the keys in force, wherever they are said."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.pilot import Desk
from support.shop import TestShop

import zuiqing_desk
from zuiqing_desk.cli.output import tell
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import conversations
from zuiqing_desk.services.workbench import Workbench
from zuiqing_desk.tui.actions import by_id
from zuiqing_desk.tui.key_words import with_keymap
from zuiqing_desk.tui.overrides import resolve
from zuiqing_desk.tui.ports import ScreenOptions

MARK = re.compile(r"\{([a-z]+\.[a-z_.]+|help|palette|jump|lock|quit)\}")
BY_HAND = re.compile(r"按 ?(F[1-9]|Ctrl\+[DFGLNOPQRT])\b")
"""A key that people may change, written out."""
ABOUT_KEYS = {"reserved_keys.py", "overrides.py", "actions_at_hand.py", "actions_in_lists.py"}
NOT_SIGNED_IN = {"退出请按 Ctrl+Q。"}


def said(folder: str) -> Iterator[tuple[str, str]]:
    """Every text of the program in Chinese, with the file it stands in."""
    for file in sorted((Path(zuiqing_desk.__file__).parent / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and re.search("[一-鿿]", text):
                yield file.name, text


def test_the_keys_in_force_stand_for_the_actions_and_other_braces_stay() -> None:
    words = "按 {chat.next} 或 {chat.undo}；{?几瓶} {nobody.there} {姓名} {help"
    assert with_keymap(words) == "按 Ctrl+G 或 u；{?几瓶} {nobody.there} {姓名} {help"
    mine = resolve({"chat.next": ("f4",), "jump": ("ctrl+g",)}).keys
    assert with_keymap(words, mine).startswith("按 F4 或 u；")


def test_every_action_that_is_named_exists() -> None:
    named = {
        (file, id_) for part in ("tui", "services") for file, text in said(part)
        for id_ in MARK.findall(text)
    }  # fmt: skip
    assert ("conversations.py", "chat.retry") in named
    assert {one for one in named if one[1] not in by_id()} == set()


def test_no_key_that_may_be_changed_is_written_out() -> None:
    found = {
        (file, text) for part in ("tui", "services") for file, text in said(part)
        if BY_HAND.search(text) and file not in ABOUT_KEYS and text not in NOT_SIGNED_IN
    }  # fmt: skip
    assert found == set()


async def test_what_a_workbench_refuses_names_them(tmp_path: Path) -> None:
    shop = TestShop(tmp_path)
    talk = shop.waiting_customer()
    bench = Workbench(shop.store, desk_id="x")
    bench.name_keys = lambda words: with_keymap(words, {"line.courtesy": ("y",)})
    with pytest.raises(RuleError) as refused:
        await bench.do(conversations.close, talk, shop.lead.id)
    assert "标为客套（y）再结束" in refused.value.message
    shop.store.close()


def test_a_command_says_the_default_keys(capsys: pytest.CaptureFixture[str]) -> None:
    tell("先按 {handover.open} 看完")
    assert capsys.readouterr().err == "先按 F5 看完\n"


async def test_they_are_told_on_the_desk_in_boxes_and_in_passing(tmp_path: Path) -> None:
    changed = {
        "chat.next": ("f4",), "jump": ("ctrl+g",), "line.courtesy": ("2",), "chat.undo": ("3",),
        "note.add": ("f1",), "help": ("f6",),
    }  # fmt: skip
    async with Desk(tmp_path, options=ScreenOptions(keys=changed)) as desk:
        talk = desk.shop.waiting_customer()
        await desk.sign_in().expect_text("没有选中会话，F4 接待下一位").keys("f4")
        await desk.expect_focus("reply").keys("ctrl+s").expect_text("标为客套（2）再结束")
        desk.shop.answers(talk, desk.shop.lead)
        await desk.keys("ctrl+s").expect_text("按 3 撤销").keys("j").expect_text("按 F1 记一句")
        await desk.keys("f1").expect_screen("NoteDialog").type("瓶盖松了").keys("enter")
        await desk.expect_text("再按 F1，然后按 ↑")
