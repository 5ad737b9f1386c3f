"""How the audit speaks of orders: its rows, and what it looks at before it decides."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from zuiqing_desk.rules.audit import CHECKS, Check, Result
from zuiqing_desk.rules.audit_errors import ERRORS, GRADES
from zuiqing_desk.rules.calendar import local
from zuiqing_desk.services.orders.errors_found import AuditErrorRecord
from zuiqing_desk.services.orders.records import OrderRecord, OrderRow
from zuiqing_desk.tui import audit_shelf
from zuiqing_desk.tui.order_words import goods, moment, short_number, yuan
from zuiqing_desk.tui.text import pad
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.prose import tidy

COLUMNS: Final = (1, 11, 0, 9, 11, 11)
"""Mark, number, goods, amount, paid at, what is worth noting."""
SIGNS: Final[dict[Result, tuple[str, str]]] = {
    "green": ("✓", "$text-success"),
    "red": ("✗", "$text-error bold"),
    "ask": ("？", "$text-warning bold"),
}
WORDS: Final[dict[Result, str]] = {"green": "对", "red": "不对", "ask": "要问"}
DAY: Final = 86_400_000_000


def cells(row: OrderRow, mark: Cell, note: Cell, now: int, zone: str) -> list[Cell]:
    """The columns of an order's row, as COLUMNS has them."""
    return [
        mark,
        (short_number(row), "strong"),
        (goods(row), ""),
        (pad(yuan(row.amount_fen), 9, right=True), ""),
        (row_moment(row.paid_at, now, zone), "muted"),
        note,
    ]


def note(row: OrderRow, view: str, now: int, zone: str) -> Cell:
    """The one thing worth saying of an order in its row."""
    if row.state == "held":
        if not audit_shelf.is_away(row, now):
            return "▲ 到点", "warning"
        return f"到 {row_moment(row.hold_until, now, zone, day_alone=True)}", "muted"
    if view == audit_shelf.UNSENT:
        days = (now - (row.paid_at or now)) // DAY
        return (f"▲ {days} 天", "warning") if days >= 2 else ("✓ 已审", "muted")
    if row.urgent:
        return "▲ 加急", "warning"
    if row.verdict == "handed_back":
        return "▲ 退回", "warning"
    if row.verdict == "refused":
        return "✗ 未过", "warning"
    if not row.confirmed and view != audit_shelf.MONEY:
        return "没到账", "muted"
    return ("", "") if row.remark else ("没备注", "muted")


def row_moment(at: int | None, now: int, zone: str, *, day_alone: bool = False) -> str:
    """A moment where room is scarce: 09:00 today, else 11-21 09:00, or the day alone."""
    if at is None:
        return ""
    there = local(at, zone)
    if there.date() == local(now, zone).date():
        return f"{there:%H:%M}"
    return f"{there:%m-%d}" if day_alone else f"{there:%m-%d %H:%M}"


def decided(order: OrderRecord, now: int, zone: str) -> Content | None:
    """Why the audit has not let the order go, which is what comes first; None without a reason."""
    if not order.verdict_reason:
        return None
    verdict = {"approved": "✓ 放行", "refused": "✗ 不通过", "handed_back": "▲ 退回"}
    held = f"▲ 挂起到 {moment(order.hold_until, now, zone)}"
    word = held if order.state == "held" else verdict.get(order.verdict, "")
    return Content.styled(tidy(f"{word}：{order.verdict_reason}"), "$text-warning bold")


def checks_text(checks: Sequence[Check]) -> Content:
    """What was checked, what came of it, and why; a sign and a word say it, the colour too."""
    return Content("\n").join(_check(check) for check in checks)


def _check(check: Check) -> Content:
    sign, look = SIGNS[check.result]
    said = f"{pad(sign, 3)}{pad(CHECKS[check.name], 8)}"
    return Content.assemble((said, look), f" {pad(WORDS[check.result], 4)}  {tidy(check.why)}")


def error_cells(error: AuditErrorRecord, note: Cell, now: int, zone: str) -> list[Cell]:
    """The columns of an error's row: whose order, what, what it cost, when found, by whom."""
    said = f"{ERRORS[error.kind].name}  {error.note}".strip()
    return [
        ("", ""),
        (f"…{error.order_number[-4:]}", "strong"),
        (said, ""),
        (pad(yuan(error.cost_fen), 9, right=True), ""),
        (row_moment(error.found_at, now, zone), "muted"),
        note,
    ]


def error_note(error: AuditErrorRecord) -> Cell:
    """How grave it is, and who audited."""
    grave = error.grade == "grave"
    said = f"{GRADES[error.grade]} {error.staff_no}"
    return (f"▲ {said}", "warning") if grave else (said, "")


def error_words(error: AuditErrorRecord) -> str:
    """What an error is found by."""
    return (
        f"{error.order_number} {ERRORS[error.kind].name} {error.note} {error.staff_no}"
        f" {error.staff_name} {GRADES[error.grade]}"
    )


def errors_text(errors: Sequence[AuditErrorRecord], now: int, zone: str) -> Content:
    """The errors found in one order."""
    rows = []
    for one in errors:
        note = f"  {one.note}" if one.note else ""
        cost = f"  损失 {yuan(one.cost_fen)}" if one.cost_fen else ""
        said = f"{moment(one.found_at, now, zone)} {one.staff_no} {ERRORS[one.kind].name}"
        sign = f"▲ {GRADES[one.grade]}差错 "
        rows.append(Content.assemble((sign, "$text-warning bold"), tidy(f"{said}{cost}{note}")))
    return Content("\n").join(rows)
