"""Text made equal for finding: width, case and script do not matter.

Every character is folded by itself, so what is a part of a text stays a part of it when both are
folded. That is why traditional characters are simplified one by one, without the words around them.
"""

import unicodedata
from typing import Final

import opencc

_SIMPLIFY: Final = opencc.OpenCC("t2s")
# Written for one another in messages, though the dictionary of single characters keeps them apart.
_VARIANTS: Final = str.maketrans("著妳祇衹瞭牠", "着你只只了它")


class _Folded(dict[int, str]):
    """Code point → its folded form, worked out when first met."""

    def __missing__(self, code: int) -> str:
        text, before = chr(code), ""
        while text != before:
            before = text
            text = unicodedata.normalize("NFKC", text).casefold()
            text = "".join(map(_simplified, text)).translate(_VARIANTS)
        self[code] = text
        return text


def _simplified(char: str) -> str:
    # The converter takes no lone surrogates, and nothing below is Chinese.
    return (
        _SIMPLIFY.convert(char) if char >= "\u2e80" and not "\ud800" <= char <= "\udfff" else char
    )


_FOLDED: Final = _Folded()


def fold(text: str) -> str:
    """``text`` with full-width forms made half-width, lower case, in simplified characters.

    ``fold(a + b) == fold(a) + fold(b)`` and ``fold(fold(a)) == fold(a)``. One character may become
    several (``㎏`` is ``kg``).
    """
    return text.lower() if text.isascii() else text.translate(_FOLDED)
