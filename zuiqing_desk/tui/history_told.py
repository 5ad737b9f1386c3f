"""What the search of old talk says about itself: where it looks, what it found, how to go on."""

from dataclasses import dataclass
from typing import Final

from zuiqing_desk.rules.history_query import Parts, spoken
from zuiqing_desk.services.history.records import Found
from zuiqing_desk.tui.text import one_line

MANY: Final = 5000
"""Lines that are not in the index yet: with more of them, a search takes noticeably longer."""

PLACEHOLDER: Final = "说过的话里的几个字；空格隔开几个词"
START: Final = (
    "输入说过的话里的几个字，马上列出来，最新的在前。\n"
    "几个词用空格隔开，要在同一句里；全角半角、大小写、繁简都一样。\n"
    "\n"
    "还可以写条件，或者按 {filter} 填：\n"
    "  客户:王　　客服:1001　　店铺:旗舰\n"
    "  日期:今天　日期:上周　日期:2026-11　日期:2026-11-01..2026-11-20\n"
    "\n"
    "{scope}Enter 打开到那一句，前后的话都在。"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where is looked: in the conversation of a customer, or in all (``customer`` is None).
    ``has_here``: there is a conversation to turn to. Keys as they are shown."""

    customer: str | None
    has_here: bool
    scope_key: str
    filter_key: str

    @property
    def words(self) -> str:
        """In a sentence: 全部会话."""
        if self.customer is None:
            return "全部会话"
        return f"这个会话（{one_line(self.customer)}）" if self.customer else "这个会话"


def title(scope: Scope, parts: Parts) -> str:
    """The line at the top: where, and under which conditions."""
    return " · ".join(["查找", scope.words, *map(one_line, spoken(parts))])


def scope_label(scope: Scope) -> str:
    """What the key that turns it does now."""
    return "找全部会话" if scope.customer is not None else "只找这个会话"


def empty(scope: Scope, parts: Parts, *, stopped: bool, trouble: str) -> str:
    """What stands where nothing was found: why, and how to go on."""
    if parts.problems:
        return "\n".join(map(one_line, parts.problems))
    if parts.asks_nothing:
        turn = f"{scope.scope_key} {scope_label(scope)}；" if scope.has_here else ""
        return START.format(filter=scope.filter_key, scope=turn)
    if trouble:
        return f"没有查成：{one_line(trouble)}\n改一个字，或按 Enter 再找一遍。"
    if stopped:
        return f"没有找完就停下了。\nEnter 再找一遍；{scope.filter_key} 加上日期会快得多。"
    return "\n".join(_nothing(scope, parts))


def _nothing(scope: Scope, parts: Parts) -> list[str]:
    what = f"“{one_line(parts.words)}”" if parts.words else "符合条件的话"
    lines = [f"{scope.words}里没有找到{what}。"]
    told = spoken(parts)
    if told:
        lines.append(f"条件：{'，'.join(map(one_line, told))}。按 {scope.filter_key} 放宽。")
    if scope.customer is not None:
        lines.append(f"按 {scope.scope_key} 在全部会话里找。")
    if " " in parts.words:
        lines.append("几个词要在同一句里：少写一个词试试。")
    elif len(parts.words) > 2:
        lines.append("少打几个字试试：一两个字也找得到。")
    return lines


def told(found: Found, *, seconds: int | None, more: bool, trouble: str) -> tuple[str, bool]:
    """The line at the bottom, and whether it is about something that went wrong. ``seconds``: how
    long is being looked; None when nothing is. ``more``: for older ones."""
    count = len(found.hits)
    if seconds is not None:
        spent = f" {seconds} 秒" if seconds > 0 else ""
        what = f"已列 {count} 条，正在找更早的…" if more else "正在找…"
        return f"{what}{spent} · Esc 停", False
    if trouble:
        return f"✗ {one_line(trouble)}", True
    if not count:
        return "", False
    words = f"已列最新的 {count} 条，往下翻接着找更早的" if found.more else f"一共 {count} 条"
    if found.unindexed > MANY:
        words += f" · 最新 {found.unindexed} 句还没编进索引，逐句看过"
    return words, False
