"""The status line tells what matters most where there is little room."""

import pytest
from rich.cells import cell_len
from support.shop import OPENING

from zuiqing_desk.services.records import DayFigures, GatewayInfo, ShopInfo, StaffMember
from zuiqing_desk.tui.widgets.status_line import (
    Status,
    channel,
    clock,
    figures,
    fit,
    notices,
    people,
)

URL = "http://127.0.0.1:8765"
DAY = DayFigures(7, 1, 18_400_000, 987)
GATEWAY = GatewayInfo(1, URL, "", OPENING, OPENING)


def status(
    *,
    duty: str = "on",
    day: DayFigures | None = DAY,
    gateway: GatewayInfo | None = GATEWAY,
    notes: tuple[str, ...] = (),
    shop: str = "醉卿酒业",
    name: str = "小王",
    handed_back: int = 0,
    quiet: bool = False,
    held_up_s: float = 0.0,
) -> Status:
    return Status(
        shop=ShopInfo(shop, "Asia/Shanghai", 0),
        staff=StaffMember(1, "1024", name, "agent", True, False, True, duty, OPENING),  # type: ignore[arg-type]
        figures=day,
        gateway=gateway,
        notices=notes,
        back_key="w",
        now=OPENING,
        handed_back=handed_back,
        quiet=quiet,
        held_up_s=held_up_s,
    )


def one_row(of: Status, width: int) -> str:
    return fit([*people(of), *figures(of), *channel(of)], clock(of), width).plain


def test_everything_where_there_is_room() -> None:
    row = one_row(status(), 160)
    for word in ("醉卿酒业", "工号 1024", "小王", "● 在岗", "待回 7", "▲ 超时 1", "首响 18s"):
        assert word in row
    assert "3分钟率 98.7%" in row
    assert URL in row
    assert row.endswith("09:00")


def test_being_quiet_is_told_at_80_columns_and_only_then() -> None:
    assert "静音" in one_row(status(quiet=True), 78)
    assert "静音" not in one_row(status(), 160)


def test_a_database_that_another_program_holds_comes_before_all_but_the_clock() -> None:
    assert "数据库被别的程序占用 7 秒" in one_row(status(held_up_s=7.4, gateway=None), 78)
    assert "占用" not in one_row(status(held_up_s=0.4), 160)
    # Who serves the page cannot say so just now: that does not mean it is closed.
    assert "顾客页面未开" not in one_row(status(held_up_s=7.4, gateway=None), 160)


def test_orders_handed_back_are_told_at_80_columns_and_only_when_there_are_any() -> None:
    assert "▲ 退回 2" in one_row(status(handed_back=2), 78)
    assert "退回" not in one_row(status(), 160)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
def test_a_row_is_never_wider_than_the_screen(width: int) -> None:
    assert cell_len(one_row(status(shop="店" * 40, name="名" * 20), width)) <= width


def test_eighty_columns_keep_what_waits_the_address_and_the_time() -> None:
    row = one_row(status(), 78)
    for word in ("工号 1024", "在岗", "待回 7", "▲ 超时 1", URL, "09:00"):
        assert word in row


def test_an_overdue_customer_is_the_last_to_go() -> None:
    assert "▲ 超时 1" in one_row(status(), 24)


def test_a_long_problem_is_cut_and_pushes_nothing_more_important_out() -> None:
    trouble = GatewayInfo(1, "", "网页聊天没有开：" + "地址被占用" * 20, OPENING, OPENING)
    row = one_row(status(gateway=trouble), 78)
    for word in ("工号 1024", "在岗", "待回 7", "▲ 超时 1", "! 网页聊天没有开", "…", "09:00"):
        assert word in row


def test_nobody_overdue_is_said_quietly() -> None:
    assert "▲" not in one_row(status(day=DayFigures(0, 0, None, None)), 160)


def test_being_away_cannot_be_overlooked() -> None:
    row = one_row(status(duty="away"), 80)
    assert "暂离中 09:00 起，按 w 回岗" in row
    assert "在岗" not in row


@pytest.mark.parametrize(
    ("gateway", "words"),
    [
        (None, "! 顾客页面未开"),
        (GatewayInfo(1, "", "端口 8765 被占用", OPENING, OPENING), "! 端口 8765 被占用"),
    ],
)
def test_why_customers_cannot_come_in(gateway: GatewayInfo | None, words: str) -> None:
    assert words in one_row(status(gateway=gateway), 80)


def test_hostile_names_stay_text_on_one_row() -> None:
    row = one_row(status(shop="[b]店\x1b[31m\n名[/]", name="\u202eabc[@click=x]"), 160)
    assert "[b]店[31m 名[/]" in row
    assert "abc[@click=x]" in row
    assert not set(row) & set("\x1b\n\u202e")


def test_notices_are_marked() -> None:
    parts = notices(status(notes=("密码存在 secrets.json",)))
    assert [part.text for part in parts] == ["! 密码存在 secrets.json"]
