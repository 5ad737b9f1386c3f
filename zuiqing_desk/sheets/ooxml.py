"""XLSX spells what XML cannot hold as ``_xHHHH_``, and then must spell that itself."""

import re

LONGEST = 32_767
"""What a cell can hold, in characters."""

_ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def escaped(text: str) -> str:
    """``text`` as it may stand in a cell."""
    return _ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    """What ``escaped`` was given."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
