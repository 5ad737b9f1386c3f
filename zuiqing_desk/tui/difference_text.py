"""A difference between two texts as it stands on the screen."""

from typing import Final

from textual.content import Content

from zuiqing_desk.rules.difference import Kind, difference
from zuiqing_desk.tui.widgets.prose import tidy

# Marks besides the colours: many terminals have no strike-through, some no colours.
_MARKS: Final[dict[Kind, tuple[str, str, str]]] = {
    "same": ("", "", ""),
    "removed": ("［－", "］", "$text-error strike"),
    "added": ("［＋", "］", "$text-success bold"),
}
LEGEND: Final = Content.assemble(
    ("［－删去］", "$text-error strike"), " ", ("［＋加上］", "$text-success bold")
)


def difference_content(before: str, after: str) -> Content:
    """``after`` with what was added marked, and what was removed left in its place."""
    parts = []
    for kind, text in difference(tidy(before), tidy(after)):
        opening, closing, look = _MARKS[kind]
        parts.append(Content.styled(f"{opening}{text}{closing}", look))
    return Content("").join(parts)
