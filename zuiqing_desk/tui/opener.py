"""Handing a file to a program of this computer, beside the desk and apart from its terminal."""

import asyncio
import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Final

PATIENCE_S: Final = 2.0
"""So long a program may take to say that it cannot; one that opened a window goes on running."""

_REMOTE: Final = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")


def command(
    open_with: str, environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> list[str] | None:
    """The command a file's path is added to; None where nobody would see what it opens.

    ``open_with`` is the setting [screen] open_with: a command in a shell's words, run without one;
    '' for the system's own way, which needs a screen in front of this person: not over SSH, and on
    Linux not without a graphical session.
    """
    if open_with.strip():
        return shlex.split(open_with)
    if any(environ.get(name) for name in _REMOTE):
        return None
    if platform == "darwin":
        return ["open"]
    if platform == "win32":
        return ["cmd", "/c", "start", ""]
    graphical = environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    return ["xdg-open"] if graphical else None


async def hand_over(words: list[str], path: Path) -> None:
    """Start the command with the file, in a session of its own, its words thrown away.

    Raises OSError if there is no such program or it says at once that it cannot.
    """
    await asyncio.to_thread(_hand_over, [*words, str(path)])


def _hand_over(words: list[str]) -> None:
    process = subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Somebody must take note of its end, whenever that is.
    waiting = threading.Thread(target=process.wait, daemon=True, name="opened file")
    waiting.start()
    waiting.join(PATIENCE_S)
    if not waiting.is_alive() and process.returncode:
        raise OSError(f"{words[0]} 退出码 {process.returncode}")
