"""The unsent words of every conversation, as the reply box last knew them.

The box is the only writer of drafts on this desk, so its own memory is newer than anything read
back from the store while a save is still under way. Notes are kept apart from replies, so that
words meant for colleagues can never come back as an answer to a customer.
"""

from dataclasses import dataclass
from typing import Final, Literal

MOST: Final = 300
"""Drafts remembered. Of more, the empty ones put away longest ago are forgotten: the store knows
them too. No word of any is."""

Kind = Literal["reply", "note"]


@dataclass(frozen=True, slots=True)
class Draft:
    """Unsent text and the cursor in it, in code points from its start."""

    text: str = ""
    cursor: int = 0


class DraftBook:
    """One draft a conversation and kind."""

    def __init__(self) -> None:
        self._drafts: dict[tuple[Kind, int], Draft] = {}

    def get(self, kind: Kind, conversation_id: int) -> Draft | None:
        """What is known of this draft; None if it was never in the box."""
        return self._drafts.get((kind, conversation_id))

    def put(self, kind: Kind, conversation_id: int, draft: Draft) -> None:
        """Remember this draft."""
        self._drafts.pop((kind, conversation_id), None)
        if len(self._drafts) >= MOST:
            self._drop_one()
        self._drafts[kind, conversation_id] = draft

    def append(self, kind: Kind, conversation_id: int, text: str) -> Draft:
        """Add text at the cursor of a draft that is not in the box; the draft as it is then."""
        old = self.get(kind, conversation_id) or Draft()
        whole = old.text[: old.cursor] + text + old.text[old.cursor :]
        draft = Draft(whole, old.cursor + len(text))
        self.put(kind, conversation_id, draft)
        return draft

    def give_back(self, kind: Kind, conversation_id: int, text: str) -> Draft:
        """Put text that could not be sent before what was written since; the draft then."""
        newer = self.get(kind, conversation_id) or Draft()
        whole = f"{text}\n{newer.text}" if newer.text else text
        draft = Draft(whole, len(whole))
        self.put(kind, conversation_id, draft)
        return draft

    def clear(self) -> None:
        """Forget every draft."""
        self._drafts.clear()

    def _drop_one(self) -> None:
        for key, draft in self._drafts.items():
            if not draft.text:
                del self._drafts[key]
                return
