"""Turning a problem somebody noted into a reply draft."""

from collections.abc import Mapping

from zuiqing_desk.rules.reply_fields import LONGEST_ASK, LONGEST_TITLE
from zuiqing_desk.services.notes import notebook
from zuiqing_desk.services.notes.records import NoteRecord
from zuiqing_desk.services.replies.records import ReplyWords
from zuiqing_desk.tui.screens.reply_form import FIRST_CATEGORY, ReplyForm
from zuiqing_desk.tui.session import Session


class NoteReplyForm(ReplyForm):
    """A new reply of the team, filled in from the note and its answer; it is kept as a draft."""

    def __init__(self, session: Session, note: NoteRecord) -> None:
        self._note = note
        super().__init__(session, own=False, words=begun(note))

    async def save(self, values: Mapping[str, str]) -> bool:
        self.added = await self.session.bench.do(
            notebook.to_reply, self._note.id, self.written(values), self.session.staff.id
        )
        return True


def begun(note: NoteRecord) -> ReplyWords:
    """How the form begins: the note says when it is used, the answer what is said."""
    return ReplyWords(
        code="",
        title=note.text[:LONGEST_TITLE],
        category=FIRST_CATEGORY,
        body=note.answer,
        asks=note.text[:LONGEST_ASK],
    )
