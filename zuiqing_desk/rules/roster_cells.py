"""A day of the roster as a word: 晚班, 晚班*, 中班 12:00-20:00, 休, 假 (house rule).

A star is 当值; two shifts of one day stand with `` / `` between them.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.shifts import DAY_MINUTES, Preset, preset
from zuiqing_desk.rules.text import clean_line

FREE: Final[dict[str, Literal["rest", "leave"]]] = {"休": "rest", "假": "leave"}
MOST_SHIFTS: Final = 3
"""Of one person on one day."""

_BETWEEN: Final = re.compile(r"\s+/\s+")


class Word(NamedTuple):
    """What a cell says of one entry; ``shift`` None for a rest day or leave."""

    kind: Literal["work", "rest", "leave"]
    shift: Preset | None
    duty: bool


def shift_of(line: str, known: Sequence[Preset]) -> Preset:
    """The shift a line means: the name of a preset, or 班名 HH:MM-HH:MM. Raises ``bad_shift``."""
    text = clean_line(line).replace("：", ":")
    found = next((one for one in known if one.name == text), None)
    if found is None and len(text.split()) < 2:
        names = "、".join(dict.fromkeys(one.name for one in known))
        raise RuleError(
            "bad_shift",
            f"不认识班次「{text[:20]}」，可以写：{names}，或者写出钟点，如 中班 12:00-20:00。",
        )
    return preset(text) if found is None else found


def words_of(text: str, known: Sequence[Preset]) -> tuple[Word, ...]:
    """What a cell says, none for an empty one. Raises RuleError ``bad_shift`` or ``bad_cell``."""
    text = clean_line(text)
    if not text:
        return ()
    found = tuple(_word(part, known) for part in _BETWEEN.split(text))
    if len(found) > 1 and any(one.shift is None for one in found):
        raise RuleError("bad_cell", f"「{text[:20]}」：休、假要单独写，不能再排班。")
    if len(found) > MOST_SHIFTS:
        raise RuleError("bad_cell", f"「{text[:20]}…」：一天最多 {MOST_SHIFTS} 个班。")
    shifts = sorted((one.shift for one in found if one.shift), key=lambda one: one.begin)
    if any(later.begin < earlier.end for earlier, later in pairwise(shifts)):
        raise RuleError("bad_cell", f"「{text[:20]}」：两个班时间重叠。")
    return tuple(sorted(found, key=lambda one: one.shift.begin if one.shift else 0))


def text_of(words: Iterable[Word], known: Sequence[Preset]) -> str:
    """The cell that ``words_of`` reads as these."""
    return " / ".join(_text(one, known) for one in words)


def _word(text: str, known: Sequence[Preset]) -> Word:
    if text in FREE:
        return Word(FREE[text], None, False)
    duty = text.endswith(("*", "＊"))
    return Word("work", shift_of(text.rstrip("*＊").rstrip(), known), duty)


def _text(one: Word, known: Sequence[Preset]) -> str:
    if one.shift is None:
        return next(word for word, kind in FREE.items() if kind == one.kind)
    first = next((each for each in known if each.name == one.shift.name), None)
    star = "*" if one.duty else ""
    return (one.shift.name if first == one.shift else _line(one.shift)) + star


def _line(shift: Preset) -> str:
    end = shift.end if shift.end <= DAY_MINUTES else shift.end - DAY_MINUTES
    faces = (f"{minute // 60:02}:{minute % 60:02}" for minute in (shift.begin, end))
    return f"{shift.name} {'-'.join(faces)}"
