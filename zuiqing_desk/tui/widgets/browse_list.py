"""The list of a management screen: rows in columns, drawn by who owns it."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, ClassVar

from zuiqing_desk.tui.text import pad
from zuiqing_desk.tui.widgets.rows import Span
from zuiqing_desk.tui.widgets.virtual_list import Shown, VirtualList

Cell = tuple[str, str]
"""What stands in a column, and how it looks ('', 'muted', 'warning', 'strong', 'error')."""

GAP = 2


def widths(columns: Sequence[int], room: int) -> list[int]:
    """The cells of each column in ``room``; those given as 0 share what is left."""
    left = room - sum(columns) - GAP * (len(columns) - 1)
    open_ = columns.count(0)
    return [column or max(4, left // open_) for column in columns]


def row_of(cells: Iterable[Cell], columns: Sequence[int], room: int) -> list[Span]:
    """One row: every cell cut or padded to its column."""
    spans: list[Span] = []
    for (text, look), width in zip(cells, widths(columns, room), strict=True):
        spans.append((pad(text, width) + " " * GAP, look))
    return spans


class BrowseList(VirtualList[Any]):
    """``key`` tells items apart; ``face`` is what their looks depend on besides themselves;
    ``cells`` gives the columns from both."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--muted",
        "list--warning",
        "list--strong",
        "list--error",
    }
    LOOKS: ClassVar[dict[str, str]] = {
        **VirtualList.LOOKS,
        "muted": "list--muted",
        "warning": "list--warning",
        "strong": "list--strong",
        "error": "list--error",
    }
    DEFAULT_CSS = """
    BrowseList .list--muted { color: $text-muted; }
    BrowseList .list--warning { color: $text-warning; text-style: bold; }
    BrowseList .list--strong { text-style: bold; }
    BrowseList .list--error { color: $text-error; text-style: bold; }
    """

    def __init__(
        self,
        columns: Sequence[int],
        *,
        key: Callable[[Any], Hashable],
        face: Callable[[Any], Hashable],
        cells: Callable[[Any, Any], Sequence[Cell]],
        id: str,
    ) -> None:
        super().__init__(id=id)
        self._columns = columns
        self._key = key
        self._face = face
        self._cells = cells

    def key_of(self, item: Any) -> Hashable:
        return self._key(item)

    def face(self, item: Any) -> Hashable:
        return self._face(item)

    def item_spans(self, shown: Shown, width: int) -> Sequence[Span]:
        cells = self._cells(shown.item, shown.face)
        return [(" ", ""), *row_of(cells, self._columns, width - 1)]
