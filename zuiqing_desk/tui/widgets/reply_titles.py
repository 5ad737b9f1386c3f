"""What the reply box says about itself."""

from typing import Final

from zuiqing_desk.rules.text import MAX_CHARS
from zuiqing_desk.tui.draft_book import Kind
from zuiqing_desk.tui.text import cut

NEAR_LIMIT: Final = 400
"""Characters left from which on the counter is shown."""
NAME_CELLS: Final = 24
SLOTS_NAMED: Final = 3


def title(kind: Kind, customer: str, words: str, over: int) -> str:
    """Whom the answer is for, what there is to say, and how long it is. ``over``: characters
    beyond the longest message."""
    name = cut(customer, NAME_CELLS)
    first = f"内部备忘 · 不会发给客户 · {name}" if kind == "note" else f"致 {name}"
    count = ""
    if over > 0:
        count = f"! 超出 {over} 字，发不出去，请删短"
    elif over > -NEAR_LIMIT:
        count = f"{MAX_CHARS + over}/{MAX_CHARS} 字"
    return " · ".join(filter(None, (first, words, count)))


def recalled(number: int, of: int, customer: str) -> str:
    """Which text that was sent came back, and to whom it went; no name: to this customer."""
    to = f"给 {cut(customer, NAME_CELLS)}" if customer else "给这位客户"
    return f"发过的 {number}/{of} · {to}的 · ↑↓ 翻 · Esc 清空"


def invitation(kind: Kind, refusal: str) -> str:
    """What stands in an empty box; ``{action id}`` stands for a key."""
    if refusal:
        return refusal
    if kind == "note":
        return "写给同事看的备忘，Enter 保存，Esc 放下"
    return "在这里写回复，{reply.send} 发送，{reply.newline} 换行，{reply.pick} 找话术"


def unfilled(labels: list[str]) -> str:
    """Which slots hold an answer back."""
    named = "、".join(labels[:SLOTS_NAMED]) + (" 等" if len(labels) > SLOTS_NAMED else "")
    return f"还有 {len(labels)} 处没填：{named}"
