"""Telephone numbers as everybody may see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.masking import (
    as_offered,
    masked,
    masked_address,
    masked_extra,
    masked_name,
    taken,
    with_masked,
)


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("13800001234", "138****1234"),
        ("075588886666", "0755****6666"),
        ("4008881234", "40****1234"),
        ("88886666", "****6666"),
        ("10086", "****0086"),
        ("138****1234", "138****1234"),
        ("", ""),
    ],
)
def test_a_number(digits: str, shown: str) -> None:
    assert masked(digits) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("打13800001234或13900005678", "打138****1234或139****5678"),
        ("2603020000000000001", "2603020000000000001"),
        ("+8613800001234", "+86138****1234"),
        ("没有号码", "没有号码"),
    ],
)
def test_numbers_in_a_text(text: str, shown: str) -> None:
    assert with_masked(text) == shown


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_no_whole_number_stays(digits: str) -> None:
    assert digits not in masked(digits)
    assert masked(masked(digits)) == masked(digits)
    assert with_masked(f"电话{digits}。") == f"电话{masked(digits)}。"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("", ""), ("王", "王**"), ("王小二", "王**"), ("王**", "王**"), ("Anne Li", "A**")],
)
def test_of_a_name_the_first_character_stays(name: str, shown: str) -> None:
    assert masked_name(name) == shown


def test_of_an_address_the_place_stays_as_far_as_it_is_certain() -> None:
    street = "浙江省杭州市西湖区幸福路八号"
    assert masked_address(street, "浙江省", "杭州市", "西湖区") == "浙江省杭州市西湖区****"
    assert masked_address(street, "北京市", "北京市", "") == "北京市****"
    assert masked_address(street) == "****"
    assert masked_address("", "浙江省") == ""


@pytest.mark.parametrize(
    ("head", "value", "shown"),
    [
        ("备用地址", "幸福路八号", "****"),
        ("收件人姓名", "王小二", "王**"),
        ("身份证号", "330106190001010000", "****"),
        ("备用", "打13912345678", "打139****5678"),
        ("颜色", "红", "红"),
        ("地址", "", ""),
    ],
)
def test_what_stands_in_other_columns_is_hidden_by_their_heads(
    head: str, value: str, shown: str
) -> None:
    assert masked_extra(head, value) == shown


def test_what_is_offered_hides_whom_an_order_goes_to() -> None:
    values = {"订单号": "A1", "收件人": "李小明", "收货地址": "示例省示例路1号"}
    assert as_offered(values) == {"订单号": "A1", "收件人": "李**", "收货地址": "****"}
    assert as_offered({"订单号": "A1"}) == {"订单号": "A1"}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("李小明，寄到示例省示例路1号吗", "receiver address"),
        ("寄到示例省示例路1号吗", "address"),
        ("李**，寄到****吗", ""),
        ("", ""),
    ],
)
def test_what_was_taken_into_a_reply_is_known(text: str, what: str) -> None:
    assert taken({"收件人": "李小明", "收货地址": "示例省示例路1号"}, text) == what


def test_what_the_platform_hid_already_is_nothing_to_record() -> None:
    assert taken({"收件人": "李**", "收货地址": "****"}, "李**，****") == ""
