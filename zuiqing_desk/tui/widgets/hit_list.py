"""Lines of old talk that were found. The cursor stays in the query; the list shows what Enter would
open."""

from collections.abc import Callable, Hashable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len

from zuiqing_desk.services.history.records import Hit
from zuiqing_desk.tui.history_words import about, snippet
from zuiqing_desk.tui.widgets.rows import Span
from zuiqing_desk.tui.widgets.virtual_list import Cursor, Shown, VirtualList


class Desk(NamedTuple):
    """Whose screen it is, when, and what was looked for: what a row's looks depend on besides its
    hit."""

    my_no: str = ""
    zone: str = "Asia/Shanghai"
    today: int = 0
    words: tuple[str, ...] = ()


class HitList(VirtualList[Hit], can_focus=False):
    """Two rows each: what was said, with the words marked; when, who, to whom and where."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"hit--found", "hit--under", "hit--faint"}
    LOOKS: ClassVar[dict[str, str]] = VirtualList.LOOKS | {
        "found": "hit--found",
        "under": "hit--under",
        "faint": "hit--faint",
    }
    DEFAULT_CSS = """
    HitList .hit--found { color: $text-warning; text-style: bold underline; }
    HitList .hit--under { text-style: bold underline; }
    HitList .hit--faint { color: $text-muted; }
    """

    def __init__(self, clock: Callable[[], int], *, id: str) -> None:
        super().__init__(id=id)
        self._row_height = 2
        self._clock = clock
        self._desk = Desk()

    def set_desk(self, desk: Desk) -> None:
        """Who looks for what."""
        self._desk = desk

    @property
    def below(self) -> int:
        """How many stand below the cursor."""
        return len(self._items) - 1 - self._cursor

    def key_of(self, item: Hit) -> Hashable:
        return item.line_id

    def face(self, item: Hit) -> Hashable:
        return self._desk

    def row(self, y: int) -> Hashable:
        row = super().row(y)
        if isinstance(row, Shown) and row.cursor is Cursor.RESTING:
            return row._replace(cursor=Cursor.ACTIVE)
        return row

    def spans(self, row: Hashable, width: int) -> tuple[Sequence[Span], str]:
        if isinstance(row, Shown) and row.cursor is Cursor.ACTIVE:
            # In the cursor's own two colours, but what was looked for stays marked.
            pieces = self.item_spans(row, width - 1)
            plain = [(text, "under" if look == "found" else "") for text, look in pieces]
            return [*plain, (row.thumb, "")], "cursor"
        return super().spans(row, width)

    def item_spans(self, shown: Shown, width: int) -> Sequence[Span]:
        hit, desk = shown.item, self._desk
        assert isinstance(hit, Hit)
        if shown.line == 0:
            lead = "›" if shown.cursor is Cursor.ACTIVE else " "
            spans = [(lead, ""), *snippet(hit.text, desk.words, width - 2)]
        else:
            told = about(hit, my_no=desk.my_no, now=self._clock(), zone=desk.zone, width=width - 3)
            spans = [("   ", ""), *told]
        return [*spans, (" " * (width - sum(cell_len(text) for text, _ in spans)), "")]
