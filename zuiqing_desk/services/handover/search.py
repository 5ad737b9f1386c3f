"""Full-text search over the pages of the handover notebook."""

from zuiqing_desk.services.handover.records import Hit
from zuiqing_desk.store.tx import Tx


def find(tx: Tx, query: str, limit: int = 50) -> list[Hit]:
    """What pages say that holds every word of ``query``, the newest first.

    Chinese of any length, digits and Latin letters anywhere in a text, and pinyin initials.
    """
    raise NotImplementedError


def index_link(tx: Tx, number: int) -> None:
    """Make the texts of a sealed link findable; called once they are stored."""
    raise NotImplementedError


def drop_link_key(tx: Tx, number: int, key: str) -> None:
    """Forget a text of a link; called when it is erased."""
    raise NotImplementedError
