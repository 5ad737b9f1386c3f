"""Copying out of the desk. No terminal confirms a copy, so nothing here says it succeeded.

Inside tmux, ``tmux load-buffer -w`` reaches the outer terminal with tmux's default settings, where
an escape sequence from a program would be dropped; elsewhere OSC 52 is the way. The text always
goes into the app's own register too, from which Ctrl+V pastes.
"""

import asyncio
import os
from base64 import b64encode
from contextlib import suppress
from enum import Enum
from typing import Any, Final

from textual.app import App

from zuiqing_desk.rules.text import clean
from zuiqing_desk.tui.driver import write_to_terminal

MAX_OSC52_BYTES: Final = 74_994
"""Terminals cut an OSC 52 sequence at 100,000 bytes; this much text fits in base64."""
TMUX_PATIENCE_S: Final = 3.0


class Sent(Enum):
    """What became of a copy; the value is what the screen says."""

    TERMINAL = "已送到终端剪贴板"
    TMUX = "太长，终端不收；已放进 tmux（前缀键再按 ] 粘贴）"
    TOO_LONG = "太长，只存入本程序（Ctrl+V 可粘贴）"
    KEPT = "只存入本程序（Ctrl+V 可粘贴）"
    NOTHING = "没有可复制的文字"


async def copy(app: App[Any], text: str) -> Sent:
    """Copy ``text``, cleaned, as far out as this terminal allows. Never raises."""
    text = clean(text)
    if not text:
        return Sent.NOTHING
    app._clipboard = text
    data = text.encode()
    too_long = len(data) > MAX_OSC52_BYTES
    if os.environ.get("TMUX") and await _to_tmux(data, inside=too_long):
        return Sent.TMUX if too_long else Sent.TERMINAL
    if too_long:
        return Sent.TOO_LONG
    sequence = f"\x1b]52;c;{b64encode(data).decode('ascii')}\x07"
    return Sent.TERMINAL if write_to_terminal(app, sequence) else Sent.KEPT


async def _to_tmux(data: bytes, *, inside: bool) -> bool:
    """Give ``data`` to tmux for its buffer and, but for ``inside``, for the terminal around it,
    which tmux reaches by OSC 52 too; False if it did not take it."""
    outwards = () if inside else ("-w",)
    try:
        process = await asyncio.create_subprocess_exec(
            "tmux",
            "load-buffer",
            *outwards,
            "-",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return False
    try:
        async with asyncio.timeout(TMUX_PATIENCE_S):
            await process.communicate(data)
    except (TimeoutError, OSError):
        return False
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return process.returncode == 0
