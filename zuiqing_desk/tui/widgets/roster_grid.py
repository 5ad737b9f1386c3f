"""People by days: a list of rows with a cursor that also goes sideways."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar, Final, NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from zuiqing_desk.tui.text import pad
from zuiqing_desk.tui.widgets.browse_list import BrowseList, Cell
from zuiqing_desk.tui.widgets.rows import Span
from zuiqing_desk.tui.widgets.virtual_list import Cursor, Shown

NAME_CELLS: Final = 13
WIDE_NAME_CELLS: Final = 18
COUNT_CELLS: Final = 4
CELLS: Final = 3
"""Of a day: two for a Chinese character, one for the mark of 当值."""
WIDE_CELLS: Final = 4
WIDE_FROM: Final = WIDE_NAME_CELLS + COUNT_CELLS + 2 + 31 * WIDE_CELLS


class GridDay(NamedTuple):
    """The head of a column: two rows, and how they look."""

    top: str
    below: str
    look: str


class GridRow(NamedTuple):
    """A person: what stands at the left (who, and how much rest), and what in each day's column."""

    key: Hashable
    name: Cell
    rest: Cell
    cells: tuple[Cell, ...]


class GridFace(NamedTuple):
    """What a row depends on besides its person: which days are shown, where the cursor is."""

    left: int
    column: int | None


class RosterGrid(BrowseList):
    """``←`` ``→`` go from day to day, Home and End to the first and the last one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"grid--free", "grid--leave"}
    LOOKS: ClassVar[dict[str, str]] = {
        **BrowseList.LOOKS,
        "free": "grid--free",
        "leave": "grid--leave",
    }
    DEFAULT_CSS = """
    RosterGrid .grid--free { color: $text-muted; }
    RosterGrid .grid--leave { color: $text-accent; }
    """

    class DayMoved(Message):
        """The cursor is on another day, or other days are shown."""

    def __init__(self, *, id: str) -> None:
        super().__init__((), key=_key, face=_no_face, cells=_no_cells, id=id)
        self.days: Sequence[GridDay] = ()
        self.column = 0
        self.left = 0

    # What a screen does with it.

    def show_month(self, days: Sequence[GridDay], column: int) -> None:
        """Show other days, with the cursor on this one."""
        self.days, self.left = days, 0
        self.column = max(0, min(column, len(days) - 1))
        self._reveal_column()
        self.sync()
        self.post_message(self.DayMoved())

    def replace_days(self, days: Sequence[GridDay]) -> None:
        """Change how the heads look; the cursor stays."""
        self.days = days
        self.post_message(self.DayMoved())

    def go(self, by: int) -> None:
        """The cursor so many days further."""
        self._to(self.column + by)

    # Columns.

    @property
    def cell_width(self) -> int:
        """The cells of a day."""
        return WIDE_CELLS if self.content_size.width >= WIDE_FROM else CELLS

    @property
    def name_width(self) -> int:
        """The cells at the left that say who it is."""
        return WIDE_NAME_CELLS if self.content_size.width >= WIDE_FROM else NAME_CELLS

    @property
    def left_width(self) -> int:
        """The cells before the first day."""
        return 1 + self.name_width + COUNT_CELLS

    @property
    def fitting(self) -> int:
        """How many days fit."""
        return max(1, (self.content_size.width - self.left_width - 1) // self.cell_width)

    def _to(self, column: int) -> None:
        column = max(0, min(column, len(self.days) - 1))
        if column != self.column:
            self.column = column
            self._reveal_column()
            self.sync()
            self.post_message(self.DayMoved())

    def _reveal_column(self) -> None:
        last = max(0, len(self.days) - self.fitting)
        self.left = min(max(self.left, self.column - self.fitting + 1), self.column, last)

    # Rows.

    def face(self, item: Any) -> GridFace:
        return GridFace(self.left, self.column if item.key == self.cursor_key else None)

    def item_spans(self, shown: Shown, width: int) -> Sequence[Span]:
        row: GridRow = shown.item
        face = shown.face
        assert isinstance(face, GridFace)
        spans: list[Span] = [
            (" " + pad(row.name[0], self.name_width), row.name[1]),
            (pad(row.rest[0], COUNT_CELLS), row.rest[1]),
        ]
        for at in range(face.left, min(len(row.cells), face.left + self.fitting)):
            text, look = row.cells[at]
            if shown.cursor is not Cursor.NONE and at == face.column:
                look = "resting" if shown.cursor is Cursor.RESTING else "cursor"
            spans.append((pad(text, self.cell_width), look))
        return spans

    def spans(self, row: Hashable, width: int) -> tuple[Sequence[Span], str]:
        if isinstance(row, Shown):
            return [*self.item_spans(row, width - 1), (row.thumb, "")], "row"
        return super().spans(row, width)

    # Events.

    def on_key(self, event: events.Key) -> None:
        step = SIDEWAYS.get(event.key)
        if step is not None:
            event.stop()
            event.prevent_default()
            step(self)

    def on_resize(self) -> None:
        self._reveal_column()
        self._strips.clear()
        self.post_message(self.DayMoved())


SIDEWAYS: Final[dict[str, Callable[[RosterGrid], None]]] = {
    "left": lambda grid: grid.go(-1),
    "right": lambda grid: grid.go(1),
    "home": lambda grid: grid.go(-len(grid.days)),
    "end": lambda grid: grid.go(len(grid.days)),
}


class GridHead(Widget):
    """The days above a grid, in two rows."""

    DEFAULT_CSS = """
    GridHead { height: 2; width: 1fr; color: $text-muted; }
    """

    def __init__(self, grid: RosterGrid, *, id: str) -> None:
        super().__init__(id=id)
        self._grid = grid

    def render(self) -> Content:
        grid = self._grid
        shown = range(grid.left, min(len(grid.days), grid.left + grid.fitting))
        return Content("\n").join(self._line(part, shown) for part in (0, 1))

    def _line(self, part: int, shown: range) -> Content:
        grid = self._grid
        words = "" if part else f"{pad('工号 姓名', grid.name_width)}休"
        more = "‹" if part and grid.left else " "
        cells: list[Content | str] = [" " + pad(words, grid.left_width - 2) + more]
        for at in shown:
            day = grid.days[at]
            words = pad(day[part], grid.cell_width)
            look = "reverse bold" if at == grid.column else day.look
            cells.append(Content.styled(words, look))
        if part and shown.stop < len(grid.days):
            cells.append("›")
        return Content.assemble(*cells)


def _key(row: GridRow) -> Hashable:
    return row.key


def _no_face(_row: GridRow) -> Hashable:
    return None


def _no_cells(_row: GridRow, _face: Hashable) -> Sequence[Cell]:
    return ()
