"""A page as the working rows have it: while it is prepared, read and signed."""

from zuiqing_desk.services.handover.records import Page
from zuiqing_desk.store.tx import Tx


def live(tx: Tx, page_id: int) -> Page:
    """A page from the working rows, also a sealed one. Raises Refused ``no_page``."""
    raise NotImplementedError
