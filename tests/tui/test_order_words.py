"""How orders are spoken of in rows."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.services.orders.remark_records import RemarkLine
from zuiqing_desk.tui.order_words import (
    difference_note,
    finance_due,
    goods,
    moment,
    note,
    short_number,
    yuan,
)

ZONE = "Asia/Shanghai"
ROW = OrderRow(
    1, "taobao", "2603020012343829", "", "tb_**", "", "paid", "", "醉卿1983", 6, 768_000, 0, 0,
    False, "", "", None, None, None, 0,
)  # fmt: skip


def at(text: str) -> int:
    """A moment in the shop."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("fen", "words"), [(None, ""), (0, "0.00"), (5, "0.05"), (768_000, "7680.00")]
)
def test_amounts(fen: int | None, words: str) -> None:
    assert yuan(fen) == words


def test_an_order_is_called_by_its_platform_and_last_digits() -> None:
    assert short_number(ROW) == "淘宝…3829"
    assert short_number(ROW._replace(number="77", platform="jd")) == "京东77"
    assert goods(ROW) == "6×醉卿1983"
    assert goods(ROW._replace(title="")) == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "待备注"),
        ({"remark": "[1002]6瓶1983,发韵达"}, "✓ 备注"),
        ({"urgent": True}, "▲ 加急"),
        ({"urgent": True, "state": "dispatched"}, ""),
        ({"verdict": "handed_back", "urgent": True}, "▲ 退回"),
        ({"verdict": "refused"}, "✗ 未过"),
        ({"state": "held", "hold_until": 99}, "▲ 到点"),
        ({"state": "held", "hold_until": 100}, "▲ 到点"),
        ({"state": "held", "hold_until": 101}, ""),
        ({"verdict": "approved", "state": "audit"}, "✓ 已审"),
        ({"state": "unpaid"}, ""),
    ],
)
def test_the_one_thing_worth_saying(change: dict[str, Any], said: str) -> None:
    assert note(ROW._replace(**change), 100)[0] == said


@pytest.mark.parametrize(
    ("now", "paid", "said"),
    [
        ("2026-03-02 11:59", "2026-03-02 08:00", ""),
        ("2026-03-02 12:00", "2026-03-02 11:59", "▲ 12:00 的到账还有 1 笔没确认"),
        ("2026-03-02 12:30", "2026-03-02 12:00", ""),
        ("2026-03-02 16:00", "2026-03-02 12:10", "▲ 16:00 的到账还有 1 笔没确认"),
        ("2026-03-03 09:00", "2026-03-02 10:00", ""),
        ("2026-03-03 12:00", "2026-03-02 23:00", "▲ 12:00 的到账还有 1 笔没确认"),
    ],
)
def test_when_the_account_is_to_be_compared(now: str, paid: str, said: str) -> None:
    rows = [ROW._replace(paid_at=at(paid))]
    assert finance_due(rows, at(now), ("12:00", "16:00"), ZONE) == said


def test_nothing_is_due_without_times_or_orders() -> None:
    assert finance_due([ROW], at("2026-03-02 18:00"), (), ZONE) == ""
    assert finance_due([], at("2026-03-02 18:00"), ("12:00",), ZONE) == ""
    assert finance_due([ROW], at("2026-03-02 18:00"), ("24:00", "中午"), ZONE) == ""


@pytest.mark.parametrize(
    ("flag", "there", "remark", "platform", "said"),
    [
        (1, 3, "", "", "▲ 旗不同"),
        (1, 1, "[甲]1瓶a,发韵达", "别的", "▲ 备注"),
        (1, 3, "[甲]1瓶a,发韵达", "别的", "▲ 都不同"),
        (1, None, "[甲]1瓶a,发韵达", "别的", "▲ 备注"),
    ],
)
def test_what_the_platform_does_not_have(
    flag: int, there: int | None, remark: str, platform: str, said: str
) -> None:
    line = RemarkLine(1, "taobao", "77", flag, "成交", remark, there, platform)
    assert difference_note(line)[0] == said


def test_moments() -> None:
    now = at("2026-03-02 10:00")
    assert moment(None, now, ZONE) == ""
    assert moment(at("2026-03-02 09:05"), now, ZONE) == "09:05"
    assert moment(at("2026-03-01 09:05"), now, ZONE) == "3月1日 09:05"
    assert moment(at("2025-12-31 23:59"), now, ZONE) == "2025年12月31日 23:59"
