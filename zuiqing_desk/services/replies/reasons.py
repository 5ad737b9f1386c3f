"""Why a reply stands where it stands among others, in Chinese."""

from collections.abc import Mapping

from zuiqing_desk.rules.categories import Stage, fit
from zuiqing_desk.services.replies.records import LiveReply, Uses

SECOND = 1_000_000
_STAGES: Mapping[Stage, str] = {
    "opening": "刚开始",
    "advising": "咨询中",
    "quoted": "已报价",
    "agreed": "已谈妥",
    "unpaid": "待付款",
    "paid": "已付款",
    "dispatched": "已发货",
    "after_sale": "售后",
}


def reasons(
    reply: LiveReply, matched: tuple[str, ...], stage: Stage, uses: Uses, now: int
) -> tuple[str, ...]:
    """The reasons, the weightiest first: what matched, the stage, one's own use, the team's."""
    found = list(matched)
    if stage in _STAGES and fit(stage, reply.category) < fit(stage, ""):
        found.append(f"适合{_STAGES[stage]}")
    used_at = uses.own.get(reply.id)
    if used_at is not None:
        found.append(f"我{_ago(max(0, now - used_at) // SECOND)}用过")
    number = uses.team.get(reply.id, 0)
    if number:
        found.append(f"全店用过 {number} 次")
    if reply.owner_id is not None:
        found.append("我自己的话术")
    return tuple(found)


def _ago(seconds: int) -> str:
    if seconds < 60:
        return "刚刚"
    if seconds < 3600:
        return f" {seconds // 60} 分钟前"
    if seconds < 86_400:
        return f" {seconds // 3600} 小时前"
    return f" {seconds // 86_400} 天前"
