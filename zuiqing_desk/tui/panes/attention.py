"""When to call the agent: somebody new waits, or somebody has waited too long."""

from collections.abc import Collection, Sequence
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


MOST_KNOWN = 10_000
"""Rounds remembered while more wait than are looked at."""


class Attention:
    """Remembers which rounds the agent was called for, so that each calls twice at most."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bool] | None = None
        self._raised: dict[tuple[int, int], None] = {}

    def look(
        self,
        rows: Sequence[QueueRow],
        *,
        now: int,
        overdue_s: int,
        watched: int | None = None,
        touched: Collection[int] | None = None,
    ) -> Call:
        """What is new in these rows (mine and nobody's) and not before the agent's eyes already.

        The first look calls for nothing: who signs in sees the queue anyway. ``touched``: so many
        wait that ``rows`` are not all of them, and only in these something happened; the others may
        just have moved up.
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
                known = before.get((row.id, since))
                news = known is None and (touched is None or row.id in touched)
                fresh = fresh or (news and row.id != watched)
                if late and (news or known is False) and (row.id, since) not in self._raised:
                    overdue.append(row.customer)
            if late:
                # A round that was put off, or handed on and back, is overdue for the second time.
                self._raised[row.id, since] = None
        while len(self._raised) > MOST_KNOWN:
            del self._raised[next(iter(self._raised))]
        self._known = found if touched is None else _newest(before or {}, found)
        unread = sum(row.unread > 0 for row in rows)
        return Call(len(found), unread, fresh, tuple(overdue))


def _newest(
    before: dict[tuple[int, int], bool], found: dict[tuple[int, int], bool]
) -> dict[tuple[int, int], bool]:
    older = [(key, late) for key, late in before.items() if key not in found]
    return {**dict(older[-MOST_KNOWN:]), **found}
