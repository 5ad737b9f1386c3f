"""The first frame waits for Textual and nothing else."""

import subprocess
import sys

HEAVY = ("sqlite3", "sqlalchemy", "sqlmodel", "alembic", "aiohttp", "argon2", "keyring", "pypinyin")
LATER = (
    "zuiqing_desk.store",
    "zuiqing_desk.channels",
    "zuiqing_desk.services",
    "zuiqing_desk.tui.panes",
    "zuiqing_desk.tui.screens.desk",
    "zuiqing_desk.tui.screens.setup",
)

PROGRAM = """
import sys
import zuiqing_desk.desk
import zuiqing_desk.tui.app
print("\\n".join(sys.modules))
"""


def test_what_is_imported_before_it() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60
    )
    modules = ran.stdout.splitlines()
    assert "textual.app" in modules
    early = [
        name
        for name in modules
        if name.split(".")[0] in HEAVY or any(name.startswith(later) for later in LATER)
    ]
    assert early == []
