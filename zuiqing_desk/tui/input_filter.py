"""What the terminal sent, sorted before Textual reads it, so that only real keys press anything.

Textual's parser replays a sequence it does not know as keystrokes, and does so inside a paste too:
a copied ESC could press Enter or Ctrl+G. Here a paste is text from its first to its last bracket, a
sequence nobody understands vanishes whole, and an ESC in the middle of text is dropped.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual.constants import ESCAPE_DELAY

from zuiqing_desk.rules.text import clean

ESC: Final = "\x1b"
PASTE_START: Final = "\x1b[200~"
PASTE_END: Final = "\x1b[201~"
LONGEST_KEY: Final = 32
"""Textual gives up on a sequence longer than this and types it out."""
PASTE_PATIENCE_S: Final = 1.0
"""Silence in a paste after which its closing bracket is no longer expected soon."""

_COMPLETE: Final = re.compile(
    r"\x1b\[M...|\x1b\[\[.|\x1b\[[0-?]*[ -/]*[@-LN-Z\\-~]|\x1b\[[0-?]+[ -/]*M"
    r"|\x1bO[ -~]|\x1b[]PX^_][^\x00-\x1f\x7f]*(?:\x07|\x1b\\)",
    re.DOTALL,
)
_PARTIAL: Final = re.compile(
    r"\x1b(?:\[(?:M.{0,2}|\[|[0-?]*[ -/]*)|O|[]PX^_][^\x00-\x1f\x7f]*\x1b?)?\Z", re.DOTALL
)
_STRING_START: Final = re.compile(r"\x1b[]PX^_]")
_ALT_KEYS: Final = re.compile(r"(?:\x1b[^\x1b])+", re.DOTALL)
_REPORT: Final = re.compile(
    r"\x1b\[(?:M...|<\d+;-?\d+;-?\d+[mM]|[IO]|\?\d+;\d\$y|\d+;\d+R|48;[\d:;]+t)", re.DOTALL
)
_EXTENDED_KEY: Final = re.compile(r"\x1b\[(\d+)(?:;[\d:]*){0,2}([u~A-FHPQS])")
_KITTY_TEXT: Final = re.compile(r"\x1b\[\d*;\d*;(\d+(?::\d+)*)u")
_C1: Final = re.compile("[\x80-\x9f]+")
_LAST_CODE_POINT: Final = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the input: ``keys`` for Textual's parser, the whole text of one ``paste``, the
    ``escape`` key, or the character pressed with ``alt``."""

    kind: Literal["keys", "paste", "escape", "alt"]
    text: str


class InputFilter:
    """Sorts input as it arrives. Call ``feed`` per read, ``idle`` when nothing came for a while."""

    def __init__(self) -> None:
        self._pending = ""
        self._pasting = False
        self._paste: list[str] = []

    @property
    def waiting(self) -> bool:
        """Whether something is held back for what may follow: ``idle`` will settle it."""
        return bool(self._pending or self._paste)

    def feed(self, data: str) -> list[Piece]:
        """Sort one read's worth of input."""
        pieces: list[Piece] = []
        if self._pending == ESC and not self._pasting and data[:1] not in ("[", "O"):
            # A terminal writes a sequence in one go: this ESC came alone, so it was the key.
            pieces.append(Piece("escape", ESC))
            self._pending = ""
        rest = self._pending + data
        self._pending = ""
        if not self._pasting and _ALT_KEYS.fullmatch(rest) and not _PARTIAL.match(rest):
            alt = [Piece("alt", char) for char in rest[1::2]]
            return pieces + [_known_alt(piece) for piece in alt]
        while rest:
            rest = self._take_paste(rest, pieces) if self._pasting else self._take(rest, pieces)
        return pieces

    def idle(self, silent_s: float) -> list[Piece]:
        """Nothing came for so many seconds: a lone ESC was the Escape key, half a sequence noise.

        In a paste whose end never comes, what has come is handed over; everything typed then
        stays text until the Escape key ends it.
        """
        pieces: list[Piece] = []
        if self._pasting:
            if silent_s < PASTE_PATIENCE_S:
                return pieces
            if self._paste:
                self._hand_over(pieces)
            elif self._pending == ESC:
                self._pasting = False
                self._pending = ""
        elif silent_s >= ESCAPE_DELAY:
            if self._pending == ESC:
                pieces.append(Piece("escape", ESC))
            self._pending = ""
        return pieces

    def _take(self, rest: str, pieces: list[Piece]) -> str:
        """Take one token from ``rest`` outside a paste; what is left of it."""
        start = rest.find(ESC)
        if start != 0:
            text = _C1.sub("", rest if start < 0 else rest[:start])
            if text:
                pieces.append(Piece("keys", text))
            return "" if start < 0 else rest[start:]
        found = _COMPLETE.match(rest)
        if found is None:
            if _PARTIAL.match(rest):
                self._pending = rest
                return ""
            return rest[1:]
        self._take_sequence(found[0], pieces)
        return rest[found.end() :]

    def _take_sequence(self, sequence: str, pieces: list[Piece]) -> None:
        if sequence == PASTE_START:
            self._pasting = True
        elif (text := _kitty_text(sequence)) is not None:
            pieces.append(Piece("keys", text))
        elif understood(sequence):
            pieces.append(Piece("keys", sequence))

    def _take_paste(self, rest: str, pieces: list[Piece]) -> str:
        """Take the text of a paste. The last bracket before another paste ends it: an earlier one
        was pasted by somebody who wanted to break out of the brackets."""
        again = rest.find(PASTE_START)
        end = rest.rfind(PASTE_END, 0, again if again >= 0 else len(rest))
        if end < 0:
            end = rest.find(PASTE_END)
        if end >= 0:
            self._paste.append(rest[:end])
            self._hand_over(pieces)
            self._pasting = False
            return rest[end + len(PASTE_END) :]
        kept = _tail_of_bracket(rest)
        if len(rest) > kept:
            self._paste.append(rest[: len(rest) - kept])
        self._pending = rest[len(rest) - kept :]
        return ""

    def _hand_over(self, pieces: list[Piece]) -> None:
        text = "".join(self._paste).replace(PASTE_START, "").replace(PASTE_END, "")
        self._paste.clear()
        pieces.append(Piece("paste", clean(text)))


def understood(sequence: str) -> bool:
    """Whether Textual's parser takes this complete sequence as one key, click or report."""
    if sequence in ANSI_SEQUENCES_KEYS:
        return True
    if len(sequence) > LONGEST_KEY:
        return False
    if _REPORT.fullmatch(sequence):
        return True
    key = _EXTENDED_KEY.fullmatch(sequence)
    # Of an unknown number Textual would make the character with that number.
    return key is not None and (key[2] == "u" or key[1] + key[2] in FUNCTIONAL_KEYS)


def _known_alt(piece: Piece) -> Piece:
    """Alt with a key Textual has a name for goes through its parser (Alt+Backspace …)."""
    sequence = ESC + piece.text
    named = isinstance(ANSI_SEQUENCES_KEYS.get(sequence), tuple)
    return Piece("keys", sequence) if named else piece


def _kitty_text(sequence: str) -> str | None:
    """The text of a key report that carries it: Textual garbles those of five characters or more
    (a terminal sends them only when some outer program left the kitty protocol on)."""
    found = _KITTY_TEXT.fullmatch(sequence)
    if found is None:
        return None
    codes = [int(code) for code in found[1].split(":")]
    return clean("".join(chr(code) for code in codes if code <= _LAST_CODE_POINT))


def _tail_of_bracket(text: str) -> int:
    """How many characters at the end of ``text`` may be the beginning of a closing bracket."""
    for length in range(len(PASTE_END) - 1, 0, -1):
        if text.endswith(PASTE_END[:length]):
            return length
    return 0
