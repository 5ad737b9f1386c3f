"""Each dialog hands back a plain value, or None after Esc."""

from collections.abc import Callable
from typing import Any

import pytest
from support.pilot import post_keys, screen_text
from support.shop import OPENING, SECOND
from textual.pilot import Pilot
from textual.widgets import Input

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.records import DutyState, StaffMember
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.screens.open_manual import ManualChat, OpenManualDialog
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.screens.snooze import SnoozeDialog
from zuiqing_desk.tui.screens.transfer import Transfer, TransferDialog
from zuiqing_desk.tui.terminal_app import TerminalApp

UNANSWERED = object()
MINUTE = 60 * SECOND
HOSTILE = "[b]\x1b[31m名\u202e[/]\n[@click=app.bell]x"


class Asker(TerminalApp[None]):
    """An app that only asks one question."""

    def __init__(self, make: Callable[[], Dialog[Any]]) -> None:
        super().__init__()
        self.make = make
        self.answer: object = UNANSWERED

    def on_mount(self) -> None:
        self.push_screen(self.make(), self.take)

    def take(self, answer: object) -> None:
        self.answer = answer


async def typed(pilot: Pilot[Any], text: str) -> None:
    post_keys(pilot.app, text)
    await pilot.pause()


async def asked(make: Callable[[], Dialog[Any]], *steps: str) -> Asker:
    """Ask, press the keys (``=text`` types text), and return the app with its answer."""
    app = Asker(make)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for step in steps:
            if step.startswith("="):
                await typed(pilot, step[1:])
            else:
                await pilot.press(step)
        await pilot.pause()
        app.last_text = screen_text(app)  # type: ignore[attr-defined]
    return app


def shown(app: Asker) -> str:
    return str(app.last_text)  # type: ignore[attr-defined]


def member(
    number: str, duty: DutyState = "on", *, active: bool = True, name: str = ""
) -> StaffMember:
    return StaffMember(
        int(number), number, name or f"{number}**", "agent", True, True, active, duty
    )


DIALOGS: list[Callable[[], Dialog[Any]]] = [
    lambda: ConfirmDialog("删除？"),
    lambda: PromptDialog("备忘", "写什么"),
    lambda: ChooseDialog("选一个", [("a", "甲"), ("b", "乙")]),
    lambda: OpenManualDialog(["淘宝", "京东"]),
    lambda: TransferDialog("tb_**", [member("1002")]),
    lambda: TransferDialog("tb_**", []),
    lambda: SnoozeDialog("tb_**", [5, 30], now=OPENING, zone="Asia/Shanghai"),
]


@pytest.mark.parametrize("make", DIALOGS)
async def test_escape_answers_nothing(make: Callable[[], Dialog[Any]]) -> None:
    assert (await asked(make, "escape")).answer is None


@pytest.mark.parametrize("make", DIALOGS)
async def test_every_dialog_fits_a_small_screen_and_says_its_keys(
    make: Callable[[], Dialog[Any]],
) -> None:
    assert "Esc" in shown(await asked(make))


async def test_confirming_needs_a_step_away_from_the_safe_answer() -> None:
    assert (await asked(lambda: ConfirmDialog("停用？", yes="停用"), "enter")).answer is None
    assert (
        await asked(lambda: ConfirmDialog("停用？", yes="停用"), "down", "enter")
    ).answer is True


async def test_a_prompt_refuses_nothing_at_all() -> None:
    app = await asked(lambda: PromptDialog("备忘", "写什么"), "enter", "=  ", "enter")
    assert app.answer is UNANSWERED
    assert "✗ 还没有填" in shown(app)


async def test_a_prompt_hands_back_chinese_with_punctuation_and_emoji() -> None:
    text = "客户要发票，抬头“醉**”……👍🏽"
    assert (await asked(lambda: PromptDialog("备忘", "写什么"), f"={text}", "enter")).answer == text


async def test_a_prompt_complains_in_place() -> None:
    def check(text: str) -> None:
        raise RuleError("no", "这样[b]不行[/b]。")

    app = await asked(lambda: PromptDialog("备忘", "写什么", check=check), "=甲", "enter")
    assert app.answer is UNANSWERED
    assert "✗ 这样[b]不行[/b]。" in shown(app)


async def test_a_transfer_needs_a_note() -> None:
    app = await asked(lambda: TransferDialog("tb_**", [member("1002")]), "enter", "enter")
    assert app.answer is UNANSWERED
    assert "转交必须写明情况" in shown(app)


async def test_a_transfer_names_colleague_and_note() -> None:
    colleagues = [member("1002", "away"), member("1003"), member("1004"), member("1005", "off")]
    app = await asked(
        lambda: TransferDialog("tb_**", colleagues), "down", "enter", "=要发票", "enter"
    )
    assert app.answer == Transfer("1004", "要发票")


async def test_only_colleagues_on_duty_can_be_given_a_customer() -> None:
    colleagues = [member("1002", "away"), member("1003", active=False), member("1005", "off")]
    assert "没有其他在岗的同事" in shown(await asked(lambda: TransferDialog("tb_**", colleagues)))


async def test_a_chat_by_hand_has_platform_and_buyer() -> None:
    dialog = OpenManualDialog(["淘宝", "京东"])
    app = await asked(lambda: dialog, "down", "enter", "enter", "=jd_9921", "enter")
    assert app.answer == ManualChat("京东", "jd_9921")


@pytest.mark.parametrize(
    ("steps", "minutes"),
    [(["down", "enter"], 30), (["tab", "=45", "enter"], 45), (["tab", "=10：15", "enter"], 75)],
)
async def test_snoozing_by_preset_minutes_or_clock(steps: list[str], minutes: int) -> None:
    dialog = SnoozeDialog("tb_**", [5, 30], now=OPENING, zone="Asia/Shanghai")
    assert (await asked(lambda: dialog, *steps)).answer == OPENING + minutes * MINUTE


async def test_snoozing_until_nonsense_is_refused_in_place() -> None:
    dialog = SnoozeDialog("tb_**", [5, 30], now=OPENING, zone="Asia/Shanghai")
    app = await asked(lambda: dialog, "tab", "=明天", "enter")
    assert app.answer is UNANSWERED
    assert "✗ 请填分钟数" in shown(app)


@pytest.mark.parametrize(
    "dialog",
    [
        lambda: ConfirmDialog(HOSTILE, [HOSTILE], yes=HOSTILE),
        lambda: ChooseDialog(HOSTILE, [("a", HOSTILE)]),
        lambda: OpenManualDialog([HOSTILE]),
        lambda: TransferDialog(HOSTILE, [member("1002", name=HOSTILE)]),
        lambda: SnoozeDialog(HOSTILE, [5], now=OPENING, zone="Asia/Shanghai"),
        lambda: PromptDialog(HOSTILE, "写什么", value=HOSTILE),
    ],
)
async def test_hostile_names_stay_text(dialog: Callable[[], Dialog[Any]]) -> None:
    text = shown(await asked(dialog))
    assert "[b]" in text
    assert not set(text) & set("\x1b\u202e")


async def test_no_cursor_blinks() -> None:
    app = Asker(lambda: PromptDialog("备忘", "写什么"))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert all(not one.cursor_blink for one in app.screen.query(Input))
