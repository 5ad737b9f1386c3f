"""When to call the agent: somebody new waits, or somebody has waited too long."""

from collections.abc import Sequence
from dataclasses import dataclass

from zuiqing_desk.rules.clock import level
from zuiqing_desk.services.records import QueueRow


@dataclass(frozen=True, slots=True)
class Call:
    """``waiting``: how many wait for me or for nobody; ``overdue``: who just became 超时."""

    waiting: int
    unread: int
    fresh: bool
    overdue: tuple[str, ...]

    @property
    def urgent(self) -> bool:
        """Whether the bell should ring."""
        return self.fresh or bool(self.overdue)


class Attention:
    """Remembers which rounds the agent was called for, so that each calls twice at most."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bool] | None = None

    def look(
        self, rows: Sequence[QueueRow], *, now: int, overdue_s: int, watched: int | None = None
    ) -> Call:
        """What is new in these rows (mine and nobody's) and not before the agent's eyes already.

        The first look calls for nothing: who signs in sees the queue anyway.
        """
        found: dict[tuple[int, int], bool] = {}
        overdue: list[str] = []
        fresh = False
        before = self._known
        for row in rows:
            since = row.waiting_since or row.off_duty_since
            if since is None or row.state == "snoozed":
                continue
            late = (
                row.waiting_since is not None
                and level(row.waiting_since, row.target_s, now, overdue_s) == "overdue"
            )
            found[row.id, since] = late
            if before is not None:
                fresh = fresh or (row.id != watched and (row.id, since) not in before)
                if late and not before.get((row.id, since), False):
                    overdue.append(row.customer)
        self._known = found
        unread = sum(row.unread > 0 for row in rows)
        return Call(len(found), unread, fresh, tuple(overdue))
