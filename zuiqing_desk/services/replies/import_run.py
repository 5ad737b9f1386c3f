"""Carrying an import out, step by step, from any thread that may wait."""

import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from zuiqing_desk.services.replies import staging
from zuiqing_desk.services.replies.importing import Plan, Planned
from zuiqing_desk.services.spreadsheets import Progress, unwatched
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")

PACE_S = 0.05
"""A batch takes at least so long: written as fast as possible, a hundred megabytes would stand in
the store's log, and whoever moves them into the file keeps everybody waiting meanwhile."""

LONGEST_PAUSE_S = 0.5


class Write(Protocol):
    """Carries out one unit in a transaction of its own and waits for it."""

    def __call__(self, unit: Callable[[Tx], T], /) -> T: ...


def carry_out(
    write: Write,
    plan: Plan,
    *,
    desk_id: str,
    actor: int | None = None,
    progress: Progress = unwatched,
) -> None:
    """Write what ``plan`` says, or nothing.

    The slow part runs between small transactions, so others go on working. ``progress`` may raise
    to stop it. Raises Refused (see staging.apply), StoreError, and what ``progress`` raises; what
    was staged until then is removed.
    """
    clear_left_behind(write)
    # In the order of the index that the last step fills.
    rows = sorted((*plan.added, *plan.changed), key=_index_order)
    if not rows:
        return
    import_id = write(lambda tx: staging.begin(tx, desk_id, actor))
    try:
        for start in range(0, len(rows), staging.BATCH):
            progress("写入", start, len(rows))
            batch = staging.prepare(rows[start : start + staging.BATCH])
            began = time.monotonic()
            _stage(write, import_id, batch, plan, actor)
            _leave_room(time.monotonic() - began)
        progress("写入", len(rows), len(rows))
        write(lambda tx: staging.apply(tx, import_id, plan, actor))
    except BaseException:
        _discard(write, import_id)
        raise


def clear_left_behind(write: Write) -> None:
    """Remove what imports of processes that died have staged."""
    for import_id in write(staging.left_behind):
        _discard(write, import_id)


def _stage(
    write: Write,
    import_id: int,
    batch: list[staging.Prepared],
    plan: Plan,
    actor: int | None,
) -> None:
    write(lambda tx: staging.stage(tx, import_id, batch, draft=plan.draft, actor=actor))


def _leave_room(took_s: float) -> None:
    """Leave the store to others for as long as a batch took, and longer if it was quick."""
    time.sleep(min(max(took_s, PACE_S - took_s), LONGEST_PAUSE_S))


def _discard(write: Write, import_id: int) -> None:
    while write(lambda tx: staging.discard(tx, import_id)):
        pass


def _index_order(one: Planned) -> tuple[int, str]:
    return (one.owner_id or 0, one.words.code)
