"""What commands print: UTF-8, results on stdout, words for people on stderr.

A terminal may read either: whatever a customer wrote, no control character and nothing that turns
the text around leaves here.
"""

import io
import json
import re
import sys
from collections.abc import Iterable, Sequence

from zuiqing_desk.rules.text import clean, clean_line
from zuiqing_desk.tui.key_words import with_keymap

# JSON writes what is below U+0020 as escapes, but not what a terminal obeys or hides above it.
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def prepare_streams() -> None:
    """Make both streams UTF-8 whatever the locale; what cannot be encoded is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str) -> None:
    """A result, on stdout; line breaks stay."""
    print(clean(text))


def tell(text: str) -> None:
    """Words for the person, on stderr: never control characters, whatever they quote. ``{action
    id}`` stands for a key on the screen."""
    for line in with_keymap(text).splitlines():
        print(clean_line(line), file=sys.stderr)


def say_json(data: object) -> None:
    """A result for scripts: every text in it can be had back as it was."""
    print(_harmless(json.dumps(data, ensure_ascii=False, indent=1)))


def say_json_line(data: object) -> None:
    """One of many results for scripts, on a line of its own."""
    print(_harmless(json.dumps(data, ensure_ascii=False)))


def _harmless(written: str) -> str:
    # Outside its strings JSON has none of these.
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def say_json_list(rows: Iterable[object]) -> None:
    """A list for scripts, each row printed on a line as soon as it is there: none is too long."""
    end = "["
    for row in rows:
        print(end)
        print(_harmless(json.dumps(row, ensure_ascii=False)), end="")
        end = ","
    print("[]" if end == "[" else "\n]")


def say_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns for people, aligned by the cells the text takes on a terminal."""
    # Rich is for people's tables alone; scripts that read JSON need not wait for it.
    from rich.cells import cell_len

    table = [
        [clean_line("" if cell is None else str(cell)) for cell in row] for row in (head, *rows)
    ]
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    for row in table:
        padded = (c + " " * (w - cell_len(c)) for c, w in zip(row, widths, strict=True))
        print("  ".join(padded).rstrip())
