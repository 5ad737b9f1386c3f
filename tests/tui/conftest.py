"""What the machine running the tests has set must not show on the screens under test."""

import os

for name in ("NO_COLOR", "TEXTUAL_THEME", "TMUX", "COLORTERM"):
    os.environ.pop(name, None)
