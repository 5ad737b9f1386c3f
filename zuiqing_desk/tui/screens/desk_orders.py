"""The doors from the desk to the pages of orders."""

from abc import abstractmethod
from typing import Any

from textual.app import App

from zuiqing_desk.tui import order_screens
from zuiqing_desk.tui.session import Session


class OrderDoors:
    """One method an action of tui.actions; the desk supplies what they work with."""

    app: App[Any]
    session: Session

    @abstractmethod
    def order_in_hand(self) -> int | None:
        """The order that the open conversation is about, if any."""

    @abstractmethod
    def conversation_in_hand(self) -> int | None:
        """The conversation that is open, if any."""

    @abstractmethod
    def lead_only(self, what: str) -> bool:
        """Whether this person is a lead; says so if not."""

    def action_order_open(self) -> None:
        """订单."""
        self.app.push_screen(
            order_screens.orders(self.session, self.order_in_hand(), self.conversation_in_hand())
        )

    def action_audit_open(self) -> None:
        """审单."""
        self.app.push_screen(order_screens.audit(self.session))

    def action_chase_list(self) -> None:
        """催付."""
        self.app.push_screen(order_screens.chases(self.session))

    def action_promise_list(self) -> None:
        """承诺本."""
        self.app.push_screen(order_screens.promises(self.session))

    def action_dispute_list(self) -> None:
        """归属争议."""
        if self.lead_only("归属争议"):
            self.app.push_screen(order_screens.disputes(self.session))
