"""What can be done about an order from any page that shows one."""

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from textual.binding import BindingType

from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.tui.order_words import short_number
from zuiqing_desk.tui.screens import order_linking, order_phone
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.order_owner import OrderOwner
from zuiqing_desk.tui.screens.order_work import OrderWork, page_binding
from zuiqing_desk.tui.screens.remark import RemarkScreen


class AboutOrder(OrderWork):
    """Its remark, whose it is, its conversation."""

    BINDINGS: ClassVar[list[BindingType]] = [
        letter("b", "remark", "备注", "写或改选中订单的备注。"),
        letter("o", "owner", "归属", "看归谁、凭什么，跳到那条消息；认领、附截图、组长裁定。"),
        letter("t", "phone", "收货信息", "看写全的电话、地址和姓名；谁看过会记下来。"),
        page_binding("order.link"),
    ]

    # What a subclass answers.

    async def order_of(self, item: Any) -> OrderRow | None:
        """The order an item is about; None when there is none."""
        raise NotImplementedError

    # What a subclass calls.

    def on_order(self, step: Callable[[OrderRow], Awaitable[None]]) -> None:
        """Begin a step about the order under the cursor."""

        async def about(item: Any) -> None:
            row = await self.order_of(item)
            if row is not None:
                await step(row)

        self.on_item(about)

    # Doing.

    async def open(self, item: Any) -> None:
        row = await self.order_of(item)
        if row is not None:
            await self.visit_order(row)

    def action_remark(self) -> None:
        """Write the remark of this order."""
        self.on_order(self._remark)

    async def _remark(self, row: OrderRow) -> None:
        await self.app.push_screen_wait(RemarkScreen(self.session, row.id))

    def action_owner(self) -> None:
        """Whose the order is, and why."""
        self.on_order(self.show_owner)

    async def show_owner(self, row: OrderRow) -> None:
        """Open the page of whose the order is."""
        await self.app.push_screen_wait(OrderOwner(self.session, row.id, short_number(row)))

    def action_phone(self) -> None:
        """Show the telephone that is hidden otherwise."""
        self.on_order(lambda row: order_phone.show(self, row))

    def action_order_link(self) -> None:
        """Link this order with a conversation, or take its link away."""
        self.on_order(self._link)

    async def _link(self, row: OrderRow) -> None:
        if row.conversation_id is None:
            await order_linking.link(self, row)
        else:
            await order_linking.unlink(self, row)
