"""The shop's policy: defaults, what a value may be, and reading back what was stored."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules import policy
from zuiqing_desk.rules.courtesies import COURTESIES
from zuiqing_desk.rules.policy import KEYS, PolicyError, ShopPolicy, parse_value

WORDS = st.lists(st.text(max_size=30), max_size=500)
DEFAULTS = dataclasses.asdict(ShopPolicy())

# A value of each key, drawn from what the screen could send.
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "first_target_s": st.integers(1, 3600),
    "target_s": st.integers(1, 3600),
    "overdue_s": st.integers(1, 86400),
    "capacity": st.integers(1, 1000),
    "advertiser_lines": st.integers(0, 1000),
    "brush_off": st.text(max_size=200),
    "courtesy_words": WORDS,
    "off_hours_reply": st.text(max_size=333),
    "idle_lock_min": st.integers(0, 1440),
    "snooze_presets_min": st.lists(st.integers(1, 43200), min_size=1, max_size=9),
    "scored_from": st.sampled_from(["00:00", "08:00", "23:59", "24:00"]),
    "scored_to": st.sampled_from(["00:00", "08:00", "23:59", "24:00"]),
    "dispatch_cutoff": st.sampled_from(["00:00", "17:30", "24:00"]),
    "house_courier": st.text(max_size=20),
    "couriers": st.lists(st.text(max_size=9), max_size=9),
    "order_units": st.lists(st.text(max_size=5), max_size=9),
    "reply_ending_days": st.integers(1, 365),
    "reply_unused_days": st.integers(1, 3650),
    "words_off_platform": WORDS,
    "words_review_cash": WORDS,
    "words_superlatives": WORDS,
    "words_superlatives_allowed": WORDS,
    "words_health": WORDS,
    "words_minors": WORDS,
    "words_promises": WORDS,
    "words_coldness": WORDS,
    "chase_contact_min": st.integers(1, 1440),
    "chase_lost_min": st.integers(1, 1440),
    "chase_phone_from": st.sampled_from(["00:00", "09:30", "24:00"]),
    "regular_orders": st.integers(1, 1000),
    "owner_window_days": st.integers(0, 30),
    "evidence_days": st.integers(15, 3650),
    "violation_fine_yuan": st.integers(0, 100_000),
    "violation_limit": st.integers(1, 100),
    "flag_meanings": st.lists(st.sampled_from(["成交 淘宝=1 京东=1", "售后", "成交 抖店=5"])),
    "transit_days": st.lists(
        st.sampled_from(["其他 3-5", "广东 2", "青海、西藏 5-10天"]), max_size=9
    ),
    "finance_times": st.lists(st.sampled_from(["09:30", "12:00", "24:00"]), max_size=9),
    "gift_table": st.lists(st.sampled_from(["1983 满6瓶 送1瓶小酒版", "* 满12瓶 送1只酒杯"])),
    "sample_name": st.text(max_size=20),
    "shifts": st.lists(
        st.sampled_from(("白班 09:00-18:00", "夜班 22:00-06:00", "早班 08:30–16:30")), unique=True
    ),
    "handover_early_min": st.integers(0, 240),
    "swap_days": st.integers(0, 30),
    "rest_days": st.integers(0, 31),
    "freeze_day": st.integers(1, 28),
    "urgent_words": st.lists(st.text(max_size=9), max_size=9),
    "promise_words": st.lists(st.text(max_size=9), max_size=9),
}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        pytest.param("first_target_s", 20, id="first answers within 20 s"),
        pytest.param("target_s", 30, id="30 s on average"),
        pytest.param("overdue_s", 180, id="180 s is the marketplace's limit"),
        pytest.param("capacity", 10, id="ten conversations each"),
        pytest.param("advertiser_lines", 10, id="the brush-off within ten lines"),
        pytest.param("off_hours_reply", "", id="no automatic reply unless configured"),
        pytest.param("scored_from", "08:00", id="scored from 08:00"),
        pytest.param("scored_to", "24:00", id="scored to midnight"),
        pytest.param("dispatch_cutoff", "17:30", id="paid by 17:30 goes out the same day"),
        pytest.param("house_courier", "韵达", id="the house's courier"),
        pytest.param("reply_ending_days", 7, id="a reply about to end"),
        pytest.param("reply_unused_days", 30, id="a reply nobody uses"),
        pytest.param("chase_contact_min", 5, id="unpaid: contact within five minutes"),
        pytest.param("chase_lost_min", 20, id="unpaid: lost after twenty minutes"),
        pytest.param("chase_phone_from", "09:30", id="no chasing by phone before half past nine"),
        pytest.param("owner_window_days", 1, id="consulted the same or the previous day"),
        pytest.param("evidence_days", 15, id="screenshots for fifteen days"),
        pytest.param("violation_fine_yuan", 200, id="the fine for a violation"),
        pytest.param("violation_limit", 3, id="violations put before the lead"),
        pytest.param("handover_early_min", 15, id="the taker comes a quarter of an hour early"),
        pytest.param("swap_days", 2, id="a swap is asked two days ahead"),
        pytest.param("rest_days", 4, id="four rest days a month"),
        pytest.param("freeze_day", 7, id="final on the seventh"),
        pytest.param("finance_times", ("12:00", "16:00"), id="finance confirms twice a day"),
    ],
)
def test_defaults(key: str, value: object) -> None:
    assert DEFAULTS[key] == value


@pytest.mark.parametrize("key", KEYS)
def test_every_setting_says_what_it_is_in_chinese_and_where_it_is_from(key: str) -> None:
    for words in (policy.label(key), policy.help_text(key)):
        assert any("\u4e00" <= char <= "\u9fff" for char in words)
    assert policy.source(key)


def test_labels_are_distinct() -> None:
    assert len({policy.label(key) for key in KEYS}) == len(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_every_default_is_a_value_it_would_accept(key: str) -> None:
    assert parse_value(key, DEFAULTS[key]) == DEFAULTS[key]


def test_every_key_is_drawn_from() -> None:
    assert set(VALUES) == set(KEYS)


@given(st.data())
def test_what_was_stored_reads_back_the_same(data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(KEYS))
    value = parse_value(key, data.draw(VALUES[key]))
    assert policy.from_json(key, policy.to_json(value)) == value
    assert parse_value(key, value) == value


@pytest.mark.parametrize(
    ("key", "raw", "says"),
    [
        pytest.param("target_s", 0, "1 到 3600", id="below the range"),
        pytest.param("target_s", -30, "1 到 3600", id="negative"),
        pytest.param("target_s", 3601, "1 到 3600", id="above the range"),
        pytest.param("target_s", 30.0, "整数", id="a fraction, even a whole one"),
        pytest.param("target_s", True, "整数", id="true is no number"),
        pytest.param("target_s", "30", "整数", id="digits in quotes are no number"),
        pytest.param("target_s", None, "整数", id="null"),
        pytest.param("target_s", [30], "整数", id="a list"),
        pytest.param("target_s", float("nan"), "整数", id="not a number"),
        pytest.param("capacity", 0, "1 到 1000", id="no capacity at all"),
        pytest.param("capacity", 10**30, "1 到 1000", id="an enormous number"),
        pytest.param("idle_lock_min", -1, "0 到 1440", id="a negative lock time"),
        pytest.param("brush_off", 5, "文字", id="a number is no text"),
        pytest.param("brush_off", "长" * 201, "最多 200 个字", id="too long a text"),
        pytest.param("off_hours_reply", "长" * 1001, "最多 1000 个字", id="too long a reply"),
        pytest.param("courtesy_words", "谢谢", "一组词", id="one text is no list"),
        pytest.param("courtesy_words", ["谢谢", 1], "一组词", id="a number among the words"),
        pytest.param("courtesy_words", {"谢谢": 1}, "一组词", id="an object is no list"),
        pytest.param("courtesy_words", ["谢" * 31], "最多 30 个字", id="too long a word"),
        pytest.param(
            "courtesy_words", [str(n) for n in range(501)], "最多 500 个词", id="too many words"
        ),
        pytest.param("snooze_presets_min", [], "1 到 9", id="no preset"),
        pytest.param("snooze_presets_min", [5] * 10, "1 到 9", id="too many presets"),
        pytest.param("snooze_presets_min", [5, 0], "1 到 43200", id="a preset of nothing"),
        pytest.param("snooze_presets_min", [5, "x"], "整数", id="a word among the presets"),
        pytest.param("scored_from", 8, "时间", id="a number is no time"),
        pytest.param("scored_from", "8 点", "08:00", id="not HH:MM"),
        pytest.param("scored_to", "24:01", "24:00", id="after the end of the day"),
        pytest.param("dispatch_cutoff", "五点半", "08:00", id="a time in words"),
        pytest.param("house_courier", "递" * 21, "最多 20 个字", id="too long a courier"),
        pytest.param("words_promises", "保证", "一组词", id="one text is no list of promises"),
        pytest.param(
            "shifts", ["白班 09:00-18:00", "白班 08:00-17:00"], "两个班都叫", id="two of one name"
        ),
        pytest.param("shifts", ["休 09:00-18:00"], "认错", id="a shift called like a rest day"),
    ],
)
def test_refused(key: str, raw: object, says: str) -> None:
    with pytest.raises(PolicyError) as refused:
        parse_value(key, raw)
    assert refused.value.key == key
    assert policy.label(key) in refused.value.message
    assert says in refused.value.message


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("raw", [None, True, -1, 1.5, {}, {"a": 1}, [[]], [None]])
def test_no_setting_takes_nonsense(key: str, raw: object) -> None:
    with pytest.raises(PolicyError):
        parse_value(key, raw)


def test_an_unknown_setting_is_named() -> None:
    with pytest.raises(PolicyError, match="capasity") as refused:
        parse_value("capasity", 10)
    assert refused.value.key == "capasity"


@pytest.mark.parametrize("stored", ["", "{", "30 s", pytest.param("[" * 100_000, id="deep")])
def test_stored_text_that_is_no_json(stored: str) -> None:
    with pytest.raises(PolicyError, match=r"应答目标.*JSON"):
        policy.from_json("target_s", stored)


def test_text_is_cleaned() -> None:
    assert parse_value("off_hours_reply", " \x1b[31m稍等\u202e\r\n马上来 ") == "[31m稍等\n马上来"


def test_words_are_cleaned_and_stand_once() -> None:
    assert parse_value("courtesy_words", [" 谢谢\n", "谢谢", "", "\x1b", "好"]) == ("谢谢", "好")


def test_apply_changes_what_is_given_and_nothing_else() -> None:
    changed = policy.apply(ShopPolicy(), {"target_s": 45, "courtesy_words": ["妥了"]})
    assert (changed.target_s, changed.courtesy_words) == (45, ("妥了",))
    rest = dataclasses.replace(changed, target_s=30, courtesy_words=COURTESIES)
    assert rest == ShopPolicy()


def test_apply_refuses_as_a_whole() -> None:
    with pytest.raises(PolicyError) as refused:
        policy.apply(ShopPolicy(), {"target_s": 45, "capacity": 0})
    assert refused.value.key == "capacity"
