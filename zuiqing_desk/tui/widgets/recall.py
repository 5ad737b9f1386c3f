"""Walking back through what was sent, to send it again."""

from collections.abc import Iterable

from zuiqing_desk.rules.text import clean
from zuiqing_desk.services.replies.records import Used
from zuiqing_desk.services.sent import MOST, SentText
from zuiqing_desk.tui.widgets import reply_titles
from zuiqing_desk.tui.widgets.draft_box import DraftBox


class SentTexts:
    """What a person has sent, each text once, the newest first, and which of them is looked at."""

    def __init__(self) -> None:
        self._texts: list[SentText] = []
        self._at = -1

    def put(self, texts: Iterable[SentText]) -> None:
        """These were sent before all that is known here."""
        known = {one.text for one in self._texts}
        self._texts += [one for one in texts if one.text not in known]
        del self._texts[MOST:]

    def add(self, sent: SentText) -> None:
        """This was sent now."""
        self._texts = [sent, *(one for one in self._texts if one.text != sent.text)][:MOST]
        self._at = -1

    def drop(self, text: str) -> None:
        """This was not sent after all."""
        self._texts = [one for one in self._texts if one.text != text]
        self._at = -1

    def clear(self) -> None:
        """Somebody else works here now."""
        self._texts, self._at = [], -1

    @property
    def shown(self) -> SentText | None:
        """The one looked at."""
        return self._texts[self._at] if 0 <= self._at < len(self._texts) else None

    @property
    def place(self) -> tuple[int, int]:
        """Which one that is, from 1, and of how many."""
        return self._at + 1, len(self._texts)

    def step(self, by: int) -> SentText | None:
        """Go ``by`` texts back (negative: forward), at the oldest no further; the one looked at
        then, None before the newest."""
        self._at = max(-1, min(self._at + by, len(self._texts) - 1))
        return self.shown

    def leave(self) -> None:
        """Look at none."""
        self._at = -1


class RecallBox(DraftBox, inherit_bindings=False):
    """A draft box in which what was sent comes back, as an ordinary draft: until it is touched, the
    arrows walk on and Escape empties the box again."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._sent = SentTexts()

    def know_sent(self, texts: Iterable[SentText]) -> None:
        """What this person sent before."""
        self._sent.put(texts)

    def give_back(self, conversation_id: int, text: str, used: Iterable[Used] = ()) -> None:
        """Return an answer that could not be sent, before whatever was written since."""
        self._sent.drop(text)
        super().give_back(conversation_id, text, used)

    def forget(self) -> None:
        """Forget every draft and show nothing: another person works here now."""
        self._sent.clear()
        super().forget()

    @property
    def recalling(self) -> bool:
        """Whether the box shows a text that was sent, as it was, the cursor behind it."""
        shown = self._sent.shown
        return (
            shown is not None
            and self._kind == "reply"
            and self.cursor_location == self.document.end
            and self.selection.is_empty
            and self.text == clean(shown.text)
        )

    @property
    def recalled(self) -> str:
        """What there is to say about a text that came back; empty where there is none."""
        shown = self._sent.shown
        if shown is None or not self.recalling:
            return ""
        here = shown.conversation_id == self._conversation
        return reply_titles.recalled(*self._sent.place, "" if here else shown.customer)

    def recall(self, by: int) -> bool:
        """Show the text sent ``by`` texts before; whether there is any."""
        if not self.recalling:
            self._sent.leave()
        shown = self._sent.step(by)
        self.history.checkpoint()
        text = "" if shown is None else clean(shown.text)
        if text != self.text:
            self._replace_via_keyboard(text, self.document.start, self.document.end)
        return shown is not None

    def action_cursor_down(self, select: bool = False) -> None:
        """One row down, or to what was sent after the text shown."""
        if self.recalling and not select:
            self.recall(-1)
        else:
            super().action_cursor_down(select)
