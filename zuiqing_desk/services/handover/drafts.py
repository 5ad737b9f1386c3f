"""What the desk found for a section, and what its giver decides about it.

A decision is taken back with ``undecide``. A command journals one row.
"""

from zuiqing_desk.services.handover.records import Draft, ItemWords
from zuiqing_desk.store.tx import Tx


def refresh(tx: Tx, section_id: int) -> int:
    """Look again at what is really open for a section's giver; how many drafts are new.

    What is in the notebook already is not proposed again, what was edited or decided is left as
    it is, what was settled meanwhile is not proposed any more. Journals only when something
    changed.
    """
    raise NotImplementedError


def of_section(tx: Tx, section_id: int) -> list[Draft]:
    """The drafts of a section: undecided ones first, the red ones of those before all."""
    raise NotImplementedError


def undecided(tx: Tx, section_id: int) -> int:
    """How many drafts of a section nobody has decided about yet."""
    raise NotImplementedError


def accept(tx: Tx, draft_id: int, actor: int) -> int:
    """Put a draft into the notebook; the item's id."""
    raise NotImplementedError


def accept_all(tx: Tx, section_id: int, actor: int) -> int:
    """Put every undecided draft of a section into the notebook; how many."""
    raise NotImplementedError


def edit(tx: Tx, draft_id: int, words: ItemWords, actor: int) -> None:
    """Change the words of an undecided draft; a refresh then leaves them alone."""
    raise NotImplementedError


def drop(tx: Tx, draft_id: int, reason: str, actor: int) -> None:
    """Leave an undecided draft out, which needs a reason."""
    raise NotImplementedError


def merge(tx: Tx, draft_id: int, into_item_id: int, actor: int) -> None:
    """Say that a draft belongs to an item that is in the notebook already."""
    raise NotImplementedError


def undecide(tx: Tx, draft_id: int, actor: int) -> None:
    """Take back what was decided about a draft; the item it made goes too."""
    raise NotImplementedError
