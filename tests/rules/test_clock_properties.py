"""What holds for every conversation there can be."""

from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.clock import (
    AgentLine,
    Answered,
    CustomerLine,
    Event,
    RoundState,
    fold,
    place,
    seconds_left,
    step,
)
from zuiqing_desk.rules.policy import ShopPolicy

POLICY = ShopPolicy()
DAY_US = 86_400_000_000

Dated = tuple[Event, int]


@st.composite
def conversations(draw: st.DrawFn, *, monotone: bool = True) -> list[Dated]:
    """Lines with ascending seq; time goes forward unless the clock may be set back."""
    out: list[Dated] = []
    at = draw(st.integers(0, 3 * DAY_US))
    steps = st.integers(0 if monotone else -DAY_US, DAY_US)
    for seq in range(1, draw(st.integers(0, 25)) + 1):
        at += draw(steps)
        event: Event
        if draw(st.booleans()):
            event = CustomerLine(seq, at, draw(st.booleans()), draw(st.booleans()))
        else:
            assigned_at = draw(st.none() | st.integers(0, max(at, 0)))
            event = AgentLine(seq, at, draw(st.integers(1, 3)), assigned_at, draw(st.booleans()))
        out.append((event, at // DAY_US))
    return out


@given(conversations(monotone=False))
def test_fold_is_step_repeated(events: list[Dated]) -> None:
    state, rounds = RoundState(), []
    for event, day in events:
        state, answered = step(state, event, POLICY, day)
        if answered:
            rounds.append(answered)
    assert fold(events, POLICY) == (state, rounds)


@given(conversations(), conversations())
def test_a_conversation_can_be_taken_up_anywhere(before: list[Dated], after: list[Dated]) -> None:
    state, rounds = fold(before, POLICY)
    for event, day in after:
        state, answered = step(state, event, POLICY, day)
        rounds += [answered] if answered else []
    assert fold([*before, *after], POLICY) == (state, rounds)


@given(conversations())
def test_the_agents_time_never_exceeds_the_shops(events: list[Dated]) -> None:
    _, rounds = fold(events, POLICY)
    assert all(one.shop_us >= one.agent_us >= 0 for one in rounds)
    assert all(one.shop_us == one.answered_at - one.started_at for one in rounds)


@given(conversations(monotone=False))
def test_no_time_is_negative_even_when_the_clock_is_set_back(events: list[Dated]) -> None:
    _, rounds = fold(events, POLICY)
    assert all(one.shop_us >= one.agent_us >= 0 for one in rounds)


@given(conversations())
def test_rounds_never_overlap(events: list[Dated]) -> None:
    _, rounds = fold(events, POLICY)
    seqs = [seq for one in rounds for seq in (one.started_seq, one.answered_seq)]
    assert seqs == sorted(set(seqs))


@given(conversations())
def test_every_answer_ends_at_most_one_round_and_leaves_none(events: list[Dated]) -> None:
    state, rounds = fold(events, POLICY)
    answers = [event.seq for event, _ in events if isinstance(event, AgentLine)]
    assert {one.answered_seq for one in rounds} <= set(answers)
    if events and isinstance(events[-1][0], AgentLine):
        assert state.started_at is None
    assert (state.started_at is None) == (state.started_seq is None)


@given(conversations(), st.integers(1, 30))
def test_more_unanswered_lines_are_the_same_round(events: list[Dated], more: int) -> None:
    state, _ = fold(events, POLICY)
    at, day = (events[-1][0].at, events[-1][1]) if events else (0, 0)
    running, _ = step(state, CustomerLine(100, at, True, False), POLICY, day)
    still = running
    for extra in range(1, more + 1):
        line = CustomerLine(100 + extra, at + extra, extra % 2 == 0, extra % 3 == 0)
        still, answered = step(still, line, POLICY, day + extra)
        assert answered is None
    assert still == running


@given(conversations(), st.integers(1, 30), st.integers(0, DAY_US))
def test_seconds_left_never_depend_on_later_lines(
    events: list[Dated], more: int, waited: int
) -> None:
    opened = [*events, (CustomerLine(100, DAY_US * 40, True, False), 40)]
    later: list[Dated] = [
        (CustomerLine(100 + n, DAY_US * 40 + n, True, False), 40) for n in range(1, more + 1)
    ]
    now = DAY_US * 40 + waited
    left = []
    for lines in (opened, opened + later):
        state, _ = fold(lines, POLICY)
        assert state.started_at is not None
        left.append((seconds_left(state.started_at, state.target_s, now), place(state, now)))
    assert left[0] == left[1]


@given(conversations())
def test_the_first_round_of_a_day_is_one(events: list[Dated]) -> None:
    _, rounds = fold(events, POLICY)
    firsts = [one.started_at // DAY_US for one in rounds if one.first_of_day]
    assert len(firsts) == len(set(firsts))
    assert all(one.counted for one in rounds if one.first_of_day)
    counted_days = {one.started_at // DAY_US for one in rounds if one.counted}
    assert counted_days == set(firsts)


def off_duty(one: Answered, events: list[Dated]) -> bool:
    asked = next(event for event, _ in events if event.seq == one.started_seq)
    assert isinstance(asked, CustomerLine)
    return not asked.on_duty


@given(conversations())
def test_a_round_counts_when_its_first_line_came_on_duty(events: list[Dated]) -> None:
    _, rounds = fold(events, POLICY)
    assert all(one.counted != off_duty(one, events) for one in rounds)
