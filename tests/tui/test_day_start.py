"""What the desk says when the day begins."""

from pathlib import Path

import pytest
from support.pilot import Desk
from support.shop import OPENING, SECOND

from zuiqing_desk.services import gateway
from zuiqing_desk.services.day_start import Left
from zuiqing_desk.services.records import GatewayInfo
from zuiqing_desk.tui.day_start import door, left_words

ZONE = "Asia/Shanghai"
HOUR = 3600 * SECOND
ADDRESS = "http://192.168.100.200:8787/c/"


def said(hours_ago: int) -> str:
    return left_words(Left(12, OPENING - hours_ago * HOUR), OPENING, ZONE, "Ctrl+G")


def test_when_the_first_of_the_night_wrote() -> None:
    assert "12 位客户留言，最早 今天 08:00" in said(1)
    assert "最早 昨天 23:00" in said(10)
    assert "最早 2月26日 09:00" in said(96)
    assert said(1).endswith("按 Ctrl+G 接待，等得最急的在先。")


def info(url: str = ADDRESS, problem: str = "") -> GatewayInfo:
    return GatewayInfo(1, url, problem, 0, 0)


@pytest.mark.parametrize("came", [False, True])
def test_the_door(came: bool) -> None:
    assert ADDRESS in door(info(), anybody_came=came)
    assert ("还没有客户来过" in door(info(), anybody_came=came)) is not came
    for shut in (None, info(problem="端口已被别的程序占用")):
        words = door(shut, anybody_came=came)
        assert "doctor" in words
        assert ADDRESS not in words
        assert "{chat.open_manual}" in words
    assert "端口已被别的程序占用" in door(info(problem="端口已被别的程序占用"), anybody_came=came)


def test_an_address_for_this_computer_alone_is_not_to_be_given_away() -> None:
    for url in ("http://127.0.0.1:8787/", "http://[::1]:8787/", "http://localhost/"):
        words = door(info(url), anybody_came=False)
        assert url in words
        assert "webchat.public_url" in words
        assert "发给客户" not in words
    assert "发给客户" in door(info(), anybody_came=False)
    assert "正在打开" in door(info(url=""), anybody_came=False)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_empty_queue_tells_how_the_first_customer_comes(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await desk.sign_in().expect_text("顾客页面还没有开", "doctor")
        desk.shop.do(gateway.announce, pid=1, url=ADDRESS, problem="")
        await desk.expect_text("还没有客户来过", "按 n ")
        rows = "".join(row[1:].split("│")[0].strip() for row in desk.text.splitlines())
        assert ADDRESS in rows
        desk.shop.do(gateway.announce, pid=1, url="", problem="网页聊天没有开")
        await desk.expect_text("客户现在进不来").expect_no_text("还没有客户来过")


async def test_the_night_is_told_once_and_stands_until_answered(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        for _ in range(2):
            desk.shop.waiting_customer()
            desk.shop.later(3600)
        await desk.sign_in().expect_text("有 2 位客户留言，最早 今天 09:00", "离线 2")
        await desk.expect_text("会话·我的 2·离线 2")
        await desk.take_next().expect_focus("reply")
        # Done what it said, it lies over nothing.
        assert "客户留言" not in desk.text
        await desk.type("您好").send()
        await desk.expect_text("离线 1").take_next().expect_text("我接待").type("您好").send()
        await desk.expect_no_text("离线 1", "离线 2")
