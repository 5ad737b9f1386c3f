"""Staff, for the lead: who is there; take somebody on, disable, posts, a new PIN."""

import asyncio
from collections.abc import Iterable

from textual.content import Content

from zuiqing_desk.services import leaving, pins, staff
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
EVERYBODY = "*"
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
            case "disable":
                await self._disable(one)
            case "enable":
                await self._enable(one)

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

    async def _enable(self, one: StaffMember) -> None:
        await self.change(
            f"{one.name} 已启用。", staff.set_active, one.staff_no, True, self.session.staff.id
        )

    async def _disable(self, one: StaffMember) -> None:
        """Ask to whom the open work goes, if there is any, and whether it is meant."""
        work = await self.session.bench.ask(leaving.open_work, one.id)
        to: str | None = None
        lines = ["不能再登录；正在用的工作台会退出登录。"]
        if work.lines:
            chosen = await self.app.push_screen_wait(self._heirs(one))
            if chosen is None:
                return
            to = None if chosen == EVERYBODY else chosen
            lines += ["", f"没办完的事{'还给大家' if to is None else f'交给 {to}'}："]
            lines += [f"  {name}：{count}" for name, count in work.lines]
            if to is not None and self._members[to].duty != "on":
                lines += ["", f"{to} 不在岗，等着回复的客户还给队列。"]
        ask = ConfirmDialog(f"停用 {one.staff_no} {one.name}？", lines, yes="停用")
        if await self.app.push_screen_wait(ask):
            await self.change(
                f"{one.name} 已停用。",
                leaving.leave_shop,
                one.staff_no,
                to,
                self.session.staff.id,
            )

    def _heirs(self, one: StaffMember) -> ChooseDialog:
        rows = [
            (each.staff_no, f"{each.staff_no} {each.name} · {DUTY[each.duty]}")
            for each in self._members.values()
            if each.active and each.id != one.id
        ]
        title = f"{one.staff_no} {one.name} 没办完的事交给谁？"
        return ChooseDialog(title, [*rows, (EVERYBODY, "还给大家")])


def _posts(answers: Answers) -> tuple[bool, bool]:
    return answers["posts"] in ("pre", "both"), answers["posts"] in ("after", "both")


def _row(cells: Iterable[str]) -> str:
    return " ".join(pad(cell, width) for cell, width in zip(cells, COLUMNS, strict=True))


def _member(one: StaffMember) -> Content:
    state = DUTY[one.duty] if one.active else "已停用"
    row = _row((one.staff_no, one.name, ROLES[one.role], posts(one), state))
    return Content.styled(row, "" if one.active else "$text-muted")
