"""Which shift somebody worked in at a moment: by the roster, else by the shop's presets."""

from collections import defaultdict
from typing import Final, NamedTuple

from zuiqing_desk.rules import shifts
from zuiqing_desk.rules.calendar import day_starts_at
from zuiqing_desk.rules.shifts import DAY_MINUTES, Preset
from zuiqing_desk.services import policy
from zuiqing_desk.services.tally.days import Days
from zuiqing_desk.store.tx import Tx

GRACE_US: Final = 2 * 3600 * 1_000_000
"""The late shift ends when its last customer has been served (shop handbook): for so long after
its end a shift goes on, unless another has begun (house rule)."""

_NEAR_US: Final = 6 * 3600 * 1_000_000

_ENTRIES = """
SELECT staff_id, shift, begins_at, ends_at FROM roster_entry
WHERE removed_at IS NULL AND kind = 'work' AND day BETWEEN :first AND :last
ORDER BY begins_at, id
"""


class _Stretch(NamedTuple):
    begins: int
    ends: int
    name: str


class ShiftBook:
    """The shifts around these days. What no shift covers has the name ''."""

    def __init__(self, tx: Tx, days: Days) -> None:
        self._rostered: dict[int, list[_Stretch]] = defaultdict(list)
        for staff_id, name, begins, ends in tx.all(
            _ENTRIES, first=days.first - 2, last=days.last + 2
        ):
            self._rostered[staff_id].append(_Stretch(begins, ends, name))
        self._presets: list[_Stretch] = []
        changes = [at for (at,) in tx.all("SELECT effective_at FROM policy WHERE key = 'shifts'")]
        known: dict[int, list[Preset]] = {}
        for day in range(days.first - 1, days.last + 2):
            # What was in force when the day ended holds for the whole day.
            ended = day_starts_at(day + 1, days.zone, 0)
            edition = sum(at <= ended for at in changes)
            if edition not in known:
                known[edition] = [shifts.preset(line) for line in policy.at(tx, ended).shifts]
            self._presets += [_on(day, one, days.zone) for one in known[edition]]

    def name(self, staff_id: int | None, at: int) -> str:
        """The shift of this person at a moment. Who has a shift of their own within
        six hours goes by the roster, everybody else by the presets (house rule)."""
        mine = self._rostered.get(staff_id, []) if staff_id is not None else []
        near = [one for one in mine if one.begins - _NEAR_US <= at < one.ends + _NEAR_US]
        if near:
            return _covering(near, at)
        return _covering(self._presets, at)


def _on(day: int, one: Preset, zone: str) -> _Stretch:
    begins, ends = (
        day_starts_at(day + minute // DAY_MINUTES, zone, minute % DAY_MINUTES)
        for minute in (one.begin, one.end)
    )
    return _Stretch(begins, ends, one.name)


def _covering(stretches: list[_Stretch], at: int) -> str:
    for one in stretches:
        if one.begins <= at < one.ends:
            return one.name
    over = [one for one in stretches if one.ends <= at < one.ends + GRACE_US]
    return max(over, key=lambda one: one.ends).name if over else ""
