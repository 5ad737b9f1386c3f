"""The rows of the picker. The cursor stays in the query; the list shows what Enter would take."""

from collections.abc import Hashable, Sequence
from typing import ClassVar

from rich.cells import cell_len

from zuiqing_desk.tui.picking import Picking, PickRow
from zuiqing_desk.tui.text import cut, pad
from zuiqing_desk.tui.widgets.rows import Span
from zuiqing_desk.tui.widgets.virtual_list import Cursor, Shown, VirtualList

CODE_CELLS = 10
GAP = 2


class PickList(VirtualList[PickRow], can_focus=False):
    """Short code, title, the beginning of the words, category or price."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"pick--code", "pick--faint", "pick--mark"}
    LOOKS: ClassVar[dict[str, str]] = VirtualList.LOOKS | {
        name: f"pick--{name}" for name in ("code", "faint", "mark")
    }
    DEFAULT_CSS = """
    PickList .pick--code { color: $text-accent; }
    PickList .pick--faint { color: $text-muted; }
    PickList .pick--mark { color: $text-warning; text-style: bold; }
    """

    def __init__(self, picking: Picking, *, id: str) -> None:
        super().__init__(id=id)
        self._picking = picking

    def key_of(self, item: PickRow) -> Hashable:
        return item.key

    def face(self, item: PickRow) -> Hashable:
        # The words of a reply follow the product it is about, and whoever edits them.
        picking = self._picking
        return (picking.product_id, picking.library.revision) if item.key[0] == "reply" else None

    def first(self) -> None:
        """Put the cursor on the first row."""
        self.edge(0)

    def row(self, y: int) -> Hashable:
        row = super().row(y)
        if isinstance(row, Shown) and row.cursor is Cursor.RESTING:
            return row._replace(cursor=Cursor.ACTIVE)
        return row

    def item_spans(self, shown: Shown, width: int) -> Sequence[Span]:
        item = shown.item
        assert isinstance(item, PickRow)
        lead = "›" if shown.cursor is Cursor.ACTIVE else " "
        spans: list[Span] = [(lead, ""), (pad(item.mark, 3), "mark")]
        left = width - 4
        tail = cut(item.tail, left // 4)
        left -= cell_len(tail) + GAP
        if item.code:
            code = pad(item.code, min(CODE_CELLS, left // 4))
            spans.append((f"{code} ", "code"))
            left -= cell_len(code) + 1
        title = cut(item.title, left)
        spans.append((title, ""))
        left -= cell_len(title)
        if left > GAP * 2:
            about = item.about or self._picking.words(item)
            spans.append((" " * GAP + pad(about, left - GAP), "faint"))
            left = 0
        spans.append((" " * (left + GAP) + tail, "faint"))
        return spans
