"""Every action of ``keys --json`` is reached without a mouse and without a function key: by the
palette, from the chat page and from a page over it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.command import program
from support.pilot import Desk

from zuiqing_desk.services import chat
from zuiqing_desk.tui import keys
from zuiqing_desk.tui.actions import by_id

WITHOUT_PALETTE = {"palette", "quit", "lock"}
"""The palette itself, and what ends the walk: these have a control key."""

FROM_A_PAGE = (
    "help", "pane.chat", "chat.next", "reply.send", "jump", "note.add", "roster.open",
    "chat.close", "product.pick", "mark.agreed", "chat.block", "duty.away", "alert.quiet",
    "staff.manage", "audit.approve", "handover.sign", "remark.open", "board.take", "reply.stack",
)  # fmt: skip
"""One of each kind."""

NEVER_UNSEEN = {
    "reply.send": "Enter",
    "chat.close": "Ctrl+S",
    "mark.agreed": "t",
    "chat.block": "x",
    "audit.approve": "a",
    "handover.sign": "s",
    "board.take": "k",
    "reply.stack": "Tab",
}
"""What is only led to, with the key that does it there."""


@pytest.fixture(scope="module")
def actions(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    ran = program(tmp_path_factory.mktemp("home"), "keys", "--json")
    return list(ran.data)


def state(desk: Desk) -> tuple[object, ...]:
    """All a person could notice."""
    focused = desk.app.focused
    told = len(desk.app._notifications)
    return id(desk.screen), None if focused is None else focused.id, desk.text, told


async def back_to_the_desk(desk: Desk) -> None:
    for _ in range(5):
        if type(desk.screen).__name__ == "DeskScreen":
            break
        await desk.keys("escape")
    await desk.expect_screen("DeskScreen")
    desk.app.clear_notifications()


async def choose(desk: Desk, id_: str) -> None:
    """Run an action from the palette; it must be listed, and something must come of it."""
    before = state(desk)
    await desk.keys("ctrl+p").expect_screen("PaletteScreen").paste(id_)
    await desk.expect_text(by_id()[id_].help[:10]).keys("enter")
    done: Callable[[], bool] = lambda: (  # noqa: E731
        type(desk.screen).__name__ != "PaletteScreen" and state(desk) != before
    )
    await desk.expect(done, f"{id_} to do something")


def test_what_the_palette_cannot_do_has_a_control_key(actions: list[dict[str, Any]]) -> None:
    for action in actions:
        if action["id"] in WITHOUT_PALETTE:
            assert set(action["keys"]) & keys.CONTROL_KEYS, action["id"]
    assert {action["id"] for action in actions} == set(by_id())


async def test_each_is_reached_from_the_chat_page(
    tmp_path: Path, actions: list[dict[str, Any]]
) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.waiting_customer("这款1983还有货吗")
        desk.shop.waiting_customer("第二位")
        await desk.sign_in().keys("ctrl+g").expect_focus("reply")
        for action in actions:
            if action["id"] not in WITHOUT_PALETTE:
                await back_to_the_desk(desk)
                await choose(desk, action["id"])


async def test_each_kind_is_reached_from_a_page(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        talk = desk.shop.waiting_customer("这款1983还有货吗")
        await desk.sign_in().keys("ctrl+g").expect_focus("reply").type("在的")
        for id_ in FROM_A_PAGE:
            await back_to_the_desk(desk)
            await desk.keys("f8").expect_screen("TallyScreen")
            await choose(desk, id_)
            if id_ in NEVER_UNSEEN:
                label = by_id()[id_].label
                await desk.expect(
                    lambda key=NEVER_UNSEEN[id_], label=label: any(  # type: ignore[misc]
                        f"“{label}”在这里按 {key}。" in one.message
                        for one in desk.app._notifications
                    ),
                    f"the key of {id_}",
                )
        said = desk.shop.ask(chat.chat, talk).lines
        assert [line.author for line in said if line.author != "system"] == ["customer"]
