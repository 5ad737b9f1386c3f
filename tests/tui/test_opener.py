"""Which program a file is handed to, and where none is started."""

import sys
from pathlib import Path

import pytest

from zuiqing_desk.tui import opener


@pytest.mark.parametrize(
    ("open_with", "environ", "platform", "words"),
    [
        ("", {"DISPLAY": ":0"}, "linux", ["xdg-open"]),
        ("", {"WAYLAND_DISPLAY": "wayland-0"}, "linux", ["xdg-open"]),
        ("", {}, "linux", None),
        ("", {"DISPLAY": ":0", "SSH_CONNECTION": "a 1 b 2"}, "linux", None),
        ("", {}, "darwin", ["open"]),
        ("", {"SSH_TTY": "/dev/pts/1"}, "darwin", None),
        ("", {}, "win32", ["cmd", "/c", "start", ""]),
        ("feh -F 'my album'", {"SSH_TTY": "/dev/pts/1"}, "linux", ["feh", "-F", "my album"]),
        ("  ", {}, "linux", None),
    ],
)
def test_the_program(
    open_with: str, environ: dict[str, str], platform: str, words: list[str] | None
) -> None:
    assert opener.command(open_with, environ, platform) == words


async def test_what_fails_at_once_is_told_and_no_shell_reads_the_path(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        await opener.hand_over([str(tmp_path / "none")], tmp_path)
    with pytest.raises(OSError, match="退出码 4"):
        await opener.hand_over([sys.executable, "-c", "raise SystemExit(4)"], tmp_path)
    mark = tmp_path / "mark"
    await opener.hand_over([sys.executable, "-c", "pass"], tmp_path / f"$(touch {mark}); `x`")
    assert not mark.exists()
