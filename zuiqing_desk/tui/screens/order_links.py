"""From a page of orders to the conversation an order came out of."""

from textual.message import Message

from zuiqing_desk.services.replies.records import Used


class OpenConversation(Message):
    """Leave the pages and open this conversation, with ``draft`` in the reply box, not sent, or
    with the cursor on the line ``seq``.

    Any screen may post it to itself; the desk behind the pages carries it out. ``used``: the
    replies that the draft was made of.
    """

    def __init__(
        self,
        conversation_id: int,
        draft: str = "",
        used: tuple[Used, ...] = (),
        *,
        seq: int | None = None,
    ) -> None:
        super().__init__()
        self.conversation_id = conversation_id
        self.draft = draft
        self.used = used
        self.seq = seq
