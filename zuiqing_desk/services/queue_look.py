"""What the queue of one desk shows, and whom it must be called for, in one look."""

from dataclasses import dataclass
from typing import Final

from zuiqing_desk.services import changes, queue
from zuiqing_desk.services.queue import Window
from zuiqing_desk.services.queue_places import Place, Which
from zuiqing_desk.services.records import QueueRow
from zuiqing_desk.store.tx import Tx

ROWS: Final = 200

_TOUCHED: Final = """
SELECT subject_id FROM journal
WHERE id > :after AND (kind = 'line.received' OR kind GLOB 'conversation.*')
GROUP BY subject_id ORDER BY max(id) DESC LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class QueueLook:
    """``window``: what the list shows. ``mine``: the most urgent of mine and nobody's; ``whole``:
    that is all of them. ``touched``: those of them in which something happened since the last look,
    however far down they stand. ``journal_id``: what happened until now."""

    window: Window
    mine: tuple[QueueRow, ...]
    whole: bool
    touched: tuple[QueueRow, ...]
    journal_id: int


def look(
    tx: Tx, staff_id: int, which: Which, place: Place, *, since: int | None, limit: int = ROWS
) -> QueueLook:
    """Look at a list about a place in it. ``since``: the journal id of the last look, None for
    the first one."""
    window = queue.window(tx, which, place, limit=limit)
    ours = Which(staff_id)
    if which == ours and not window.offset:
        mine = window.rows
    else:
        mine = tuple(queue.page(tx, staff_id=staff_id, limit=limit))
    now = changes.last(tx)
    touched: list[QueueRow] = []
    if since is not None and now > since:
        ids = [found for (found,) in tx.all(_TOUCHED, after=since, limit=limit)]
        touched = [
            row
            for row in queue.these(tx, ids)
            if row.state != "closed" and row.assignee_id in (None, staff_id)
        ]
    return QueueLook(window, mine, len(mine) < limit, tuple(touched), now)
