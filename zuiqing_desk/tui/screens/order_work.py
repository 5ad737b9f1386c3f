"""What the pages of work on orders share: taking a step back, going to the conversation."""

from typing import Any, ClassVar, Final

from textual.binding import Binding, BindingType

from zuiqing_desk.services.orders import reading
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.tui.breakpoints import MEDIUM_FROM
from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.panes.undo import Back, Steps
from zuiqing_desk.tui.screens import order_linking
from zuiqing_desk.tui.screens.described_list import DescribedScreen
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.order_links import OpenConversation
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast

SHARED_KEYS: Final = (("u", "撤销"), ("←→", "换类"), ("Esc", "返回"))
"""What a footer says that every page of work on orders has; the filter speaks for itself."""


def page_binding(action_id: str) -> Binding:
    """The binding of an action that belongs to the page of orders, for another page."""
    return next(binding for binding in bindings("orders") if binding.id == action_id)


class OrderWork(DescribedScreen):
    """Steps are remembered while the page is open; ``u`` takes them back, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        letter("u", "undo", "撤销", "撤销自己在这一页刚做的一步；接着按，一步一步往回。"),
    ]

    def __init__(self, session: Session, title: str, **how: Any) -> None:
        super().__init__(session, title, **how)
        self._undoing = Steps()

    def did(self, words: str, back: Back) -> None:
        """Say what was done, and remember what takes it back."""
        self._undoing.done(words, back)
        toast(self.app, f"{words}。按 u 撤销。")

    def in_hand(self) -> InHand:
        item = self.chosen
        row = item if isinstance(item, OrderRow) else getattr(item, "order", None)
        if isinstance(row, OrderRow):
            return InHand(row.conversation_id, row.id, self.PLACE)
        conversation = getattr(item, "conversation_id", None)
        return InHand(conversation, getattr(item, "order_id", None), self.PLACE)

    @property
    def is_roomy(self) -> bool:
        """Whether the footer has room; on a narrow screen the help alone knows every key."""
        return self.app.size.width >= MEDIUM_FROM

    def visit(self, conversation_id: int, seq: int | None = None) -> None:
        """Leave for this conversation, or this line of it."""
        self.post_message(OpenConversation(conversation_id, seq=seq))

    async def visit_order(self, row: OrderRow) -> None:
        """Leave for the conversation the order came out of; without one, look for it."""
        if row.conversation_id is not None:
            self.visit(row.conversation_id)
        else:
            await order_linking.link(self, row)

    async def order_row(self, order_id: int) -> OrderRow | None:
        """The order as a row; None when it is gone."""
        rows = await self.session.bench.ask(reading.rows, ids=[order_id])
        return next(iter(rows), None)

    def action_undo(self) -> None:
        """Take the last step back."""
        self.steps.begin(self._take_back)

    async def _take_back(self) -> None:
        words = await self._undoing.undo()
        toast(self.app, f"已撤销：{words}。" if words else "在这一页上没有可以撤销的。")
