"""What a program told the terminal, piece by piece: nothing but what our own screen has to say.

The stream is read as ECMA-48 and xterm would, but only what is on the list is known at all: a
sequence that Textual or the desk never sends is foreign, however harmless.
"""

import base64
import binascii
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

_BYTE = rb"(?:25[0-5]|2[0-4]\d|1?\d?\d)"

ALLOWED = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("colours", rb"\x1b\[(?:B(?:;B)*)?m".replace(b"B", _BYTE)),
        ("cursor place", rb"\x1b\[B;BH".replace(b"B", _BYTE)),
        ("clear", rb"\x1b\[(?:H\x1b\[2J|2J|3J|H|K)"),
        ("cursor shown", rb"\x1b\[\?25[hl]"),
        ("alternate screen", rb"\x1b\[\?1049[hl]"),
        ("mouse", rb"\x1b\[\?(?:1000|1003|1015|1006|1016)[hl]"),
        ("paste", rb"\x1b\[\?2004[hl]"),
        ("focus", rb"\x1b\[\?1004[hl]"),
        ("resize", rb"\x1b\[\?2048[hl]"),
        ("synchronised output", rb"\x1b\[\?2026[hl]"),
        ("question", rb"\x1b\[\?(?:2026|2048)\$p"),
        ("wrap", rb"\x1b\[\?7[hl]"),
        ("title kept", rb"\x1b\[2[23];2t"),
        ("title", rb"\x1b\]2;[^\x00-\x1f\x7f]*\x07"),
        ("clipboard", rb"\x1b\]52;c;[A-Za-z0-9+/=]*\x07"),
        ("bell", rb"\x07"),
        ("pointer", rb"\x1b\]22;default\x07"),
        ("line end", rb"\r?\n|\r"),
    )
)
_TEXT = re.compile(rb"[^\x00-\x1f\x7f]+")
_CLIPBOARD = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_ROWS = frozenset("\u2028\u2029")
_FOREIGN_SHOWN = 60
_PROGRAM = "醉卿工作台".encode()
STOLEN = "PWNED"
"""What the hostile sequences try to put on the clipboard."""


@dataclass
class Heard:
    """What a stream was made of."""

    kinds: Counter[str] = field(default_factory=Counter)
    foreign: list[bytes] = field(default_factory=list)
    """What should not have come, each with what follows it."""
    bytes_seen: int = 0


def listen(stream: bytes, *, screen: bool = True) -> Heard:
    """Take a stream apart: that of a screen drawn in frames, or of a command that prints lines."""
    heard = Heard(bytes_seen=len(stream))
    at = 0
    in_words = False
    while at < len(stream):
        if found := _TEXT.match(stream, at):
            heard.kinds["text"] += 1
            heard.foreign.extend(_bad_text(found[0]))
            at, in_words = found.end(), True
            continue
        for name, pattern in ALLOWED:
            if found := pattern.match(stream, at):
                heard.kinds[name] += 1
                heard.foreign.extend(_bad(name, found[0]))
                # Our screen rings between two frames, and ends a row after its colours.
                if screen and in_words and name in {"bell", "line end"}:
                    heard.foreign.append(stream[max(0, at - 20) : at + _FOREIGN_SHOWN])
                at, in_words = found.end(), False
                break
        else:
            heard.foreign.append(stream[at : at + _FOREIGN_SHOWN])
            at += 1
    return heard


def _bad(name: str, sequence: bytes) -> Iterator[bytes]:
    """What is wrong with a sequence whose shape is right."""
    if name == "clipboard" and not _clean_clipboard(sequence):
        yield sequence
    if name == "title":
        yield from _bad_title(sequence[4:-1])


def _bad_title(title: bytes) -> Iterator[bytes]:
    if title and _PROGRAM not in title:
        yield title
    yield from _bad_text(title)


def _bad_text(data: bytes) -> Iterator[bytes]:
    """Text that a terminal would obey or reorder all the same."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        yield data[error.start : error.start + _FOREIGN_SHOWN]
        return
    if text.isascii():
        return
    for place, char in enumerate(text):
        if char in _BIDI or char in _ROWS or unicodedata.category(char) in {"Cc", "Cs"}:
            yield text[place : place + _FOREIGN_SHOWN].encode()


def _clean_clipboard(sequence: bytes) -> bool:
    """What is put on the clipboard is pasted into shells: nothing in it may press keys."""
    found = _CLIPBOARD.fullmatch(sequence)
    assert found is not None
    try:
        text = base64.b64decode(found[1], validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return False
    return STOLEN not in {text, text.strip()} and not any(
        char in _BIDI or (unicodedata.category(char) == "Cc" and char not in "\n\t")
        for char in text
    )
