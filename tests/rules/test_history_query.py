"""What is typed to find old talk."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.history_query import Parts, parse, render, spoken

TODAY = date(2026, 11, 22).toordinal()

MEANT = {
    "": Parts(),
    "  发韵达  晚点 ": Parts(words="发韵达 晚点"),
    "客户:王": Parts(customer="王"),
    "顾客：tb_酒**": Parts(customer="tb_酒**"),
    "韵达 客服:1002 到了": Parts(words="韵达 到了", staff_no="1002"),
    "工号：1002 店铺:旗舰": Parts(staff_no="1002", storefront="旗舰"),
    "店铺:“醉卿 旗舰” 在吗": Parts(words="在吗", storefront="醉卿 旗舰"),
    '客户:"王': Parts(customer="王"),
    "客户:王 客户:李": Parts(customer="李"),
    "客户:王 客户:": Parts(customer="王"),
    "客户: 日期：": Parts(),
    "日期:昨天": Parts(days=(TODAY - 1, TODAY - 1)),
    "时间：2026-11-01..": Parts(days=(date(2026, 11, 1).toordinal(), None)),
    "http://x 16:20 备注:急": Parts(words="http://x 16:20 备注:急"),
    "老客户:王": Parts(words="老客户:王"),
    "韵达\u3000客户:王\n在吗": Parts(words="韵达 在吗", customer="王"),
}


@pytest.mark.parametrize("text", MEANT)
def test_what_is_meant(text: str) -> None:
    assert parse(text, TODAY) == MEANT[text]


def test_a_day_that_is_none_is_named_and_nothing_else_lost() -> None:
    parts = parse("韵达 日期:2026-11-31 客户:王", TODAY)
    assert (parts.words, parts.customer, parts.days) == ("韵达", "王", (None, None))
    assert [("2026-11-31" in one) for one in parts.problems] == [True]


def test_only_an_empty_query_asks_nothing() -> None:
    assert parse(" 客户: ", TODAY).asks_nothing
    assert not parse("客户:王", TODAY).asks_nothing
    assert not parse("日期:x", TODAY).asks_nothing


def test_the_conditions_are_told_in_words() -> None:
    parts = parse("在吗 日期:本周 工号:1002 顾客:王 店铺:旗舰", TODAY)
    assert spoken(parts) == ["客户 王", "客服 1002", "店铺 旗舰", "日期 2026-11-16..2026-11-22"]
    assert spoken(parse("在吗", TODAY)) == []


PIECES = st.sampled_from(
    ["客户", "客服", "店铺", "日期", "今天", "2026-11", ":", "：", '"', "”", " "]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join))
def test_what_was_understood_is_written_so_that_it_is_understood_again(text: str) -> None:
    parts = parse(text, TODAY)
    kept = Parts(parts.words, parts.customer, parts.staff_no, parts.storefront, parts.days)
    assert parse(render(kept), TODAY + 400) == kept


def test_a_value_that_cannot_be_written_is_refused() -> None:
    assert render(Parts(customer='王"五')) == '客户:王"五'
    for value in ('王 "五', '"王'):
        with pytest.raises(RuleError, match="引号"):
            render(Parts(customer=value))
