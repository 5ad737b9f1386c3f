"""Where an address is. The worst answer is a wrong one given for certain."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.lookup.address import NOWHERE, Place, split
from zuiqing_desk.lookup.divisions import CITY, DISTRICT, Division, divisions

_LIST = Path(__file__).with_name("addresses.csv")


def _cases() -> list[tuple[str, Place]]:
    with _LIST.open(encoding="utf-8", newline="") as file:
        return [
            (
                row["address"],
                Place(row["province"], row["city"], row["district"], row["sure"] == "yes"),
            )
            for row in csv.DictReader(file)
        ]


CASES = _cases()
DIVISIONS = {named.division for meant in divisions().words.values() for named in meant}
DISTRICTS = sorted(one for one in DIVISIONS if one.level == DISTRICT)
PROVINCES = sorted({one.province for one in DISTRICTS})


def test_the_list_is_worth_something() -> None:
    assert len(CASES) >= 120
    assert len({address for address, _ in CASES}) == len(CASES)
    assert 50 <= sum(not place.sure for _, place in CASES) <= len(CASES) // 2


@pytest.mark.parametrize(("address", "place"), CASES)
def test_an_address_is_placed_as_a_person_would(address: str, place: Place) -> None:
    assert split(address) == place


def test_every_district_is_found_under_its_full_address() -> None:
    wrong = [
        one
        for one in DISTRICTS
        for city in ([""] if one.city == one.province else [one.city])
        if split(f"{one.province}{city}{one.district}人民路1号")
        != Place(one.province, one.city, one.district, True)
    ]
    assert wrong == []


def test_cities_without_districts_are_whole() -> None:
    whole = divisions().whole
    assert {("广东省", "东莞市"), ("广东省", "中山市"), ("河南省", "济源市")} <= whole
    assert ("广东省", "深圳市") not in whole
    assert all(
        split(province + city + "1号") == Place(province, city, "", True)
        for province, city in whole
    )


@given(st.sampled_from(DISTRICTS), st.sampled_from(PROVINCES))
def test_a_foreign_province_is_never_believed(district: Division, province: str) -> None:
    found = split(f"{province}{district.city}{district.district}")
    if province == district.province:
        assert found.province == province
    else:
        assert not found.sure
        assert found.province in ("", province)
        assert not found.city or found.city == province


@given(st.sampled_from(DISTRICTS), st.sampled_from(DISTRICTS))
def test_two_addresses_in_one_are_placed_as_far_as_they_agree(
    one: Division, other: Division
) -> None:
    first, second = (f"{each.province}{each.city}{each.district}" for each in (one, other))
    found = split(f"{first}，{second}")
    for part in ("province", "city", "district"):
        if said := getattr(found, part):
            assert said == getattr(one, part) == getattr(other, part)


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    found = split(text)
    assert found.city or not found.district
    assert found.province or not found.city
    assert found.sure or not found.district


@given(st.text(alphabet="省市区县北京朝阳上海南路街道广东中山 ，0", max_size=12))
def test_what_is_certain_exists(text: str) -> None:
    found = split(text)
    assert found == NOWHERE or found[:3] in {one[1:] for one in DIVISIONS}


def test_a_level_is_counted_once() -> None:
    assert {named.division.level for named in divisions().words["北京市"]} == {1, CITY}
