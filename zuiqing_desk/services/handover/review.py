"""The lead's view over the pages, which everybody may read."""

from typing import NamedTuple

from zuiqing_desk.services.handover.records import Item, PageRow
from zuiqing_desk.store.tx import Tx


class ComingBack(NamedTuple):
    """A matter that comes back. ``times``: on how many pages, or how often; ``why`` in Chinese."""

    item: Item
    times: int
    why: str


def rows(tx: Tx, *, limit: int | None = None, before: int | None = None) -> list[PageRow]:
    """The pages, those no lead has read first, then the newest day first; shifts that ended
    without one stand among the unread. ``limit`` rows, ``before``: after this page id in the
    list."""
    raise NotImplementedError


def reviewed(tx: Tx, page_id: int, lead: int) -> None:
    """Mark a page as read by a lead. ``unreviewed`` takes it back."""
    raise NotImplementedError


def unreviewed(tx: Tx, page_id: int, lead: int) -> None:
    """Take back ``reviewed``."""
    raise NotImplementedError


def coming_back(tx: Tx) -> list[ComingBack]:
    """Matters that come back: open over many pages, reopened, or closed and found again."""
    raise NotImplementedError


def day_before(tx: Tx, page_id: int) -> list[int]:
    """The pages of the business day before a page's own, in the order of their shifts."""
    raise NotImplementedError


def still_open(tx: Tx, page_id: int) -> list[Item]:
    """What stood on a page and is still open, red first."""
    raise NotImplementedError
