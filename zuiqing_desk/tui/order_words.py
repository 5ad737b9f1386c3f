"""How orders are spoken of in rows and titles."""

from collections.abc import Iterable
from typing import Final

from zuiqing_desk.rules.calendar import calendar_day, day_starts_at, local, minutes
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.masking import masked_name
from zuiqing_desk.rules.order_words import PLATFORMS, STATES
from zuiqing_desk.rules.remark_platform import same
from zuiqing_desk.services.orders.records import OrderRecord, OrderRow
from zuiqing_desk.services.orders.remark_records import RemarkLine
from zuiqing_desk.tui.widgets.browse_list import Cell

DAY_MINUTES: Final = 24 * 60
NUMBER_END: Final = 4
"""The last digits people tell orders apart by."""
COLUMNS: Final = (1, 6, 11, 0, 0, 9, 8)
"""Mark, state, number, buyer, goods, amount, what is worth noting."""


def yuan(fen: int | None) -> str:
    """An amount as it stands on an order: 7680.00; nothing when it is not known."""
    return "" if fen is None else f"{fen // 100}.{fen % 100:02}"


def short_number(row: OrderRow | OrderRecord) -> str:
    """The order as it is called in passing: 淘宝…3829."""
    end = row.number[-NUMBER_END:]
    return PLATFORMS[row.platform] + (f"…{end}" if len(row.number) > NUMBER_END else end)


def goods(row: OrderRow) -> str:
    """What was bought, as far as a row tells: the first title and how many of everything."""
    return f"{row.quantity}×{row.title}" if row.title else ""


def note(row: OrderRow, now: int) -> Cell:
    """The one thing worth saying of an order in its row."""
    if row.verdict == "handed_back":
        return "▲ 退回", "warning"
    if row.verdict == "refused":
        return "✗ 未过", "warning"
    if row.state == "held" and row.hold_until is not None and row.hold_until <= now:
        return "▲ 到点", "warning"
    if row.urgent and row.state in ("paid", "audit", "held"):
        return "▲ 加急", "warning"
    if row.verdict == "approved" and row.state == "audit":
        return "✓ 已审", "muted"
    if row.remark:
        return "✓ 备注", "muted"
    return ("待备注", "") if row.state in ("paid", "audit") else ("", "")


def difference_note(line: RemarkLine) -> Cell:
    """What of ours the platform does not have."""
    flag = line.flag is not None and line.platform_flag not in (None, line.flag)
    remark = bool(line.remark) and not same(line.remark, line.platform_remark)
    if flag and remark:
        return "▲ 都不同", "warning"
    return ("▲ 旗不同" if flag else "▲ 备注", "warning")


def cells(row: OrderRow, mark: Cell, noted: Cell) -> list[Cell]:
    """The columns of an order's row, as COLUMNS has them."""
    return [
        mark,
        (STATES[row.state], "muted" if row.state in ("dispatched", "closed") else ""),
        (short_number(row), "strong"),
        (row.buyer or masked_name(row.receiver), ""),
        (goods(row), ""),
        (yuan(row.amount_fen), ""),
        noted,
    ]


def finance_due(paid: Iterable[OrderRow], now: int, times: Iterable[str], zone: str) -> str:
    """What to say when the last time for comparing the account with the orders has come and some
    of ``paid``, orders not confirmed, were paid before it; '' otherwise (醉卿 manual,
    售后日工作流程, points 7 and 10)."""
    come = [(at, time) for time in times if (at := _today_at(time, now, zone)) <= now]
    if not come:
        return ""
    due, last = max(come)
    waiting = sum(row.paid_at is not None and row.paid_at < due for row in paid)
    return f"▲ {last} 的到账还有 {waiting} 笔没确认" if waiting else ""


def _today_at(time: str, now: int, zone: str) -> int:
    """When the clock of today shows this time. What the policy has that is no time never comes."""
    try:
        at = minutes(time)
    except RuleError:
        return now + 1
    return now + 1 if at == DAY_MINUTES else day_starts_at(calendar_day(now, zone), zone, at)


def moment(at: int | None, now: int, zone: str) -> str:
    """A moment in an order's life: 09:00 when it was today, else 3月1日 09:00, with the year when
    it is another."""
    if at is None:
        return ""
    here, there = local(now, zone), local(at, zone)
    clock = f"{there:%H:%M}"
    if here.date() == there.date():
        return clock
    year = "" if here.year == there.year else f"{there.year}年"
    return f"{year}{there.month}月{there.day}日 {clock}"
