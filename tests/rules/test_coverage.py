"""Where a courier goes, and which one to send with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.coverage import Area, Served, choose, serves, wished

TABLE = (
    Area("广东省", "", "", "yes"),
    Area("广东省", "深圳市", "", "no"),
    Area("广东省", "深圳市", "南山区", "yes"),
    Area("广东省", "东莞市", "", "yes"),
    Area("西藏自治区", "拉萨市", "城关区", "yes"),
)


@pytest.mark.parametrize(
    ("place", "answer"),
    [
        (("广东省", "深圳市", "南山区"), "yes"),
        (("广东省", "深圳市", "福田区"), "no"),
        (("广东省", "深圳市", ""), "ask"),
        (("广东省", "东莞市", ""), "yes"),
        (("广东省", "广州市", "天河区"), "yes"),
        (("广东省", "广州市", ""), "yes"),
        (("广东省", "", ""), "ask"),
        (("西藏自治区", "拉萨市", "城关区"), "yes"),
        (("西藏自治区", "拉萨市", "堆龙德庆区"), "ask"),
        (("西藏自治区", "拉萨市", ""), "ask"),
        (("西藏自治区", "", ""), "ask"),
        (("青海省", "西宁市", "城东区"), "ask"),
        (("", "", ""), "ask"),
    ],
)
def test_the_most_exact_row_counts(place: tuple[str, str, str], answer: Served) -> None:
    assert serves(TABLE, *place) == answer
    assert serves(reversed(TABLE), *place) == answer


ASTRAY = (
    Area("广东省", "", "", "yes"),
    Area("广东省", "", "某岛", "no"),
    Area("浙江省", "", "某镇", "yes"),
)


@pytest.mark.parametrize(
    ("place", "answer"),
    [
        (("广东省", "深圳市", "南山区"), "yes"),
        (("广东省", "深圳市", "某岛"), "ask"),
        (("广东省", "深圳市", ""), "ask"),
        (("广东省", "", ""), "ask"),
        (("浙江省", "杭州市", "西湖区"), "ask"),
        (("浙江省", "杭州市", "某镇"), "ask"),
        (("浙江省", "", ""), "ask"),
    ],
)
def test_a_district_without_a_city_speaks_for_no_province(
    place: tuple[str, str, str], answer: Served
) -> None:
    assert serves(ASTRAY, *place) == answer


def test_nobody_else_is_asked_about_where_the_house_courier_goes() -> None:
    asked = []

    def served(courier: str) -> Served:
        asked.append(courier)
        return "yes"

    assert choose("", "韵达", ("顺丰", "韵达"), served).courier == "韵达"
    assert asked == ["韵达"]


def says(**answers: Served) -> dict[str, Served]:
    return dict(answers)


@pytest.mark.parametrize(
    ("wish", "answers", "courier", "served"),
    [
        ("顺丰", says(韵达="yes", 顺丰="no"), "顺丰", "no"),
        ("", says(韵达="yes", 顺丰="yes"), "韵达", "yes"),
        ("", says(韵达="no", 圆通="ask", 顺丰="yes"), "顺丰", "yes"),
        ("", says(韵达="ask", 顺丰="yes"), "韵达", "ask"),
        ("", says(韵达="no", 圆通="ask", 顺丰="no"), "", "ask"),
        ("", says(韵达="no", 圆通="no", 顺丰="no"), "", "no"),
    ],
)
def test_the_wish_then_the_house_then_who_goes_there(
    wish: str, answers: dict[str, Served], courier: str, served: Served
) -> None:
    found = choose(wish, "韵达", ("圆通", "顺丰"), lambda one: answers.get(one, "no"))
    assert (found.courier, found.served) == (courier, served)
    assert found.why


@pytest.mark.parametrize(
    ("text", "courier"),
    [
        ("麻烦发顺丰", "顺丰"),
        ("走ems吧", "EMS"),
        ("顺丰快递", "顺丰"),
        ("不要发韵达", ""),
        ("别发韵达，发顺丰", "顺丰"),
        ("发顺丰或者发圆通都行", ""),
        ("京东上买过", ""),
        ("顺丰", ""),
        ("", ""),
    ],
)
def test_a_wish_is_a_courier_that_is_asked_for(text: str, courier: str) -> None:
    assert wished([text], ("韵达", "顺丰", "圆通", "EMS", "京东")) == courier


ANSWERS = st.sampled_from(["yes", "no", "ask"])
NAMES = st.sampled_from(["", "甲", "乙"])
AREAS = st.lists(
    st.builds(Area, st.sampled_from(["子", "丑"]), NAMES, NAMES, ANSWERS),
    unique_by=lambda one: one[:3],
)


@given(AREAS, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_nothing(areas: list[Area], chance: object) -> None:
    mixed = list(areas)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    for place in (("子", "甲", "乙"), ("子", "甲", ""), ("子", "", "")):
        assert serves(mixed, *place) == serves(areas, *place)


@given(AREAS)
def test_an_answer_for_a_city_holds_in_every_district_of_the_table(areas: list[Area]) -> None:
    for city in ("甲", "乙"):
        whole = serves(areas, "子", city, "")
        if whole != "ask":
            named = {one.district for one in areas if one[:2] == ("子", city)}
            assert {
                serves(areas, "子", city, district) for district in {*named, "别处"} - {""}
            } == {whole}


@given(st.dictionaries(st.sampled_from("甲乙丙"), ANSWERS), st.sampled_from(["", "甲", "乙"]))
def test_nobody_is_sent_where_the_table_says_no(answers: dict[str, Served], wish: str) -> None:
    found = choose(wish, "甲", "甲乙丙", lambda one: answers.get(one, "ask"))
    if found.served == "yes":
        assert answers[found.courier] == "yes"
    if not wish and found.courier:
        assert answers.get(found.courier, "ask") != "no"
