"""Times as people write and read them."""

import pytest
from support.shop import OPENING, SECOND

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.tui.when import been, moment, span, until

ZONE = "Asia/Shanghai"
MINUTE = 60 * SECOND


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45),
        (" 5 ", 5),
        ("09:30", 30),
        ("9：30", 30),
        ("08:00", 23 * 60),
        ("09:00", 24 * 60),
        ("明天 9:00", 24 * 60),
        ("明天09:30", 24 * 60 + 30),
        ("后天 08:00", 47 * 60),
        ("今天 21:00", 720),
    ],
)
def test_minutes_or_the_next_such_time(text: str, minutes: int) -> None:
    assert until(text, OPENING, ZONE) == OPENING + minutes * MINUTE


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 0),
        (" ", 0),
        ("5", 5),
        ("08:30", 30),
        ("8：59", 1),
        ("09:00", 0),
        ("09:01", 24 * 60 - 1),
    ],
)
def test_minutes_ago_or_the_last_such_time(text: str, minutes: int) -> None:
    assert been(text, OPENING, ZONE) == OPENING - minutes * MINUTE


@pytest.mark.parametrize("text", ["0", "-5", "24:00", "刚才", "99999"])
def test_nonsense_of_the_past_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        been(text, OPENING, ZONE)


@pytest.mark.parametrize(
    "text", ["", "0", "-5", "24:00", "9:60", "明天", "明天45", "今天 8:00", "99999", "٣٠"]
)
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        until(text, OPENING, ZONE)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(5, "5 分钟"), (120, "2 小时"), (90, "1 小时 30 分钟"), (2880, "2 天"), (1500, "25 小时")],
)
def test_lengths_of_time(minutes: int, words: str) -> None:
    assert span(minutes) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(5, "09:05"), (24 * 60, "明天 09:00"), (72 * 60, "3月5日 09:00")],
)
def test_a_coming_moment(minutes: int, words: str) -> None:
    assert moment(OPENING + minutes * MINUTE, OPENING, ZONE) == words
