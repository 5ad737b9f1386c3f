"""A text box that belongs to one conversation at a time and loses no unsent word of any."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from textual.message import Message

from zuiqing_desk.rules.text import clean
from zuiqing_desk.services.replies.records import Used
from zuiqing_desk.tui.draft_book import Draft, DraftBook, Kind
from zuiqing_desk.tui.widgets.ready_made import UsedReplies
from zuiqing_desk.tui.widgets.slot_editor import SlotEditor

NOBODY: Final = "没有选中会话，{chat.next} 接待下一位"


class DraftBox(SlotEditor, inherit_bindings=False):
    """Keeps the answer begun and the note begun of every conversation apart."""

    @dataclass
    class DraftChanged(Message, namespace="reply_box"):
        """The unsent answer of ``conversation_id`` is now ``text``; empty once submitted."""

        conversation_id: int
        text: str
        cursor: int

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._book = DraftBook()
        self._used = UsedReplies()
        self._conversation: int | None = None
        self._kind: Kind = "reply"
        self._customer = ""
        self._refusal = NOBODY
        self._before: tuple[int | None, Kind] = (None, "reply")
        self._bound_at = 0.0
        self._saved = Draft()

    # --- what the pane tells

    @property
    def conversation_id(self) -> int | None:
        """The conversation shown, None if there is none."""
        return self._conversation

    @property
    def note_mode(self) -> bool:
        """Whether an internal note is being written."""
        return self._kind == "note"

    def bind(
        self, conversation_id: int, text: str = "", cursor: int = 0, *, customer: str = ""
    ) -> None:
        """Show another conversation with its stored draft; ``cursor`` counts code points.

        Binding the conversation already shown only updates the customer's name: what is being
        typed is newer than any stored draft. So is what was typed here before.
        """
        self._customer = customer
        if conversation_id != self._conversation:
            self._put_away()
            self._conversation = conversation_id
            self._kind = "reply"
            self._refusal = ""
            self._show(self._book.get("reply", conversation_id) or _draft(text, cursor))
        self.dress()

    def unbind(self, reason: str = NOBODY) -> None:
        """Show no conversation, and why nothing can be written."""
        self._put_away()
        self._conversation = None
        self._kind = "reply"
        self._customer = ""
        self._refusal = reason
        self._show(Draft())
        self.dress()

    def refuse(self, reason: str) -> None:
        """Keep the conversation and its draft, but take no text, and say why; empty: take it."""
        self._refusal = reason
        self.dress()

    def give_back(self, conversation_id: int, text: str, used: Iterable[Used] = ()) -> None:
        """Return an answer that could not be sent, before whatever was written since."""
        self._keep()
        draft = self._book.give_back("reply", conversation_id, clean(text))
        self._used.add(conversation_id, used)
        if conversation_id == self._conversation and self._kind == "reply":
            self._show(draft)
        self.post_message(self.DraftChanged(conversation_id, draft.text, draft.cursor))
        self.dress()

    def start_note(self) -> None:
        """Write an internal note; the answer begun waits."""
        if self._conversation is not None and self._kind == "reply":
            self._turn_to("note")

    def end_note(self) -> None:
        """Back to the answer; the note begun waits for the next ``start_note`` here."""
        if self._kind == "note":
            self._turn_to("reply")

    def forget(self) -> None:
        """Forget every draft and show nothing: another person works here now."""
        self.unbind()
        self._book.clear()
        self._used.clear()

    # --- what a subclass does

    def dress(self) -> None:
        """Show whose box it is now, and what there is to say."""
        raise NotImplementedError

    def left(self) -> None:
        """The conversation shown so far is put away: what was said about its answer is over."""

    # --- keeping the words

    def _turn_to(self, kind: Kind) -> None:
        self._keep()
        self._save()
        self._kind = kind
        if self._conversation is not None:
            self._show(self._book.get(kind, self._conversation) or Draft())
        self.dress()

    def _put_before(self, text: str) -> None:
        """Text typed before the conversation changed, but come to us after: where it belongs."""
        conversation_id, kind = self._before
        if not text or conversation_id is None:
            return
        draft = self._book.append(kind, conversation_id, text)
        if kind == "reply":
            self.post_message(self.DraftChanged(conversation_id, draft.text, draft.cursor))

    def _put_away(self) -> None:
        """Leave the conversation shown: its words stay in the book."""
        self._keep()
        self._save()
        self._before = (self._conversation, self._kind)
        self._bound_at = event_time()
        self.left()

    def _keep(self) -> None:
        if self._conversation is not None:
            self._book.put(self._kind, self._conversation, Draft(self.text, self.cursor_index))

    def _save(self) -> None:
        """Tell the draft of the answer if its text or its cursor changed since last told."""
        draft = Draft(self.text, self.cursor_index)
        if self._conversation is not None and self._kind == "reply" and draft != self._saved:
            self._saved = draft
            self.post_message(self.DraftChanged(self._conversation, draft.text, draft.cursor))

    def _show(self, draft: Draft) -> None:
        self.load_text(draft.text)
        self.cursor_index = draft.cursor
        self._saved = Draft(self.text, self.cursor_index)
        self._keep()


def _draft(text: str, cursor: int) -> Draft:
    return Draft(clean(text), cursor)


def event_time() -> float:
    """Now, on the clock that stamps Textual's events."""
    return Message().time
