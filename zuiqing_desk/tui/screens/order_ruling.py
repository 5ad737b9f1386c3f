"""What a lead decides about whose an order is: the ruling, and that somebody broke the rules."""

from collections.abc import Mapping
from typing import Final

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.orders import ownership, violations
from zuiqing_desk.tui.dispute_words import short_name
from zuiqing_desk.tui.order_page import Worker
from zuiqing_desk.tui.screens.steps_dialog import StepsDialog
from zuiqing_desk.tui.widgets.steps import Answers, Step

NOBODY: Final = "0"

People = Mapping[int, str]
"""Staff numbers with names, by id, in the order they are offered in."""


async def rule(screen: Worker, order_id: int, name: str, people: People) -> None:
    """Have a lead say whose the order called ``name`` is, and why. Raises RuleError, StoreError."""
    ask = StepsDialog(
        f"裁定 {name} 归谁",
        (
            Step("owner", "归谁", choices=(*_choices(people), (NOBODY, "不归任何人"))),
            Step("reason", "理由", "两边都会看到", max_length=ownership.REASON_CHARS, check=needed),
        ),
    )
    answers = await screen.app.push_screen_wait(ask)
    if answers is None:
        return
    bench, me = screen.session.bench, screen.session.staff.id
    owner, reason = int(answers["owner"]) or None, answers["reason"]
    ruled = await bench.do(ownership.rule, order_id, owner, reason, me)
    screen.did(f"{name} 的裁定已记下", lambda: bench.do(ownership.take_back_ruling, ruled, me))


async def violation(screen: Worker, order_id: int, name: str, people: People) -> None:
    """Have a lead say who broke the rules with the order, and how. Raises RuleError, StoreError."""
    fine = screen.session.policy.violation_fine_yuan
    ask = StepsDialog(
        f"{name} 记违规：取消提成，扣 {fine} 元",
        (
            Step("staff", "谁违规", choices=_choices(people)),
            Step(
                "reason",
                "违了哪一条",
                "例如：付款前没有接待过，仍然认领",
                max_length=violations.REASON_CHARS,
                check=needed,
            ),
        ),
    )
    answers = await screen.app.push_screen_wait(ask)
    if answers is None:
        return
    bench, me = screen.session.bench, screen.session.staff.id
    who = int(answers["staff"])
    noted = await bench.do(violations.confirm, order_id, who, answers["reason"], me)
    words = f"{short_name(people, who)} 的违规已记下"
    screen.did(words, lambda: bench.do(violations.withdraw, noted, me))


def needed(value: str, answers: Answers) -> None:
    """Refuse an empty reason while it can still be written."""
    if not value:
        raise RuleError("reason", "还没有写理由，写一句就行。")


def _choices(people: People) -> tuple[tuple[str, str], ...]:
    return tuple((str(id_), called) for id_, called in people.items())
