"""What a search must find, worked out the slow and obvious way from the rule's own words."""

from collections.abc import Collection, Iterator, Sequence

from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.lookup.index import NONE, Entry, Hit, Preference
from zuiqing_desk.lookup.pinyin import readings

LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")

Match = tuple[int, str]
"""Tier and label."""


def search(
    entries: Sequence[Entry],
    query: str,
    prefer: Preference = NONE,
    limit: int = 50,
    hidden: Collection[int] = (),
) -> tuple[list[Hit], int]:
    """The hits in order, and their number."""
    wanted = list(dict.fromkeys(fold(query).split()))
    shown = [one for one in entries if one.key not in hidden]
    hits = list(_hits(shown, wanted, forgiving=False))
    if len(hits) < limit and any(_forgiving(token) for token in wanted):
        hits = list(_hits(shown, wanted, forgiving=True))
    of = {one.key: one for one in shown}
    hits.sort(key=lambda hit: (hit.typo, hit.tier, *_preferred(of[hit.key], prefer)))
    return hits[:limit], len(hits)


def _preferred(entry: Entry, prefer: Preference) -> tuple[float, int, int, int]:
    fit = prefer.fit.get(entry.category, float("inf"))
    return fit, -prefer.own.get(entry.key, 0), -prefer.team.get(entry.key, 0), entry.key


def _hits(entries: Sequence[Entry], wanted: Sequence[str], forgiving: bool) -> Iterator[Hit]:
    for entry in entries:
        fields = Fields(entry)
        exact = [fields.match(token) for token in wanted]
        found = [
            match or (fields.match_with_typo(token) if forgiving else None)
            for token, match in zip(wanted, exact, strict=True)
        ]
        matches = [one for one in found if one is not None]
        if len(matches) == len(wanted):
            tier = max((tier for tier, _ in matches), default=0)
            yield Hit(entry.key, tier, None in exact, tuple(label for _, label in matches))


def _letters(token: str) -> str:
    """What may be pinyin in a token: all of it, apostrophes apart, or nothing."""
    bare = token.replace("'", "").replace("’", "").replace("`", "")
    return bare if set(bare) <= LATIN else ""


def _forgiving(token: str) -> bool:
    return 4 <= len(_letters(token)) <= 40


class Fields:
    """The fields of an entry as they are searched."""

    def __init__(self, entry: Entry) -> None:
        self.code = fold(entry.code)
        title, tags, body = entry.readings.split("|")
        self.fields = [
            ("标题", 2, fold(entry.title), list(_runs(title))),
            (
                "标签",
                3,
                fold(entry.tags + " " + entry.category),
                [*_runs(tags), *_runs(readings(entry.category))],
            ),
            ("内容", 4, fold(entry.body), list(_runs(body))),
        ]

    def match(self, token: str) -> Match | None:
        """The best match of ``token`` as it stands."""
        letters = _letters(token)
        found = list(_in_code(self.code, token))
        for place, (name, tier, text, runs) in enumerate(self.fields):
            if token in text:
                found.append((tier, place, 0, name))
            if letters and any(letters in _initials(run) for run in runs):
                found.append((tier, place, 1, f"{name} 拼音首字母"))
            if letters and any(one.startswith(letters) for run in runs for one in _tails(run)):
                found.append((tier, place, 2, f"{name} 拼音"))
        return _best(found)

    def match_with_typo(self, token: str) -> Match | None:
        """The best match of anything that is one typo away from ``token``."""
        if not _forgiving(token):
            return None
        letters = _letters(token)
        found = [one for meant in _near(letters, [self.code]) for one in _in_code(self.code, meant)]
        for place, (name, tier, text, runs) in enumerate(self.fields):
            if any(_near(letters, [text])):
                found.append((tier, place, 0, name))
            if any(_near(letters, map(_initials, runs))):
                found.append((tier, place, 1, f"{name} 拼音首字母"))
            heads = (tail[:end] for run in runs for tail in _tails(run) for end in _sizes(letters))
            if any(one_edit_apart(letters, head) for head in heads):
                found.append((tier, place, 2, f"{name} 拼音"))
        best = _best(found)
        return best and (best[0], best[1] + " 差一个字母")


def _in_code(code: str, token: str) -> Iterator[tuple[int, int, int, str]]:
    if code == token:
        yield 0, 0, 0, "短码"
    if code.startswith(token):
        yield 1, 0, 0, "短码 开头"
    if token in code:
        yield 3, 9, 0, "短码 当中"


def _best(found: list[tuple[int, int, int, str]]) -> Match | None:
    return (min(found)[0], min(found)[3]) if found else None


def _runs(field: str) -> Iterator[list[str]]:
    """The units of a field that stand together: Chinese syllables and Latin words."""
    run: list[str] = []
    for unit in field.split():
        if set(unit) <= LATIN:
            run.append(unit)
        else:
            yield run
            run = []
    yield run


def _initials(run: list[str]) -> str:
    return "".join(unit[0] for unit in run)


def _tails(run: list[str]) -> list[str]:
    return ["".join(run[start:]) for start in range(len(run))]


def _sizes(letters: str) -> range:
    return range(len(letters) - 1, len(letters) + 2)


def _near(letters: str, texts: Collection[str] | Iterator[str]) -> Iterator[str]:
    """Parts of ``texts``, of letters only, that are one typo away from ``letters``."""
    for text in texts:
        for size in _sizes(letters):
            for start in range(len(text) - size + 1):
                part = text[start : start + size]
                if set(part) <= LATIN and one_edit_apart(letters, part):
                    yield part


def one_edit_apart(one: str, other: str) -> bool:
    """Whether a letter inserted, deleted, replaced or two neighbours swapped make them equal."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) + 1 == len(other):
        return any(other[:at] + other[at + 1 :] == one for at in range(len(other)))
    if len(one) != len(other):
        return False
    wrong = [at for at in range(len(one)) if one[at] != other[at]]
    if len(wrong) == 1:
        return True
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and one[wrong[0]] == other[wrong[1]]
        and one[wrong[1]] == other[wrong[0]]
    )
