"""Which shift somebody hands over, who comes next, and whose section an item belongs to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules import boundary
from zuiqing_desk.rules.boundary import HOUR, MINUTE, Part, Window
from zuiqing_desk.rules.shifts import preset

ZONE = "Asia/Shanghai"
MIDNIGHT = 1_772_380_800_000_000
"""2026-03-02 00:00 in Shanghai."""
USUAL = ("白班 09:00-18:00", "晚班 18:00-23:00", "常班 09:00-18:00")
OVERLAPPING = ("早 09:00-18:00", "中 14:00-23:00")
ROUND_THE_CLOCK = ("日 08:00-20:00", "夜 20:00-08:00")


def clock(hour: float) -> int:
    return MIDNIGHT + int(hour * HOUR)


def known(lines: tuple[str, ...], now: int) -> list[Window]:
    return boundary.windows([preset(line) for line in lines], now, ZONE)


def shift(begin: float, end: float) -> Window:
    return Window("班", clock(begin), clock(end))


@pytest.mark.parametrize(
    ("mine", "now", "ends"),
    [
        ([(9, 18)], 6.9, None),
        ([(9, 18)], 7, 18),
        ([(9, 18)], 30, 18),
        ([(9, 18)], 30.1, None),
        ([(9, 18), (33, 42)], 30.9, None),
        ([(9, 18), (33, 42)], 31, 42),
        ([(-6, -1), (9, 18)], 6.9, -1),
        ([(-6, -1), (9, 18)], 7.5, 18),
        ([(9, 14), (18, 23)], 15, 14),
        ([(9, 14), (18, 23)], 16, 23),
        ([(22, 30)], 29, 30),
    ],
)
def test_the_roster_says_which_shift_is_handed_over(
    mine: list[tuple[float, float]], now: float, ends: float | None
) -> None:
    found = boundary.of_roster([shift(*one) for one in mine], clock(now))
    assert (found and found.ends_at) == (None if ends is None else clock(ends))


@pytest.mark.parametrize(
    ("lines", "since", "now", "expected"),
    [
        (USUAL, 8.9, 17.8, ("白班", 18)),
        (USUAL, 8.9, 18.3, ("白班", 18)),
        (USUAL, 17.8, 18.3, ("晚班", 23)),
        (USUAL, 17.8, 23.4, ("晚班", 23)),
        (USUAL, 13, 17.9, ("白班", 18)),
        (USUAL, 15.5, 17, ("白班", 18)),
        (USUAL, 23.3, 23.3, ("晚班", 23)),
        (USUAL, 6, 6, ("白班", 18)),
        (USUAL, 29.2, 29.2, ("白班", 42)),
        (OVERLAPPING, 9, 18.1, ("早", 18)),
        (OVERLAPPING, 13.9, 18.1, ("中", 23)),
        (ROUND_THE_CLOCK, 19.9, 32.1, ("夜", 32)),
        (ROUND_THE_CLOCK, 0.5, 7, ("夜", 8)),
    ],
)
def test_without_a_roster_the_preset_somebody_came_for_counts(
    lines: tuple[str, ...], since: float, now: float, expected: tuple[str, float]
) -> None:
    found = boundary.of_presets(known(lines, clock(now)), clock(since), clock(now))
    assert found is not None
    assert (found.name, found.ends_at) == (expected[0], clock(expected[1]))


@pytest.mark.parametrize(
    ("shifts", "ends", "begins"),
    [
        ([(18, 23), (33, 42)], 18, [18]),
        ([(14, 23), (16.5, 22), (33, 42)], 18, [14, 16.5]),
        ([(9, 18), (18, 23), (33, 42)], 23, [33]),
        ([(9, 18)], 18, []),
        ([(22, 30), (30, 38)], 22, [22]),
        ([(33, 42), (33, 40), (36, 44)], 23, [33, 33]),
    ],
)
def test_who_goes_on_takes_over_else_who_begins_next(
    shifts: list[tuple[float, float]], ends: float, begins: list[float]
) -> None:
    found = boundary.following([shift(*one) for one in shifts], clock(ends))
    assert sorted(one.begins_at for one in found) == [clock(one) for one in begins]


@pytest.mark.parametrize(
    ("begins", "mode"),
    [(18, "face"), (14, "face"), (19, "face"), (19.01, "book"), (33, "book"), (None, "book")],
)
def test_a_page_changes_hands_face_to_face_only_within_the_hour(
    begins: float | None, mode: str
) -> None:
    assert boundary.mode_of(None if begins is None else clock(begins), clock(18)) == mode


@pytest.mark.parametrize(
    ("creator", "carried", "parts", "expected"),
    [
        (1, False, [Part(10, 1, True, False), Part(20, 2, True, True)], 10),
        (1, True, [Part(10, 1, True, False), Part(20, 2, True, True)], 20),
        (3, False, [Part(10, 1, True, False), Part(20, 2, True, True)], 20),
        (3, False, [Part(10, 1, True, False), Part(20, 2, True, False)], 10),
        (1, False, [Part(10, 1, False, False), Part(20, 2, True, False)], 20),
        (3, True, [Part(10, 1, True, False), Part(20, 2, False, True)], 10),
        (1, False, [Part(10, 1, False, True)], None),
        (None, False, [], None),
    ],
)
def test_an_item_goes_to_its_creator_or_to_the_duty_officer(
    creator: int | None, carried: bool, parts: list[Part], expected: int | None
) -> None:
    assert boundary.part_of(creator, carried, parts) == expected


@given(
    creator=st.none() | st.integers(1, 4),
    carried=st.booleans(),
    parts=st.lists(
        st.builds(Part, st.integers(1, 9), st.integers(1, 4), st.booleans(), st.booleans()),
        max_size=4,
    ),
)
def test_no_item_is_left_out_while_a_section_is_open(
    creator: int | None, carried: bool, parts: list[Part]
) -> None:
    still = {one.id for one in parts if one.open}
    found = boundary.part_of(creator, carried, parts)
    assert (found in still) if still else found is None


@given(since=st.integers(-20 * 60, 20 * 60), worked=st.integers(0, 14 * 60))
def test_there_is_always_a_preset_to_hand_over(since: int, worked: int) -> None:
    came = MIDNIGHT + since * MINUTE
    now = came + worked * MINUTE
    found = boundary.of_presets(known(USUAL, now), came, now)
    assert found is not None
    assert found.ends_at + boundary.LATE >= now
