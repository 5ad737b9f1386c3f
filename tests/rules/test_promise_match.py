"""Whether a promise has its counterpart in the order."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.promise_match import Ordered, Result, gifts, matched
from zuiqing_desk.rules.promises import KINDS, Kind
from zuiqing_desk.rules.remark import COURIERS, HOUSE, Item, Remark, parse

NOW = 1_000_000
BOUGHT = (Item(6, "瓶", "1983"),)


def ordered(remark: str | None, **more: object) -> Ordered:
    facts = {"now": NOW, "items": BOUGHT, **more}
    return Ordered(remark=None if remark is None else parse(remark), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "what", "remark", "result"),
    [
        pytest.param(
            "gift", "2瓶小酒版", "[甲]6瓶1983+2瓶小酒版,发韵达", "green", id="as promised"
        ),
        pytest.param("gift", "两瓶小酒版", "[甲]6瓶1983+2瓶小酒版,发韵达", "green", id="in words"),
        pytest.param("gift", "1瓶小酒", "[甲]6瓶1983+2瓶小酒版,发韵达", "green", id="more"),
        pytest.param("gift", "3瓶小酒版", "[甲]6瓶1983+2瓶小酒版,发韵达", "red", id="too few"),
        pytest.param("gift", "2瓶小酒版", "[甲]6瓶1983,发韵达", "red", id="not there"),
        pytest.param("gift", "2瓶小酒版", None, "red", id="no remark at all"),
        pytest.param("gift", "1瓶1983", "[甲]6瓶1983,发韵达", "red", id="only what was paid"),
        pytest.param("gift", "1瓶1983", "[甲]7瓶1983,发韵达", "green", id="one on top"),
        pytest.param("gift", "1瓶1983", "[甲]6瓶1983+1瓶1983,发韵达", "green", id="written apart"),
        pytest.param("gift", "1箱1983", "[甲]7瓶1983,发韵达", "ask", id="another unit"),
        pytest.param("gift", "一个开瓶器", "[甲]6瓶1983,送开瓶器,发韵达", "ask", id="near it"),
        pytest.param("gift", "开瓶器", "[甲]6瓶1983,送开瓶器,发韵达", "green", id="a requirement"),
        pytest.param("gift", "2瓶小酒版", "[甲]6瓶1983,送小酒,发韵达", "ask", id="how many, ask"),
        pytest.param(
            "gift", "小酒版", "[甲]6瓶1983+1瓶小酒版,发韵达", "green", id="without number"
        ),
        pytest.param("gift", "神秘礼物", "[甲]6瓶1983,发韵达", "ask", id="nobody can tell"),
        pytest.param("courier", "发顺丰", "[甲]6瓶1983,发顺丰", "green", id="that courier"),
        pytest.param("courier", "给您发顺丰", "[甲]6瓶1983,发韵达", "red", id="another courier"),
        pytest.param("courier", "发ems", "[甲]6瓶1983,发EMS", "green", id="whatever the case"),
        pytest.param("courier", "换一家快递", "[甲]6瓶1983,发韵达", "ask", id="no courier named"),
        pytest.param("wish", "送货上门", "[甲]6瓶1983,送货上门,发韵达", "green", id="the wish"),
        pytest.param("wish", "送货上门", "[甲]6瓶1983,轻放,发韵达", "red", id="another wish"),
        pytest.param("wish", "放驿站", "[甲]6瓶1983,不要放驿站,发韵达", "ask", id="the contrary"),
        pytest.param(
            "wish", "请送货上门", "[甲]6瓶1983,送货上门,发韵达", "ask", id="words near it"
        ),
        pytest.param("wish", "送货上门", None, "red", id="a wish without remark"),
        pytest.param("dispatch", "今天发", "[甲]6瓶1983,加急今天发,发韵达", "green", id="firm"),
        pytest.param("dispatch", "尽快", "[甲]6瓶1983,发韵达", "ask", id="no day was said"),
        pytest.param("refund", "退差价20元", "[甲]6瓶1983,退差价20元,发韵达", "green", id="refund"),
        pytest.param("refund", "退差价20元", "[甲]6瓶1983,到货后返20,发韵达", "green", id="back"),
        pytest.param("refund", "退差价20元", "[甲]6瓶1983,发韵达", "red", id="refund forgotten"),
        pytest.param("discount", "优惠20元", "[甲]6瓶1983,发韵达", "ask", id="in the amount?"),
        pytest.param("callback", "下午回电", None, "green", id="a call is no part of a parcel"),
        pytest.param("other", "看着办", "[甲]6瓶1983,发韵达", "ask", id="anything else"),
    ],
)
def test_each_kind(kind: Kind, what: str, remark: str | None, result: Result) -> None:
    assert matched(kind, what, None, ordered(remark)).result == result


@pytest.mark.parametrize(
    ("until", "more", "result"),
    [
        pytest.param(NOW - 1, {"urgent": True}, "red", id="the time is over"),
        pytest.param(NOW + 5, {"leaves_by": NOW + 5}, "green", id="the cut-off makes it"),
        pytest.param(NOW + 5, {"leaves_by": NOW + 6}, "red", id="the cut-off misses it"),
        pytest.param(NOW + 5, {"leaves_by": NOW + 6, "urgent": True}, "green", id="urgent"),
        pytest.param(NOW + 5, {}, "red", id="nobody knows when it leaves"),
    ],
)
def test_a_promised_day_of_dispatch(until: int, more: dict[str, int], result: Result) -> None:
    found = matched("dispatch", "今天发", until, ordered("[甲]6瓶1983,发韵达", **more))
    assert found.result == result


def test_money_that_is_back_already_needs_no_remark() -> None:
    assert matched("refund", "退20元", None, ordered(None, refund_fen=2000)).result == "green"


def test_a_call_that_is_late_is_asked_about() -> None:
    assert matched("callback", "回电", NOW - 1, ordered(None)).result == "ask"


@pytest.mark.parametrize(
    ("what", "items"),
    [
        ("2瓶小酒版", (Item(2, "瓶", "小酒版"),)),
        ("两瓶小酒版和一盒礼盒", (Item(2, "瓶", "小酒版"), Item(1, "盒", "礼盒"))),
        ("十瓶小酒版", (Item(10, "瓶", "小酒版"),)),
        ("小酒版", ()),
        ("0瓶小酒版", ()),
        ("", ()),
    ],
)
def test_the_gifts_that_are_named_with_a_quantity(what: str, items: tuple[Item, ...]) -> None:
    assert gifts(what) == items


PRODUCTS = st.sampled_from(["小酒版", "1983", "青花", "酒杯"])
ITEMS = st.builds(Item, st.integers(1, 99), st.sampled_from(HOUSE.units), PRODUCTS)
REMARKS = st.builds(
    Remark,
    st.just("甲"),
    st.lists(ITEMS, min_size=1, max_size=3).map(tuple),
    st.lists(st.sampled_from(["送货上门", "加急", "退10元", "送酒杯"]), max_size=2).map(tuple),
    st.sampled_from(COURIERS),
)
KIND = st.sampled_from(list(KINDS))


@given(ITEMS, REMARKS)
def test_a_gift_written_on_top_of_what_was_bought_is_found(gift: Item, remark: Remark) -> None:
    what = f"{gift.quantity}{gift.unit}{gift.product}"
    sent = Remark(remark.closer, (*remark.items, gift), (), remark.courier)
    facts = Ordered(NOW, sent, remark.items)
    units = {one.unit for one in sent.items if one.product == gift.product}
    assert matched("gift", what, None, facts).result == ("green" if len(units) == 1 else "ask")
    without = Ordered(NOW, Remark(remark.closer, remark.items, (), remark.courier), remark.items)
    assert matched("gift", what, None, without).result != "green"


@given(KIND, st.text(max_size=20), st.none() | st.integers(0, 2 * NOW), st.none() | REMARKS)
def test_there_is_always_an_answer_and_why(
    kind: Kind, what: str, until: int | None, remark: Remark | None
) -> None:
    found = matched(kind, what, until, Ordered(NOW, remark, BOUGHT))
    assert found.result in get_args(Result)
    assert found.why


@given(st.sampled_from(["gift", "courier", "wish"]), st.text(max_size=20))
def test_what_goes_into_the_parcel_never_passes_without_a_remark(kind: Kind, what: str) -> None:
    assert matched(kind, what, None, Ordered(NOW, None, BOUGHT)).result == "red"
