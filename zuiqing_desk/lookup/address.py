"""Where an address is: province, city and district, or an honest "cannot be told".

A courier's coverage is asked by these, so a wrong answer costs a parcel and no answer costs a look
(醉卿 manual, 订单审核流程: what is unknown is asked). Only what an address says outright counts:

- a word with its kind (深圳市, 朝阳区) counts; a bare one (深圳) only before a break or before a
  part of it, because 南京路 is a road in many cities; a district never bare, nor a city without
  districts (东方, 新星) where no province is named;
- a 区 needs its city, since there are many of one name and more that once were; a county or a
  county-level city of a unique name does without;
- what follows must not contradict: another city, or another district of this one.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from zuiqing_desk.lookup.divisions import CITY, DISTRICT, PROVINCE, Division, Named, divisions
from zuiqing_desk.rules.text import clean_line, folded


class Place(NamedTuple):
    """What is certain of an address; '' where nothing is. ``sure``: placed down to the district, or
    to a city that has none."""

    province: str = ""
    city: str = ""
    district: str = ""
    sure: bool = False


class _Reading(NamedTuple):
    """One way to read the start of an address: the place, where it ends, characters that spoke."""

    place: Place
    end: int
    weight: int


NOWHERE: Final = Place()

_MOST_CHARS: Final = 400
_BREAK: Final = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_FILLER: Final = re.compile(
    r"(?:中国|中华人民共和国|市辖区|(?:省|自治区)?直辖(?:县级)?(?:行政(?:区划|单位))?|郊县|"
    r"县(?![\u3400-\u9fff])|(?:新疆)?生产建设兵团|兵团|第[一二三四五六七八九十]{1,3}师)"
)
_OPENING: Final = re.compile(r"^(?:(?:收货|收件|详细|所在)?(?:地址|地区))")
_NOT_A_KIND: Final = re.compile("场")
_ROAD: Final = re.compile(
    "[东西南北中]?(?:[路街巷弄里]|大道|大街|胡同|花园|花苑|小区|家园|公寓|山庄|广场|大厦)"
)
"""What goes on with a name though a blank stands between: 南京 路."""
_KINDS: Final = ("区", "县", "市", "旗")
_SIDE: Final = re.compile(".区")
"""东区 and 城区 are districts of a few cities, and words for a side of any other."""
_TAKEN_FOR_DISTRICTS: Final = {("东莞市", "东城区")}
"""Streets people write as districts that stand elsewhere under the same name."""


def split(text: str) -> Place:
    """The place of an address."""
    address = folded(clean_line(text[:_MOST_CHARS])).strip()
    for start in _starts(address):
        readings = _readings(address, start, NOWHERE)
        if readings:
            most = max(one.weight for one in readings)
            best = [one for one in readings if one.weight == most]
            place = _agreed([_checked(address, start, one) for one in best])
            return place._replace(sure=_is_whole(place))
    return NOWHERE


def _starts(address: str) -> Iterator[int]:
    """Where an address may begin: at the start, and after every break."""
    yield 0
    for found in _BREAK.finditer(address):
        yield found.end()


def _readings(address: str, start: int, above: Place) -> list[_Reading]:
    """Every way to read on from ``start`` below what is already placed."""
    at = _skip(address, start)
    found = []
    for word, named in _words_at(address, at):
        below = _below(above, named.division)
        if below is None:
            continue
        end = at + len(word)
        further = _readings(address, end, below)
        found += [one._replace(weight=one.weight + len(word)) for one in further]
        if named.full or _may_be_bare(address, at, end, named.division, above):
            found.append(_Reading(below, end, len(word)))
    return found


def _words_at(address: str, at: int) -> Iterator[tuple[str, Named]]:
    """The names that stand here, with what they may mean."""
    known = divisions()
    for length in known.lengths.get(address[at : at + 1], ()):
        word = address[at : at + length]
        for named in known.words.get(word, ()):
            if not named.full or not _NOT_A_KIND.match(address, at + length):
                yield word, named


def _skip(address: str, at: int) -> int:
    """Past breaks and the words that fill a missing level."""
    while True:
        end = at
        for pattern in (_BREAK, _OPENING, _FILLER):
            if found := pattern.match(address, end):
                end = found.end()
        if end == at:
            return at
        at = end


def _may_be_bare(address: str, at: int, end: int, division: Division, above: Place) -> bool:
    """Whether a name without its kind counts though no part of it follows."""
    if end < len(address) and not _BREAK.match(address, end):
        return False
    if _ROAD.match(address, _skip(address, end)):
        return False
    if division.level != DISTRICT:
        if not above.province and (division.province, division.city) in divisions().whole:
            return False
        return not _has_namesake(address[at:end], division, above)
    stands_apart = at > 0 and _BREAK.match(address, at - 1) is not None
    return stands_apart and bool(above.city) and division.name[:-1] != above.city[:-1]


def _has_namesake(bare: str, division: Division, above: Place) -> bool:
    """Whether this bare name may as well be a division elsewhere: 朝阳 is a city and a 区."""
    return any(
        _below(above, named.division) is not None
        and not _agrees(named.division, Place(*division[1:]))
        for kind in _KINDS
        for named in divisions().words.get(bare + kind, ())
    )


def _below(above: Place, division: Division) -> Place | None:
    """The division as a part of what is placed so far, or None if it is none."""
    if division.level <= sum(map(bool, above[:3])):
        return None
    if above.province and above.province != division.province:
        return None
    if above.city and above.city != division.city:
        return None
    return Place(division.province, division.city, division.district)


def _checked(address: str, start: int, reading: _Reading) -> Place:
    """What a reading leaves certain."""
    place = reading.place
    said = address[start : reading.end]
    if _contradicted(address, reading):
        return NOWHERE
    if place.district and _has_rival(address, reading.end, place):
        place = place._replace(district="")
    if place.district and said.endswith("区") and not _names_city(said, place):
        return place._replace(city="", district="") if _names_province(said, place) else NOWHERE
    return place


def _agreed(places: list[Place]) -> Place:
    """What all the readings have in common; a municipality is its own city."""
    first, *others = places
    if any(one.province != first.province for one in others):
        return NOWHERE
    if first.province in divisions().municipalities:
        first = first._replace(city=first.province)
    elif any(one.city != first.city for one in others):
        return Place(first.province)
    if any(one.district != first.district for one in others):
        return first._replace(district="")
    return first


def _is_whole(place: Place) -> bool:
    if place.district:
        return True
    return bool(place.city) and (place.province, place.city) in divisions().whole


def _names_city(said: str, place: Place) -> bool:
    return any(
        named.division[1:3] == (place.province, place.city) and named.division.level == CITY
        for at in range(len(said))
        for _, named in _words_at(said, at)
    )


def _names_province(said: str, place: Place) -> bool:
    return any(
        named.division.level == PROVINCE and named.division.province == place.province
        for _, named in _words_at(said, _skip(said, 0))
    )


def _contradicted(address: str, reading: _Reading) -> bool:
    """Whether something later says it is elsewhere: a province or city anywhere, a district as the
    very next word."""
    place, following = reading.place, _skip(address, reading.end)
    for at in range(reading.end, len(address)):
        for word in {word for word, named in _words_at(address, at) if named.full}:
            meant = [named.division for named in divisions().words[word] if named.full]
            near = at == following or all(one.level != DISTRICT for one in meant)
            if _SIDE.fullmatch(word) or (place.city, word) in _TAKEN_FOR_DISTRICTS or not near:
                continue
            if not any(_agrees(one, place) for one in meant):
                return True
    return False


def _agrees(one: Division, place: Place) -> bool:
    """Whether a division stated later can be meant beside the place."""
    if one.province != place.province:
        return False
    return not one.city or not place.city or one.city == place.city


def _has_rival(address: str, start: int, place: Place) -> bool:
    """Whether another district of the same city is named later."""
    return any(
        named.full
        and not _SIDE.fullmatch(word)
        and named.division.level == DISTRICT
        and named.division[1:3] == (place.province, place.city)
        and named.division.district != place.district
        for at in range(start, len(address))
        for word, named in _words_at(address, at)
    )
