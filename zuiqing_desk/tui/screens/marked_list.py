"""A list in which several items can be marked."""

from collections.abc import Hashable, Sequence
from typing import Any, ClassVar

from textual.binding import BindingType

from zuiqing_desk.tui.screens.described_list import DescribedScreen
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.widgets.browse_list import Cell

MARK: Cell = ("■", "warning")
NO_MARK: Cell = (" ", "")


class MarkedScreen(DescribedScreen):
    """Space marks, ``v`` marks everything shown, Esc takes the marks away.

    A subclass's rows depend on ``is_marked`` (put it into ``face``).
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        letter("space", "mark", "选中", "选中这一条，再按一次不选；选好几条，可以一起办。"),
        letter("v", "mark_all", "全选", "选中列表里的全部；已经全选时全都不选。"),
    ]

    def __init__(self, session: Session, title: str, **how: Any) -> None:
        super().__init__(session, title, **how)
        self._marked: set[Hashable] = set()

    # What a subclass calls.

    def is_marked(self, item: Any) -> bool:
        """Whether the item is marked."""
        return self.key_of(item) in self._marked

    @property
    def marks(self) -> int:
        """How many items are marked, in this view or not."""
        return len(self._marked)

    def meant(self) -> Sequence[Any]:
        """What a key that acts on several items means: the marked ones of this view, in order;
        without marks the one under the cursor."""
        if self._marked:
            return [item for item in self.items_of(self.view) if self.is_marked(item)]
        chosen = self.chosen
        return () if chosen is None else (chosen,)

    def unmark(self) -> None:
        """Take all the marks away."""
        if self._marked:
            self._marked.clear()
            self.marks_changed()

    def marks_changed(self) -> None:
        """Show the marks as they are now."""
        self.rows.sync()
        self.show_keys()

    def show(self) -> None:
        # Else a key would mean only what has left the view, that is nothing, in silence.
        if self._marked:
            self._marked &= {self.key_of(item) for item in self.items_of(self.view)}
        super().show()

    # Marking.

    def action_mark(self) -> None:
        """Mark this item, or unmark it, and go on to the next."""
        item = self.chosen
        if item is not None:
            self._marked ^= {self.key_of(item)}
            self.marks_changed()
            self.rows.move(1)

    def action_mark_all(self) -> None:
        """Mark everything the list shows; nothing, if all of it is marked."""
        shown = {self.key_of(item) for item in self.rows.items}
        self._marked = self._marked - shown if shown <= self._marked else self._marked | shown
        self.marks_changed()

    def view_chosen(self, view: str) -> None:
        self.unmark()

    def action_back(self) -> None:
        """First the marks, then as everywhere."""
        if self.rows.has_focus and self._marked:
            self.unmark()
        else:
            super().action_back()
