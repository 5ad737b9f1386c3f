"""Promises pointed out in what agents send, and until when they hold."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.calendar import local
from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.rules.promises import (
    KINDS,
    WHAT_CHARS,
    Kind,
    is_late,
    kind_of,
    likely,
    suggest,
    until,
)

ZONE = "Asia/Shanghai"
WORDS = ShopPolicy().promise_words


def at(day: int, clock: str, month: int = 3) -> int:
    hour, minute = map(int, clock.split(":"))
    moment = datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(ZONE))
    return int(moment.timestamp()) * 1_000_000


NOW = at(2, "10:00")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("这单给您多送2瓶小酒版", "gift"),
        ("好的亲，赠送一个开瓶器", "gift"),
        ("您放心，今天给您发", "dispatch"),
        ("您放心，今天就发", "dispatch"),
        ("现在付款的话明天发出", "dispatch"),
        ("那给您发顺丰", "courier"),
        ("给您改发京东", "courier"),
        ("差价我这边退您", "refund"),
        ("收到货联系我，给您退差价", "refund"),
        ("给您优惠20元", "discount"),
        ("帮您备注送货上门", "wish"),
        ("下午给您回电", "callback"),
        ("不好意思，给您多送一瓶", "gift"),
        ("没问题，今天就发", "dispatch"),
        ("这款没有优惠了", None),
        ("现在没法给您送", None),
        ("需要帮您备注吗？", None),
        ("送您一瓶小酒版可以吗", None),
        ("1983是酱香的", None),
        ("", None),
    ],
)
def test_what_looks_like_a_promise(text: str, kind: Kind | None) -> None:
    assert likely(text, WORDS) == kind


def test_one_clause_may_promise_where_another_says_no() -> None:
    assert likely("价格没法再优惠，给您多送一瓶小酒版", WORDS) == "gift"


@given(st.text(max_size=40), st.lists(st.text(max_size=4), max_size=4))
def test_only_a_line_with_one_of_the_words_is_pointed_out(text: str, words: list[str]) -> None:
    found = likely(text, words)
    assert found is None or (found in KINDS and any(word and word in text for word in words))
    assert likely(text, []) is None


@given(st.sampled_from(WORDS))
def test_each_of_the_shops_words_is_pointed_out_by_itself(word: str) -> None:
    assert likely(f"亲，{word}", WORDS) == kind_of(word)
    assert likely(f"{word}吗？", WORDS) is None
    assert likely(f"不{word}", WORDS) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("今天发", at(2, "23:59"), id="today"),
        pytest.param("今晚给您回电", at(2, "23:59"), id="tonight"),
        pytest.param("明天发出", at(3, "23:59"), id="tomorrow"),
        pytest.param("后天到货就发", at(4, "23:59"), id="the day after"),
        pytest.param("大后天发", at(5, "23:59"), id="the third day"),
        pytest.param("当天发", at(2, "23:59"), id="the same day"),
        pytest.param("3天内退您", at(5, "23:59"), id="within three days"),
        pytest.param("两天内给您答复", at(4, "23:59"), id="within two days, in characters"),
        pytest.param("2小时内回电", at(2, "12:00"), id="within two hours"),
        pytest.param("30分钟内回您", at(2, "10:30"), id="within half an hour"),
        pytest.param("下午4点前发", at(2, "16:00"), id="a time later today"),
        pytest.param("16:30前发出", at(2, "16:30"), id="a time by figures"),
        pytest.param("9点半给您回电", at(3, "09:30"), id="a time that is past is tomorrow's"),
        pytest.param("明天10点回电", at(3, "10:00"), id="tomorrow at ten"),
        pytest.param("明晚8点回电", at(3, "20:00"), id="tomorrow at eight in the evening"),
        pytest.param("5号发货", at(5, "23:59"), id="a day of this month"),
        pytest.param("1号发货", at(1, "23:59", month=4), id="a day that is past is next month's"),
        pytest.param("4月6日发", at(6, "23:59", month=4), id="a date"),
        pytest.param("2月30日发", None, id="a date there is not"),
        pytest.param("25点发", None, id="a time there is not"),
        pytest.param("送您一瓶1983", None, id="no time at all"),
        pytest.param("十五天内退您", at(17, "23:59"), id="fifteen, in characters"),
        pytest.param("二十分钟内回您", at(2, "10:20"), id="twenty, in characters"),
        pytest.param("十天内退您", at(12, "23:59"), id="ten, in characters"),
        pytest.param("1.5小时内回您", None, id="a fraction is no five"),
        pytest.param("一百五十天内", None, id="hundreds are no fifty"),
        pytest.param("今天晚上12点前发", at(2, "23:59"), id="midnight is no noon"),
        pytest.param("中午1点前回电", at(2, "13:00"), id="one at noon"),
        pytest.param("中午12点前发", at(2, "12:00"), id="noon"),
        pytest.param("送到5号楼", None, id="a house is no day"),
        pytest.param("下周一下午3点发", None, id="a weekday is not today"),
        pytest.param("月底前下午3点", None, id="nor is the end of the month"),
    ],
)
def test_until_when(text: str, moment: int | None) -> None:
    assert until(text, NOW, ZONE) == moment


@given(
    st.sampled_from(["今天发", "明天发", "3天内", "下午4点", "5号", "31号", "2小时内", "10点半"]),
    st.integers(1_700_000_000_000_000, 1_900_000_000_000_000),
)
def test_what_is_put_off_lies_ahead(text: str, now: int) -> None:
    found = until(text, now, ZONE)
    assert found is not None
    same_minute = local(now, ZONE).replace(second=0, microsecond=0)
    assert local(found, ZONE) >= same_minute


@given(st.text("今明后天日号点半前内小时分钟0123456789一二三十:月上下午晚", max_size=12))
def test_any_words_about_time_are_read_or_left(text: str) -> None:
    until(text, NOW, ZONE)


@pytest.mark.parametrize(
    ("text", "kind", "what", "moment"),
    [
        ("好的亲，给您多送2瓶小酒版哦。", "gift", "2瓶小酒版", None),
        ("帮您备注送货上门，明天就到", "wish", "帮您备注送货上门", None),
        ("放心，今天就发！", "dispatch", "今天就发", at(2, "23:59")),
        ("我记下了", "other", "我记下了", None),
    ],
)
def test_the_form_begins_with_what_the_line_says(
    text: str, kind: Kind, what: str, moment: int | None
) -> None:
    assert suggest(text, WORDS, NOW, ZONE) == (kind, what, moment)


@given(st.text(max_size=200))
def test_what_is_suggested_can_be_stored(text: str) -> None:
    found = suggest(text, WORDS, NOW, ZONE)
    assert found.kind in KINDS
    assert len(found.what) <= WHAT_CHARS
    assert found.what == found.what.strip()
    assert "\n" not in found.what


@pytest.mark.parametrize(
    ("state", "due", "late"),
    [
        ("open", NOW - 1, True),
        ("open", NOW, False),
        ("open", None, False),
        ("kept", NOW - 1, False),
        ("dropped", NOW - 1, False),
    ],
)
def test_late_is_what_is_open_past_its_time(state: str, due: int | None, late: bool) -> None:
    assert is_late(state, due, NOW) is late  # type: ignore[arg-type]
