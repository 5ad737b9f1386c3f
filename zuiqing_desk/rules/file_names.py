"""Names under which a file of somebody else's may be saved, on any system."""

import re
from typing import Final

from zuiqing_desk.rules.text import clean_line, graphemes

MOST_BYTES: Final = 120

_FORBIDDEN = re.compile(r'[/\\<>:"|?*]')
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{name}{number}" for name in ("com", "lpt") for number in "0123456789¹²³"}
)


def safe_name(name: str, otherwise: str = "文件") -> str:
    """``name`` as the name of a file that harms nobody: no folders, no control characters, nothing
    hidden, no name Windows keeps for its devices, at most MOST_BYTES in UTF-8 (its ending stays).
    """
    name = _FORBIDDEN.sub("_", clean_line(name)).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or not 0 < len(ending.encode()) <= 10:
        stem, dot, ending = name, "", ""
    stem = stem.strip(" .") or otherwise
    # Windows looks at what stands before the first dot.
    if stem.split(".", 1)[0].strip().lower() in _RESERVED:
        stem = f"_{stem}"
    stem = _cut(stem, MOST_BYTES - len((dot + ending).encode())).rstrip(" .")
    return (stem or otherwise) + dot + ending


def _cut(text: str, most: int) -> str:
    kept, used = [], 0
    for one in graphemes(text):
        used += len(one.encode())
        if used > most:
            break
        kept.append(one)
    return "".join(kept)


def numbered(name: str, number: int) -> str:
    """The same name for another file: ``碎瓶 (2).jpg``."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem} ({number}).{ending}" if dot else f"{name} ({number})"
