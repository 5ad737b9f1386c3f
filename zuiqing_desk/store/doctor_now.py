"""What ``doctor`` says about a store at work: who has it, who runs the channels, its clock.

Everything is read from outside, with plain SQL: the store may be broken, older than this program,
or another user's.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from zuiqing_desk.store import openers
from zuiqing_desk.store.filelock import somebody_holds
from zuiqing_desk.store.findings import Finding, Level
from zuiqing_desk.store.look import untouched

SECOND = 1_000_000
SILENT_S = 10
"""A gateway announces itself every three seconds."""
SLACK_S = 60
LONG_AGO_S = 60 * 24 * 3600
RECENT = 2000
BEHIND = 100_000
BUSY_S = 3.0

Examine = Callable[[sqlite3.Connection, Path, int], Iterator[Finding]]


def holders(home: Path) -> Iterator[Finding]:
    """Which processes have the home open, and whether one of them runs the channels."""
    try:
        found = openers.seen(home)
        taken = somebody_holds(home / "gateway.lock")
    except OSError as error:
        message = f"看不到谁开着这个文件夹：{error.filename} {error.strerror}"
        yield Finding("warning", message, "换成拥有这个文件夹的用户再运行。", "holders")
        return
    for holder in found:
        yield Finding("ok", f"开着：{holder}", check="holders")
    if not found:
        yield Finding("ok", "现在没有工作台开着", check="holders")
    if not taken:
        message = "现在没有进程收发消息（没有谁拿着 gateway.lock）"
        advice = "打开一个工作台，或运行 zuiqing-desk gateway。"
        yield Finding("note", message, advice, "gateway")


def at_work(path: Path, now: int) -> list[Finding]:
    """The gateway's row, the clock and the search index; ``now`` in microseconds.

    What cannot be read in a store of this age or state is left out: ``diagnose`` says why.
    """
    try:
        with untouched(path) as connection:
            connection.execute(f"PRAGMA busy_timeout = {int(BUSY_S * 1000)}")
            return [one for part in _PARTS for one in _tried(part, connection, path, now)]
    except sqlite3.Error:
        return []


def _tried(
    part: Examine, connection: sqlite3.Connection, path: Path, now: int
) -> Iterator[Finding]:
    try:
        yield from part(connection, path, now)
    except sqlite3.Error:
        return


def _gateway(connection: sqlite3.Connection, path: Path, now: int) -> Iterator[Finding]:
    row = connection.execute("SELECT pid, url, problem, since, seen_at FROM gateway").fetchone()
    try:
        held = somebody_holds(path.parent / "gateway.lock")
    except OSError:
        held = row is not None
    if not held:
        return
    if row is None:
        message = "有进程拿着 gateway.lock，但还没有报到"
        yield Finding("warning", message, "等几秒再看；一直这样就重启那个进程。", "gateway")
        return
    pid, url, problem, since, seen_at = row
    who = f"{_command(path.parent, pid)}进程 {pid}，{_at(since)} 起"
    silent = (now - seen_at) // SECOND
    if problem:
        advice = "改好后不用重启，几秒内会再试；端口被占就在设置里换一个。"
        yield Finding("error", f"收发消息有问题（{who}）：{problem}", advice, "gateway")
        if url:
            yield Finding("ok", f"聊天页开着：{url}", check="gateway")
    elif silent > SILENT_S:
        message = f"收发消息的是{who}，已有 {silent} 秒没有动静" + (
            "" if _lives(pid) else "，它不在了"
        )
        yield Finding("warning", message, "看那个工作台是不是卡住了；必要时退出它。", "gateway")
    else:
        yield Finding("ok", f"正在收发消息：{who}，聊天页 {url or '还没有开'}", check="gateway")


def _clock(connection: sqlite3.Connection, path: Path, now: int) -> Iterator[Finding]:
    recent = connection.execute(
        f"SELECT at FROM journal ORDER BY id DESC LIMIT {RECENT}"
    ).fetchall()
    if recent:
        yield _compared(now, max(at for (at,) in recent))
        newest_first = [at for (at,) in recent]
        back = max((early - late for late, early in pairwise(newest_first)), default=0)
        if back > SLACK_S * SECOND:
            message = f"最近 {len(recent)} 条记录里，时钟往回跳过 {_span(back // SECOND)}"
            advice = "打开系统的网络对时（NTP）；往回跳的那段时间里，等待秒数不准。"
            yield Finding("warning", message, advice, "clock")
    zone = connection.execute("SELECT time_zone FROM shop").fetchone()
    if zone is not None:
        yield zone_finding(zone[0])


def _compared(now: int, last: int) -> Finding:
    ahead, ago = (last - now) // SECOND, (now - last) // SECOND
    if ahead > SLACK_S:
        message = f"电脑的时钟比店里时间最晚的记录（{_at(last)}）还早 {_span(ahead)}"
        advice = (
            "先把时钟对准（网络对时）再开店：用错的时间，等待秒数和排班都会错。"
            "现在的时间没错的话，是以前拨快过，不用管。"
        )
        return Finding("error", message, advice, "clock")
    if ago > LONG_AGO_S:
        message = f"店里最后一条记录是 {_at(last)}，{_span(ago)}以前"
        advice = f"真的这么久没开店就没事；不然看看电脑的日期对不对（现在 {_at(now)}）。"
        return Finding("warning", message, advice, "clock")
    return Finding("ok", f"时钟和店里最后一条记录（{_at(last)}）合得上", check="clock")


def zone_finding(zone: str) -> Finding:
    """Whether this machine knows the shop's time zone."""
    try:
        there = datetime.now(ZoneInfo(zone))
    except (KeyError, ValueError, OSError):
        message = f"这台电脑没有时区 {zone!r} 的数据"
        return Finding("error", message, "重装 Python 包 tzdata（pip install tzdata）。", "clock")
    return Finding("ok", f"店铺时区 {zone}，那里现在是 {there:%m-%d %H:%M}", check="clock")


def _index(connection: sqlite3.Connection, path: Path, now: int) -> Iterator[Finding]:
    up_to = connection.execute("SELECT up_to FROM line_index").fetchone()
    last = connection.execute("SELECT max(id) FROM line").fetchone()[0] or 0
    behind = max(0, last - (up_to[0] if up_to else 0))
    if not behind:
        yield Finding("ok", "查找旧消息的索引是全的", check="index")
        return
    level: Level = "warning" if behind > BEHIND else "note"
    message = f"还有约 {behind} 条消息没进查找的索引：照样查得到，只是慢些"
    advice = "有工作台或 zuiqing-desk gateway 开着时会自己补齐。"
    yield Finding(level, message, advice, "index")


_PARTS: tuple[Examine, ...] = (_gateway, _clock, _index)


def _command(home: Path, pid: int) -> str:
    try:
        commands = [one.command for one in openers.seen(home) if one.pid == pid]
    except OSError:
        return ""
    return f"{commands[0]}，" if commands else ""


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _at(us: int) -> str:
    try:
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(us / SECOND))
    except (OverflowError, ValueError, OSError):
        return f"{us} 微秒"


def _span(seconds: int) -> str:
    for size, unit in ((86400, "天"), (3600, "小时"), (60, "分钟")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} 秒"
