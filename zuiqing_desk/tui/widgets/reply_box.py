"""Where an answer is written: bound to one conversation, and sent to no other.

Every key counts for the conversation that was shown when it was pressed. Who goes on typing while
the conversation changes must press Enter twice.
"""

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import ClassVar, Final

from textual import events
from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.rules.text import MAX_CHARS, clean
from zuiqing_desk.services.replies.records import Used
from zuiqing_desk.services.sent import MOST, SentText
from zuiqing_desk.tui import keys
from zuiqing_desk.tui.draft_book import Draft
from zuiqing_desk.tui.key_words import with_keys
from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.widgets import reply_titles
from zuiqing_desk.tui.widgets.draft_box import event_time
from zuiqing_desk.tui.widgets.ready_made import Objection, Ready, Suggested
from zuiqing_desk.tui.widgets.recall import RecallBox
from zuiqing_desk.tui.widgets.reply_messages import ReplyMessages
from zuiqing_desk.tui.widgets.text_editor import EDITING_KEYS

LONGEST_HELD: Final = 120_000
"""Code points. The box takes no paste that would make its text longer; it shows how much is too
much, and what is too long is a draft like any other."""
TYPING_EVERY_S: Final = 2.0
PAUSE_S: Final = 1.0
"""A silence after which the next key begins a new run of typing."""
RESERVED_KEYS: Final = ("tab", "shift+tab")
"""They neither leave the box, where the next letter would act on a list, nor indent."""
PAGES: Final = {"pageup": -1, "pagedown": 1}
"""They turn the conversation: an answer is rarely longer than its box."""
MOVING: Final = "正在换会话，稍等一下再按"
PICK_CHARACTERS: Final = {"slash", *keys.twins("slash")}
PICK: Final = [
    # Here a character key opens the picker only when it cannot be text.
    replace(one, priority=False)
    for one in bindings("chat")
    if one.id == "reply.pick"
]


class ReplyBox(ReplyMessages, RecallBox, inherit_bindings=False):
    """A multi-line box for one answer or one internal note. Five rows high unless styled."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("reply"), *PICK, *EDITING_KEYS]
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

    def __init__(
        self,
        *,
        id: str | None = None,
        classes: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._clock = clock
        self._notice = ""
        self._run_id: int | None = None
        self._typed_at = -math.inf
        self._told_at = -math.inf
        self._looks = ("", "")
        self._suggested = Suggested()
        self._objection = Objection()
        self._moving = False
        self._picking = False
        self._pressed_at = math.inf
        self._offered: tuple[bool, ...] = ()
        self.dress()

    # --- what the pane tells

    def object_to(self, conversation_id: int, text: str, used: Iterable[Used], words: str) -> bool:
        """Return an answer whose wording was objected to, say why, and let one key send exactly
        this text all the same; whether the agent sees that here and now."""
        self.give_back(conversation_id, text, used)
        if conversation_id != self._conversation or self._kind != "reply":
            return False
        if self._answer == text:
            self._objection.raise_(conversation_id, text, event_time())
            words = f"{self.key_of('reply_override')} 照发 · {words}"
        self._complain(words)
        return True

    def suggest(self, ready: Ready | None) -> None:
        """The answer that one key takes from now on; None: there is none."""
        if self._suggested.put(ready, event_time()):
            self.dress()

    def insert_ready(self, ready: Ready) -> bool:
        """Put ready words at the cursor, if the box still belongs to the conversation they were
        made for; whether it did. What comes next in the same burst of keys is meant for it too."""
        hindered = self._hindrance or self.note_mode
        if hindered or ready.conversation_id != self._conversation:
            return False
        if len(self.text) + len(ready.text) > LONGEST_HELD:
            self._complain(f"文字有 {len(ready.text)} 字，太长，没有放进来")
            return False
        self._bound_at = -math.inf
        self._run_id = self._conversation
        self.put_ready(clean(ready.text))
        self._used.add(ready.conversation_id, ready.used)
        self.post_message(self.Inserted(ready.conversation_id, ready.text))
        return True

    def set_moving(self, moving: bool) -> None:
        """Whether another conversation is about to be shown: until then nothing is sent."""
        self._moving = moving
        self._tell_footer()

    def set_picking(self, picking: bool) -> None:
        """Whether the picker is there, or on its way: what is typed meanwhile is its query."""
        self._picking = picking

    # --- keys

    async def _on_key(self, event: events.Key) -> None:
        self._pressed_at = event.time
        try:
            await self._act(event)
        finally:
            self._pressed_at = math.inf
            if self._sent.shown is not None:
                # A mere move of the cursor makes a text that came back one's own.
                self.dress()

    async def _act(self, event: events.Key) -> None:
        commands = not event.is_printable or event.key in PICK_CHARACTERS
        own = {one.action for one in self.own_bindings(event.key)} if commands else set()
        picks = "reply_pick" in own and (not event.is_printable or self._blank)
        early = event.time < self._bound_at and not ("reply_accept" in own and self._may_accept)
        if not (picks or early or event.key in RESERVED_KEYS or event.key in PAGES):
            await super()._on_key(event)
            return
        event.prevent_default()
        event.stop()
        if picks:
            self.action_reply_pick()
        elif early and (text := self.typed_text(event)):
            self._put_before(text)
        elif early:
            self._complain("刚才那个键按在上一个会话里，没有执行")
        elif by := PAGES.get(event.key):
            self.post_message(self.Paged(by))
        else:
            await self._carry_out(event.key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where these do not apply, their keys are left to the text."""
        match action:
            case "reply_accept":
                return self._may_accept
            case "reply_next_slot":
                return bool(self.unfilled)
            case "reply_recall":
                return self._blank or self.recalling
            case "reply_override":
                held = self._objection
                return bool(held) and held.is_to(self._conversation, self._answer)
        return True

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
        self._send(override=False)

    def action_reply_override(self) -> None:
        """Send what was objected to as it stands."""
        if self._objection.seen(self._pressed_at):
            self._send(override=True)
        else:
            self._complain("先看清提醒，再按一次")

    def action_reply_accept(self) -> None:
        """Take the first suggestion."""
        ready = self._suggested.of(self._conversation)
        if ready is None or not self._may_accept:
            self._complain("现在没有建议可用")
        elif self._suggested.seen(self._pressed_at):
            self.insert_ready(ready)
        else:
            self._complain("建议刚换过，看清再按一次")

    def action_reply_next_slot(self) -> None:
        """Go to the next thing to fill in."""
        self.next_slot()

    def action_reply_pick(self) -> None:
        """Ask for the picker, or say why it cannot come."""
        if self._conversation is None or self._hindrance:
            self._complain(self._hindrance)
        elif self.note_mode:
            self._complain("先写完备忘，或按 Esc 放下，再用话术")
        elif not self._picking:
            self._picking = True
            self.post_message(self.PickWanted(self._conversation))

    def _send(self, *, override: bool) -> None:
        text = self._answer
        if self._conversation is None or self._hindrance or self._picking:
            self._complain(self._hindrance or "正在打开选择框")
        elif self._run_id not in (None, self._conversation):
            self._run_id = self._conversation
            self._complain("会话刚换过，看清客户再按一次 Enter")
        elif not text.strip():
            self._complain("还没有写内容")
        elif len(text) > MAX_CHARS:
            self._complain("太长，发不出去")
        elif self.unfilled and not self.note_mode:
            self._complain(reply_titles.unfilled([one.label for one in self.unfilled]))
            self.select_slot(0)
        else:
            self._submit(text, self._conversation, override=override)

    def action_reply_recall(self) -> None:
        """Put back what was sent before, one text further each time."""
        if self._hindrance or not (self._blank or self.recalling):
            self._complain(self._hindrance or "先发出或清空正在写的，再翻发过的话")
        elif self.recall(1):
            self._run_id = self._conversation
        else:
            self._complain("还没有发过的话")

    def action_reply_newline(self) -> None:
        """Begin a new line."""
        self._put("\n")

    def action_reply_leave(self) -> None:
        """From a note back to the answer, from a text that came back to an empty box, from the
        answer to the lists."""
        if self.note_mode:
            self.end_note()
        elif self.recalling:
            self.recall(-MOST)
        else:
            self.post_message(self.Leave())

    # --- what happens to the text

    def left(self) -> None:
        """What was said about an answer is over with its conversation."""
        self._notice = ""
        self._objection.drop()

    def user_typed(self, text: str) -> bool:
        """Take text unless there is nobody to write to, or far too much of it."""
        if self._conversation is None or self._refusal:
            self._complain(self._refusal)
            return False
        if self._picking:
            self.post_message(self.PickTyped(text))
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
        self._objection.drop()
        self._keep()
        self._save()
        if self._conversation is not None and self._kind == "reply":
            now = self._clock()
            if not self.text.strip():
                self._used.take(self._conversation)
            elif now - self._told_at >= TYPING_EVERY_S:
                self._told_at = now
                self.post_message(self.Typing(self._conversation))
        self.dress()

    @property
    def _answer(self) -> str:
        """The text as it would be sent."""
        return clean(self.text).strip("\n")

    @property
    def _hindrance(self) -> str:
        """Why nothing can be written to a customer just now."""
        return self._refusal or (MOVING if self._moving else "")

    @property
    def _blank(self) -> bool:
        """Whether an answer could be begun, and nothing of it has been written."""
        return not (self._hindrance or self.note_mode or self._picking or self.text)

    @property
    def _may_accept(self) -> bool:
        """Whether something is suggested for an answer not begun."""
        return self._blank and self._suggested.of(self._conversation) is not None

    def _submit(self, text: str, conversation_id: int, *, override: bool) -> None:
        kind = self._kind
        self._book.put(kind, conversation_id, Draft())
        self._kind = "reply"
        if kind == "note":
            self.post_message(self.NoteSubmitted(text, conversation_id))
            self._show(self._book.get("reply", conversation_id) or Draft())
        else:
            used = self._used.take(conversation_id)
            self._sent.add(SentText(text, conversation_id, self._customer, 0))
            self.post_message(self.Submitted(text, conversation_id, used, override))
            self._show(Draft())
            self.post_message(self.DraftChanged(conversation_id, "", 0))
        self._run_id = None
        self._told_at = -math.inf
        self.left()
        self.dress()

    # --- how it looks

    def _complain(self, words: str) -> None:
        self._notice = words
        if self.is_mounted:
            self.app.bell()
        self.dress()

    def on_mount(self) -> None:
        self.dress()  # Only now it knows which keys are in force.

    def dress(self) -> None:
        """Title, colours and the words of an empty box."""
        over = len(clean(self.text).strip("\n")) - MAX_CHARS
        self.read_only = self._conversation is None or bool(self._refusal)
        self.set_class(self.note_mode, "-note")
        self.set_class(over > 0 or bool(self._notice or self._refusal), "-alarm")
        refusal = with_keys(self.app, self._refusal) if self.is_attached else ""
        title = self._notice or refusal or self.recalled
        if self._conversation is not None:
            title = reply_titles.title(self._kind, self._customer, title, over)
        inviting = reply_titles.invitation(self._kind, refusal)
        looks = (title, with_keys(self.app, inviting) if self.is_attached else "")
        if looks != self._looks:
            self._looks = looks
            self.border_title, self.placeholder = Content(f" {looks[0]} "), Content(looks[1])
        self._tell_footer()

    def _tell_footer(self) -> None:
        """Have the footer show what the keys do here now."""
        actions = ("reply_accept", "reply_next_slot", "reply_override")
        offered = tuple(bool(self.check_action(one, ())) for one in actions)
        if offered != self._offered:
            self._offered = offered
            if self.is_mounted:
                self.refresh_bindings()
