"""Reading a page item by item: acknowledged, said back."""

from zuiqing_desk.store.tx import Tx


def ack(tx: Tx, page_id: int, item_id: int, staff_id: int) -> None:
    """Acknowledge an item as read. Again: nothing happens."""
    raise NotImplementedError


def unack(tx: Tx, page_id: int, item_id: int, staff_id: int) -> None:
    """Take an acknowledgement back, with what was said."""
    raise NotImplementedError


def said_back(tx: Tx, page_id: int, item_id: int, staff_id: int, words: str = "") -> None:
    """Confirm a red item as said back, which acknowledges it too; left in the book it needs a few
    words (Refused ``words_needed``)."""
    raise NotImplementedError


def unsaid(tx: Tx, page_id: int, item_id: int, staff_id: int) -> None:
    """Take back that an item was said back; it stays acknowledged."""
    raise NotImplementedError
