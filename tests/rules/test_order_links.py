"""Which conversation an order belongs to, without guessing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.order_links import (
    WAYS,
    Match,
    choose,
    is_mobile,
    is_proven,
    phones_in,
    tells_apart,
)

MATCHES = st.builds(
    Match,
    st.sampled_from(["buyer", "phone", "name"]),
    st.integers(1, 6),
    st.integers(1, 3),
    st.integers(0, 5),
)


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("我的手机13800000001", {"13800000001"}),
        ("138 0000 0001", {"13800000001"}),
        ("138-0000-0001，谢谢", {"13800000001"}),
        ("+86 13800000001", {"13800000001"}),
        ("8613800000001", {"13800000001"}),
        ("１３８０００００００１", {"13800000001"}),
        ("打 13800000001 或 15900000002", {"13800000001", "15900000002"}),
        ("订单 2603020013800000001 有吗", set()),
        ("12345678901", set()),
        ("1380000000", set()),
        ("138****0001", set()),
        ("1983多少钱", set()),
    ],
)
def test_phones_a_customer_wrote(text: str, phones: set[str]) -> None:
    assert phones_in(text) == phones


@pytest.mark.parametrize(
    ("digits", "whole"),
    [("13800000001", True), ("12800000001", False), ("1380001", False), ("", False)],
)
def test_a_masked_phone_is_no_phone(digits: str, whole: bool) -> None:
    assert is_mobile(digits) is whole


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "电话", "：", "\n"]))
def test_a_phone_is_found_wherever_it_stands_alone(phone: str, around: str) -> None:
    assert phones_in(f"{around}{phone}{around}") == {phone}


@pytest.mark.parametrize(
    ("buyer", "apart"), [("tb_9921", True), ("tb_**", False), ("*", False), ("小", False)]
)
def test_a_masked_name_points_at_nobody(buyer: str, apart: bool) -> None:
    assert tells_apart(buyer) is apart


def test_the_id_beats_the_phone_and_the_phone_the_name() -> None:
    by_name, by_phone = Match("name", 1, 1, 9), Match("phone", 2, 2, 8)
    by_buyer = Match("buyer", 3, 3, 7)
    assert choose([by_name, by_phone, by_buyer]) == by_buyer
    assert choose([by_name, by_phone]) == by_phone
    assert choose([by_name]) == by_name
    assert choose([]) is None


def test_two_customers_with_one_phone_are_not_guessed_between() -> None:
    assert (
        choose([Match("phone", 1, 1, 9), Match("phone", 2, 2, 8), Match("name", 1, 1, 9)]) is None
    )


def test_of_one_customers_conversations_the_latest() -> None:
    older, newer = Match("phone", 4, 1, 5), Match("phone", 3, 1, 6)
    assert choose([older, newer]) == newer


@given(st.lists(MATCHES, max_size=8))
def test_what_is_chosen_is_offered_and_its_order_does_not_matter(matches: list[Match]) -> None:
    chosen = choose(matches)
    assert chosen == choose(matches[::-1])
    if chosen is None:
        ways = {one.way for one in matches}
        assert not ways or "buyer" not in ways
    else:
        assert chosen in matches
        if chosen.way != "buyer":
            rivals = {one.customer_id for one in matches if one.way == chosen.way}
            assert rivals == {chosen.customer_id}


def test_only_what_nobody_can_pretend_is_proven() -> None:
    assert {way for way in WAYS if is_proven(way)} == {"hand", "typed", "buyer"}
    assert not is_proven(None)
