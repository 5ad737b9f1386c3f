"""What the roster's page shows, read in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual.content import Content

from zuiqing_desk.rules.roster import Problem
from zuiqing_desk.rules.shifts import Preset
from zuiqing_desk.services.handover.records import Shift
from zuiqing_desk.services.roster import in_force, leave, reading, swaps
from zuiqing_desk.services.roster.records import Gap, Leave, RosterMonth, Swap
from zuiqing_desk.tui import roster_words
from zuiqing_desk.tui.session import Session

COMING_DAYS: Final = 14
"""So far ahead one sees one's own shifts."""
GAP_DAYS: Final = 7
DAY_US: Final = 24 * 3600 * 1_000_000
SHORTEST_GAP_US: Final = 60_000_000


@dataclass(frozen=True, slots=True)
class RosterRead:
    """A month with what is wrong with it, what is asked for, and the coming shifts of who looks;
    ``gaps`` for leads alone."""

    month: RosterMonth
    presets: Sequence[Preset]
    problems: Sequence[Problem]
    swaps: Sequence[Swap]
    leave: Sequence[Leave]
    mine: Sequence[Shift]
    gaps: Sequence[Gap]

    @property
    def bad(self) -> int:
        """How much is against a rule."""
        return sum(one.level == "bad" for one in self.problems)

    def wrong(self, now: int, zone: str) -> list[Content]:
        """What is wrong, line by line."""
        return [
            *roster_words.gap_lines(self.gaps, now, zone),
            *roster_words.problem_lines(self.problems),
        ]

    def asked(self) -> list[Content]:
        """What is asked for, line by line."""
        words = [roster_words.swap_words(one) for one in self.swaps]
        words += [roster_words.leave_words(one) for one in self.leave]
        head = [Content.styled("调班、请假（按 s 办）", "bold")] if words else []
        return [*head, *map(Content, words)]

    def coming(self, me: int, now: int, zone: str) -> list[Content]:
        """My coming shifts, line by line."""
        head = Content.styled("我的班", "bold")
        if not self.mine:
            return [head, Content.styled(f"{COMING_DAYS} 天内没有排班", "$text-muted")]
        return [head, *(Content(roster_words.shift_line(one, me, now, zone)) for one in self.mine)]


async def read(session: Session, year: int, month: int) -> RosterRead:
    """Read a month. Raises StoreError."""
    ask, me, lead, now = session.bench.ask, session.staff.id, session.is_lead, session.clock()
    found = await ask(reading.month, year, month)
    mine = await ask(reading.of_staff, me, found.today - 1, found.today + COMING_DAYS)
    gaps = await ask(in_force.gaps, now - GAP_DAYS * DAY_US, now) if lead else []
    return RosterRead(
        found,
        await ask(reading.preset_list),
        await ask(reading.problems, year, month),
        await ask(swaps.open_swaps, None if lead else me),
        await ask(leave.open_leave, None if lead else me),
        [shift for shift in mine if shift.ends_at > now],
        [one for one in gaps if one.ends_at - one.begins_at >= SHORTEST_GAP_US],
    )
