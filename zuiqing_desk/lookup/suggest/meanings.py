"""What a line speaks of: the meanings of the trade found in it.

The table is ``meanings.txt``. It makes wordings alike that share no character (碎 and 烂, 单号 and
运单), which is what lets a question nobody foresaw be understood.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from zuiqing_desk.lookup.suggest.units import Unit, units

_BETWEEN: Final = frozenset("个一下了的过完点啊呀哈")
"""What is said in the middle of a word without changing it."""


class _Table(NamedTuple):
    written: dict[tuple[str, ...], tuple[str, ...]]
    heard: dict[tuple[str, ...], tuple[str, ...]]
    longest: dict[str, int]
    """The longest wording that begins with this text or sound."""


def meanings(line: Sequence[Unit]) -> list[str]:
    """The meanings in the order they are met, each once. The longest wording wins at a place.

    打个折 and 退了货 are 打折 and 退货 too.
    """
    bare = [unit for unit in line if unit.text not in _BETWEEN]
    found = _met(line)
    return found if len(bare) == len(line) else list(dict.fromkeys(found + _met(bare)))


def _met(line: Sequence[Unit]) -> list[str]:
    written, heard, longest = _table()
    texts = tuple(unit.text for unit in line)
    sounds = tuple(unit.sound for unit in line)
    found: dict[str, None] = {}
    start = 0
    while start < len(line):
        after = start + 1
        most = max(longest.get(texts[start], 0), longest.get(sounds[start], 0))
        for end in range(min(len(line), start + most), start, -1):
            names = written.get(texts[start:end]) or heard.get(sounds[start:end])
            if names:
                found.update(dict.fromkeys(names))
                after = end
                break
        start = after
    return list(found)


@lru_cache(maxsize=1)
def _table() -> _Table:
    written: dict[tuple[str, ...], list[str]] = {}
    heard: dict[tuple[str, ...], list[str]] = {}
    text = files("zuiqing_desk.lookup.suggest").joinpath("meanings.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line or line.startswith("# "):
            continue
        name, _, wordings = line.partition(":")
        for wording in wordings.split():
            cut = units(wording.replace("#", "6"))
            written.setdefault(tuple(one.text for one in cut), []).append(name)
            # One syllable sounds like too many things.
            if sum(one.text != one.sound for one in cut) > 1:
                heard.setdefault(tuple(one.sound for one in cut), []).append(name)
    longest: dict[str, int] = {}
    for key in (*written, *heard):
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return _Table(
        {key: tuple(dict.fromkeys(names)) for key, names in written.items()},
        {key: tuple(dict.fromkeys(names)) for key, names in heard.items()},
        longest,
    )
