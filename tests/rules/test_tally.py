"""The figures made of facts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from zuiqing_desk.rules.tally import (
    NOTHING,
    Facts,
    Figures,
    Place,
    Round,
    Sale,
    figures,
    from_json,
    to_json,
)
from zuiqing_desk.rules.tally_words import DEFINITIONS, parts, plain, seconds_text, text, value

SECOND = 1_000_000


def place(day: int = 1, staff_id: int | None = 7, shift: str = "白班") -> Place:
    return Place(day, staff_id, 1, shift)


def rounds(*seconds: float) -> Facts:
    return Facts(
        rounds=frozenset(
            Round(number, 1, int(one * SECOND), int(one * SECOND), True)
            for number, one in enumerate(seconds)
        )
    )


def test_a_customer_received_by_two_counts_for_both_and_once_in_the_shop() -> None:
    mine = (place(staff_id=7), Facts(received=frozenset({1, 2})))
    other = (place(staff_id=8), Facts(received=frozenset({2})))
    assert figures([mine], "agent").received == 2
    assert figures([other], "agent").received == 1
    assert figures([mine, other], "shop").received == 2


def test_a_customer_counts_again_on_another_day() -> None:
    came = Facts(received=frozenset({1}), wrote=frozenset({(1, 1)}))
    again = Facts(received=frozenset({1}), wrote=frozenset({(1, 2)}))
    both = figures([(place(day=1), came), (place(day=2), again)], "shop")
    assert (both.received, both.wrote) == (2, 2)


def test_answered_by_a_colleague_is_answered_in_the_whole() -> None:
    mine = (place(staff_id=7), Facts(wrote=frozenset({(1, 1)})))
    other = (place(staff_id=8), Facts(wrote=frozenset({(1, 1)}), answered=frozenset({(1, 1)})))
    assert value(figures([mine], "agent"), "reply_rate") == 0
    assert value(figures([mine, other], "shop"), "reply_rate") == 1000


def test_times_by_rank() -> None:
    known = figures([(place(), rounds(10, 20, 30, 40, 50, 60, 70, 80, 90, 200))], "shop")
    assert known.average_us == 65 * SECOND
    assert known.median_us == 50 * SECOND
    assert known.p90_us == 90 * SECOND
    assert known.slowest_us == 200 * SECOND
    assert (known.in_20, known.in_30, known.in_180) == (2, 3, 9)


def test_exactly_the_limit_is_within_it() -> None:
    known = figures([(place(), rounds(20, 20.000001, 180, 180.000001))], "shop")
    assert (known.in_20, known.in_180) == (1, 3)


def test_the_agents_seconds_are_not_the_shops() -> None:
    one = Facts(rounds=frozenset({Round(1, 2, 5 * SECOND, 65 * SECOND, True)}))
    assert figures([(place(), one)], "agent").average_us == 5 * SECOND
    assert figures([(place(), one)], "shop").average_us == 65 * SECOND


def test_a_round_outside_the_scored_hours_is_not_in_the_share_of_180() -> None:
    late = Facts(
        rounds=frozenset({Round(1, 2, SECOND, SECOND, False), Round(2, 2, SECOND, SECOND, True)})
    )
    known = figures([(place(), late)], "shop")
    assert (known.rounds, known.scored, known.in_180) == (2, 1, 1)


def test_nobodys_sale_is_no_conversion() -> None:
    cells = [
        (place(staff_id=7), Facts(received=frozenset({1, 2, 3}), sales=frozenset({Sale(1, 100)}))),
        (place(staff_id=None), Facts(sales=frozenset({Sale(2, 250)}))),
    ]
    known = figures(cells, "shop")
    assert (known.sales, known.sales_fen, known.sold) == (2, 350, 1)
    assert text(known, "conversion") == "33.3%"
    assert parts(known, "conversion") == "1/3"


def test_without_anything_shares_and_times_are_not_nought() -> None:
    nothing = figures([], "shop")
    assert nothing == Figures()
    assert text(nothing, "reply_rate") == text(nothing, "average") == "—"
    assert text(nothing, "received") == "0"
    assert plain(nothing, "conversion") is None


def test_words_and_plain_values() -> None:
    known = Figures(received=3, wrote=8, answered=7, average_us=12_345_678, sales_fen=768_050)
    assert text(known, "reply_rate") == "87.5%"
    assert text(known, "average") == "12.3秒"
    assert text(known, "sales_fen") == "￥7,680.50"
    assert plain(known, "reply_rate") == "87.5"
    assert plain(known, "average") == "12.345"
    assert plain(known, "sales_fen") == "7680.50"
    assert plain(known, "received") == 3
    assert seconds_text(59_999_999) == "59.9秒"
    assert seconds_text(245 * SECOND) == "4分05秒"
    assert seconds_text(7_800 * SECOND) == "2时10分"


def test_every_figure_has_a_value_words_and_a_source() -> None:
    for figure, definition in DEFINITIONS.items():
        value(Figures(), figure)
        assert definition.words.endswith("。")
        assert definition.source


few = st.integers(0, 5)
some_facts = st.builds(
    Facts,
    received=st.frozensets(few),
    filtered=st.frozensets(few),
    wrote=st.frozensets(st.tuples(few, few)),
    answered=st.frozensets(st.tuples(few, few)),
    rounds=st.frozensets(
        st.builds(Round, few, few, st.integers(0, 10**9), st.integers(0, 10**9), st.booleans())
    ),
    sales=st.frozensets(st.builds(Sale, few, st.integers(0, 10**6))),
)


@given(some_facts)
@settings(max_examples=60)
def test_facts_survive_being_kept(facts: Facts) -> None:
    assert from_json(to_json(facts)) == facts
    assert to_json(from_json(to_json(facts))) == to_json(facts)


@given(st.lists(st.tuples(st.builds(place, few, few), some_facts), max_size=6), some_facts)
@settings(max_examples=60)
def test_a_cell_counted_twice_changes_nothing(
    cells: list[tuple[Place, Facts]], extra: Facts
) -> None:
    cells.append((place(day=99), extra))
    once = figures(cells, "agent")
    assert figures([*cells, cells[-1], (place(day=3), NOTHING)], "agent") == once
    assert once.answered <= once.wrote
    assert once.in_20 <= once.in_30 <= once.rounds
    assert (once.median_us or 0) <= (once.p90_us or 0) <= (once.slowest_us or 0)
