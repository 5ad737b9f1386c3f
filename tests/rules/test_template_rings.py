"""What may be saved: every include is there, none leads back, and none pulls in a library."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.template import MOST_INCLUDES, TemplateError, check, fill, parse

NAMES = "abcde"
GRAPHS = st.dictionaries(
    st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=3), min_size=1
)


def body_of(codes: list[str]) -> str:
    return "x" + "".join(f"{{>{code}}}" for code in codes)


def test_plain_words_and_known_includes_will_do() -> None:
    check("a", "您好", {})
    check("a", "{>b}，{>B}", {"b": "好{>c}", "c": "的"})


def test_its_own_old_words_do_not_matter() -> None:
    check("a", "您好", {"a": "{>b}", "b": "{>a}"})


def test_a_body_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(TemplateError, match="没有配上"):
        check("a", "{客户", {})


def test_an_include_that_is_not_there_is_named_and_placed() -> None:
    with pytest.raises(TemplateError, match=r"第 6 个字：没有短码是「fh」的话术") as refused:
        check("a", "好{{}}{>fh}", {"b": ""})
    assert refused.value.position == 5


def test_an_include_that_is_somebodys_own_is_told_apart() -> None:
    with pytest.raises(
        TemplateError, match="「my」是个人话术，团队话术只能引用团队话术"
    ) as refused:
        check("a", "好{>my}", {}, personal={"my"})
    assert refused.value.position == 1
    check("a", "{>my}", {"my": ""}, personal={"my"})


@pytest.mark.parametrize(
    ("body", "bodies", "ring"),
    [
        pytest.param("{>a}", {}, "「a」 → 「a」", id="itself"),
        pytest.param("{>b}", {"b": "{>a}"}, "「a」 → 「b」 → 「a」", id="two"),
        pytest.param(
            "{>b}{>c}",
            {"b": "", "c": "{>b}{>d}", "d": "{>A}"},
            "「a」 → 「c」 → 「d」 → 「a」",
            id="three, beside a harmless one",
        ),
    ],
)
def test_a_ring_is_named(body: str, bodies: dict[str, str], ring: str) -> None:
    with pytest.raises(RuleError) as refused:
        check("a", body, bodies)
    assert refused.value.code == "template_ring"
    assert ring in refused.value.message


def test_rings_and_mistakes_elsewhere_are_not_this_reply() -> None:
    check("a", "{>b}", {"b": "{坏", "x": "{>y}", "y": "{>x}"})


def test_a_long_chain_and_a_flood_are_refused() -> None:
    check("a", body_of(["b"] * MOST_INCLUDES), {"b": ""})
    with pytest.raises(RuleError, match=f"最多引用 {MOST_INCLUDES} 次") as refused:
        check("a", body_of(["b"] * (MOST_INCLUDES + 1)), {"b": ""})
    assert refused.value.code == "template_size"
    chain = {f"c{n}": f"{{>c{n + 1}}}" for n in range(5000)} | {"c5000": ""}
    with pytest.raises(RuleError, match="最多引用"):
        check("a", "{>c0}", chain)
    double = {f"d{n}": f"{{>d{n + 1}}}{{>d{n + 1}}}" for n in range(60)} | {"d60": ""}
    with pytest.raises(RuleError, match="最多引用"):
        check("a", "{>d0}", double)


def leads_back(start: str, graph: dict[str, list[str]]) -> bool:
    """The slow way: everything that can be reached."""
    reached: set[str] = set()
    while True:
        step = {inner for one in (*reached, start) for inner in graph.get(one, [])}
        if step <= reached:
            return start in reached
        reached |= step


@given(GRAPHS, st.sampled_from(NAMES))
def test_refused_exactly_when_it_leads_back(graph: dict[str, list[str]], code: str) -> None:
    bodies = {name: body_of(graph.get(name, [])) for name in NAMES}
    others = {name: body for name, body in bodies.items() if name != code}
    if leads_back(code, graph):
        with pytest.raises(RuleError) as refused:
            check(code, bodies[code], others)
        assert refused.value.code == "template_ring"
    else:
        check_unless_endless(code, bodies[code], others)


def check_unless_endless(code: str, body: str, others: dict[str, str]) -> None:
    """A ring elsewhere that this reply leads into is refused as too many."""
    try:
        check(code, body, others)
    except RuleError as error:
        if error.code != "template_size":
            raise


@given(st.data())
def test_what_was_saved_one_by_one_fills_without_a_gap(data: st.DataObject) -> None:
    saved: dict[str, str] = {}
    for _ in range(8):
        code = data.draw(st.sampled_from(NAMES))
        body = body_of(data.draw(st.lists(st.sampled_from(NAMES), max_size=2)))
        try:
            check(code, body, saved)
        except RuleError:
            continue
        saved[code] = body
    for body in saved.values():
        parts = {code: parse(other) for code, other in saved.items()}
        assert "{?" not in fill(parse(body), {}, parts.get)
