"""Reading the template language: what each brace means, and where a mistake is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.templates import PARTS, written

from zuiqing_desk.rules.template import (
    LONGEST_LABEL,
    VARIABLES,
    Include,
    Part,
    Slot,
    TemplateError,
    Text,
    Variable,
    codes_included,
    parse,
)


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        pytest.param("", (), id="nothing"),
        pytest.param("您好\n在的", (Text("您好\n在的"),), id="words alone"),
        pytest.param("{客户}", (Variable("客户"),), id="a variable"),
        pytest.param("{客户|亲}", (Variable("客户", "亲"),), id="a fallback"),
        pytest.param("{客户|}", (Variable("客户", ""),), id="a fallback of nothing"),
        pytest.param("{客户|a|b}", (Variable("客户", "a|b"),), id="a bar in the fallback"),
        pytest.param("{客户｜亲}", (Variable("客户", "亲"),), id="a full-width bar"),
        pytest.param("{ 客户 | 亲 }", (Variable("客户", "亲"),), id="blanks"),
        pytest.param("{?几瓶}", (Slot("几瓶"),), id="a slot"),
        pytest.param("{？ 几瓶 }", (Slot("几瓶"),), id="a full-width question mark"),
        pytest.param("{>发货}", (Include("发货"),), id="an include"),
        pytest.param("{＞ ＦＨ}", (Include("fh"),), id="an include typed full-width"),
        pytest.param("{{客户}}", (Text("{客户}"),), id="braces that mean themselves"),
        pytest.param("{{{客户}}}", (Text("{"), Variable("客户"), Text("}")), id="both"),
        pytest.param("{{?几瓶}}", (Text("{?几瓶}"),), id="a slot that is only shown"),
        pytest.param("｛客户｝", (Text("｛客户｝"),), id="full-width braces are words"),
        pytest.param(
            "{客户|亲}，{商品}{?几瓶}瓶",
            (Variable("客户", "亲"), Text("，"), Variable("商品"), Slot("几瓶"), Text("瓶")),
            id="a sentence",
        ),
    ],
)
def test_read(body: str, parts: tuple[Part, ...]) -> None:
    assert parse(body) == parts


@pytest.mark.parametrize(
    ("body", "position", "says"),
    [
        pytest.param("您好{客户", 2, "第 3 个字：「{」没有配上「}」", id="never closed"),
        pytest.param("{客户\n}", 0, "第 1 行第 1 个字：「{」没有配上", id="closed on another line"),
        pytest.param("a\n😊{", 3, "第 2 行第 2 个字", id="on the second line, after an emoji"),
        pytest.param("好}的", 1, "多了一个「}」", id="a stray closing brace"),
        pytest.param("{客户}}", 4, "多了一个「}」", id="one closing brace too many"),
        pytest.param("{客户{商品}", 3, "花括号里面不能再有", id="a brace inside"),
        pytest.param("x{}", 1, "花括号里是空的", id="nothing inside"),
        pytest.param("{ \u3000}", 0, "花括号里是空的", id="blanks inside"),
        pytest.param("{|亲}", 0, "前面要写变量名", id="a fallback for nothing"),
        pytest.param("{?}", 0, "空位要写明填什么", id="a slot for nothing"),
        pytest.param("{?" + "长" * 21 + "}", 0, "最多 20 个字，现在有 21 个", id="a long label"),
        pytest.param("{>}", 0, "短码不能为空", id="an include of nothing"),
        pytest.param("{>a b}", 0, "短码里不能有「 」", id="an include that is no code"),
        pytest.param("{客护}", 0, "没有「客护」这个变量", id="an unknown variable"),
        pytest.param("{客户名}", 0, "是不是「客户」", id="nearly a variable"),
        pytest.param("{昵称}", 0, "是不是「客户」", id="another word for a variable"),
        pytest.param("{几瓶}", 0, "请写成 {?几瓶}", id="a slot without its question mark"),
        pytest.param("{\x1b[31m}", 0, "没有「[31m」这个变量", id="a control character"),
    ],
)
def test_mistakes_are_named_and_placed(body: str, position: int, says: str) -> None:
    with pytest.raises(TemplateError) as refused:
        parse(body)
    assert refused.value.code == "template"
    assert refused.value.position == position
    assert says in refused.value.message


def test_the_longest_label_will_do() -> None:
    assert parse("{?" + "长" * LONGEST_LABEL + "}") == (Slot("长" * LONGEST_LABEL),)


@pytest.mark.parametrize("name", VARIABLES)
def test_every_variable_is_read_and_explained(name: str) -> None:
    assert parse(f"{{{name}}}") == (Variable(name),)
    assert VARIABLES[name].endswith("。")


def test_the_codes_it_includes_stand_once() -> None:
    assert codes_included("{>b}{?x}{>A}{>Ｂ}{{>c}}{>d}") == ("b", "a", "d")
    assert codes_included("没有") == ()


@given(PARTS)
def test_what_is_written_is_read(parts: tuple[Part, ...]) -> None:
    assert parse(written(parts)) == parts


@given(st.text(st.sampled_from("{}?>|客户 ab\n？＞｜"), max_size=20))
def test_any_text_is_read_or_refused_at_a_place_in_it(body: str) -> None:
    try:
        parts = parse(body)
    except TemplateError as error:
        at = error.position
    else:
        assert parse(written(parts)) == parts
        return
    assert body[at] in "{}"
