"""What a person sets for themselves: at every desk where they sit, and at no other."""

from pathlib import Path

from support.desk_machine import give_pin
from support.pilot import Desk

from zuiqing_desk.services import preferences
from zuiqing_desk.services.preferences import Preferences
from zuiqing_desk.tui.screens.desk import DeskScreen


def rings(desk: Desk) -> bool:
    """Whether a new customer would be heard here."""
    screen = next(one for one in desk.app.screen_stack if isinstance(one, DeskScreen))
    return screen._alerts.call(1)


async def test_quiet_is_kept_for_the_person_and_said_at_both_of_their_desks(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk, Desk(tmp_path, beside=desk) as beside:
        await desk.sign_in()
        await beside.sign_in().expect_no_text("静音")
        await desk.keys("minus").expect_text("· 静音 ·", "不再响铃")
        assert not rings(desk)
        await beside.expect_text("· 静音 ·")
        assert not rings(beside)
        await beside.keys("minus").expect_text("铃声恢复").expect_no_text("· 静音 ·")
        await desk.expect_no_text("· 静音 ·")
        assert rings(desk)


async def test_a_colleague_at_the_same_desk_is_heard(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        other = desk.shop.colleague("1002")
        give_pin(desk.shop, other.staff_no)
        desk.shop.do(preferences.put, desk.shop.lead.id, "quiet", True)
        await desk.sign_in().expect_text("· 静音 ·")
        await desk.keys("ctrl+l").expect_screen("LockScreen").keys("ctrl+q")
        await desk.expect_screen("SignInScreen").sign_in("1002").expect_no_text("静音")
        assert rings(desk)
        assert desk.shop.ask(preferences.get, desk.shop.lead.id) == Preferences(quiet=True)
