"""Filling a template in: values, fallbacks, what stays open, and what is only data."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.templates import CODES, PARTS

from zuiqing_desk.rules.template import (
    MOST_INCLUDES,
    VARIABLES,
    Part,
    Slot,
    Text,
    Variable,
    fill,
    is_torn,
    parse,
    placeholders,
)
from zuiqing_desk.rules.text import clean_line

HOSTILE = st.text(st.sampled_from("{}?>|客户 几瓶\n｛\x1b"), max_size=8)


def labels(text: str) -> list[str]:
    return [one.label for one in placeholders(text)]


def filled(body: str, values: Mapping[str, str] | None = None, **others: str) -> str:
    bodies = {code: parse(other) for code, other in others.items()}
    return fill(parse(body), values or {}, bodies.get)


@pytest.mark.parametrize(
    ("body", "values", "message"),
    [
        pytest.param("{客户}您好", {"客户": "老李"}, "老李您好", id="a value"),
        pytest.param("{客户|亲}您好", {"客户": "老李"}, "老李您好", id="a value before a fallback"),
        pytest.param("{客户|亲}您好", {}, "亲您好", id="a fallback"),
        pytest.param("{客户|亲}您好", {"客户": " "}, "亲您好", id="a blank value is absent"),
        pytest.param("{客户|}您好", {}, "您好", id="a fallback of nothing"),
        pytest.param("{价格}元", {}, "{?价格}元", id="an absent value is a slot"),
        pytest.param("{价格}元", {"价格": ""}, "{?价格}元", id="an empty value is a slot"),
        pytest.param("拍{?几瓶}瓶", {"几瓶": "2"}, "拍{?几瓶}瓶", id="a slot stays"),
        pytest.param("{{客户}}", {"客户": "老李"}, "{客户}", id="braces that mean themselves"),
        pytest.param("{{?几瓶}}", {}, "｛?几瓶}", id="no slot out of such braces"),
        pytest.param("{{{客户|?}x}}", {}, "｛?x}", id="nor out of one beside a fallback"),
        pytest.param("{{{?几瓶}", {}, "{{?几瓶}", id="but a slot beside one"),
        pytest.param("{客户}", {"客户": "{?几瓶}"}, "｛?几瓶｝", id="a name is never a slot"),
        pytest.param("{客户}", {"客户": "a\nb"}, "a b", id="a value is one line"),
        pytest.param("{>x}", {}, "{?话术 x}", id="an include that is not there"),
    ],
)
def test_filled(body: str, values: dict[str, str], message: str) -> None:
    assert filled(body, values) == message


def test_includes_nest_and_share_the_values() -> None:
    message = filled("{>a}！", {"客户": "老李"}, a="{客户}，{>b}{>b}", b="好{?x}")
    assert message == "老李，好{?x}好{?x}！"


def test_an_include_sees_nothing_but_data_on_its_edges() -> None:
    assert filled("{{{>a}", a="?x}}") == "｛?x}"


@pytest.mark.parametrize("others", [{"a": "x{>a}"}, {"a": "x{>b}", "b": "{>a}"}])
def test_a_ring_ends_in_a_placeholder(others: dict[str, str]) -> None:
    assert filled("{>a}", **others) == "x{?话术 a}"


def test_a_flood_of_includes_ends() -> None:
    levels = {f"l{n}": f"{{>l{n + 1}}}" * 10 for n in range(30)}
    message = filled("{>l0}", l30="水", **levels)
    assert len(message) < 20 * 10 * MOST_INCLUDES


def test_placeholders_are_found_where_they_stand() -> None:
    text = "😊拍{?几瓶}瓶，送{? 赠品 }{?}"
    found = placeholders(text)
    assert [(one.label, text[one.start : one.end]) for one in found] == [
        ("几瓶", "{?几瓶}"),
        ("赠品", "{? 赠品 }"),
        ("空位", "{?}"),
    ]


@pytest.mark.parametrize("text", ["{几瓶}", "{?几瓶", "{?几\n瓶}", "{?{}", "｛?几瓶｝", "{ ?几瓶}"])
def test_what_is_no_placeholder(text: str) -> None:
    assert placeholders(text) == ()


@pytest.mark.parametrize(
    ("text", "torn"),
    [
        ("{?几瓶", True),
        ("{?几瓶}瓶，{?", True),
        ("{?几瓶}", False),
        ("几瓶}", False),
        ("{几瓶", False),
    ],
)
def test_half_a_placeholder(text: str, torn: bool) -> None:
    assert is_torn(text) == torn


@given(
    PARTS,
    st.dictionaries(st.sampled_from(["客户", "商品", "价格"]), HOSTILE),
    st.dictionaries(CODES, PARTS, max_size=3),
)
def test_no_value_makes_or_breaks_a_placeholder(
    parts: tuple[Part, ...], values: dict[str, str], others: dict[str, tuple[Part, ...]]
) -> None:
    harmless = {name: "字" for name, value in values.items() if clean_line(value)}
    message, plain = (fill(parts, each, others.get) for each in (values, harmless))
    assert labels(message) == labels(plain)


@given(PARTS, HOSTILE)
def test_nothing_is_open_where_the_author_left_nothing_open(
    parts: tuple[Part, ...], value: str
) -> None:
    closed = tuple(part for part in parts if isinstance(part, Text | Variable))
    assert labels(fill(closed, dict.fromkeys(VARIABLES, f"字{value}"), lambda code: None)) == []


@given(st.lists(st.sampled_from([Slot("几瓶"), Variable("价格"), Variable("客户", "亲")])))
def test_one_placeholder_for_each_open_part(parts: list[Part]) -> None:
    message = fill(tuple(parts), {}, lambda code: None)
    open_ = {Slot("几瓶"): "几瓶", Variable("价格"): "价格"}
    assert labels(message) == [open_[part] for part in parts if part in open_]
