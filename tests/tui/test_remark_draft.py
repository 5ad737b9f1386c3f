"""A remark put together out of its parts, and where it is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.remark import COURIERS, HOUSE, UNITS, Item, Remark, render
from zuiqing_desk.tui.remark_draft import items_text, joined, write

WORDS = st.text("甲乙酒1983版Ab包", min_size=1, max_size=12)
WISHES = st.lists(WORDS.map(lambda word: f"要{word}"), max_size=4).map(tuple)
ITEMS = st.lists(
    st.builds(Item, st.integers(1, 9999), st.sampled_from(UNITS), WORDS), min_size=1, max_size=4
).map(tuple)
REMARKS = st.builds(Remark, WORDS, ITEMS, WISHES, st.sampled_from(COURIERS))


@given(REMARKS)
def test_the_parts_of_any_remark_make_that_remark(remark: Remark) -> None:
    written = write(
        remark.closer,
        items_text(remark.items),
        ",".join(remark.requirements),
        remark.courier,
        HOUSE,
    )
    assert written.text == render(remark)
    assert (written.remark, written.wrong, written.turned) == (remark, None, False)


@given(*[st.text("[],+发韵达1瓶，＋ 酒", max_size=8)] * 4)
def test_what_is_wrong_is_told_inside_its_part(
    closer: str, items: str, requirements: str, courier: str
) -> None:
    written = write(closer, items, requirements, courier, HOUSE)
    wrong = written.wrong
    assert (wrong is None) == (written.remark is not None)
    if wrong is not None:
        assert 0 <= wrong.position <= len(written.text)
        assert wrong.at <= wrong.position
        assert wrong.part != "requirements" or requirements


@pytest.mark.parametrize(
    ("parts", "part", "at", "position"),
    [
        (("", "6瓶1983", "", "韵达"), "closer", 0, 1),
        (("甲]", "6瓶1983", "", "韵达"), "closer", 2, 3),
        (("甲", "", "", "韵达"), "items", 0, 3),
        (("甲", "06瓶1983", "", "韵达"), "items", 0, 3),
        (("甲", "6瓶1983+2", "", "韵达"), "items", 8, 11),
        (("甲", "6瓶1983", "礼盒, 轻放", "韵达"), "requirements", 3, 13),
        (("甲", "6瓶1983", "发顺丰", "韵达"), "requirements", 0, 10),
        (("甲", "6瓶1983", "礼盒,", "韵达"), "requirements", 3, 13),
        (("甲", "6瓶1983", "", ""), "courier", 0, 11),
        (("甲", "6瓶1983", "礼盒", "飞鸽"), "courier", 0, 14),
    ],
)
def test_each_part_is_complained_of_at_its_place(
    parts: tuple[str, str, str, str], part: str, at: int, position: int
) -> None:
    wrong = write(*parts, HOUSE).wrong
    assert wrong is not None
    assert (wrong.part, wrong.at, wrong.position) == (part, at, position)
    assert wrong.words.startswith(f"第 {at + 1} 个字：")


def test_full_width_signs_are_turned_and_said_so() -> None:
    written = write("甲", "６瓶1983＋1瓶小酒版", "礼盒，轻放", "韵达", HOUSE)
    assert written.text == "[甲]6瓶1983+1瓶小酒版,礼盒,轻放,发韵达"
    assert written.turned
    assert written.remark is not None
    assert written.remark.requirements == ("礼盒", "轻放")


@pytest.mark.parametrize(
    ("begun", "typed", "between", "both"),
    [
        ("", "轻放", ",", "轻放"),
        ("礼盒", "", ",", "礼盒"),
        ("礼盒", "轻放", ",", "礼盒,轻放"),
        ("礼盒", "，轻放", ",", "礼盒,轻放"),
        ("", "，轻放", ",", "轻放"),
        ("6瓶1983", "＋１瓶小酒版", "+", "6瓶1983+1瓶小酒版"),
    ],
)
def test_what_was_typed_early_stands_behind_what_the_field_begins_with(
    begun: str, typed: str, between: str, both: str
) -> None:
    assert joined(begun, typed, between) == both
