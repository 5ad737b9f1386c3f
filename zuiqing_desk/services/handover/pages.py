"""Pages of the handover notebook: one a shift boundary."""

from zuiqing_desk.services.handover.records import Page
from zuiqing_desk.store.tx import Tx


def open_for(tx: Tx, staff_id: int) -> int:
    """The page this person hands over on, made if there is none, with their section and the takers;
    what is open is drafted. Its id. Doing it again changes nothing but the drafts."""
    raise NotImplementedError


def mine(tx: Tx, staff_id: int) -> int | None:
    """The page that concerns this person now: one that waits to be read by them, else the one their
    open section is on."""
    raise NotImplementedError


def one(tx: Tx, page_id: int) -> Page:
    """A page whole; a sealed one from what was sealed. Raises Refused ``no_page``."""
    raise NotImplementedError


def allow(tx: Tx, page_id: int, staff_id: int, lead: int) -> None:
    """Let somebody who is not on the roster of the next shift take the page."""
    raise NotImplementedError
