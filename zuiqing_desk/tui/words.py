"""Words in Chinese text, for moving and deleting by word.

Chinese does not separate words, and a run without a blank may be a whole message. Most Chinese
words have two characters, so that is one step; other scripts go by runs, and repeated marks
(！！！, ……, 😂😂) together.
"""

from collections.abc import Sequence
from typing import Final

from zuiqing_desk.rules.text import graphemes

HAN_STEP: Final = 2
"""Chinese characters in one step."""

# Compared, not compiled: the patterns would cost the first frame 1.5 ms.
_HAN: Final = (
    ("々", "々"),
    ("〇", "〇"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U000323af"),
)
_KANA: Final = (("\u3040", "\u30ff"), ("\u31f0", "\u31ff"), ("\uff66", "\uff9f"))


def word_start(before: str) -> int:
    """Where the word at the end of ``before`` starts; blanks after it belong to the step."""
    clusters = graphemes(before)
    clusters.reverse()
    return len(before) - sum(map(len, clusters[: _step(clusters)]))


def word_end(after: str) -> int:
    """Where the word at the beginning of ``after`` ends; blanks before it belong to the step."""
    clusters = graphemes(after)
    return sum(map(len, clusters[: _step(clusters)]))


def _step(clusters: Sequence[str]) -> int:
    """How many clusters one step takes: blanks, then one word."""
    first = 0
    while first < len(clusters) and clusters[first].isspace():
        first += 1
    if first == len(clusters):
        return first
    kind = _kind(clusters[first])
    most = first + HAN_STEP if kind == "han" else len(clusters)
    last = first + 1
    while last < most and last < len(clusters) and _kind(clusters[last]) == kind:
        last += 1
    return last


def _among(char: str, spans: Sequence[tuple[str, str]]) -> bool:
    return any(first <= char <= last for first, last in spans)


def _kind(cluster: str) -> str:
    """What may stand together in a word; a mark stands with its like only."""
    char = cluster[0]
    if _among(char, _HAN):
        return "han"
    if _among(char, _KANA):
        return "kana"
    if char.isspace():
        return "blank"
    if char.isalnum() or char == "_":
        return "word"
    return cluster
