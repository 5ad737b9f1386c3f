"""What a query must find, by going through everything: the measure of recall."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.lookup.index import Entry
from zuiqing_desk.lookup.pinyin import readings

RUN = re.compile(r"[a-z]+(?: [a-z]+)*")
WORD = re.compile("[a-z]+")
UNIT = re.compile("([a-z])[a-z]* ?")


class BruteForce:
    """Every text, every run of syllables and every Latin word, each looked at for each query."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.texts: dict[str, set[int]] = defaultdict(set)
        self.words: dict[str, set[int]] = defaultdict(set)
        self.runs: dict[str, set[int]] = defaultdict(set)
        for one in entries:
            for field in (one.code, one.title, f"{one.tags} {one.category}", one.body):
                text = fold(field)
                self.texts[text].add(one.key)
                for word in WORD.findall(text):
                    self.words[word].add(one.key)
            for run in RUN.findall(f"{one.readings} , {readings(one.category)}"):
                self.runs[run].add(one.key)
        self.initials: dict[str, set[int]] = defaultdict(set)
        for run, keys in self.runs.items():
            self.initials[UNIT.sub(r"\1", run)] |= keys

    def exact(self, query: str) -> set[int]:
        """The keys of the entries that hold every token as it stands."""
        return set.intersection(*map(self._token, fold(query).split()))

    def with_typo(self, letters: str) -> set[int]:
        """The keys of the entries that hold ``letters`` with at most one slip."""
        slips = _slips(letters)
        spaced = [" ?".join(parts) for parts in slips]
        anywhere = re.compile("|".join(map("".join, slips)))
        aligned = re.compile("(?<![a-z])(?:" + "|".join(spaced) + ")")
        return (
            _keys(self.words, anywhere)
            | _keys(self.initials, anywhere)
            | _keys(self.runs, aligned)
            | self._token(letters)
        )

    def _token(self, token: str) -> set[int]:
        found = _keys(self.texts, re.compile(re.escape(token)))
        letters = token.replace("'", "")
        if WORD.fullmatch(letters):
            found |= _keys(self.initials, re.compile(letters))
            found |= _keys(self.runs, re.compile("(?<![a-z])" + " ?".join(letters)))
        return found


def _keys(of: dict[str, set[int]], pattern: re.Pattern[str]) -> set[int]:
    return _union(keys for text, keys in of.items() if pattern.search(text))


def _union(sets: Iterable[set[int]]) -> set[int]:
    found: set[int] = set()
    for one in sets:
        found |= one
    return found


def _slips(letters: str) -> list[list[str]]:
    """Patterns, letter by letter, of what may have been meant."""
    slips = []
    for at in range(len(letters) + 1):
        head, tail = list(letters[:at]), list(letters[at:])
        slips.append([*head, "[a-z]", *tail])
        if tail:
            slips += [[*head, *tail[1:]], [*head, "[a-z]", *tail[1:]]]
        if len(tail) > 1:
            slips.append([*head, tail[1], tail[0], *tail[2:]])
    return slips
