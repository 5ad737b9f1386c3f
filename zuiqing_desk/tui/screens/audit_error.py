"""Noting an error of the audit that was found later: what, whose, what it cost."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from textual.binding import BindingType

from zuiqing_desk.rules.audit_errors import ERRORS, GRADES, grade_of
from zuiqing_desk.rules.product_figures import money
from zuiqing_desk.services import staff
from zuiqing_desk.services.orders import errors_found, reading
from zuiqing_desk.services.orders.errors_found import AuditErrorRecord
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.tui.order_words import short_number
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.order_work import OrderWork
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.screens.steps_dialog import StepsDialog
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.steps import Answers, Step

KINDS: Final = tuple(
    (code, f"{kind.name}（{GRADES[kind.grade]}）") for code, kind in ERRORS.items()
)


class ErrorNotes(OrderWork):
    """The key that notes an error."""

    BINDINGS: ClassVar[list[BindingType]] = [
        letter(
            "e",
            "note_error",
            "记差错",
            "发现审错了：记下哪里错、谁审的、损失多少；在“差错”里先填订单号。",
        ),
        letter("w", "withdraw_error", "撤差错", "撤销“差错”里选中的这一条，不再算。"),
    ]

    def action_withdraw_error(self) -> None:
        """Take an error back, whoever noted it and whenever."""
        self.on_item(self._withdraw_error)

    async def _withdraw_error(self, item: Any) -> None:
        if not isinstance(item, AuditErrorRecord):
            toast(self.app, "先按 ← 换到“差错”，选中要撤的那一条。", "warning")
            return
        bench, me = self.session.bench, self.session.staff.id
        await bench.do(errors_found.withdraw, item.id, me)
        self.did(
            f"…{item.order_number[-4:]} 的差错已撤销",
            lambda: bench.do(errors_found.restore, item.id, me),
        )

    def action_note_error(self) -> None:
        """Note an error of the audit."""
        item = self.chosen
        self.steps.begin(lambda: self._note_error(item))

    async def _note_error(self, item: Any | None) -> None:
        row = item if isinstance(item, OrderRow) else await self._ask_order(item)
        if row is None:
            return
        bench = self.session.bench
        auditor = await bench.ask(errors_found.auditor, row.id)
        ask = StepsDialog(f"{short_number(row)} 审错了", await self._questions(auditor))
        answers = await self.app.push_screen_wait(ask)
        if answers is None:
            return
        cost = _fen(answers["cost"])
        error_id = await bench.do(
            errors_found.record,
            row.id,
            int(answers.get("staff", auditor or 0)),
            answers["kind"],
            self.session.staff.id,
            cost_fen=cost,
            note=answers["note"],
        )
        grade = GRADES[grade_of(answers["kind"], cost)]
        me = self.session.staff.id
        self.did(
            f"{short_number(row)} 记了一条{grade}差错",
            lambda: bench.do(errors_found.withdraw, error_id, me),
        )

    async def _ask_order(self, item: AuditErrorRecord | None) -> OrderRow | None:
        number = await self.app.push_screen_wait(
            PromptDialog(
                "哪一单审错了？",
                "订单号",
                value="" if item is None else item.order_number,
                empty="请填订单号。",
                max_length=60,
            )
        )
        if number is None:
            return None
        return await self.order_row(await self.session.bench.ask(reading.find, number))

    async def _questions(self, auditor: int | None) -> Sequence[Step]:
        steps = [Step("kind", "哪里错了", choices=KINDS)]
        if auditor is None:
            people = await self.session.bench.ask(staff.everyone)
            choices = tuple((str(one.id), f"{one.staff_no} {one.name}") for one in people)
            steps.append(Step("staff", "谁审的", choices=choices))
        cost = Step("cost", "损失多少元", "没有就留空；有损失的都算重大", check=_is_money)
        note = Step("note", "说明", "可以留空", max_length=errors_found.NOTE_CHARS)
        return [*steps, cost, note]


def _is_money(value: str, answers: Answers) -> None:
    _fen(value)


def _fen(text: str) -> int:
    """What was typed for a loss; nothing is none."""
    return (money(text, "cost") if text else 0) or 0
