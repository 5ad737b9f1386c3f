"""What a search of old talk is asked, and what it finds."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Ask:
    """What is looked for: lines that hold every word (what stands between blanks), and of which
    everything else that is set is true. With nothing set, the newest lines.

    ``customer`` and ``storefront`` are parts of names, ``staff_no`` is who wrote the line;
    ``since`` ≤ the line's time < ``until``, UTC microseconds.
    """

    words: str = ""
    conversation_id: int | None = None
    customer: str = ""
    staff_no: str = ""
    storefront: str = ""
    since: int | None = None
    until: int | None = None


class Hit(NamedTuple):
    """A line that was found, and where it stands. ``author``: customer | agent | note; ``account``
    is the name of the channel account, for manual ones the platform's."""

    line_id: int
    conversation_id: int
    seq: int
    at: int
    author: str
    staff_no: str | None
    customer: str
    storefront: str
    channel: str
    account: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """The newest first. ``more``: there are older ones, to be asked for before the last one's
    ``line_id``. ``unindexed``: how many of the newest lines are not in the index yet and are looked
    through one by one."""

    hits: tuple[Hit, ...]
    more: bool
    unindexed: int
