"""Receipts are passed on when they say something, and only then."""

from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.channels.webchat.receipts import Receipts


def heard(conversation_id: int = 1) -> Receipts:
    """Receipts of a visitor who was heard once already."""
    receipts = Receipts()
    receipts.stored("delivered", conversation_id, 0)
    receipts.stored("read", conversation_id, 0)
    return receipts


def test_the_first_proof_is_news_unless_it_proves_nothing() -> None:
    receipts = Receipts()
    assert not receipts.is_news("delivered", 1, 0)
    assert receipts.is_news("delivered", 1, 4)


def test_a_poll_without_anything_of_ours_is_no_news() -> None:
    receipts = heard()
    assert not receipts.is_news("delivered", 1, 3)


def test_a_line_handed_out_is_delivered_once_it_is_asked_past() -> None:
    receipts = heard()
    receipts.handed_out(1, [3, 5])
    assert not receipts.is_news("delivered", 1, 2)
    assert receipts.is_news("delivered", 1, 5)
    receipts.stored("delivered", 1, 5)
    assert not receipts.is_news("delivered", 1, 5)
    assert not receipts.is_news("delivered", 1, 6)


def test_half_a_proof_leaves_the_rest_open() -> None:
    receipts = heard()
    receipts.handed_out(1, [3, 5])
    receipts.stored("delivered", 1, 3)
    assert receipts.is_news("delivered", 1, 5)


def test_fetching_old_lines_again_makes_no_news() -> None:
    receipts = heard()
    receipts.handed_out(1, [3])
    receipts.stored("delivered", 1, 3)
    receipts.handed_out(1, [3])
    assert not receipts.is_news("delivered", 1, 3)


def test_what_is_read_was_delivered() -> None:
    receipts = heard()
    receipts.handed_out(1, [3])
    receipts.stored("read", 1, 3)
    assert not receipts.is_news("delivered", 1, 3)


def test_delivered_is_not_read() -> None:
    receipts = heard()
    receipts.handed_out(1, [3])
    receipts.stored("delivered", 1, 3)
    assert receipts.is_news("read", 1, 3)


def test_a_seq_from_the_future_does_not_silence_what_comes() -> None:
    receipts = heard()
    receipts.handed_out(1, [3])
    receipts.stored("delivered", 1, 10**9)
    receipts.handed_out(1, [4])
    assert receipts.is_news("delivered", 1, 4)


def test_visitors_do_not_mix() -> None:
    receipts = heard(1)
    receipts.handed_out(2, [3])
    assert not receipts.is_news("delivered", 1, 3)


def test_lines_may_be_fetched_in_any_order() -> None:
    receipts = heard()
    receipts.handed_out(1, [5])
    receipts.handed_out(1, [3, 5])
    assert receipts.is_news("delivered", 1, 3)


@given(st.lists(st.tuples(st.sampled_from(["hand out", "prove"]), st.integers(0, 30))))
def test_every_line_handed_out_is_passed_on_when_proved(steps: list[tuple[str, int]]) -> None:
    receipts = Receipts()
    handed_out: set[int] = set()
    passed_on = 0
    for what, seq in steps:
        if what == "hand out":
            receipts.handed_out(1, [seq])
            handed_out.add(seq)
        else:
            if receipts.is_news("delivered", 1, seq):
                receipts.stored("delivered", 1, seq)
                passed_on = max(passed_on, seq)
            proved = {line for line in handed_out if 0 < line <= seq}
            assert not proved or max(proved) <= passed_on
