"""The queue: clocks, marks, whose it is, and text nobody can act through."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from rich.cells import cell_len
from support.chat_records import HARMLESS, HOSTILE, ME, NOW, SECOND, ZONE, queue_row
from support.painted import OneWidget, counted, rows_of
from textual.pilot import Pilot

from zuiqing_desk.rules.text import clean
from zuiqing_desk.services.records import QueueRow
from zuiqing_desk.tui.widgets.queue_view import QueueView, running

Counted = counted(QueueView)


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


@asynccontextmanager
async def shown(
    *rows: QueueRow, size: tuple[int, int] = (32, 8), height: int = 1
) -> AsyncIterator[tuple[Any, Watch, Pilot[None]]]:
    watch = Watch()
    queue = Counted(watch, empty="没有客户在等")
    async with OneWidget(queue).run_test(size=size) as pilot:
        queue.set_desk(staff_id=ME, overdue_s=180, zone=ZONE)
        queue.set_row_height(height)
        queue.replace(list(rows))
        await pilot.pause()
        await pilot.pause()
        queue.drawn_since()
        yield queue, watch, pilot


def waiting(id: int = 1, seconds: int = 0, **changes: Any) -> QueueRow:
    return queue_row(
        id, **{"waiting_since": NOW - seconds * SECOND, "target_s": 30, "band": 0} | changes
    )


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (30, "00:30"),
        (0, "00:00"),
        (-1, "+00:01"),
        (-200, "+03:20"),
        (-6000, "+1h40"),
        (-400_000, "+4天"),
        (-3_600 * 99, "+99h00"),
        (5999, "99:59"),
    ],
)
def test_the_clock_reads(left: int, text: str) -> None:
    assert running(left) == text
    assert cell_len(text) <= 6


async def test_a_wait_counts_down_then_up_with_marks() -> None:
    async with shown(waiting(seconds=18)) as (queue, watch, _):
        assert "00:12" in rows_of(queue)[0]
        watch.now += 20 * SECOND
        queue.tick()
        assert "▲ +00:08" in rows_of(queue)[0]
        watch.now += 150 * SECOND
        queue.tick()
        assert "!!+02:38" in rows_of(queue)[0]


async def test_a_tick_paints_only_the_rows_whose_clock_moved() -> None:
    rows = [queue_row(1), waiting(2), queue_row(3), waiting(4)]
    async with shown(*rows) as (queue, watch, pilot):
        watch.now += SECOND * 3 // 2
        queue.tick()
        await pilot.pause()
        await pilot.pause()
        assert queue.drawn_since() == {1, 3}
        watch.now += SECOND // 10
        queue.tick()
        await pilot.pause()
        assert queue.drawn_since() == set()


async def test_the_clock_runs_by_itself() -> None:
    async with shown(waiting(seconds=0)) as (queue, watch, pilot):
        watch.now += 7 * SECOND
        while "00:23" not in rows_of(queue)[0]:
            await pilot.pause(0.05)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (waiting(1, 200), ("!!", "超时")),
        (queue_row(1, off_duty_since=NOW, band=1), ("离线留言",)),
        (queue_row(1, state="snoozed", snoozed_until=NOW + 65 * 60 * SECOND), ("17:05", "稍后")),
        (queue_row(1, state="snoozed", snoozed_until=NOW + 90_000 * SECOND), ("01-03",)),
        (queue_row(1, state="closed"), ("已结束",)),
        (queue_row(1, stuck=True), ("✗", "没发出")),
        (queue_row(1, last_from="agent"), ("已回", "我方: 有货吗")),
        (queue_row(1, unread=3), (" 3",)),
        (queue_row(1, unread=1234), (" 99",)),
        (queue_row(1), ("待接", "网聊", "有货吗")),
        (queue_row(1, assignee_id=ME, assignee_no="1024"), ("我",)),
        (queue_row(1, assignee_id=8, assignee_no="1025"), ("1025",)),
        (queue_row(1, channel="manual", account="拼多多"), ("拼多多·旗舰店",)),
    ],
)
async def test_a_row_says(row: QueueRow, words: tuple[str, ...]) -> None:
    async with shown(row, height=2, size=(40, 8)) as (queue, _, _):
        said = "\n".join(rows_of(queue)[:2])
        for word in words:
            assert word in said


async def test_the_open_conversation_is_marked_without_colour() -> None:
    async with shown(queue_row(1), queue_row(2)) as (queue, _, pilot):
        queue.set_opened(2)
        assert rows_of(queue)[1].startswith("▌")
        queue.focus()
        await pilot.pause()
        assert rows_of(queue)[0].startswith("›")


@pytest.mark.parametrize("width", [2, 8, 12, 20, 24, 30, 60])
@pytest.mark.parametrize("height", [1, 2])
async def test_hostile_names_are_text_and_fit(width: int, height: int) -> None:
    row = waiting(1, 500, customer=HOSTILE, last_text=HOSTILE, unread=12, storefront=HOSTILE)
    async with shown(row, size=(width, 6), height=height) as (queue, _, _):
        for text in rows_of(queue):
            assert text == clean(text)
    async with shown(row, size=(120, 6), height=height) as (queue, _, _):
        assert HARMLESS in rows_of(queue)[0]


async def test_the_theme_can_change() -> None:
    async with shown(waiting(1)) as (queue, _, pilot):
        before = queue.render_line(0)
        queue.app.theme = "textual-light"
        await pilot.pause()
        after = queue.render_line(0)
        assert after.text == before.text
        assert [segment.style for segment in after] != [segment.style for segment in before]
