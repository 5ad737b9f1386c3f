"""Showing the buyer's telephone and address, which are hidden everywhere else."""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from zuiqing_desk.services.orders import telephone
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.services.orders.telephone import Delivery
from zuiqing_desk.tui.difference_text import difference_content
from zuiqing_desk.tui.order_page import Worker
from zuiqing_desk.tui.order_words import short_number
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.prose import tidy


class PhoneDialog(Dialog[None]):
    """Whom an order goes to, until Esc."""

    def __init__(self, title: str, delivery: Delivery) -> None:
        super().__init__(title, "看过已记下是谁 · Esc 关闭")
        self._delivery = delivery

    def body(self) -> Iterable[Widget]:
        yield Static(Content("\n").join(_lines(self._delivery)), classes="dialog-text")


def _lines(to: Delivery) -> Iterable[Content]:
    if people := " ".join(word for word in (to.receiver, to.phone) if word):
        yield Content.styled(one_line(people), "bold")
    if to.address_before and to.address_before != to.address:
        yield Content.styled("地址改过（［－原来］［＋现在］）", "$text-warning")
        yield difference_content(to.address_before, to.address)
    elif to.address:
        yield Content(tidy(to.address))


async def show(screen: Worker, row: OrderRow) -> None:
    """Show whom an order goes to. Raises RuleError, StoreError."""
    session = screen.session
    delivery = await session.bench.do(telephone.unmasked, row.id, session.staff.id)
    title = f"{short_number(row)} 的收货信息"
    await screen.app.push_screen_wait(PhoneDialog(title, delivery))
