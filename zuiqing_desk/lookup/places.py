"""Places as a table names them, in columns: a name there needs not say what kind it is."""

import re
from typing import Final, NamedTuple

from zuiqing_desk.lookup.divisions import CITY, DISTRICT, PROVINCE, Division, divisions
from zuiqing_desk.rules.text import clean_line

_NONE: Final = re.compile(r"市辖区|县|.*直辖.*|全[省市境区]|全部|所有|\*|-*")
_KINDS: Final = {
    PROVINCE: ("",),
    CITY: ("", "市", "州", "地区", "盟"),
    DISTRICT: ("", "区", "县", "市", "旗", "新区"),
}


class Row(NamedTuple):
    """A place of a table. ``unknown``: names that are in no list, kept as they were written."""

    province: str
    city: str
    district: str
    unknown: tuple[str, ...] = ()


def row(province: str, city: str, district: str) -> Row | None:
    """The place these columns mean, '' for the whole of what is above.

    None where the province is unknown, or where the city lies in another one.
    """
    province, city, district = (
        "" if _NONE.fullmatch(name) else name
        for name in (clean_line(province), clean_line(city), clean_line(district))
    )
    found = _one(PROVINCE, province, "", "")
    if found is None:
        return None
    above = found.province
    if above in divisions().municipalities and (district or city):
        if not district and _one(CITY, city, above, "") is None:
            city, district = above, city
        city = city or above
    if not city:
        return _without_city(above, district)
    placed = _one(CITY, city, above, "")
    if placed is None:
        if _one(CITY, city, "", "") is not None:
            return None
        return Row(above, city, district, (city,))
    part = _one(DISTRICT, district, above, placed.city)
    if part is not None:
        return Row(above, placed.city, part.district)
    if not district or _one(CITY, district, above, "") == placed:
        return Row(above, placed.city, "")
    return Row(above, placed.city, district, (district,))


def _without_city(province: str, district: str) -> Row:
    """A part of a province whose city is not said; its counties without a city are such."""
    if not district:
        return Row(province, "", "")
    part = _one(DISTRICT, district, province, "") or _one(CITY, district, province, "")
    if part is None:
        return Row(province, "", district, (district,))
    return Row(province, part.city, part.district)


def _one(level: int, name: str, province: str, city: str) -> Division | None:
    """The only division of this level and name under these, or None. What is written whole goes
    before what is cut short."""
    if not name:
        return None
    words = divisions().words
    for kind in _KINDS[level]:
        found = {
            named.division
            for named in words.get(name + kind, ())
            if named.division.level == level
            and province in ("", named.division.province)
            and city in ("", named.division.city)
        }
        if found:
            return found.pop() if len(found) == 1 else None
    return None
