"""A list too long to be read whole: it has the rows about its cursor, and asks for others as the
cursor comes near the end of them."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, NamedTuple

from textual.message import Message

from zuiqing_desk.tui.widgets.virtual_list import Item, VirtualList

Edge = Literal["", "first", "last"]

NEAR: Final = 60
"""Rows beyond the cursor when more are asked for: more than a view of the tallest screen."""


class Aim(NamedTuple):
    """About what rows are read: an end of the list, else the item that was under the cursor."""

    edge: Edge = ""
    item: Any = None
    key: Hashable = None


class Part(NamedTuple):
    """Rows of a list. ``at``: which of them stands where ``aim`` does; ``offset``: how many come
    before them, of ``whole`` in the list."""

    items: Sequence[Any]
    aim: Aim
    at: int
    offset: int
    whole: int
    later: bool


class WindowList(VirtualList[Item], Generic[Item]):
    """Shows a part of its items.

    The cursor stays on its item as long as that is among them, else on the place. Keys that lead
    beyond them are owed until the rows have come, so that none is lost.
    """

    @dataclass
    class Wanted(Message):
        """Rows are wanted about the list's ``aim``."""

        list: "WindowList[Any]"

        @property
        def control(self) -> "WindowList[Any]":
            return self.list

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:
        super().__init__(empty=empty, id=id)
        self._offset = 0
        self._whole = 0
        self._later = False
        self._edge: Edge = ""
        self._owed = 0

    # What a pane does with it.

    @property
    def aim(self) -> Aim:
        """What the next rows are to be read about."""
        return Aim(self._edge, self.cursor_item, self.cursor_key)

    def replace(self, items: Sequence[Item]) -> None:
        self.show(Part(items, self.aim, self._cursor, 0, len(items), later=False))

    def show(self, part: Part) -> None:
        """Show rows that were read."""
        before, aim = self.cursor_key, part.aim
        keys = {self.key_of(item): at for at, item in enumerate(part.items)}
        found = None if before is None else keys.get(before)
        if aim.edge != self._edge or (found is None and before != aim.key):
            # The keys were faster: an end was asked for since, or the cursor left these rows.
            self.post_message(self.Wanted(self))
            return
        shift = part.offset > 0 or self._offset > 0
        height_above = self._cursor * self._row_height - self.top
        self._items, self._at_key = part.items, keys
        self._offset, self._whole, self._later = part.offset, part.whole, part.later
        if aim.edge:
            self._edge = ""
            found = 0 if aim.edge == "first" else len(keys)
        self._cursor = max(0, min(part.at if found is None else found, len(keys) - 1))
        if shift:
            self.top = self._cursor * self._row_height - height_above
        self._reveal()
        self.sync()
        owed, self._owed = self._owed, 0
        if self.cursor_key != before:
            self.post_message(self.Moved(self, self.cursor_key))
        self._go(self._cursor + owed)

    def select(self, key: Hashable) -> bool:
        self._edge, self._owed = "", 0
        return super().select(key)

    # Moving.

    def edge(self, end: int) -> None:
        self._owed = 0
        if self._later if end else self._offset:
            self._edge = "last" if end else "first"
            self.post_message(self.Wanted(self))
        else:
            self._edge = ""
            super().edge(end)

    def _go(self, at: int) -> None:
        if self._edge:
            self._owed += at - self._cursor
            return
        at += self._owed
        here = max(0, min(at, len(self._items) - 1))
        goes_on = self._offset > 0 if at < here else self._later
        self._owed = at - here if goes_on else 0
        super()._go(here)
        if self._owed or self._near_an_end():
            self.post_message(self.Wanted(self))

    def _near_an_end(self) -> bool:
        below = len(self._items) - 1 - self._cursor
        return (self._later and below < NEAR) or (self._offset > 0 and self._cursor < NEAR)

    def thumb(self, y: int) -> str:
        total, view = self._whole * self._row_height, self.view
        if total <= view or not view:
            return " "
        length = max(1, view * view // total)
        top = self._offset * self._row_height + self.top
        start = min(top, total - view) * (view - length) // (total - view)
        return "▐" if start <= y < start + length else " "
