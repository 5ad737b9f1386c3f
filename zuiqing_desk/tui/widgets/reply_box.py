"""Where an answer is written: bound to one conversation, and sent to no other.

Every key counts for the conversation that was shown when it was pressed. Who goes on typing while
the conversation changes must press Enter twice.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from zuiqing_desk.rules.text import MAX_CHARS, clean
from zuiqing_desk.tui.draft_book import Draft, DraftBook, Kind
from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.text import cut
from zuiqing_desk.tui.widgets.text_editor import EDITING_KEYS, TextEditor

NEAR_LIMIT: Final = 400
"""Characters left from which on the counter is shown."""
LONGEST_HELD: Final = 10 * MAX_CHARS
"""The box takes no paste that would make its text longer than this."""
TYPING_EVERY_S: Final = 2.0
PAUSE_S: Final = 1.0
"""A silence after which the next key begins a new run of typing."""
NAME_CELLS: Final = 24
RESERVED_KEYS: Final = ("tab", "shift+tab")
"""They neither leave the box, where the next letter would act on a list, nor indent."""
PAGES: Final = {"pageup": -1, "pagedown": 1}
"""They turn the conversation: an answer is rarely longer than its box."""
NOBODY: Final = "没有选中会话，Ctrl+G 接待下一位"


class ReplyBox(TextEditor, inherit_bindings=False):
    """A multi-line box for one answer or one internal note. Five rows high unless styled."""

    BINDINGS: ClassVar[list[BindingType]] = [*EDITING_KEYS, *bindings("reply")]
    DEFAULT_CSS = """
    ReplyBox {
        height: 5;
        padding: 0 1;
        border: none;
        border-top: solid $border-blurred;
        border-title-color: $foreground;
        border-title-style: bold;
        &:focus { border: none; border-top: heavy $border; }
        &.-note { border: none; border-top: double $warning; background: $warning 10%; }
        &.-note:focus { border: none; border-top: double $warning; }
        &.-alarm { border-title-color: $text-error; }
    }
    """

    @dataclass
    class Submitted(Message):
        """Send ``text`` to the customer of ``conversation_id``. The box is empty already; give the
        text back with ``give_back`` if it cannot be sent."""

        text: str
        conversation_id: int

    @dataclass
    class NoteSubmitted(Message):
        """Keep ``text`` as an internal note of ``conversation_id``; it must never be sent."""

        text: str
        conversation_id: int

    @dataclass
    class DraftChanged(Message):
        """The unsent answer of ``conversation_id`` is now ``text``; empty once submitted."""

        conversation_id: int
        text: str
        cursor: int

    @dataclass
    class Typing(Message):
        """An answer (no note) is being written; at most every ``TYPING_EVERY_S`` seconds."""

        conversation_id: int

    @dataclass
    class Paged(Message):
        """The agent wants to read back: ``by`` views up (negative) or down."""

        by: int

    class Leave(Message):
        """The agent wants to go to the lists."""

    def __init__(
        self,
        *,
        id: str | None = None,
        classes: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._clock = clock
        self._book = DraftBook()
        self._conversation: int | None = None
        self._kind: Kind = "reply"
        self._customer = ""
        self._refusal = NOBODY
        self._notice = ""
        self._before: tuple[int | None, Kind] = (None, "reply")
        self._bound_at = 0.0
        self._run_id: int | None = None
        self._typed_at = -math.inf
        self._told_at = -math.inf
        self._saved = Draft()
        self._looks = ("", "")
        self._dress()

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
        self._dress()

    def unbind(self, reason: str = NOBODY) -> None:
        """Show no conversation, and why nothing can be written."""
        self._put_away()
        self._conversation = None
        self._kind = "reply"
        self._customer = ""
        self._refusal = reason
        self._show(Draft())
        self._dress()

    def refuse(self, reason: str) -> None:
        """Keep the conversation and its draft, but take no text, and say why; empty: take it."""
        self._refusal = reason
        self._dress()

    def give_back(self, conversation_id: int, text: str) -> None:
        """Return an answer that could not be sent, before whatever was written since."""
        self._keep()
        draft = self._book.give_back("reply", conversation_id, clean(text))
        if conversation_id == self._conversation and self._kind == "reply":
            self._show(draft)
        self.post_message(self.DraftChanged(conversation_id, draft.text, draft.cursor))

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

    # --- keys

    async def _on_key(self, event: events.Key) -> None:
        if event.time < self._bound_at:
            event.prevent_default()
            event.stop()
            if text := self.typed_text(event):
                self._put_before(text)
            else:
                self._complain("刚才那个键按在上一个会话里，没有执行")
        elif event.key in RESERVED_KEYS or event.key in PAGES:
            event.prevent_default()
            event.stop()
            if by := PAGES.get(event.key):
                self.post_message(self.Paged(by))
        else:
            await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        if event.time < self._bound_at:
            event.prevent_default()
            event.stop()
            self._put_before(clean(event.text))
        else:
            await super()._on_paste(event)

    def on_blur(self) -> None:
        """Leaving the box ends the run of typing, and tells where the cursor stayed."""
        self._run_id = None
        self._save()

    def action_reply_send(self) -> None:
        """Submit the text to the conversation shown, or say why not."""
        text = clean(self.text).strip("\n")
        if self._conversation is None or self._refusal:
            self._complain(self._refusal)
        elif self._run_id not in (None, self._conversation):
            self._run_id = self._conversation
            self._complain("会话刚换过，看清客户再按一次 Enter")
        elif not text.strip():
            self._complain("还没有写内容")
        elif len(text) > MAX_CHARS:
            self._complain("太长，发不出去")
        else:
            self._submit(text, self._conversation)

    def action_reply_newline(self) -> None:
        """Begin a new line."""
        self._put("\n")

    def action_reply_leave(self) -> None:
        """From a note back to the answer, from the answer to the lists."""
        if self.note_mode:
            self.end_note()
        else:
            self.post_message(self.Leave())

    # --- what happens to the text

    def user_typed(self, text: str) -> bool:
        """Take text unless there is nobody to write to, or far too much of it."""
        if self._conversation is None or self._refusal:
            self._complain(self._refusal)
            return False
        if len(self.text) + len(text) > LONGEST_HELD:
            self._complain(f"粘贴的文字有 {len(text)} 字，太长，没有放进来")
            return False
        now = self._clock()
        if self._run_id is None or now - self._typed_at > PAUSE_S:
            self._run_id = self._conversation
        self._typed_at = now
        return True

    def text_edited(self) -> None:
        """Keep the draft, and let the customer know somebody is writing."""
        self._notice = ""
        self._keep()
        self._save()
        if self._conversation is not None and self._kind == "reply" and self.text:
            now = self._clock()
            if now - self._told_at >= TYPING_EVERY_S:
                self._told_at = now
                self.post_message(self.Typing(self._conversation))
        self._dress()

    def _submit(self, text: str, conversation_id: int) -> None:
        kind = self._kind
        self._book.put(kind, conversation_id, Draft())
        self._kind = "reply"
        if kind == "note":
            self.post_message(self.NoteSubmitted(text, conversation_id))
            self._show(self._book.get("reply", conversation_id) or Draft())
        else:
            self.post_message(self.Submitted(text, conversation_id))
            self._show(Draft())
            self.post_message(self.DraftChanged(conversation_id, "", 0))
        self._run_id = None
        self._told_at = -math.inf
        self._notice = ""
        self._dress()

    def _turn_to(self, kind: Kind) -> None:
        self._keep()
        self._save()
        self._kind = kind
        if self._conversation is not None:
            self._show(self._book.get(kind, self._conversation) or Draft())
        self._dress()

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
        self._bound_at = _event_time()
        self._notice = ""

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

    # --- how it looks

    def _complain(self, words: str) -> None:
        self._notice = words
        if self.is_mounted:
            self.app.bell()
        self._dress()

    def _dress(self) -> None:
        """Title, colours and the words of an empty box."""
        over = len(clean(self.text).strip("\n")) - MAX_CHARS
        self.read_only = self._conversation is None or bool(self._refusal)
        self.set_class(self.note_mode, "-note")
        self.set_class(over > 0 or bool(self._notice or self._refusal), "-alarm")
        looks = (" · ".join(filter(None, self._title(over))), self._invitation())
        if looks != self._looks:
            self._looks = looks
            self.border_title, self.placeholder = Content(f" {looks[0]} "), Content(looks[1])

    def _title(self, over: int) -> list[str]:
        name = cut(self._customer, NAME_CELLS)
        if self._conversation is None:
            return [self._notice or self._refusal]
        first = f"内部备忘 · 不会发给客户 · {name}" if self.note_mode else f"致 {name}"
        count = ""
        if over > 0:
            count = f"! 超出 {over} 字，发不出去，请删短"
        elif over > -NEAR_LIMIT:
            count = f"{MAX_CHARS + over}/{MAX_CHARS} 字"
        return [first, self._notice or self._refusal, count]

    def _invitation(self) -> str:
        if self._refusal:
            return self._refusal
        if self.note_mode:
            return "写给同事看的备忘，Enter 保存，Esc 放下"
        return "在这里写回复，Enter 发送，Ctrl+J 换行"


def _draft(text: str, cursor: int) -> Draft:
    return Draft(clean(text), cursor)


def _event_time() -> float:
    """Now, on the clock that stamps Textual's events."""
    return Message().time
