"""From launch to the first painted frame: the sign-in against a bare Textual app."""

import tempfile
from pathlib import Path

from effort import times
from probe import PYTHON, Probe
from seed import fill
from table import Row, median, milliseconds

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("bare-app-painted")
Bare().run()
"""
DESK = "import sys; from zuiqing_desk.cli import main; sys.exit(main())"
"""What the installed command does."""
ROUNDS = times(9, 1)


def launched(argv: list[str], marker: str) -> float:
    with Probe(argv) as probe:
        return probe.arrival(marker) - probe.started


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home, 20_000)
        desk = [PYTHON, "-c", DESK, "--home", folder]
        bare = [PYTHON, "-c", BARE]
        launched(desk, "工号")
        launched(bare, "bare-app-painted")
        ours, base = [], []
        for _ in range(ROUNDS):
            ours.append(launched(desk, "工号"))
            base.append(launched(bare, "bare-app-painted"))
    a, b = median(ours), median(base)
    what = "first painted frame (sign-in), 20k open chats"
    return [Row(what, milliseconds(a), milliseconds(b), a / b, 1.25)]
