"""What is counted in a line: characters, sounds and meanings, alone and in pairs."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Final

from zuiqing_desk.lookup.suggest.meanings import meanings
from zuiqing_desk.lookup.suggest.units import units

START: Final = "^"
END: Final = "$"
WEIGHTS: Final = {"t": 1.0, "s": 0.5, "m": 1.2, "p": 0.9}
"""How much a feature counts by its first letter: text, sound, meaning, pair of meanings."""


def features(text: str) -> list[str]:
    """The features of a line, repeated as often as they occur."""
    line = units(text)
    if not line:
        return []
    found = [f"t{unit.text}" for unit in line]
    found += _neighbours("t", [unit.text for unit in line])
    found += _neighbours("s", [unit.sound for unit in line])
    meant = meanings(line)
    found += [f"m{one}" for one in meant]
    found += [f"p{a} {b}" for a, b in combinations(sorted(meant), 2)]
    return found


def _neighbours(kind: str, words: Sequence[str]) -> Iterator[str]:
    return (f"{kind}{a} {b}" for a, b in pairwise((START, *words, END)))
