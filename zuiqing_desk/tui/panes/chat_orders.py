"""What the chat pane does with the orders of the open conversation."""

from collections.abc import Sequence

from zuiqing_desk.services.orders import reading
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.tui.session import Session


class ChatOrders:
    """Knows the orders of the open conversation, the newest first."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known = 0
        self.rows: Sequence[OrderRow] = ()

    async def read(self, conversation_id: int | None) -> Sequence[OrderRow]:
        """The orders of a conversation that is to be shown. Raises RuleError, StoreError."""
        if conversation_id is None:
            return ()
        return await self._session.bench.ask(reading.of_conversation, conversation_id)

    def know(self, rows: Sequence[OrderRow]) -> None:
        """Work with these from now on."""
        self._known += 1
        self.rows = rows

    async def look(self, conversation_id: int | None) -> None:
        """Read again the orders of the conversation shown. Raises RuleError, StoreError."""
        known = self._known
        found = await self.read(conversation_id)
        if known == self._known:
            # Else another conversation was opened meanwhile.
            self.know(found)

    @property
    def in_hand(self) -> int | None:
        """The order the conversation is about: the newest paid one without a remark, else the
        newest."""
        waiting = [row.id for row in self.rows if row.state in ("paid", "audit") and not row.remark]
        return next(iter(waiting or [row.id for row in self.rows]), None)
