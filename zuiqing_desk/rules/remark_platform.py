"""Our remark and the text in the platform's field (醉卿 manual, 订单备注).

Ours is the first line; other notes follow. A text that stands there is never lost unasked.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Literal

How = Literal["new", "append", "replace"]
"""What becomes of a text that stands on the platform: ``new``: there is none but ours; ``append``:
it follows our line as notes; ``replace``: it goes."""

MOST_BYTES: Final = 1000
"""What the field takes (marketplace rule), counted in UTF-8, the longer of the usual encodings."""


def byte_count(text: str) -> int:
    """How much of the field a text fills."""
    return len(text.encode("utf-8", "surrogatepass"))


def first_line(text: str) -> str:
    """The line the grammar governs; the notes follow it."""
    return next(iter(_lines(text)), "")


def foreign(platform: str, ours: Iterable[str]) -> str:
    """The platform's text as far as it is not ours: the lines that none of our texts has."""
    known = {line for text in ours for line in _lines(text)}
    return "\n".join(line for line in _lines(platform) if line not in known)


def combined(line: str, platform: str, ours: Sequence[str], how: How) -> str:
    """The text that belongs on the platform: our ``line``, with what is kept of what stands there.

    ``ours``: the texts we wrote before, the newest last. Their first lines give way to the new one;
    the notes of the newest stay unless everything is replaced.
    """
    if how == "replace":
        return line
    gone = {line, *map(first_line, ours)}
    notes = _lines(ours[-1])[1:] if ours else []
    notes += _lines(platform) if how == "append" else []
    return "\n".join((line, *(one for one in dict.fromkeys(notes) if one not in gone)))


def same(one: str, other: str) -> bool:
    """Whether two texts of the field are one: line ends and blanks at line ends tell nothing."""
    return _lines(one) == _lines(other)


def _lines(text: str) -> list[str]:
    return [stripped for line in text.splitlines() if (stripped := line.strip())]
