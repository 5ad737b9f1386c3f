"""An app that writes down every key and paste it is given: ``python key_log_app.py LOG``."""

import sys
from pathlib import Path

from support.json_log import write_entry
from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from zuiqing_desk.tui.terminal_app import TerminalApp


class KeyLogApp(TerminalApp[None]):
    """Shows ``ready`` and logs one JSON list a line: kind, text."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, log_path: Path) -> None:
        super().__init__()
        self.log_path = log_path

    def compose(self) -> ComposeResult:
        yield Static("ready")

    def write_down(self, kind: str, text: str) -> None:
        write_entry(self.log_path, kind, text)

    def on_key(self, event: events.Key) -> None:
        event.prevent_default()
        if event.is_printable and event.character is not None:
            self.write_down("text", event.character)
        else:
            self.write_down("key", event.key)

    def on_paste(self, event: events.Paste) -> None:
        self.write_down("paste", event.text)


if __name__ == "__main__":
    app = KeyLogApp(Path(sys.argv[1]))
    app.run()
    sys.exit(app.return_code)
