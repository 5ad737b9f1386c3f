"""The views of a list, one beside the other; the one shown is marked."""

from collections.abc import Callable, Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

GAP = 2


class ViewBar(Widget):
    """Says which views there are and how much is in each; as much as fits around the shown one."""

    DEFAULT_CSS = "ViewBar { height: 1; padding: 0 1; }"

    def __init__(self, views: Mapping[str, str], *, id: str) -> None:
        super().__init__(id=id)
        self._names = views
        self._count: Callable[[str], int | None] = lambda view: None
        self.view = next(iter(views))

    def show(self, view: str, count: Callable[[str], int | None]) -> None:
        """Mark this view; ``count`` says how much is in one, None when that is not known."""
        self.view, self._count = view, count
        self.refresh()

    def step(self, by: int) -> str:
        """The view so many further, around the end."""
        views = [*self._names]
        return views[(views.index(self.view) + by) % len(views)]

    def render(self) -> Content:
        labels = [self._label(view) for view in self._names]
        at = [*self._names].index(self.view)
        first, last = _around(list(map(cell_len, labels)), at, self.content_size.width)
        parts = []
        for place in range(first, last):
            look = "reverse bold" if place == at else ""
            parts.append(Content.styled(labels[place], look))
        return Content(" " * GAP).join(parts)

    def _label(self, view: str) -> str:
        count = self._count(view)
        words = self._names[view] if count is None else f"{self._names[view]} {count}"
        return f"[{words}]" if view == self.view else words


def _around(cells: Sequence[int], at: int, room: int) -> tuple[int, int]:
    """The longest run of labels that fits, holds ``at``, and begins as early as possible."""
    last = len(cells)
    for first in range(len(cells)):
        last = first
        used = -GAP
        while last < len(cells) and used + GAP + cells[last] <= room:
            used += GAP + cells[last]
            last += 1
        if last > at:
            return first, last
    return at, at + 1
