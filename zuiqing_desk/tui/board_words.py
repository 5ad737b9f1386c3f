"""What the live board says of people and of what they have in hand."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from textual.content import Content

from zuiqing_desk.rules.clock import Level, level
from zuiqing_desk.services.board import AgentLoad, Load
from zuiqing_desk.services.records import QueueRow
from zuiqing_desk.tui.chat_words import STATES, origin
from zuiqing_desk.tui.staff_words import DUTY, ROLES
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.prose import tidy

NOBODY: Final = 0
"""The key of the row of what nobody has; no member of staff has this id."""
NOBODY_WORDS: Final = "无人接待"
NO_MARK: Final = " "
MARK: Final = "■"
PEOPLE: Final = (8, 9, 12, 5, 6, 6, 8, 0)
"""Who, name, duty, open, waiting, overdue, oldest, at whom they look."""
TALKS: Final = (2, 2, 8, 0, 8, 8, 4)
"""Mark, level, clock, customer, platform, state, unread."""
_HEADS: Final = ("工号", "姓名", "状态", "手上", "待回", "超时", "最久", "正在看")


class Line(NamedTuple):
    """A row of the board: somebody, or (None) nobody."""

    id: int
    agent: AgentLoad | None
    load: Load


def length(us: int) -> str:
    """A length of time that goes on: ``03:20``, ``2:05:00``, ``3 天``."""
    seconds = max(0, us // 1_000_000)
    hours, rest = divmod(seconds, 3600)
    if hours >= 24:
        return f"{hours // 24} 天"
    clock = f"{rest // 60:02}:{rest % 60:02}"
    return f"{hours}:{clock}" if hours else clock


def heads() -> Sequence[Cell]:
    """What stands over the columns of the board."""
    return [(word, "muted") for word in _HEADS]


def talk_heads() -> Sequence[Cell]:
    """What stands over the columns of conversations."""
    return [(word, "muted") for word in ("", "", "等了", "客户", "渠道", "状态", "未读")]


def duty_words(agent: AgentLoad, now: int) -> str:
    """On duty; away, and for how long; off duty."""
    if agent.duty == "away" and agent.duty_since is not None:
        return f"暂离 {length(now - agent.duty_since)}"
    return DUTY[agent.duty]


def viewing_words(agent: AgentLoad) -> str:
    """At whom they look, and whether they write."""
    if agent.viewing is None:
        return "" if agent.desks or agent.duty == "off" else "没开工作台"
    return f"{'✎ ' if agent.typing else ''}{one_line(agent.viewing)}"


def line_cells(line: Line, now: int) -> Sequence[Cell]:
    """The columns of a row of the board."""
    load, agent = line.load, line.agent
    who: tuple[Cell, ...] = ((NOBODY_WORDS, "strong"), ("", ""), ("", ""))
    seen: Cell = ("", "")
    if agent is not None:
        duty = {"on": "", "away": "warning", "off": "muted"}[agent.duty]
        who = ((agent.staff_no, "strong"), (agent.name, ""), (duty_words(agent, now), duty))
        seen = (viewing_words(agent), "muted")
    oldest = "" if load.oldest_started_at is None else length(now - load.oldest_started_at)
    return [
        *who,
        (str(load.open or "-"), ""),
        (f"▲ {load.waiting}" if load.waiting else "-", "warning" if load.waiting else "muted"),
        (f"!! {load.overdue}" if load.overdue else "-", "error" if load.overdue else "muted"),
        (oldest, "error" if load.overdue else ""),
        seen,
    ]


def summary(lines: Sequence[Line]) -> str:
    """The title: how the shop stands as a whole."""
    on = sum(line.agent is not None and line.agent.duty == "on" for line in lines)
    away = sum(line.agent is not None and line.agent.duty == "away" for line in lines)
    waiting = sum(line.load.waiting for line in lines)
    overdue = sum(line.load.overdue for line in lines)
    parts = [f"在岗 {on}", *([f"暂离 {away}"] if away else [])]
    parts += [f"会话 {sum(line.load.open for line in lines)}", f"▲ 待回 {waiting}"]
    parts += [f"!! 超时 {overdue}"] if overdue else []
    return "看板  " + " · ".join(parts)


def about(line: Line, rows: Sequence[QueueRow], now: int, overdue_s: int) -> Content:
    """Somebody in full, with the first of what they have in hand."""
    return Content("\n").join([*_about(line, now), Content(), *_talks(rows, line, now, overdue_s)])


def _about(line: Line, now: int) -> Iterator[Content]:
    agent, load = line.agent, line.load
    if agent is None:
        yield Content.styled("无人接待的会话", "bold")
    else:
        yield Content.styled(tidy(f"{agent.staff_no} {agent.name} · {ROLES[agent.role]}"), "bold")
        posts = "、".join(
            word for word, held in (("售前", agent.pre_sale), ("售后", agent.after_sale)) if held
        )
        desks = f" · 开着 {agent.desks} 个工作台" if agent.desks > 1 else ""
        yield Content(f"{posts} · {duty_words(agent, now)}{desks}")
        if agent.viewing is not None:
            what = "正在写给" if agent.typing else "正在看"
            yield Content(tidy(f"{what}：{one_line(agent.viewing)}"))
    yield Content(
        f"手上 {load.open} · 待回 {load.waiting} · 超时 {load.overdue} · 稍后 {load.snoozed}"
    )


def _talks(rows: Sequence[QueueRow], line: Line, now: int, overdue_s: int) -> Iterator[Content]:
    for row in rows:
        mark, clock, _ = waits(row, now, overdue_s)
        yield Content(tidy(f"{mark} {clock:>8} {one_line(row.customer)}  {_last(row)}"))
    if line.load.open > len(rows):
        yield Content.styled(f"……还有 {line.load.open - len(rows)} 个，Enter 看全部", "$text-muted")


def _last(row: QueueRow) -> str:
    return one_line(row.last_text)


def waits(row: QueueRow, now: int, overdue_s: int) -> tuple[str, str, Level]:
    """A mark, how long a customer has waited, and how bad that is."""
    if row.state == "snoozed":
        return "稍", "", "ok"
    if row.waiting_since is not None:
        bad = level(row.waiting_since, row.target_s, now, overdue_s)
        mark = {"ok": "  ", "missed": "▲ ", "overdue": "!!"}[bad]
        return mark, length(now - row.waiting_since), bad
    if row.off_duty_since is not None:
        return "  ", "离线", "ok"
    return "  ", "", "ok"


def talk_cells(row: QueueRow, marked: bool, now: int, overdue_s: int) -> Sequence[Cell]:
    """The columns of a conversation in somebody's hands."""
    mark, clock, bad = waits(row, now, overdue_s)
    look = {"ok": "", "missed": "warning", "overdue": "error"}[bad]
    return [
        (MARK if marked else NO_MARK, "warning" if marked else ""),
        (mark, look),
        (clock, look),
        (row.customer, "strong" if row.unread else ""),
        (origin(row.channel, row.account), "muted"),
        (STATES[row.state], "muted"),
        (str(min(row.unread, 99)) if row.unread else "", "warning"),
    ]


def talk_about(row: QueueRow, now: int, overdue_s: int) -> Content:
    """A conversation in somebody's hands, in full."""
    mark, clock, _ = waits(row, now, overdue_s)
    lines = [
        Content.styled(tidy(one_line(row.customer)), "bold"),
        Content(tidy(f"{origin(row.channel, row.account)} · {one_line(row.storefront)}")),
        Content(
            f"{STATES[row.state]} · {'无人接待' if row.assignee_no is None else row.assignee_no}"
        ),
    ]
    if clock:
        lines.append(Content(f"{mark.strip()} 等了 {clock}".strip()))
    who = {"customer": "客户", "agent": "我方", "note": "备忘", "system": "系统"}
    if row.last_text:
        lines += [Content(), Content(tidy(f"{who.get(row.last_from, '')}：{row.last_text}"))]
    return Content("\n").join(lines)
