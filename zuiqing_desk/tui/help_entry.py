"""A line of the help."""

from dataclasses import dataclass
from typing import Final

from textual.content import Content

from zuiqing_desk.tui.text import pad, wrap

KEY_CELLS: Final = 8
LABEL_CELLS: Final = 10
BEFORE_WHAT: Final = 2 + KEY_CELLS + LABEL_CELLS


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading, a sentence, or an action's line; ``what`` is wrapped under itself."""

    key: str = ""
    label: str = ""
    what: str = ""
    heading: str = ""

    def rows(self, width: int) -> list[Content]:
        """The rows at this width."""
        if self.heading or not self.what:
            return [Content.styled(self.heading, "bold")]
        if not self.key:
            return [Content(f"  {line}") for line in wrap(self.what, max(10, width - 2))]
        lines = wrap(self.what, max(10, width - BEFORE_WHAT))
        first = Content.assemble(
            "  ", (pad(self.key, KEY_CELLS), "bold $text-accent"), pad(self.label, LABEL_CELLS)
        )
        return [
            Content.assemble(first if at == 0 else " " * BEFORE_WHAT, line)
            for at, line in enumerate(lines)
        ]
