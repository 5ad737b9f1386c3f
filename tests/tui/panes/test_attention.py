"""Whom the agent is called for, and how often."""

from support.chat_records import NOW, SECOND, queue_row

from zuiqing_desk.services.records import QueueRow
from zuiqing_desk.tui.panes.attention import Attention, Call


def waiting(id: int, since: int = NOW, **changes: object) -> QueueRow:
    return queue_row(id, waiting_since=since, target_s=30, band=0, unread=1, **changes)


def look(
    attention: Attention, *rows: QueueRow, seconds: int = 0, watched: int | None = None
) -> Call:
    return attention.look(rows, now=NOW + seconds * SECOND, overdue_s=180, watched=watched)


def test_the_first_look_calls_for_nothing() -> None:
    call = look(Attention(), waiting(1), waiting(2, NOW - 999 * SECOND))
    assert not call.urgent
    assert (call.waiting, call.unread) == (2, 2)


def test_each_round_calls_once_when_new_and_once_when_overdue() -> None:
    attention = Attention()
    look(attention)
    assert look(attention, waiting(1)).fresh
    assert not look(attention, waiting(1), seconds=100).urgent
    assert look(attention, waiting(1), seconds=181).overdue == ("客户1",)
    assert not look(attention, waiting(1), seconds=300).urgent
    look(attention, queue_row(1))
    assert look(attention, waiting(1, NOW + 400 * SECOND), seconds=400).fresh


def test_what_is_before_the_agents_eyes_does_not_ring() -> None:
    attention = Attention()
    look(attention)
    assert not look(attention, waiting(1), watched=1).urgent
    assert look(attention, waiting(1), seconds=200, watched=1).overdue


def test_lines_of_the_night_count_as_waiting_but_never_as_overdue() -> None:
    attention = Attention()
    look(attention)
    call = look(attention, queue_row(1, off_duty_since=NOW), seconds=9999)
    assert call.fresh
    assert call.waiting == 1
    assert call.overdue == ()


def test_what_was_put_off_or_handed_on_comes_back_without_raising_its_voice_again() -> None:
    attention = Attention()
    look(attention)
    assert look(attention, waiting(1), waiting(2), seconds=181).overdue == ("客户1", "客户2")
    look(attention, waiting(1, state="snoozed"), seconds=182)
    back = look(attention, waiting(1), waiting(2), seconds=300)
    assert back.overdue == ()
    assert back.fresh
    again = look(attention, waiting(2, NOW + 300 * SECOND), seconds=900)
    assert again.overdue == ("客户2",)


def test_snoozed_ones_are_left_alone() -> None:
    attention = Attention()
    look(attention)
    assert not look(attention, waiting(1, state="snoozed"), seconds=999).urgent


def test_of_too_many_only_those_in_which_something_happened_are_news() -> None:
    attention = Attention()
    crowd = [waiting(id) for id in range(1, 4)]

    def again(*rows: QueueRow, touched: tuple[int, ...], seconds: int = 0) -> Call:
        now = NOW + seconds * SECOND
        return attention.look(rows, now=now, overdue_s=180, touched=touched)

    again(*crowd, touched=())
    assert not again(*crowd[1:], waiting(4), touched=()).urgent, "one has moved up"
    assert again(*crowd, waiting(9), touched=(9,)).fresh
    assert not again(*crowd, touched=()).urgent
    assert not again(*crowd, waiting(9), touched=(9,)).urgent, "another line in the same round"
    late = again(*crowd, waiting(5, NOW - 999 * SECOND), touched=(), seconds=181)
    assert late.overdue == ("客户1", "客户2", "客户3")
    assert again(*crowd, touched=(), seconds=200).overdue == ()
