"""A page left in the book is read and signed before the first chat (醉卿 manual, 交接本)."""

from zuiqing_desk.services.handover.records import Gate
from zuiqing_desk.store.tx import Tx


def waiting_for(tx: Tx, staff_id: int) -> Gate | None:
    """The page this person must read and sign before their first chat."""
    raise NotImplementedError


def require(tx: Tx, staff_id: int) -> None:
    """Raises Refused ``handover_first`` while such a page waits."""
    raise NotImplementedError
