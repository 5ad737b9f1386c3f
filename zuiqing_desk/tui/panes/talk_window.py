"""Which lines of a long conversation are kept loaded: a window that moves with the reader."""

from typing import Final, Literal, TypedDict

from zuiqing_desk.services.records import Chat

LINES: Final = 50
"""How many lines a conversation begins with, and how many more come at least each time."""
MOST_LINES: Final = 200
"""How many are loaded at most; those far from what is read are let go."""
KEPT: Final = MOST_LINES - LINES

Wish = Literal["earlier", "later", "first", "last"]


class LineWindow(TypedDict, total=False):
    """What services.chat.chat is asked for."""

    limit: int
    before_seq: int
    after_seq: int
    around_seq: int


NEWEST: Final = LineWindow(limit=LINES)


def same(chat: Chat | None, *, following: bool) -> LineWindow:
    """The lines that are loaded, as they stand now; who follows the newest gets new ones in place
    of the oldest, who reads further up keeps what is in view."""
    if chat is None or not chat.lines:
        return NEWEST
    if following and not chat.has_later:
        return LineWindow(limit=max(LINES, len(chat.lines)))
    return LineWindow(after_seq=chat.lines[0].seq - 1, limit=MOST_LINES)


def moved(chat: Chat | None, wish: Wish) -> LineWindow:
    """The window that brings what is wished, with most of what is loaded still in it."""
    if chat is None or not chat.lines or wish == "last":
        return NEWEST
    lines = chat.lines
    if wish == "first":
        return LineWindow(after_seq=0, limit=LINES)
    if wish == "earlier":
        return LineWindow(before_seq=lines[:KEPT][-1].seq + 1, limit=MOST_LINES)
    return LineWindow(after_seq=lines[-KEPT:][0].seq - 1, limit=MOST_LINES)


def about(seq: int) -> LineWindow:
    """One line with what was said around it."""
    return LineWindow(around_seq=seq, limit=2 * LINES)
