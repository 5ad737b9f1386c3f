"""The clock of a conversation, rule by rule.

A line is (minutes and seconds, who, text): ``客`` the customer, ``我`` the agent who got the
conversation at 00:00; ``客(无人)`` wrote while nobody was on duty.
"""

from dataclasses import dataclass

import pytest

from zuiqing_desk.rules.clock import (
    AgentLine,
    Answered,
    CustomerLine,
    RoundState,
    does_courtesy,
    step,
)
from zuiqing_desk.rules.courtesy import asks, is_courtesy
from zuiqing_desk.rules.policy import ShopPolicy

POLICY = ShopPolicy()
DAY = 739_000
AGENT = 7

Line = tuple[str, str, str]


def seconds(clock: str) -> int:
    minute, second = clock.split(":")
    return int(minute) * 60 + int(second)


def play(
    lines: list[Line], *, day: int = DAY, before: RoundState | None = None
) -> tuple[RoundState, list[Answered]]:
    state, rounds = before or RoundState(), []
    for seq, (clock, who, text) in enumerate(lines, start=1):
        at = seconds(clock) * 1_000_000
        if who == "我":
            event: CustomerLine | AgentLine = AgentLine(seq, at, AGENT, 0, asks(text))
        else:
            courtesy = does_courtesy(state, is_courtesy(text, POLICY.courtesy_words))
            event = CustomerLine(seq, at, who == "客", courtesy)
        state, answered = step(state, event, POLICY, day)
        rounds += [answered] if answered else []
    return state, rounds


@dataclass(frozen=True)
class Took:
    """A finished round: its first line's seq, the shop's seconds, and whether it counts."""

    seq: int
    shop_s: int
    counted: bool = True
    first: bool = False


def took(rounds: list[Answered]) -> list[Took]:
    return [
        Took(one.started_seq, one.shop_us // 1_000_000, one.counted, one.first_of_day)
        for one in rounds
    ]


ROUNDS = [
    pytest.param(
        [("00:00", "客", "在吗"), ("00:09", "我", "在的亲")],
        [Took(1, 9, first=True)],
        id="a round goes from the customer's line to the answer",
    ),
    pytest.param(
        [(f"00:{n:02}", "客", "在吗") for n in range(10)] + [("00:30", "我", "在的亲")],
        [Took(1, 30, first=True)],
        id="ten unanswered lines are one round, from the first of them",
    ),
    pytest.param(
        [("00:00", "客", "在吗"), ("00:05", "我", "在的"), ("00:20", "我", "请讲")],
        [Took(1, 5, first=True)],
        id="a second answer in a row ends nothing",
    ),
    pytest.param(
        [("00:00", "我", "您好"), ("00:40", "客", "多少钱"), ("00:50", "我", "99 元")],
        [Took(2, 10, first=True)],
        id="an agent's line before any customer line is no answer",
    ),
    pytest.param(
        [
            ("00:00", "客", "在吗"),
            ("00:10", "我", "在的"),
            ("01:00", "客", "多少钱"),
            ("01:25", "我", "99 元"),
        ],
        [Took(1, 10, first=True), Took(3, 25)],
        id="each answer ends one round, only one is the day's first",
    ),
    pytest.param(
        [
            ("00:00", "客", "在吗"),
            ("00:10", "我", "今天发货。"),
            ("00:20", "客", "好的，谢谢"),
            ("00:50", "我", "不客气"),
        ],
        [Took(1, 10, first=True), Took(3, 30)],
        id="a line that is more than one courtesy starts a round",
    ),
    pytest.param(
        [
            ("00:00", "客", "在吗"),
            ("00:10", "我", "今天发货。"),
            ("00:20", "客", "谢谢！"),
            ("00:50", "我", "不客气"),
        ],
        [Took(1, 10, first=True)],
        id="a courtesy after an agent's line starts no round",
    ),
    pytest.param(
        [
            ("00:00", "客", "在吗"),
            ("00:10", "我", "今天发货。"),
            ("00:20", "客", "好的"),
            ("00:21", "客", "谢谢啦😊"),
            ("00:50", "我", "不客气"),
        ],
        [Took(1, 10, first=True)],
        id="two courtesies in a row start no round",
    ),
    pytest.param(
        [
            ("00:00", "客", "在吗"),
            ("00:10", "我", "今天发货。"),
            ("00:20", "客", "好的"),
            ("00:30", "客", "发什么快递"),
            ("00:50", "我", "韵达"),
        ],
        [Took(1, 10, first=True), Took(4, 20)],
        id="after a courtesy the round starts at the line that wants an answer",
    ),
    pytest.param(
        [
            ("00:00", "客", "在吗"),
            ("00:10", "我", "发韵达可以吗？"),
            ("00:20", "客", "好的"),
            ("00:50", "我", "已备注"),
        ],
        [Took(1, 10, first=True), Took(3, 30)],
        id="a courtesy after a question is an answer and starts a round",
    ),
    pytest.param(
        [
            ("00:00", "客", "在吗"),
            ("00:10", "我", "发韵达吧"),
            ("00:12", "我", "今天就发。"),
            ("00:20", "客", "好的"),
            ("00:50", "我", "已备注"),
        ],
        [Took(1, 10, first=True)],
        id="only the agent's newest line decides whether something was asked",
    ),
    pytest.param(
        [("00:00", "客", "谢谢"), ("00:30", "我", "您好")],
        [Took(1, 30, first=True)],
        id="a courtesy that follows no agent's line starts a round",
    ),
    pytest.param(
        [("00:00", "客", "在吗"), ("00:05", "客", "谢谢"), ("00:30", "我", "在的")],
        [Took(1, 30, first=True)],
        id="a courtesy within a running round changes nothing",
    ),
    pytest.param(
        [("00:00", "客(无人)", "在吗"), ("10:00", "我", "在的")],
        [Took(1, 600, counted=False)],
        id="lines while nobody is on duty do not count",
    ),
    pytest.param(
        [("00:00", "客(无人)", "在吗"), ("09:00", "客", "有人吗"), ("09:15", "我", "在的")],
        [Took(2, 15, first=True)],
        id="a line on duty after such lines starts the round that counts",
    ),
    pytest.param(
        [("00:00", "客(无人)", "在吗"), ("09:00", "客", "谢谢"), ("09:15", "我", "在的")],
        [Took(2, 15, first=True)],
        id="while something is unanswered a courtesy is a line like any other",
    ),
    pytest.param(
        [("00:00", "客", "在吗"), ("01:00", "客(无人)", "人呢"), ("02:00", "我", "在的")],
        [Took(1, 120, first=True)],
        id="a counted round goes on when duty ends",
    ),
    pytest.param(
        [
            ("00:00", "客", "在吗"),
            ("00:10", "我", "今天发货。"),
            ("09:00", "客(无人)", "谢谢"),
            ("10:00", "我", "早"),
        ],
        [Took(1, 10, first=True)],
        id="a courtesy starts no round off duty either",
    ),
    pytest.param(
        [
            ("00:00", "客(无人)", "在吗"),
            ("01:00", "我", "在的"),
            ("02:00", "客", "多少钱"),
            ("02:10", "我", "99 元"),
        ],
        [Took(1, 60, counted=False), Took(3, 10, first=True)],
        id="a round that does not count is not the day's first",
    ),
]


@pytest.mark.parametrize(("lines", "rounds"), ROUNDS)
def test_rounds(lines: list[Line], rounds: list[Took]) -> None:
    state, answered = play(lines)
    assert took(answered) == rounds
    assert state.started_at is None


RUNNING = [
    pytest.param([("00:07", "客", "在吗")], (7, 1, True, 20), id="the day's first round has 20 s"),
    pytest.param(
        [("00:00", "客", "在吗"), ("00:10", "我", "在的"), ("00:20", "客", "多少钱")],
        (20, 3, True, 30),
        id="a later round of the day has 30 s",
    ),
    pytest.param(
        [("00:00", "客", "在吗"), ("00:19", "客", "在吗"), ("00:25", "客", "??")],
        (0, 1, True, 20),
        id="later lines move nothing",
    ),
    pytest.param(
        [("00:05", "客(无人)", "在吗"), ("00:15", "客(无人)", "?")],
        (5, 1, False, 0),
        id="off duty the first line is kept, for opening time",
    ),
    pytest.param(
        [("00:05", "客(无人)", "在吗"), ("00:15", "客", "?"), ("00:25", "客", "?")],
        (15, 2, True, 20),
        id="the first line on duty makes it count, once",
    ),
]


@pytest.mark.parametrize(("lines", "running"), RUNNING)
def test_running(lines: list[Line], running: tuple[int, int, bool, int]) -> None:
    state, _ = play(lines)
    assert state.started_at is not None
    started_s = state.started_at // 1_000_000
    assert (started_s, state.started_seq, state.counted, state.target_s) == running


def test_the_next_business_day_has_a_first_round_again() -> None:
    yesterday, _ = play([("00:00", "客", "在吗"), ("00:10", "我", "在的")])
    today, answered = play(
        [("00:00", "客", "早"), ("00:15", "我", "早")], day=DAY + 1, before=yesterday
    )
    assert took(answered) == [Took(1, 15, first=True)]
    assert today.counted_day == DAY + 1


def test_a_round_over_midnight_belongs_to_the_day_it_started() -> None:
    evening, _ = play([("00:00", "客", "在吗"), ("00:05", "我", "在的"), ("00:10", "客", "贵吗")])
    morning, answered = play([("00:40", "我", "不贵")], day=DAY + 1, before=evening)
    assert took(answered) == [Took(3, 30)]
    later, _ = play([("00:50", "客", "好喝吗")], day=DAY + 1, before=morning)
    assert later.target_s == POLICY.first_target_s


@pytest.mark.parametrize(
    ("assigned_s", "answered_s", "shop_s", "agent_s"),
    [
        pytest.param(0, 60, 50, 50, id="had it before the line: both start at the line"),
        pytest.param(40, 60, 50, 20, id="got it later: the agent's seconds start there"),
        pytest.param(None, 60, 50, 50, id="nobody had it: the agent's seconds are the shop's"),
        pytest.param(70, 60, 50, 0, id="assigned after the answer: never negative"),
        pytest.param(0, 5, 0, 0, id="the clock was set back: never negative"),
    ],
)
def test_the_shops_and_the_agents_seconds(
    assigned_s: int | None, answered_s: int, shop_s: int, agent_s: int
) -> None:
    running, _ = step(RoundState(), CustomerLine(1, 10_000_000, True, False), POLICY, DAY)
    assigned_at = None if assigned_s is None else assigned_s * 1_000_000
    answer = AgentLine(2, answered_s * 1_000_000, AGENT, assigned_at, False)
    _, answered = step(running, answer, POLICY, DAY)
    assert answered is not None
    assert (answered.shop_us, answered.agent_us) == (shop_s * 1_000_000, agent_s * 1_000_000)


def test_targets_come_from_the_policy_in_force_when_the_round_started() -> None:
    strict = ShopPolicy(first_target_s=5, target_s=6)
    line = CustomerLine(1, 0, True, False)
    running, _ = step(RoundState(), line, strict, DAY)
    still, _ = step(running, CustomerLine(2, 1, True, False), POLICY, DAY)
    later, _ = step(RoundState(counted_day=DAY), line, strict, DAY)
    assert (running.target_s, still.target_s, later.target_s) == (5, 5, 6)


@pytest.mark.parametrize("spoke", [False, True])
@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize("waiting", [False, True])
@pytest.mark.parametrize("courtesy", [False, True])
def test_a_courtesy_counts_in_one_case_alone(
    spoke: bool, asked: bool, waiting: bool, courtesy: bool
) -> None:
    state = RoundState(started_at=0 if waiting else None, agent_spoke=spoke, agent_asked=asked)
    only = courtesy and spoke and not asked and not waiting
    assert does_courtesy(state, courtesy) is only


def test_a_mark_as_courtesy_does_not_hide_what_is_unanswered() -> None:
    waiting, _ = play([("00:00", "客(无人)", "在吗")])
    marked, _ = step(waiting, CustomerLine(2, 9, True, True), POLICY, DAY)
    assert (marked.started_at, marked.counted) == (9, True)


def test_an_agents_word_that_a_line_is_a_courtesy_can_be_taken_back() -> None:
    quiet = RoundState(counted_day=DAY, agent_spoke=True, agent_asked=True)
    marked, _ = step(quiet, CustomerLine(3, 5, True, True), POLICY, DAY)
    unmarked, _ = step(quiet, CustomerLine(3, 5, True, False), POLICY, DAY)
    assert marked == quiet
    assert unmarked.started_at == 5
