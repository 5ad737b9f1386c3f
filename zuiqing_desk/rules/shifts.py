"""Shift presets 班次 (醉卿 manual, 客服日常工作制度)."""

import re
from dataclasses import dataclass
from typing import Final

from zuiqing_desk.rules.calendar import minutes
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.text import clean_line

NAME_CHARS: Final = 8
_SHAPE: Final = re.compile(
    r"(?P<name>\S+)\s+(?P<begin>\d\d:\d\d)\s*[-–—~至到]\s*(?P<end>\d\d:\d\d)"
)
# What a cell of the roster would be read as something else for.
_BAD_NAME: Final = re.compile(r"[=+\-@'＝＋－＠]|.*[*/]|[休假]$")
DAY_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Preset:
    """A named shift; minutes after midnight of the day it begins, so that an end beyond
    midnight is more than 1440."""

    name: str
    begin: int
    end: int

    @property
    def clock(self) -> str:
        """The hours for people: 18:00–23:00, 22:00–次日06:00."""
        return f"{_face(self.begin)}–{'次日' if self.end > DAY_MINUTES else ''}{_face(self.end)}"


def preset(line: str) -> Preset:
    """The shift a policy line such as ``晚班 18:00-23:00`` means; an end that is not after its
    begin is on the next day. Raises RuleError ``bad_shift``."""
    text = clean_line(line)
    found = _SHAPE.fullmatch(text)
    if found is None or len(found["name"]) > NAME_CHARS:
        raise RuleError(
            "bad_shift",
            f"「{text[:20]}」不是班次，请写成 晚班 18:00-23:00，名字最多 {NAME_CHARS} 个字。",
        )
    if _BAD_NAME.match(found["name"]):
        raise RuleError(
            "bad_shift",
            f"班次名「{found['name']}」在排班表里会认错：不能叫休或假，不能以 = + - @ ' 开头，"
            "也不能有 * 和 /。",
        )
    begin, end = minutes(found["begin"]), minutes(found["end"])
    if begin == DAY_MINUTES:
        raise RuleError("bad_shift", f"「{text}」请从 00:00 开始写，不写 24:00。")
    return Preset(found["name"], begin, end if end > begin else end + DAY_MINUTES)


def _face(minute: int) -> str:
    hours, rest = divmod(minute if minute <= DAY_MINUTES else minute - DAY_MINUTES, 60)
    return f"{hours:02}:{rest:02}"
