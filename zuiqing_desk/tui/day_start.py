"""What the desk says when the day begins: who wrote in the night, how the first customer comes."""

from typing import Any
from urllib.parse import urlsplit

from textual.app import App

from zuiqing_desk.rules.calendar import calendar_day, clock_text, local
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import day_start
from zuiqing_desk.services.day_start import Left
from zuiqing_desk.services.records import GatewayInfo
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.panes.chat_model import Filter
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.toast_rack import withdraw

HERE_ALONE = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "::")
"""Hosts under which no other computer finds the chat page."""
DAY_US = 86_400_000_000
NIGHT = "没人在岗时有"
QUEUE_KEYS = "{chat.next} 下一位 · {chat.open_manual} 手工会话 · {chat.filter} 换个看法"


async def tell_left(app: App[Any], session: Session, key: str) -> None:
    """Say once how many customers wrote while nobody was on duty, and that ``key`` begins.

    Says nothing when there are none, or when the store cannot answer: work must go on.
    """
    try:
        left = await session.bench.ask(day_start.left, session.staff.id)
    except (RuleError, StoreError) as error:
        app.log.error(error.message)
        return
    if left.customers:
        toast(app, left_words(left, session.clock(), session.shop.time_zone, key), "warning")


def begun(app: App[Any]) -> None:
    """Who does what ``tell_left`` said has read it: it must not lie over the conversation."""
    withdraw(app, NIGHT)


def left_words(left: Left, now: int, zone: str, key: str) -> str:
    """How many customers wrote off duty, since when, and what to press."""
    since = "" if left.oldest is None else f"，最早 {_when(left.oldest, now, zone)}"
    return f"{NIGHT} {left.counted} 位客户留言{since}。\n按 {key} 接待，等得最急的在先。"


def _when(at: int, now: int, zone: str) -> str:
    time = clock_text(at, zone)
    if calendar_day(at, zone) == calendar_day(now, zone):
        return f"今天 {time}"
    if calendar_day(at, zone) == calendar_day(now - DAY_US, zone):
        return f"昨天 {time}"
    there = local(at, zone)
    return f"{there.month}月{there.day}日 {time}"


def empty_queue(chosen: Filter, door: str) -> str:
    """What an empty queue says under a filter; ``{action id}`` stands for a key."""
    return (chosen.mine and door) or f"{chosen.empty}\n{QUEUE_KEYS}"


def door(gateway: GatewayInfo | None, *, anybody_came: bool) -> str:
    """What an empty queue tells of the way customers come in; ``{action id}`` stands for a key."""
    if gateway is None:
        return (
            "顾客页面还没有开，客户进不来。\n刚打开的话等几秒；一直这样就退出，"
            "运行 zuiqing-desk doctor 看怎么办。\n急用时按 {chat.open_manual} 手工开会话。"
        )
    if gateway.problem:
        return (
            f"客户现在进不来：{one_line(gateway.problem)}\n"
            "退出后运行 zuiqing-desk doctor 看怎么办。\n"
            "急用时按 {chat.open_manual} 手工开会话。"
        )
    address = one_line(gateway.url)
    if not address:
        return "聊天页正在打开，稍等几秒。\n急用时按 {chat.open_manual} 手工开会话。"
    if anybody_came:
        return (
            "没有客户在等您。新客户一来就会出现在这里。"
            f"\n\n聊天页：\n{address}\n\n别的平台来的，按 {{chat.open_manual}} 手工开会话。"
        )
    if urlsplit(address).hostname in HERE_ALONE:
        return (
            f"还没有客户来过。\n\n先试试：用这台电脑的浏览器打开\n{address}\n"
            "说一句话，这里就会出现。\n\n"
            "这个地址别的电脑打不开。要给客户用：退出后运行 zuiqing-desk config edit，"
            "把 webchat.public_url 设成店铺的网址。\n\n"
            "别的平台来的，按 {chat.open_manual} 手工开会话。"
        )
    return (
        "还没有客户来过。\n\n"
        f"把聊天页发给客户，或放到店铺首页：\n{address}\n\n"
        "先试试：用浏览器打开它，说一句话，这里就会出现。\n\n"
        "别的平台来的，按 {chat.open_manual} 手工开会话。"
    )
