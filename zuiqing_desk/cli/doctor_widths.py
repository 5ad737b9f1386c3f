"""How wide this machine and its terminal take characters to be, beside the table the desk draws by.

Where they differ, columns of such rows do not line up on the screen.
"""

import ctypes
import ctypes.util
import os
import re
import select
import termios
import time
import tty
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.cells import cell_len

from zuiqing_desk.store.findings import Finding

PATIENCE_S = 1.0
"""A terminal at the far end of a slow SSH line answers within this."""

SAMPLES: Mapping[str, Sequence[str]] = {
    "汉字": ("中", "㐀", "𠀀", "，", "Ａ", "　", "ｱ"),
    "宽窄不定的符号": ("“", "”", "…", "—", "①", "★", "●", "│", "·", "×", "→", "▲"),
    "表情": ("😀", "❤️", "☎", "👍🏽", "👨‍👩‍👧", "🇨🇳", "1️⃣"),
    "不占位置的": ("e\u0301", "\u200b", "\u200d", "\ufe0f"),
}
_REPLY = re.compile(rb"\x1b\[(\d+);(\d+)R")


def by_library() -> Iterator[Finding]:
    """The table of the C library, which shells and editors here go by."""
    name = ctypes.util.find_library("c")
    measure = getattr(ctypes.CDLL(name), "wcwidth", None) if name else None
    if measure is None or measure(ctypes.c_wchar("中")) == -1:
        message = "系统的字宽表用不了（没有，或语言环境不是 UTF-8），没有比较"
        yield Finding("note", message, "设 LANG=zh_CN.UTF-8 后再看。", "widths")
        return

    def width(text: str) -> int:
        return sum(max(0, int(measure(ctypes.c_wchar(one)))) for one in text)

    each = {text: width(text) for texts in SAMPLES.values() for text in texts}
    yield from compared("系统（wcwidth）", each)


def compared(whose: str, widths: Mapping[str, int]) -> Iterator[Finding]:
    """Where these widths differ from those the desk draws by."""
    for kind, texts in SAMPLES.items():
        differ = [
            f"{_shown(text)} {widths[text]} 格（工作台按 {cell_len(text)} 格）"
            for text in texts
            if text in widths and widths[text] != cell_len(text)
        ]
        if not differ:
            yield Finding("ok", f"{whose}的字宽和工作台一致：{kind}", check="widths")
            continue
        message = f"{whose}的字宽和工作台不同：{kind}：{'，'.join(differ)}"
        if kind == "表情":
            advice = "含这些表情的行，后面几格可能对不齐；不影响内容。"
            yield Finding("note", message, advice, "widths")
        else:
            advice = "在终端的设置里把“宽窄不定的字符”（ambiguous width）设成窄，或换一个终端。"
            yield Finding("warning", message, advice, "widths")


def by_terminal() -> Iterator[Finding]:
    """Ask the terminal itself how far each sample moves its cursor."""
    try:
        fd = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        message = "没有终端可问"
        yield Finding("warning", message, "--terminal 要在终端里运行。", "widths")
        return
    try:
        yield from compared("这个终端", asked(fd))
    except TimeoutError:
        message = "终端没有回答光标的位置（CSI 6n），字宽没有量"
        yield Finding("warning", message, "换一个终端，或不用 --terminal。", "widths")
    finally:
        os.close(fd)


def asked(fd: int, patience_s: float = PATIENCE_S) -> dict[str, int]:
    """The cells each sample takes on the terminal ``fd``, whose line is empty again afterwards.

    Raises TimeoutError if it does not answer within ``patience_s`` seconds.
    """
    with _unbuffered(fd):
        try:
            home = _column(fd, b"\r", patience_s)
            return {
                text: _column(fd, b"\r" + text.encode(), patience_s) - home
                for texts in SAMPLES.values()
                for text in texts
            }
        finally:
            os.write(fd, b"\r\x1b[K")


def _column(fd: int, sent: bytes, patience_s: float) -> int:
    os.write(fd, sent + b"\x1b[6n")
    give_up = time.monotonic() + patience_s
    heard = b""
    while True:
        left = give_up - time.monotonic()
        if left <= 0 or not select.select([fd], [], [], left)[0]:
            raise TimeoutError
        heard += os.read(fd, 1024)
        if found := _REPLY.search(heard):
            return int(found[2])


@contextmanager
def _unbuffered(fd: int) -> Iterator[None]:
    before = termios.tcgetattr(fd)
    tty.setcbreak(fd, termios.TCSANOW)
    try:
        yield
    finally:
        termios.tcsetattr(fd, termios.TCSAFLUSH, before)


def _shown(text: str) -> str:
    invisible = any(not one.isprintable() for one in text)
    return " ".join(f"U+{ord(one):04X}" for one in text) if invisible else text
