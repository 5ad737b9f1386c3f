"""The customer card: facts, proofs, and nothing hostile."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from support.chat_records import (
    HARMLESS,
    HOSTILE,
    NOW,
    SECOND,
    ZONE,
    card,
    chat,
    line,
    mine,
    queue_row,
)
from support.painted import OneWidget, counted, rows_of
from textual.pilot import Pilot

from zuiqing_desk.rules.text import clean
from zuiqing_desk.services.records import AssignmentRecord, Chat, Looker
from zuiqing_desk.tui.widgets.customer_card import CustomerCard, moment

Counted = counted(CustomerCard)
WRITES = NOW + 3 * SECOND
AROUND = tuple(Looker(no, "小**", WRITES if no == "1001" else 0) for no in ("1001", "1024", "1025"))


@asynccontextmanager
async def shown(
    of: Chat | None, *, size: tuple[int, int] = (40, 24)
) -> AsyncIterator[tuple[Any, Pilot[None]]]:
    widget = Counted(empty="打开一个会话，这里显示客户")
    async with OneWidget(widget).run_test(size=size) as pilot:
        widget.show(of, zone=ZONE, now=NOW, my_no="1001")
        await pilot.pause()
        await pilot.pause()
        widget.drawn_since()
        yield widget, pilot


@pytest.mark.parametrize(
    ("shown_chat", "text"),
    [
        (chat(), "客户1"),
        (chat(), "网聊 · 网页"),
        (chat(), "旗舰店"),
        (chat(), "○ 离线"),
        (chat(card=card(visitor_online=True)), "● 在线"),
        (chat(card=card(blocked=True)), "已拉黑"),
        (chat(card=card(advertiser=True)), "不计入统计"),
        (chat(card=card(other_conversations=2)), "另有 2 个会话"),
        (chat(card=card(lookers=AROUND)), "同看 1024、1025"),
        (chat(card=card(channel="manual", account="京东", external_id="jd_9")), "jd_9"),
        (chat(), "首见 15:00"),
        (chat(), "16:00 1024 小** 按下一位取"),
        (
            chat(card=card(assignments=(AssignmentRecord("1", "甲", "transfer", NOW, NOW),))),
            "16:00–16:00 1 甲 转交",
        ),
        (chat(row=queue_row(post="after_sale", state="active", assignee_no="1024")), "售后"),
        (chat(line(1), mine(2), mine(9), card=card(read_seq=4)), "到 16:00 那条"),
    ],
)
async def test_it_says(shown_chat: Chat, text: str) -> None:
    async with shown(shown_chat) as (widget, _):
        assert any(text in row for row in rows_of(widget)), "\n".join(rows_of(widget))


async def test_nothing_is_said_that_nobody_proved() -> None:
    async with shown(chat(line(1), card=card(read_seq=1, delivered_seq=1))) as (widget, _):
        said = "".join(rows_of(widget))
        assert "已读" not in said
        assert "送达" not in said


async def test_empty_it_says_what_it_is_for() -> None:
    async with shown(None) as (widget, _):
        assert "打开一个会话" in rows_of(widget)[0]


async def test_who_writes_beside_me_stands_there_until_they_stop() -> None:
    others = (Looker("1024", "小**", WRITES), Looker("1025", "阿**", 0))
    async with shown(chat(card=card(lookers=others))) as (widget, pilot):
        said = "\n".join(rows_of(widget))
        assert "在写 ✎ 1024 正在写…" in said
        assert "同看 1025" in said
        widget.tick(WRITES)
        await pilot.pause()
        said = "\n".join(rows_of(widget))
        assert "正在写" not in said
        assert "同看 1024、1025" in said


async def test_only_what_changed_is_painted() -> None:
    async with shown(chat()) as (widget, pilot):
        widget.show(chat(card=card(visitor_online=True)), zone=ZONE, now=NOW + SECOND, my_no="1001")
        await pilot.pause()
        await pilot.pause()
        assert len(widget.drawn_since()) == 1


@pytest.mark.parametrize("width", [4, 20, 40])
async def test_hostile_names_are_text_and_fit(width: int) -> None:
    of = chat(card=card(customer=HOSTILE, storefront=HOSTILE, account=HOSTILE))
    async with shown(of, size=(width, 30)) as (widget, _):
        for row in rows_of(widget):
            assert row == clean(row)
    async with shown(of, size=(120, 30)) as (widget, _):
        assert HARMLESS in rows_of(widget)[0]


@pytest.mark.parametrize(
    ("before_s", "text"),
    [(60, "15:59"), (86_400, "01-01 16:00"), (3 * 86_400, "2025-12-30 16:00")],
)
def test_moments(before_s: int, text: str) -> None:
    assert moment(NOW - before_s * SECOND, ZONE, NOW) == text
