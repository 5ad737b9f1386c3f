"""A shop for the tests: a real store on disk, and a clock that stands still until it is moved."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from zuiqing_desk.services import (
    chat,
    conversations,
    duty,
    inbound,
    outbound,
    queue,
    shop,
    staff,
    visitors,
)
from zuiqing_desk.services.assignment import give
from zuiqing_desk.services.conversation_row import load, save
from zuiqing_desk.services.inbound import Received
from zuiqing_desk.services.outbound import Sent
from zuiqing_desk.services.records import QueueRow, Role, StaffMember
from zuiqing_desk.store.engine import open_store
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")

SECOND = 1_000_000
OPENING = int(datetime(2026, 3, 2, 1, 0, tzinfo=UTC).timestamp()) * SECOND
"""A Monday, 09:00 in Shanghai."""


class TestShop:
    """Use cases called as a channel or a screen would call them, at a time the test decides."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        self.now = OPENING
        self.store = open_store(folder / "desk.db", clock=lambda: self.now)
        self._numbers = itertools.count(1)
        self.lead = self.do(
            shop.set_up, shop_name="醉卿酒业", staff_no="1001", name="甲**", pin_hash="-"
        )
        self.lead_since = self.now
        self.account = self.ask(shop.webchat_account)

    def do(self, command: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        return self.store.write(lambda tx: command(tx, *args, **kwargs)).result(30)

    def ask(self, query: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        return self.store.read(lambda tx: query(tx, *args, **kwargs)).result(30)

    def later(self, seconds: float) -> None:
        self.now += int(seconds * SECOND)

    def hire(
        self,
        staff_no: str,
        role: Role = "agent",
        *,
        pre_sale: bool = True,
        after_sale: bool = False,
    ) -> StaffMember:
        return self.do(
            staff.add,
            staff_no=staff_no,
            name=f"{staff_no}**",
            role=role,
            pre_sale=pre_sale,
            after_sale=after_sale,
            pin_hash="-",
            actor=self.lead.id,
        )

    def colleague(self, staff_no: str) -> StaffMember:
        """This agent, hired on first mention."""
        for one in self.ask(staff.everyone):
            if one.staff_no == staff_no:
                return one
        return self.hire(staff_no)

    def comes_on(self, who: StaffMember) -> None:
        self.do(duty.sign_in, who.id, f"desk-{who.staff_no}")

    def goes_off(self, who: StaffMember) -> None:
        self.do(duty.sign_off, who.id, f"desk-{who.staff_no}")

    def customer(self, name: str = "tb_**") -> int:
        """A web-chat visitor who has not written yet; the conversation's id."""
        number = next(self._numbers)
        return self.do(
            visitors.create, account_id=self.account, name=name, token_hash=f"{number:064x}"
        )[1]

    def says(self, conversation: int, text: str = "在吗") -> Received:
        number = next(self._numbers)
        return self.do(
            inbound.receive_text,
            conversation_id=conversation,
            remote_id=f"{conversation}:c{number}",
            text=text,
        )

    def answers(self, conversation: int, who: StaffMember, text: str = "在的亲") -> Sent:
        """What a colleague has, passes into these hands first."""
        if self.row(conversation).assignee_id not in (None, who.id):
            self.do(pass_into_the_hands_of, conversation, who.id)
        return self.do(
            outbound.reply,
            conversation_id=conversation,
            staff_id=who.id,
            text=text,
            client_id=f"a{next(self._numbers)}",
        )

    def waiting_customer(self, text: str = "在吗") -> int:
        conversation = self.customer()
        self.says(conversation, text)
        return conversation

    def row(self, conversation: int) -> QueueRow:
        return self.ask(queue.one, conversation)

    def order(self, **filters: Any) -> list[int]:
        return [row.id for row in self.ask(queue.page, **filters)]

    def rounds(self, conversation: int) -> list[Any]:
        return self.ask(chat.rounds, conversation)

    def take_next(self, who: StaffMember, showing: int | None = None) -> int | None:
        return self.do(conversations.take_next, who.id, showing)


def pass_into_the_hands_of(tx: Tx, conversation: int, staff_id: int) -> None:
    """As a transfer does, but without its note, which would be a line more."""
    row = load(tx, conversation)
    give(tx, row, staff_id, "transfer")
    save(tx, row)
