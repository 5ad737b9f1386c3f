"""The part of the shop's policy that shifts and their handover go by."""

from dataclasses import dataclass

from zuiqing_desk.rules import shifts
from zuiqing_desk.rules.policy_values import Bad, lines, number, setting

_LINES = lines(30, 40, shifts.preset)


def _presets(raw: object) -> tuple[str, ...]:
    """Shifts by their name, so that no two have the same."""
    kept = _LINES(raw)
    names = [shifts.preset(line).name for line in kept]
    for name in names:
        if names.count(name) > 1:
            raise Bad(f"里有两个班都叫「{name}」，请换个名字。")
    return kept


@dataclass(frozen=True, slots=True)
class ShiftPolicy:
    """As rules.policy.ShopPolicy, which holds these too."""

    shifts: tuple[str, ...] = setting(
        ("白班 09:00-18:00", "晚班 18:00-23:00", "常班 09:00-18:00"),
        _presets,
        "班次",
        "一条一个班，如 晚班 18:00-23:00，跨夜的写到第二天的钟点；各条用；隔开。",
        "醉卿 manual, 客服日常工作制度: day and evening shift",
        by_line=True,
    )
    handover_early_min: int = setting(
        15,
        number(0, 240, "分钟"),
        "交接提醒",
        "交班前几分钟提醒：交班的整理，接班的早到。",
        "call-centre manual, 交接指引: the taker comes 15 minutes early",
    )
    swap_days: int = setting(
        2,
        number(0, 30, "天"),
        "调班提前",
        "调班至少提前几天提出。",
        "醉卿 manual, 客服日常工作制度: a swap is asked two days ahead",
    )
    rest_days: int = setting(
        4,
        number(0, 31, "天"),
        "每月休息",
        "每人每月休息几天，排班页按它检查。",
        "醉卿 manual, 客服日常工作制度: four rest days a month",
    )
    freeze_day: int = setting(
        7,
        number(1, 28, "号"),
        "月报定稿",
        "每月几号把上个月的服务统计定下来；之后的变化另记更正。",
        "醉卿 manual, 客服绩效: final on the 7th of the next month",
    )
