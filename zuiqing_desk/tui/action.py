"""What one action is. Plain data: nothing here imports the screen."""

from dataclasses import dataclass

from zuiqing_desk.tui.scopes import Scope


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the user can do.

    ``keys`` are the defaults, as Textual writes them. ``label`` is at most six Chinese characters,
    ``help`` one sentence, ``initials`` the pinyin initials of the label by which the palette finds
    it. ``footer`` says whether the footer shows it; the table's order is the footer's. ``home`` is
    the action that opens the page it acts on (its own id if it opens one), where that is not the
    page of its scope.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    scope: Scope
    initials: str
    footer: bool = False
    home: str = ""

    @property
    def name(self) -> str:
        """The name after ``action_`` in the method that carries it out: ``chat_next``."""
        return self.id.replace(".", "_")
