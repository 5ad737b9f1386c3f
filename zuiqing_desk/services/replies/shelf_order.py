"""The order of the shelf where nothing was typed, and the reasons behind any order."""

from collections.abc import Mapping

from zuiqing_desk.rules.categories import Stage, fit
from zuiqing_desk.services.replies.records import LiveReply, Uses
from zuiqing_desk.services.replies.shelf_state import State

SECOND = 1_000_000
_STAGES: Mapping[Stage, str] = {
    "opening": "刚开始",
    "advising": "咨询中",
    "quoted": "已报价",
    "agreed": "已谈妥",
    "after_sale": "售后",
}


def best(state: State, fits: Mapping[str, int], now: int, limit: int) -> list[LiveReply]:
    """What fits the stage, of that the agent's own latest, then what the team uses most.

    Among replies nobody has used the oldest comes first; so only the first few of each category
    have to be looked at beside the used ones, not 100,000.
    """
    uses = state.uses
    candidates = {key for key in (*uses.own, *uses.team) if key in state.replies}
    for keys in state.by_category.values():
        taken = 0
        for key in keys:
            if taken >= limit:
                break
            if state.replies[key].offered(now):
                candidates.add(key)
                taken += 1

    def place(key: int) -> tuple[int, int, int, int]:
        fitting = fits.get(state.replies[key].category, len(fits))
        return fitting, -uses.own.get(key, 0), -uses.team.get(key, 0), key

    offered = (key for key in candidates if state.replies[key].offered(now))
    return [state.replies[key] for key in sorted(offered, key=place)[:limit]]


def why(
    reply: LiveReply, matched: tuple[str, ...], stage: Stage, uses: Uses, now: int
) -> tuple[str, ...]:
    """Why a reply stands where it stands, the weightiest first, in Chinese."""
    reasons = list(matched)
    if stage in _STAGES and fit(stage, reply.category) < fit(stage, ""):
        reasons.append(f"适合{_STAGES[stage]}")
    used_at = uses.own.get(reply.id)
    if used_at is not None:
        reasons.append(f"我{_ago(max(0, now - used_at) // SECOND)}用过")
    number = uses.team.get(reply.id, 0)
    if number:
        reasons.append(f"全店用过 {number} 次")
    if reply.owner_id is not None:
        reasons.append("我自己的话术")
    return tuple(reasons)


def _ago(seconds: int) -> str:
    if seconds < 60:
        return "刚刚"
    if seconds < 3600:
        return f" {seconds // 60} 分钟前"
    if seconds < 86_400:
        return f" {seconds // 3600} 小时前"
    return f" {seconds // 86_400} 天前"
