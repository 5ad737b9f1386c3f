"""Text on its way to the screen: made safe, cut, padded and wrapped.

Widths are cells as the terminal counts them and come from ``rich.cells`` alone.  Everything a
customer or an agent wrote passes through here before a widget shows it: control characters,
escape sequences and bidi overrides are gone afterwards, and what looks like markup stays text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from rich.cells import cell_len, get_character_cell_size, split_graphemes
from rich.text import Text

from zuiqing_desk.rules.text import clean, clean_line, graphemes

ELLIPSIS = "…"
TAB = "    "

_BLANKS = frozenset(" \u3000")

# Kinsoku: what may not begin a line, and what may not end one.
_CLOSING = frozenset("，。！？、；：）】》”’…〉」』〕〗］｝～·％℃")
_OPENING = frozenset("（【《“‘〈「『〔〖［｛￥¥$")
# After a blank these begin words (.NET, :-), so they only count when they touch what is before.
_ASCII_CLOSING = frozenset(",.!?;:)]}%")
_ASCII_OPENING = frozenset("([{")

# Every character is a grapheme of its own: no combining marks, joiners, selectors, emoji.
_SIMPLE = re.compile(
    "[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2460-\u25ff"
    "\u3000-\u3029\u3030-\u303f\u3041-\u3096\u309b-\u30ff\u3400-\u9fff\uff01-\uffee]*"
)
# What rich and terminals (tmux 3.3) count differently would shift the rest of its row: a joiner
# between anything but pictographs; the emoji selector, skin tones and Hangul fillers anywhere.
# Without them the same picture stands there, plain.
_PICTOGRAPH = "\u2190-\u2bff\U0001f000-\U0001faff"
_UNEVEN = re.compile("[\ufe0e\ufe0f\u3164\uffa0\U0001f3fb-\U0001f3ff]")
_STRAY_JOINER = re.compile(f"(?<![{_PICTOGRAPH}])\u200d|\u200d(?![{_PICTOGRAPH}])")


def safe(text: str) -> str:
    """``text`` fit for a terminal: cleaned, and of a width all agree on; line breaks stay."""
    return clean(_even(text))


def one_line(text: str) -> str:
    """``text`` fit for a row: as ``safe``, line breaks and tabs turned into single blanks."""
    return clean_line(_even(text))


def _even(text: str) -> str:
    if text.isascii():
        return text
    return _STRAY_JOINER.sub("", _UNEVEN.sub("", text))


def plain(text: str) -> Text:
    """One row for a stock widget: never markup, cut with an ellipsis by whoever draws it."""
    return Text(one_line(text), no_wrap=True, overflow="ellipsis")


def cut(text: str, width: int) -> str:
    """``text`` as one row of at most ``width`` cells; what is left out shows as an ellipsis."""
    text = one_line(text)
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    units, ends = _measured(text, width)
    return "".join(units[: bisect_right(ends, width - 1)]) + ELLIPSIS


def pad(text: str, width: int, *, right: bool = False) -> str:
    """``text`` as one row of exactly ``width`` cells; ``right`` puts it against the right edge."""
    text = cut(text, width)
    blanks = " " * (width - cell_len(text))
    return blanks + text if right else text + blanks


def wrap(text: str, width: int) -> list[str]:
    """``text`` in rows of at most ``width`` cells (taken as 2 when smaller).

    Line breaks stay; tabs become blanks; blanks at a break are dropped.  Latin words stay whole
    unless longer than a row, graphemes always do.  No row begins with closing punctuation or ends
    with opening punctuation where any other break exists.
    """
    rows: list[str] = []
    width = max(width, 2)
    for paragraph in safe(text).replace("\t", TAB).split("\n"):
        if cell_len(paragraph) <= width:
            rows.append(paragraph)
        else:
            rows.extend(_rows(paragraph, width))
    return rows


def _rows(paragraph: str, width: int) -> Iterator[str]:
    units, ends = _measured(paragraph, width)
    start, used, count = 0, 0, len(units)
    while start < count:
        stop = bisect_right(ends, used + width, start)
        end = count if stop == count else _break(units, start, stop)
        row = "".join(units[start:end])
        yield row if end == count else row.rstrip(" \u3000")
        while end < count and units[end] in _BLANKS:
            end += 1
        start, used = end, ends[end - 1]


def _measured(text: str, width: int) -> tuple[Sequence[str], list[int]]:
    """The units no break may divide, and the cells used up to the end of each."""
    if text.isascii():
        return text, list(range(1, len(text) + 1))
    if _SIMPLE.fullmatch(text):
        return text, list(accumulate(map(get_character_cell_size, text)))
    units: list[str] = []
    widths: list[int] = []
    for unit, cells in _clusters(text, width):
        units.append(unit)
        widths.append(cells)
    return units, list(accumulate(widths))


def _clusters(text: str, width: int) -> Iterator[tuple[str, int]]:
    """Graphemes with their cells.

    Rich's spans give widths that add up to those of a whole row, but divide flags; so spans are
    joined up to the next grapheme's end, unless the result would not fit a row at all.
    """
    borders = set(accumulate(map(len, graphemes(text))))
    begin, cells = 0, 0
    parts: list[tuple[str, int]] = []
    for first, last, span_cells in split_graphemes(text)[0]:
        parts.append((text[first:last], span_cells))
        cells += span_cells
        if last in borders:
            if cells <= width:
                yield text[begin:last], cells
            else:
                yield from parts
            begin, cells = last, 0
            parts = []
    yield from parts


def _break(units: Sequence[str], start: int, stop: int) -> int:
    """Where the row that begins at ``start`` ends, when ``units[start:stop]`` is all that fits."""
    first = start
    while first < stop and units[first] in _BLANKS:
        first += 1
    for words_stay_whole in (True, False):
        for at in range(stop, first, -1):
            if _may_break(units, at, words_stay_whole):
                return at
    return stop


def _may_break(units: Sequence[str], at: int, words_stay_whole: bool) -> bool:
    before, after = at - 1, at
    while after < len(units) and units[after] in _BLANKS:
        after += 1
    if after == len(units):
        return True
    while before > 0 and units[before] in _BLANKS:
        before -= 1
    last, following = units[before][-1], units[after][0]
    if following in _CLOSING or last in _OPENING:
        return False
    if after - before > 1:
        return True
    if following in _ASCII_CLOSING or last in _ASCII_OPENING:
        return False
    return not (words_stay_whole and _in_word(last) and _in_word(following))


def _in_word(char: str) -> bool:
    return get_character_cell_size(char) < 2
