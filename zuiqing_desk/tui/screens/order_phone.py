"""Showing the buyer's telephone, which is hidden everywhere else."""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from zuiqing_desk.services.orders import telephone
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.tui.order_page import Worker
from zuiqing_desk.tui.order_words import short_number
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.text import one_line


class PhoneDialog(Dialog[None]):
    """A number, until Esc."""

    def __init__(self, title: str, line: str) -> None:
        super().__init__(title, "看过已记下是谁 · Esc 关闭")
        self._line = line

    def body(self) -> Iterable[Widget]:
        yield Static(Content.styled(one_line(self._line), "bold"), classes="dialog-text")


async def show(screen: Worker, row: OrderRow) -> None:
    """Show the telephone of an order. Raises RuleError, StoreError."""
    session = screen.session
    phone = await session.bench.do(telephone.unmasked, row.id, session.staff.id)
    line = " ".join(word for word in (row.receiver, phone) if word)
    await screen.app.push_screen_wait(PhoneDialog(f"{short_number(row)} 的收货电话", line))
