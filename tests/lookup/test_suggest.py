"""Replies suggested for a customer's line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.suggesting import dev_questions, shipped_examples, shipped_suggester

from zuiqing_desk.lookup.suggest import Example, Guess, Suggester
from zuiqing_desk.rules.categories import CATEGORIES


def first(text: str) -> str:
    guesses: list[Guess] = shipped_suggester().rank(text)
    return guesses[0].category


def test_the_questions_kept_for_development_get_their_category() -> None:
    guesses = [
        (category, [guess.category for guess in shipped_suggester().rank(question)])
        for category, question in dev_questions()
    ]
    assert len(guesses) >= 350
    assert sum(found[0] == category for category, found in guesses) / len(guesses) >= 0.9
    assert sum(category in found for category, found in guesses) / len(guesses) >= 0.97


@pytest.mark.parametrize(
    ("line", "category"),
    [
        ("还没发货吗", "发货与物流"),
        ("還沒發貨嗎", "发货与物流"),
        ("fahuolema", "发货与物流"),
        ("什么时侯发或", "发货与物流"),
        ("便谊点呗", "议价"),
        ("到手发现稀碎", "破损渗漏"),
        ("少给我两瓶啊你们", "错发漏发"),
        ("🙏🙏", "结束"),
        ("ZAIMA", "欢迎"),
    ],
)
def test_short_misspelt_and_unforeseen_lines(line: str, category: str) -> None:
    assert first(line) == category


def test_the_same_examples_teach_the_same() -> None:
    few = shipped_examples()[:200]
    one, other = Suggester.learn(few), Suggester.learn(few)
    for line in ("发了没", "有优惠吗", "这个咋样"):
        assert one.rank(line) == other.rank(line)


def test_what_may_not_be_shown_is_not() -> None:
    shown = shipped_suggester().rank("什么时候发货")
    others = {one.key for one in shipped_examples()} - {shown[0].key}
    again = shipped_suggester().rank("什么时候发货", allowed=others)
    assert again[0].category == shown[0].category
    assert again[0].key != shown[0].key
    assert shipped_suggester().rank("什么时候发货", allowed=()) == []


def test_the_stage_tips_the_balance_and_no_more() -> None:
    suggester = shipped_suggester()
    plain = suggester.likely("多少钱")
    late = suggester.likely("多少钱", fit={"退换货": 0, "破损渗漏": 0})
    assert late["退换货"] > plain["退换货"]
    assert max(late, key=late.__getitem__) == "议价"


def test_the_shop_teaches_its_own_words() -> None:
    line = "嘎嘣脆一下"
    key = next(one.key for one in shipped_examples() if one.category == "破损渗漏")
    taught = [*shipped_examples(), *[Example(line, key, "破损渗漏", 0.8)] * 2]
    assert Suggester.learn(taught).rank(line)[0].key == key


def test_a_wording_of_a_reply_leads_to_that_reply() -> None:
    asks = [one for one in shipped_examples() if one.weight == 1.0][::5]
    found = [(one, shipped_suggester().rank(one.text)[0]) for one in asks]
    assert sum(guess.key == one.key for one, guess in found) / len(asks) >= 0.85


def test_a_library_with_nothing_to_offer() -> None:
    assert Suggester.learn([]).rank("在吗") == []
    bare = Suggester([])
    assert bare.rank("在吗") == []
    assert sum(bare.likely("在吗").values()) == pytest.approx(1.0)


def test_a_library_of_one_reply_offers_it() -> None:
    only = Suggester.learn([Example("发货", 5, "发货与物流")])
    assert [one.key for one in only.rank("今天能发吗")] == [5]


@given(st.text(max_size=40), st.integers(0, 6))
def test_any_line_is_answered_in_order(text: str, limit: int) -> None:
    guesses = shipped_suggester().rank(text, limit=limit)
    assert len(guesses) == (limit if text.strip() else 0)
    assert len({one.key for one in guesses}) == len(guesses)
    assert all(one.category in CATEGORIES and 0 <= one.score <= 1 for one in guesses)
    likely = shipped_suggester().likely(text)
    assert sum(likely.values()) == pytest.approx(1.0, abs=1e-4)
