"""Text from outside, made safe to store and to show; and text as a reader counts it."""

import re
import unicodedata

MAX_CHARS = 4000
"""Longest message in Unicode code points (the desk's own limit)."""

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_DROPPED = f"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_BIDI}\ud800-\udfff\ufeff"
_DROP = re.compile(f"[{_DROPPED}]+")
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
_UNCLEAN = re.compile(f"[{_DROPPED}\r\u2028\u2029]")
_BREAKS = re.compile(r"[ \t\n]*[\t\n][ \t\n]*")

_MARKS = frozenset({"Mn", "Mc", "Me"})
_PICTURES = frozenset({"So", "Sm", "Cn"})
_ZWJ = "\u200d"
_EXTENDING = re.compile("[\u200c\u200d\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]")
_MAY_JOIN = re.compile(
    "[\r\u0300-\u1fff\u200c\u200d\u20d0-\u20ff\u2ce0-\u2dff\u302a-\u302f\u3099\u309a"
    "\ua66e-\uabff\ufb1e\ufe00-\ufe2f\uff9e\uff9f\U00010000-\U0010ffff]"
)


def clean(text: str) -> str:
    """``text`` without anything a terminal would obey, in NFC.

    Dropped: C0 except newline and tab, DEL, C1, bidi controls, lone surrogates and U+FEFF. Every
    kind of line end becomes a newline. The joiner of emoji (U+200D) and the ideographic space
    (U+3000) stay. Applied when text is stored and again when it is shown; doing it twice changes
    nothing.
    """
    if _UNCLEAN.search(text):
        text = _LINE_END.sub("\n", _DROP.sub("", text))
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """``clean`` on one line: newlines and tabs become one space, no blanks at the ends."""
    return _BREAKS.sub(" ", clean(text)).strip()


def is_one_line(text: str) -> bool:
    """Whether ``text`` may stand on one line as it is: no break in it and nothing to drop."""
    return not ("\n" in text or "\t" in text or _UNCLEAN.search(text))


def graphemes(text: str) -> list[str]:
    """The characters of ``text`` as a reader counts them; joined, they are ``text`` again.

    Extended grapheme clusters (Unicode annex 29) as far as chat needs them: combining marks,
    variation selectors, skin tones, emoji joined by U+200D, flags, and CR LF. Hangul jamo and
    Indic conjuncts stay apart.
    """
    if not _MAY_JOIN.search(text):
        return list(text)
    clusters: list[str] = []
    start = flags = 0
    for index in range(1, len(text)):
        flags = flags + 1 if _REGIONAL.match(text, index - 1) else 0
        if not _joins(text, index, flags):
            clusters.append(text[start:index])
            start = index
    clusters.append(text[start:])
    return clusters


def _joins(text: str, index: int, flags: int) -> bool:
    """Whether the character at ``index`` belongs to the one before it.

    ``flags`` counts the regional indicators that end just before ``index``.
    """
    char, before = text[index], text[index - 1]
    if before < "\u0300" and char < "\u0300":
        return before == "\r" and char == "\n"
    if before in "\r\n":
        return False
    if _EXTENDING.match(char) or unicodedata.category(char) in _MARKS:
        return True
    if before == _ZWJ:
        return unicodedata.category(char) in _PICTURES
    return flags % 2 == 1 and _REGIONAL.match(char) is not None


def folded(text: str) -> str:
    """``text`` for comparing: compatibility forms made equal (ＯＫ is ok, ？ is ?), lower case."""
    return unicodedata.normalize("NFKC", text).casefold()


def is_ornament(char: str) -> bool:
    """Whether ``char`` is punctuation, a blank, an emoji or part of one: no word, no digit."""
    return unicodedata.category(char)[0] in "PSZCM"


def letters(text: str) -> str:
    """``folded`` without any punctuation, blanks or emoji: the words alone."""
    return "".join(char for char in folded(text) if not is_ornament(char))
