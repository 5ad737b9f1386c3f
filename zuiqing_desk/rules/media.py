"""What customers may send besides words, told by the content; not one pixel is decoded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from zuiqing_desk.rules.text import clean_line

PICTURES: Final = frozenset({"png", "jpg", "gif", "webp", "bmp"})
MOST_BYTES: Final = 10 * 1024 * 1024
MOST_SIDE: Final = 20_000
MOST_PIXELS: Final = 100_000_000
NAME_CHARS: Final = 100


@dataclass(frozen=True, slots=True)
class Looks:
    """What a content is. ``width`` and ``height`` are pixels, None for what has none."""

    kind: str
    width: int | None = None
    height: int | None = None


def shown_name(name: str, line_kind: str, kind: str) -> str:
    """The name of a file as it may be stored and shown."""
    return name


def card_text(card: Mapping[str, object]) -> str:
    """An order card in words: number, title and amount in yuan, as far as they are there."""
    amount = str(card.get("amount") or "")
    parts = (card.get("number"), card.get("title"), f"{amount} 元" if amount else "")
    return clean_line(" ".join(str(part) for part in parts if part))


def examine(head: bytes, total: int) -> Looks:
    """What a content is, by its first bytes (all of it, or a megabyte) and its length.

    Raises RuleError ``empty``, ``too_big``, ``wrong_kind``, ``broken`` or ``too_large``.
    """
    raise NotImplementedError
