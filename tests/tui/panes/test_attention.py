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


def test_snoozed_ones_are_left_alone() -> None:
    attention = Attention()
    look(attention)
    assert not look(attention, waiting(1, state="snoozed"), seconds=999).urgent
