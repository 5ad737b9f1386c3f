"""How promises are spoken of on their page."""

from collections.abc import Iterator
from typing import Final

from textual.content import Content

from zuiqing_desk.rules.calendar import MICROSECONDS
from zuiqing_desk.rules.promises import KINDS
from zuiqing_desk.services.orders.promises import PromiseRecord
from zuiqing_desk.tui.order_words import moment
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.when import span
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.prose import tidy

COLUMNS: Final = (14, 8, 0, 12, 6)
"""Until when, kind, what, to whom, by whom."""
MINUTE: Final = 60 * MICROSECONDS


def due(promise: PromiseRecord, now: int, zone: str) -> Cell:
    """Until when it is to be kept; how long that has passed."""
    if promise.until is None:
        return "没说时间", "muted"
    if promise.until > now:
        return moment(promise.until, now, zone), ""
    minutes = (now - promise.until) // MINUTE
    return f"▲ 过了{_long(minutes)}", "warning"


def _long(minutes: int) -> str:
    """As coarse as it may be: 12 分钟, 3 小时, 2 天."""
    if minutes < 1:
        return "一会儿"
    size = 1 if minutes < 60 else 60 if minutes < 1440 else 1440
    return span(minutes // size * size)


def cells(promise: PromiseRecord, due: Cell) -> list[Cell]:
    """The columns of a row, as COLUMNS has them."""
    return [
        due,
        (KINDS[promise.kind], "muted"),
        (promise.what, "strong"),
        (promise.customer, ""),
        (promise.staff_no, "muted"),
    ]


def description(promise: PromiseRecord, now: int, zone: str) -> Content:
    """The whole promise."""
    return Content("\n").join(_said(promise, now, zone))


def _said(promise: PromiseRecord, now: int, zone: str) -> Iterator[Content]:
    yield Content.assemble((tidy(promise.what), "bold"), f"  {KINDS[promise.kind]}")
    words, look = due(promise, now, zone)
    if promise.until is not None:
        until = f"{moment(promise.until, now, zone)} 前"
        late = f"  {words}" if look == "warning" else ""
        yield Content.assemble(until, (late, "$text-warning bold"))
    who = f"{promise.staff_no} {promise.staff_name}".strip() or "客服"
    made = moment(promise.made_at, now, zone)
    yield Content(one_line(f"{who} {made} 答应 {promise.customer or '买家'}"))
    if promise.order_number:
        yield Content(f"订单 {one_line(promise.order_number)}")
    else:
        yield Content.styled("还没有订单；下了单会跟过去。", "$text-muted")
    if promise.line_seq is None:
        yield Content.styled("不在聊天里说的。", "$text-muted")
