"""Staff, for the lead: who is there; take somebody on, disable, posts, a new PIN."""

import asyncio
from collections.abc import Iterable

from textual.content import Content

from zuiqing_desk.services import pins, staff
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.tui import staff_steps
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.page import PageScreen
from zuiqing_desk.tui.screens.steps_dialog import StepsDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.staff_words import DUTY, ROLES, posts
from zuiqing_desk.tui.text import pad
from zuiqing_desk.tui.widgets.steps import Answers

ADD = "+"
COLUMNS = (10, 22, 6, 14, 6)


class StaffScreen(PageScreen):
    """Every change is checked by the services; the screen only asks and shows."""

    def __init__(self, session: Session) -> None:
        titles = ("工号", "姓名", "角色", "岗位", "状态")
        super().__init__(session, "人员", _row(titles))
        self._members: dict[str, StaffMember] = {}

    async def load(self) -> Iterable[tuple[str, Content]]:
        members = await self.session.bench.ask(staff.everyone)
        self._members = {one.staff_no: one for one in members}
        return [(ADD, Content("＋ 添加人员")), *((one.staff_no, _member(one)) for one in members)]

    async def open(self, id_: str) -> None:
        if id_ == ADD:
            await self._add()
            return
        one = self._members[id_]
        rows = [
            ("posts", f"改岗位（现在：{posts(one)}）"),
            ("pin", "重设 PIN"),
            ("disable", "停用：不能再登录") if one.active else ("enable", "启用：可以再登录"),
        ]
        chosen = await self.app.push_screen_wait(ChooseDialog(f"{one.staff_no} {one.name}", rows))
        match chosen:
            case "posts":
                await self._posts(one)
            case "pin":
                await self._reset_pin(one)
            case "disable" | "enable":
                await self._set_active(one, chosen == "enable")

    async def _add(self) -> None:
        steps = [
            staff_steps.number(lambda: self._members),
            staff_steps.name(),
            staff_steps.role(),
            staff_steps.posts(),
            *staff_steps.pin(),
        ]
        answers = await self.app.push_screen_wait(StepsDialog("添加人员", steps))
        if answers is None:
            return
        pin_hash = await asyncio.to_thread(pins.hash_pin, answers["pin"])
        pre_sale, after_sale = _posts(answers)
        await self.change(
            f"已添加 {answers['staff_no']} {answers['name']}。",
            staff.add,
            staff_no=answers["staff_no"],
            name=answers["name"],
            role="lead" if answers["role"] == "lead" else "agent",
            pre_sale=pre_sale,
            after_sale=after_sale,
            pin_hash=pin_hash,
            actor=self.session.staff.id,
        )

    async def _posts(self, one: StaffMember) -> None:
        answers = await self.app.push_screen_wait(
            StepsDialog(f"{one.staff_no} {one.name} 的岗位", [staff_steps.posts()])
        )
        if answers is not None:
            await self.change(
                f"{one.name} 的岗位已改。",
                staff.set_posts,
                one.staff_no,
                *_posts(answers),
                self.session.staff.id,
            )

    async def _reset_pin(self, one: StaffMember) -> None:
        answers = await self.app.push_screen_wait(
            StepsDialog(f"给 {one.staff_no} {one.name} 重设 PIN", staff_steps.pin())
        )
        if answers is not None:
            pin_hash = await asyncio.to_thread(pins.hash_pin, answers["pin"])
            await self.change(
                f"{one.name} 的 PIN 已重设，请当面告诉本人。",
                staff.reset_pin,
                one.staff_no,
                pin_hash,
                self.session.staff.id,
            )

    async def _set_active(self, one: StaffMember, active: bool) -> None:
        if not active:
            ask = ConfirmDialog(
                f"停用 {one.staff_no} {one.name}？",
                ["不能再登录；正在用的工作台会退出登录，待回的客户还给队列。"],
                yes="停用",
            )
            if not await self.app.push_screen_wait(ask):
                return
        await self.change(
            f"{one.name} 已{'启用' if active else '停用'}。",
            staff.set_active,
            one.staff_no,
            active,
            self.session.staff.id,
        )


def _posts(answers: Answers) -> tuple[bool, bool]:
    return answers["posts"] in ("pre", "both"), answers["posts"] in ("after", "both")


def _row(cells: Iterable[str]) -> str:
    return " ".join(pad(cell, width) for cell, width in zip(cells, COLUMNS, strict=True))


def _member(one: StaffMember) -> Content:
    state = DUTY[one.duty] if one.active else "已停用"
    row = _row((one.staff_no, one.name, ROLES[one.role], posts(one), state))
    return Content.styled(row, "" if one.active else "$text-muted")
