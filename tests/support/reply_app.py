"""A reply box alone: ``python reply_app.py LOG [CUSTOMER]``; its messages go to the log.

F5 shows conversation 8, F6 none, F7 turns to a note, F8 refuses, F9 moves the focus away.
"""

import sys
from pathlib import Path
from typing import ClassVar

from support.json_log import write_entry
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input, Static

from zuiqing_desk.tui.terminal_app import TerminalApp
from zuiqing_desk.tui.widgets.reply_box import ReplyBox

CHAT_KEYS = "fglnopqrst"


class ReplyApp(TerminalApp[None], inherit_bindings=False):
    """Conversation 7 is shown at the start."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [
        Binding("f5", "show_other", priority=True),
        Binding("f6", "show_none", priority=True),
        Binding("f7", "note", priority=True),
        Binding("f8", "refuse", priority=True),
        Binding("f9", "away", priority=True),
        *(Binding(f"ctrl+{key}", f"chat('{key}')") for key in CHAT_KEYS),
    ]
    CSS = "#above { height: 1fr; } Input { height: 3; }"

    def __init__(self, log_path: Path | None = None, customer: str = "tb_9921") -> None:
        super().__init__()
        self.log_path = log_path
        self.customer = customer
        self.now = 0.0
        self.told: list[tuple[object, ...]] = []
        self.submitted: list[ReplyBox.Submitted] = []
        self.box = ReplyBox(clock=lambda: self.now)

    def compose(self) -> ComposeResult:
        yield Static("上面", id="above")
        yield self.box
        yield Input()

    def on_mount(self) -> None:
        self.box.bind(7, customer=self.customer)
        self.box.focus()

    def write_down(self, *values: object) -> None:
        self.told.append(values)
        if self.log_path is not None:
            write_entry(self.log_path, *values)

    def on_reply_box_submitted(self, event: ReplyBox.Submitted) -> None:
        self.write_down("submitted", event.conversation_id, event.text)
        self.submitted.append(event)

    def on_reply_box_note_submitted(self, event: ReplyBox.NoteSubmitted) -> None:
        self.write_down("note", event.conversation_id, event.text)

    def on_reply_box_draft_changed(self, event: ReplyBox.DraftChanged) -> None:
        self.write_down("draft", event.conversation_id, event.text, event.cursor)

    def on_reply_box_typing(self, event: ReplyBox.Typing) -> None:
        self.write_down("typing", event.conversation_id)

    def on_reply_box_pick_wanted(self, event: ReplyBox.PickWanted) -> None:
        self.write_down("pick", event.conversation_id)

    def on_reply_box_pick_typed(self, event: ReplyBox.PickTyped) -> None:
        self.write_down("query", event.text)

    def on_reply_box_leave(self) -> None:
        self.write_down("leave")

    def action_chat(self, key: str) -> None:
        self.write_down("key", key)

    def action_show_other(self) -> None:
        self.box.bind(8, "第二位的草稿", 2, customer="jd_xx")

    def action_show_none(self) -> None:
        self.box.unbind()

    def action_note(self) -> None:
        self.box.start_note()

    def action_refuse(self) -> None:
        self.box.refuse("客户已拉黑，不能回复")

    def action_away(self) -> None:
        self.query_one(Input).focus()


if __name__ == "__main__":
    app = ReplyApp(Path(sys.argv[1]), *sys.argv[2:3])
    app.run()
    sys.exit(app.return_code)
