"""The order remark: its grammar by table, its round trips by property."""

import unicodedata
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.remark import (
    COURIERS,
    UNITS,
    Item,
    Remark,
    RemarkError,
    Vocabulary,
    normalize,
    parse,
    render,
)

MANUAL = "[**]6瓶1983,发韵达"


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        pytest.param(MANUAL, Remark("**", (Item(6, "瓶", "1983"),), (), "韵达"), id="the manual's"),
        pytest.param(
            "[1024]1箱1983+2瓶小酒版,送货上门,轻放,发顺丰",
            Remark(
                "1024",
                (Item(1, "箱", "1983"), Item(2, "瓶", "小酒版")),
                ("送货上门", "轻放"),
                "顺丰",
            ),
            id="two items, two wishes",
        ),
        pytest.param(
            "[甲]9999坛封坛,发票随货,发EMS",
            Remark("甲", (Item(9999, "坛", "封坛"),), ("发票随货",), "EMS"),
            id="a wish may begin with 发 when no courier follows",
        ),
        pytest.param(
            "[小 甲]6瓶10瓶装,a+[b],发京东",
            Remark("小 甲", (Item(6, "瓶", "10瓶装"),), ("a+[b]",), "京东"),
            id="brackets and plus may stand in a wish",
        ),
    ],
)
def test_what_it_reads_and_writes(text: str, remark: Remark) -> None:
    assert parse(text) == remark
    assert render(remark) == text


@pytest.mark.parametrize(
    ("text", "position"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param(" [甲]6瓶1983,发韵达", 0, id="something before"),
        pytest.param("［甲]6瓶1983,发韵达", 0, id="a full-width bracket"),
        pytest.param("[]6瓶1983,发韵达", 1, id="no closer"),
        pytest.param("[甲", 2, id="bracket left open"),
        pytest.param("[甲,乙]6瓶1983,发韵达", 2, id="a comma in the closer"),
        pytest.param(f"[{'甲' * 21}]6瓶1983,发韵达", 21, id="a closer too long"),
        pytest.param("[甲]瓶1983,发韵达", 3, id="no quantity"),
        pytest.param("[甲]06瓶1983,发韵达", 3, id="a leading zero"),
        pytest.param("[甲]10000瓶1983,发韵达", 3, id="five digits"),
        pytest.param("[甲]６瓶1983,发韵达", 3, id="a full-width digit"),
        pytest.param("[甲]6桶1983,发韵达", 4, id="an unknown unit"),
        pytest.param("[甲]6瓶,发韵达", 5, id="no product"),
        pytest.param("[甲]6瓶 1983,发韵达", 5, id="a blank before the product"),
        pytest.param("[甲]6瓶1983 ,发韵达", 9, id="a blank after the product"),
        pytest.param(f"[甲]6瓶{'酒' * 41},发韵达", 45, id="a product too long"),
        pytest.param("[甲]6瓶19]83,发韵达", 7, id="a bracket in the product"),
        pytest.param("[甲]6瓶1983+,发韵达", 10, id="an empty item"),
        pytest.param("[甲]6瓶1983", 9, id="no courier"),
        pytest.param("[甲]6瓶1983,韵达", 10, id="a courier without 发"),
        pytest.param("[甲]6瓶1983,发韵达快递", 11, id="something after the courier"),
        pytest.param("[甲]6瓶1983,发韵达\n", 11, id="a line end after the courier"),
        pytest.param("[甲]6瓶1983,,发韵达", 10, id="an empty wish"),
        pytest.param("[甲]6瓶1983, 轻放,发韵达", 10, id="a blank before a wish"),
        pytest.param("[甲]6瓶1983,发顺丰,发韵达", 10, id="two couriers"),
        pytest.param("[甲]6瓶1983，发韵达", 5 + 4 + 4, id="a full-width comma"),
        pytest.param(f"[甲]6瓶1983,{'轻' * 61},发韵达", 70, id="a wish too long"),
        pytest.param("[甲]6瓶1983,轻\x07放,发韵达", 11, id="a control character"),
        pytest.param("[e\u0301]6瓶1983,发韵达", 1, id="not NFC"),
    ],
)
def test_where_it_is_refused(text: str, position: int) -> None:
    with pytest.raises(RemarkError) as refused:
        parse(text)
    assert (refused.value.position, bool(refused.value.reason)) == (position, True)


def test_only_what_an_input_method_makes_wide_becomes_narrow() -> None:
    assert normalize("【甲】６瓶1983＋１箱小酒版，发韵达") == "[甲]6瓶1983+1箱小酒版,发韵达"
    assert normalize("［甲］6瓶1983 ，轻放。发韵达") == "[甲]6瓶1983 ,轻放。发韵达"


def test_a_shop_may_have_other_units_and_couriers() -> None:
    shop = Vocabulary(("桶", "桶装"), ("跨越",))
    assert parse("[甲]2桶装原浆,发跨越", shop).items == (Item(2, "桶装", "原浆"),)
    with pytest.raises(RemarkError):
        render(Remark("甲", (Item(2, "桶", "装原浆"),), (), "跨越"), shop)


@pytest.mark.parametrize(
    "remark",
    [
        Remark("甲", (), (), "韵达"),
        Remark("甲", (Item(0, "瓶", "1983"),), (), "韵达"),
        Remark("甲", (Item(6, "瓶", "1983,轻放"),), (), "韵达"),
        Remark("甲", (Item(6, "瓶", "1983"),), ("轻放,发顺丰",), "韵达"),
        Remark("甲", (Item(6, "瓶", "1983"),), (), "某某"),
    ],
)
def test_what_could_not_be_read_back_is_not_written(remark: Remark) -> None:
    with pytest.raises(RemarkError):
        render(remark)


def _words(most: int, without: str) -> st.SearchStrategy[str]:
    alphabet = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters=without)
    return (
        st.text(alphabet, min_size=1, max_size=most)
        .map(partial(unicodedata.normalize, "NFC"))
        .filter(lambda text: text == text.strip() and 1 <= len(text) <= most)
        .filter(lambda text: not set(text) & set(without))
    )


ITEMS = st.builds(Item, st.integers(1, 9999), st.sampled_from(UNITS), _words(40, "[],+"))
WISHES = _words(60, ",").filter(
    lambda text: not text.startswith(tuple(f"发{courier}" for courier in COURIERS))
)
REMARKS = st.builds(
    Remark,
    _words(20, "[],+"),
    st.lists(ITEMS, min_size=1, max_size=4).map(tuple),
    st.lists(WISHES, max_size=3).map(tuple),
    st.sampled_from(COURIERS),
)


@given(REMARKS)
def test_what_is_written_reads_back_as_it_was(remark: Remark) -> None:
    assert parse(render(remark)) == remark


def outcome(text: str) -> Remark | int:
    """What a text says, or where it is refused."""
    try:
        return parse(text)
    except RemarkError as refused:
        return refused.position


@given(st.text(st.sampled_from("[]甲6瓶1983,+发韵达顺丰轻 箱0\n"), max_size=24))
def test_what_is_accepted_renders_to_itself(text: str) -> None:
    found = outcome(text)
    if isinstance(found, Remark):
        assert render(found) == text
    else:
        assert 0 <= found <= len(text)
