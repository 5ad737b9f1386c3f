"""Signatures of a page: the givers', a stand-in's, the takers'."""

from zuiqing_desk.rules.handover_words import PageState
from zuiqing_desk.store.tx import Tx


def give(tx: Tx, page_id: int, staff_id: int) -> PageState:
    """The giver signs their section; the state of the page after it.

    Raises Refused ``undecided`` while a draft is, ``signed_already``, ``no_section``, ``sealed``.
    """
    raise NotImplementedError


def take_back(tx: Tx, page_id: int, staff_id: int) -> None:
    """The giver takes their signature back, while no taker has signed."""
    raise NotImplementedError


def stand_in(tx: Tx, page_id: int, giver_id: int, reason: str, lead: int) -> PageState:
    """A lead stands in for a giver who did not hand over; the section says so."""
    raise NotImplementedError


def take(tx: Tx, page_id: int, staff_id: int) -> bool:
    """A taker signs; True when that sealed the page."""
    raise NotImplementedError
