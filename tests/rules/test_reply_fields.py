"""What the fields of a canned reply may hold."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules import reply_fields as fields
from zuiqing_desk.rules.categories import CATEGORIES
from zuiqing_desk.rules.reply_fields import SHOWN, FieldError

CHECKS: dict[str, Callable[[str], str]] = {
    "code": fields.check_code,
    "title": fields.check_title,
    "category": fields.check_category,
    "tags": fields.check_tags,
    "body": fields.check_body,
    "asks": fields.check_asks,
}
ANY_TEXT = st.text(max_size=30) | st.text(
    st.sampled_from("发货ab\u00c5A\u030a１ \t\n,，、;-_.{}\x1b\u202e\u3000ﬁ½㈱İß"), max_size=30
)


@pytest.mark.parametrize(
    ("field", "text", "stored"),
    [
        pytest.param("code", "发货1_a-b.c", "发货1_a-b.c", id="all a code may hold"),
        pytest.param("code", " ＦＨ１\n", "fh1", id="a code typed full-width"),
        pytest.param("code", "FaHuo", "fahuo", id="capitals"),
        pytest.param("code", "长" * 20, "长" * 20, id="the longest code"),
        pytest.param("code", "〇𠮷", "〇𠮷", id="rare Chinese characters"),
        pytest.param("title", " 何时\n发货 ", "何时 发货", id="a title is one line"),
        pytest.param("title", "长" * 40, "长" * 40, id="the longest title"),
        pytest.param("category", " 发货与物流 ", "发货与物流", id="a category"),
        pytest.param("tags", "", "", id="no tags"),
        pytest.param("tags", " 快递,加急，加急、快递;新\u3000老\n", "快递 加急 新 老", id="tags"),
        pytest.param(
            "tags", " ".join("一二三四五六七八九十"), "一 二 三 四 五 六 七 八 九 十", id="ten"
        ),
        pytest.param("body", " 您好，\r\n在的 \n", "您好，\n在的", id="a body of two lines"),
        pytest.param("body", "长" * 4000, "长" * 4000, id="the longest body"),
        pytest.param("asks", "", "", id="no wordings"),
        pytest.param(
            "asks", " 发了吗 \n\n还没发？\r\n发了吗", "发了吗\n还没发？", id="wordings, each once"
        ),
        pytest.param("asks", "问" * 100, "问" * 100, id="the longest wording"),
    ],
)
def test_stored_as(field: str, text: str, stored: str) -> None:
    assert CHECKS[field](text) == stored


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        pytest.param("code", " ", "不能为空", id="an empty code"),
        pytest.param("code", "长" * 21, "最多 20 个字，现在有 21 个", id="a long code"),
        pytest.param("code", "fa huo", "不能有「 」", id="a blank in a code"),
        pytest.param("code", "a/b", "不能有「/」", id="a slash in a code"),
        pytest.param("code", "é", "不能有「é」", id="a letter with an accent"),
        pytest.param("code", "a{b}", "不能有「{」", id="a brace in a code"),
        pytest.param("code", "😊", "不能有「😊」", id="an emoji in a code"),
        pytest.param("title", "\n", "不能为空", id="an empty title"),
        pytest.param("title", "长" * 41, "最多 40 个字，现在有 41 个", id="a long title"),
        pytest.param("category", "", "要选一个分类", id="no category"),
        pytest.param("category", "发货", "没有「发货」这个分类，只有：欢迎、", id="no such one"),
        pytest.param("tags", "a b c d e f g h i j k", "最多 10 个，现在有 11 个", id="many tags"),
        pytest.param("tags", "长" * 21, "最多 20 个字", id="a long tag"),
        pytest.param("body", " \n", "不能为空", id="an empty body"),
        pytest.param("body", "长" * 4001, "最多 4000 个字，现在有 4001 个", id="a long body"),
        pytest.param("asks", "\n".join(map(str, range(61))), "最多 60 行，现在有 61 行", id="many"),
        pytest.param("asks", "问\n" + "长" * 101, "第 2 行有 101 个", id="a long wording"),
    ],
)
def test_refused(field: str, text: str, says: str) -> None:
    with pytest.raises(FieldError) as refused:
        CHECKS[field](text)
    assert (refused.value.field, refused.value.code) == (field, f"bad_{field}")
    assert SHOWN[field] in refused.value.message
    assert says in refused.value.message


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_will_do(category: str) -> None:
    assert fields.check_category(category) == category


@pytest.mark.parametrize("field", CHECKS)
@given(data=st.data())
def test_what_is_stored_is_taken_again_unchanged(field: str, data: st.DataObject) -> None:
    text = data.draw(ANY_TEXT)
    try:
        stored = CHECKS[field](text)
    except FieldError:
        return
    assert CHECKS[field](stored) == stored
    assert "\x1b" not in stored
    assert "\u202e" not in stored


@pytest.mark.parametrize(
    ("start", "end"), [(None, None), (1, None), (None, 1), (1, 2), (-5, 0)], ids=str
)
def test_a_validity(start: int | None, end: int | None) -> None:
    fields.check_validity(start, end)


@pytest.mark.parametrize(("start", "end"), [(1, 1), (2, 1), (0, -1)])
def test_a_validity_that_is_over_at_once(start: int, end: int) -> None:
    with pytest.raises(FieldError, match="失效时间要晚于生效时间") as refused:
        fields.check_validity(start, end)
    assert refused.value.field == "valid_until"
