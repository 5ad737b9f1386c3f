"""The words orders are kept in: platforms, states, verdicts (marketplaces and call centres)."""

from typing import Final, Literal

Platform = Literal["taobao", "jd", "pdd", "douyin", "other"]
OrderState = Literal["unpaid", "paid", "audit", "held", "dispatched", "closed", "refund"]
Verdict = Literal["", "approved", "refused", "handed_back"]

PLATFORMS: Final[dict[Platform, str]] = {
    "taobao": "淘宝",
    "jd": "京东",
    "pdd": "拼多多",
    "douyin": "抖店",
    "other": "其他",
}
"""天猫 is taobao: one back office, one export."""

STATES: Final[dict[OrderState, str]] = {
    "unpaid": "待付款",
    "paid": "已付款",
    "audit": "审单中",
    "held": "挂起",
    "dispatched": "已发货",
    "closed": "已关闭",
    "refund": "退款",
}
"""``paid``: paid, and finance has not confirmed yet. ``audit``: the money is confirmed; it stays
until the platform says dispatched, also once approved. ``held``: put aside by the audit.
``closed``: ended without a sale. A finished sale stays ``dispatched``. ``refund``: being refunded
or refunded."""


def platform_of(account: str) -> Platform:
    """The platform behind a channel account's name: 天猫 → taobao; unknown → other."""
    if account == "天猫":
        return "taobao"
    return next((code for code, name in PLATFORMS.items() if name == account), "other")
