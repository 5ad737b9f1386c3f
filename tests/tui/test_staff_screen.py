"""The lead manages staff with the keyboard alone."""

from pathlib import Path

from support.desk_machine import give_pin
from support.pilot import Desk

from zuiqing_desk.services import pins, staff
from zuiqing_desk.services.records import StaffMember


def member(desk: Desk, staff_no: str) -> StaffMember:
    return desk.shop.ask(staff.by_no, staff_no)


def opened(desk: Desk) -> Desk:
    return desk.sign_in().keys("m").expect_screen("StaffScreen").expect_text("＋ 添加人员")


def on(desk: Desk, staff_no: str) -> Desk:
    """Move to this member's row and open it."""
    desk.expect_text(staff_no)

    async def step() -> None:
        rows = desk.app.screen.query_one("#page-rows")
        while rows.chosen != staff_no:  # type: ignore[attr-defined]
            await desk.pilot.press("down")

    return desk.then(step).keys("enter").expect_screen("ChooseDialog")


async def test_somebody_is_taken_on(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await opened(desk).keys("enter").expect_text("登录时用")
        await desk.type("1001").keys("enter").expect_text("已经有人用了").keys("ctrl+u")
        await desk.type("1002").keys("enter").expect_text("✓ 工号：1002")
        await desk.type("小李").keys("enter").expect_text("✓ 姓名：小李", "组长（")
        await desk.keys("enter").expect_text("✓ 角色：客服", "售前、售后")
        await desk.keys("down", "enter").expect_text("✓ 岗位：售后")
        await desk.type("2580").keys("enter").expect_text("再输一次").type("2580").keys("enter")
        await desk.expect_screen("StaffScreen").expect_text("已添加 1002 小李", "离岗")
        added = member(desk, "1002")
        assert (added.name, added.role, added.pre_sale, added.after_sale) == (
            "小李",
            "agent",
            False,
            True,
        )


async def test_a_member_is_disabled_after_being_asked_and_enabled_again(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.hire("1002")
        await on(opened(desk), "1002").keys("end", "enter").expect_text("停用 1002")
        await desk.keys("enter").expect_screen("StaffScreen")
        assert member(desk, "1002").active
        await on(desk, "1002").keys("end", "enter").expect_text("停用 1002")
        await desk.keys("down", "enter").expect_text("1002** 已停用")
        assert not member(desk, "1002").active
        await on(desk, "1002").keys("end", "enter").expect_text("1002** 已启用")
        assert member(desk, "1002").active


async def test_open_work_is_shown_and_handed_to_a_colleague(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        leaver, heir = desk.shop.hire("1002"), desk.shop.hire("1003")
        talk = desk.shop.customer()
        desk.shop.says(talk)
        desk.shop.answers(talk, leaver)
        await (
            on(opened(desk), "1002")
            .keys("end", "enter")
            .expect_text("没办完的事交给谁", "还给大家")
        )
        await desk.keys("down", "enter").expect_text("交给 1003", "手上的会话：1", "1003 不在岗")
        await desk.keys("down", "enter").expect_text("1002** 已停用")
        assert desk.shop.row(talk).assignee_no == heir.staff_no


async def test_the_last_lead_cannot_be_disabled(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await on(opened(desk), "1001").keys("end", "enter").expect_text("停用 1001")
        await desk.keys("down", "enter").expect_text("最后一位在用的组长")


async def test_a_pin_is_reset(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.hire("1002")
        give_pin(desk.shop, "1002")
        await on(opened(desk), "1002").keys("down", "enter").expect_text("4–12 位数字")
        await desk.type("1470").keys("enter").expect_text("再输一次").type("1470").keys("enter")
        await desk.expect_text("PIN 已重设")
        check = desk.shop.do(staff.pin_check, "1002")
        assert pins.verify(check.pin_hash, "1470")


async def test_posts_are_changed(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.hire("1002")
        await on(opened(desk), "1002").keys("enter").expect_text("售前、售后")
        await desk.keys("end", "enter").expect_text("岗位已改")
        assert member(desk, "1002").after_sale


async def test_escape_changes_nothing(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await opened(desk).keys("enter").expect_text("登录时用").type("1002").keys("enter")
        await desk.expect_text("✓ 工号").keys("escape").expect_no_text("✓ 工号")
        await desk.keys("escape").expect_screen("StaffScreen")
        await desk.keys("escape").expect_screen("DeskScreen")
        assert len(desk.shop.ask(staff.everyone)) == 1


async def test_an_agent_is_refused_with_a_reason(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.hire("1002")
        give_pin(desk.shop, "1002")
        await desk.sign_in("1002").keys("m").expect_text("人员只有组长可以管理")
        await desk.keys("e").expect_text("店铺规则只有组长可以管理").expect_screen("DeskScreen")
