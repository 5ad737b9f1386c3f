"""A list of any length with a cursor, of which only what changed is painted."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from textual import events
from textual.message import Message

from zuiqing_desk.tui.text import wrap
from zuiqing_desk.tui.widgets.rows import Scrolled, Span

Item = TypeVar("Item", bound=Hashable)


class Cursor(IntEnum):
    """Whether the cursor is on an item, and whether keys reach it there."""

    NONE = 0
    RESTING = 1
    ACTIVE = 2


class Shown(NamedTuple):
    """One screen row of an item: everything its looks depend on."""

    item: Any
    line: int
    cursor: Cursor
    face: Hashable
    thumb: str


class Hint(NamedTuple):
    """A row of the words that stand in for an empty list."""

    text: str


class VirtualList(Scrolled, Generic[Item], can_focus=True):
    """Items of one height (1 or 2 rows), known by their key.

    Subclasses say what an item's key is, how it is drawn, and what else its looks depend on
    (``face``: a running clock, say).  The cursor stays on its key when the order changes; when its
    item is gone, on the place.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--row",
        "list--cursor",
        "list--resting",
        "list--empty",
    }
    LOOKS: ClassVar[dict[str, str]] = {
        "row": "list--row",
        "cursor": "list--cursor",
        "resting": "list--resting",
        "empty": "list--empty",
    }
    DEFAULT_CSS = """
    VirtualList .list--cursor {
        background: $block-cursor-background;
        color: $block-cursor-foreground;
        text-style: $block-cursor-text-style;
    }
    VirtualList .list--resting {
        background: $block-cursor-blurred-background;
        text-style: $block-cursor-blurred-text-style;
    }
    VirtualList .list--empty { color: $text-muted; }
    """

    @dataclass
    class Moved(Message):
        """The cursor is on another key now (None: the list is empty)."""

        list: "VirtualList[Any]"
        key: Hashable

        @property
        def control(self) -> "VirtualList[Any]":
            return self.list

    @dataclass
    class Chosen(Message):
        """Enter on an item."""

        list: "VirtualList[Any]"
        key: Hashable

        @property
        def control(self) -> "VirtualList[Any]":
            return self.list

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: Sequence[Item] = ()
        self._cursor = 0
        self._empty = empty
        self._row_height = 1
        self._at_key: dict[Hashable, int] | None = None

    # What a subclass answers.

    def key_of(self, item: Item) -> Hashable:
        """What stays the same about an item when everything else changes."""
        raise NotImplementedError

    def face(self, item: Item) -> Hashable:
        """What the looks depend on besides the item itself."""
        return None

    def item_spans(self, shown: Shown, width: int) -> Sequence[Span]:
        """The pieces of one screen row of an item."""
        raise NotImplementedError

    # What a pane does with it.

    @property
    def items(self) -> Sequence[Item]:
        return self._items

    @property
    def cursor_item(self) -> Item | None:
        """The item under the cursor; None in an empty list."""
        return self._items[self._cursor] if self._items else None

    @property
    def cursor_key(self) -> Hashable:
        """The key under the cursor; None in an empty list."""
        item = self.cursor_item
        return None if item is None else self.key_of(item)

    def replace(self, items: Sequence[Item]) -> None:
        """Show these items instead; paints the rows that differ."""
        before = self.cursor_key
        self._items = items
        self._at_key = None
        found = None if before is None else self._find(before)
        self._cursor = min(self._cursor, max(0, len(items) - 1)) if found is None else found
        self._reveal()
        self.sync()
        if self.cursor_key != before:
            self.post_message(self.Moved(self, self.cursor_key))

    def set_empty(self, words: str) -> None:
        """What to say while there is nothing: it should name a key."""
        self._empty = words
        self.sync()

    def set_row_height(self, rows: int) -> None:
        """How many screen rows an item has."""
        if rows != self._row_height:
            self._row_height = rows
            self._reveal()
            self.sync()

    def select(self, key: Hashable) -> bool:
        """Put the cursor on a key; whether it is there."""
        found = self._find(key)
        if found is not None:
            self._go(found)
        return found is not None

    def _find(self, key: Hashable) -> int | None:
        items = self._items
        if self._cursor < len(items) and self.key_of(items[self._cursor]) == key:
            return self._cursor
        if self._at_key is None:
            self._at_key = {self.key_of(item): at for at, item in enumerate(items)}
        return self._at_key.get(key)

    # Rows.

    def total(self) -> int:
        return len(self._items) * self._row_height

    @property
    def last_top(self) -> int:
        height = self._row_height
        return max(0, -(-(self.total() - self.view) // height) * height)

    def row(self, y: int) -> Hashable:
        at, line = divmod(self.top + y, self._row_height)
        if at < len(self._items):
            item = self._items[at]
            cursor = Cursor.NONE
            if at == self._cursor:
                cursor = Cursor.ACTIVE if self.has_focus else Cursor.RESTING
            return Shown(item, line, cursor, self.face(item), self.thumb(y))
        return Hint("" if self._items else self._hint(y))

    def _hint(self, y: int) -> str:
        rows = wrap(self._empty, max(2, self.content_size.width - 2))
        return f" {rows[y]}" if y < len(rows) else ""

    def spans(self, row: Hashable, width: int) -> tuple[Sequence[Span], str]:
        if isinstance(row, Shown):
            pieces = self.item_spans(row, width - 1)
            if row.cursor is Cursor.ACTIVE:
                # One pair of colours that is readable, rather than every look upon the cursor's.
                pieces = [(text, "") for text, _ in pieces]
            return [*pieces, (row.thumb, "")], ("row", "resting", "cursor")[row.cursor]
        assert isinstance(row, Hint)
        return [(row.text, "")], "empty"

    # Moving.

    def move(self, by: int) -> None:
        """The cursor so many items further."""
        self._go(self._cursor + by)

    def page(self, by: int) -> None:
        """The cursor so many views further."""
        self._go(self._cursor + by * max(1, self.view // self._row_height - 1))

    def edge(self, end: int) -> None:
        """The cursor on the first or the last item."""
        self._go(len(self._items) - 1 if end else 0)

    def spots(self) -> Iterable[tuple[int, Hashable]]:
        height = self._row_height
        first = -(-self.top // height)
        last = min(len(self._items), -(-(self.top + self.view) // height))
        return [(at * height - self.top, self.key_of(self._items[at])) for at in range(first, last)]

    def point(self, spot: Hashable) -> None:
        self.select(spot)

    def choose(self) -> None:
        """Say that the item under the cursor was chosen."""
        if self._items:
            self.post_message(self.Chosen(self, self.cursor_key))

    def _go(self, at: int) -> None:
        at = max(0, min(at, len(self._items) - 1))
        if at == self._cursor or not self._items:
            return
        before, self._cursor = self._cursor, at
        if self._reveal():
            self.sync()
        else:
            self.sync([*self._ys(before), *self._ys(at)])
        self.post_message(self.Moved(self, self.cursor_key))

    def _ys(self, at: int) -> Iterable[int]:
        first = at * self._row_height - self.top
        return range(first, first + self._row_height)

    def _reveal(self) -> bool:
        """Scroll no further than it takes to show the cursor; whether that moved anything."""
        height, before = self._row_height, self.top
        first = self._cursor * height
        lowest = -(-(first + height - self.view) // height) * height
        top = min(max(before, lowest), first) if self.view >= height else first
        self.top = min(max(0, top - top % height), max(self.last_top, 0))
        return self.top != before

    # Events.

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.choose()

    def on_resize(self) -> None:
        self._reveal()
        self.sync()

    def on_focus(self) -> None:
        self.sync(self._ys(self._cursor))

    def on_blur(self) -> None:
        self.sync(self._ys(self._cursor))
