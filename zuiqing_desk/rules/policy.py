"""The shop's policy: every figure and word the rules use, with its default and where it is from.

Values live in the store, effective-dated, as JSON by key; a shop changes them on screen.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from zuiqing_desk.rules import wording_lists
from zuiqing_desk.rules.courtesies import COURTESIES
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.policy_orders import OrderPolicy
from zuiqing_desk.rules.policy_shifts import ShiftPolicy
from zuiqing_desk.rules.policy_values import Bad, hour, number, numbers, setting, text, words
from zuiqing_desk.rules.remark import COURIERS, UNITS
from zuiqing_desk.rules.text import clean_line

Value = int | str | tuple[int, ...] | tuple[str, ...]

HOUSE = "house rule"
REMARKS = "醉卿 manual, 订单备注"
ADVERTISERS = "醉卿 manual, 客服绩效, rule 1.2"
MARKETPLACE_WORDING = "marketplace rule: wording that is punished"
ADVERTISING = "law on advertising: absolute terms, health, liquor and minors"
PROMISES = "shop handbook: nothing is promised that is not certain"
MUST_AVOID = "shop handbook, 客服禁忌: no arguing, questioning, ordering about, coldness"
MARKETPLACE = "marketplace rule: rounds within 180 s, 08:00 to 24:00"


class PolicyError(RuleError):
    """A value that the policy cannot take; ``key`` says which one it was meant for."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__("bad_policy", message)
        self.key = key


@dataclass(frozen=True, slots=True)
class ShopPolicy(OrderPolicy):
    """Each field's metadata holds ``label`` and ``help`` (Chinese), ``source`` and ``parse``."""

    first_target_s: int = setting(
        20,
        number(1, 3600, "秒"),
        "首轮应答目标",
        "客户每天第一轮咨询，多少秒内应答算达标。",
        "call-centre practice: 80 % of first answers within 20 s",
    )
    target_s: int = setting(
        30,
        number(1, 3600, "秒"),
        "应答目标",
        "同一天之后的各轮，多少秒内应答算达标。",
        "醉卿 manual, 客服绩效, rule 4",
    )
    overdue_s: int = setting(
        180,
        number(1, 86400, "秒"),
        "超时线",
        "一轮等了超过多少秒就标为超时，不应短于应答目标。",
        MARKETPLACE,
    )
    capacity: int = setting(
        10,
        number(1, 1000, "个"),
        "接待上限",
        "自动分配时，一个人手上最多几个会话；自己接下一位不受此限。",
        HOUSE,
    )
    advertiser_lines: int = setting(
        10,
        number(0, 1000, "句"),
        "广告判定句数",
        "客服在前多少句内发出回绝语，会话就不计入统计；0 为不启用。",
        ADVERTISERS,
    )
    brush_off: str = setting(
        "我们不需要，谢谢了！",
        text(200),
        "回绝广告语",
        "对打广告的人说的话，比较时不计标点和空格；留空为不启用。",
        ADVERTISERS,
    )
    courtesy_words: tuple[str, ...] = setting(
        COURTESIES,
        words(500, 30),
        "客套语",
        "客户整句只有其中一个词时不起新一轮，前后的标点和表情不计。",
        HOUSE,
    )
    off_hours_reply: str = setting(
        "",
        text(1000),
        "无人值班时的自动回复",
        "无人在岗时自动发给客户，不影响计时；留空为不发。",
        HOUSE,
    )
    idle_lock_min: int = setting(
        15,
        number(0, 1440, "分钟"),
        "自动锁屏",
        "多少分钟没有按键就锁屏；0 为不锁。",
        HOUSE,
    )
    snooze_presets_min: tuple[int, ...] = setting(
        (5, 30, 120),
        numbers(9, 1, 43200, "分钟"),
        "稍后处理的时长",
        "设稍后处理时可选的分钟数。",
        HOUSE,
    )
    scored_from: str = setting(
        "08:00",
        hour(),
        "考核开始时间",
        "每天从几点起计入三分钟应答率。",
        MARKETPLACE,
    )
    scored_to: str = setting(
        "24:00",
        hour(),
        "考核结束时间",
        "每天到几点为止计入三分钟应答率；早于开始时间就是到第二天。",
        MARKETPLACE,
    )
    dispatch_cutoff: str = setting(
        "17:30",
        hour(),
        "当天发货截单",
        "几点之前付款当天发出，话术里的 {截单} 就是它。",
        "shop handbook: paid by 17:30 goes out the same day",
    )
    house_courier: str = setting(
        "韵达",
        text(20),
        "默认快递",
        "一般发什么快递，话术里的 {快递} 就是它。",
        "醉卿 manual, 客户咨询下单的流程, point 5",
    )
    couriers: tuple[str, ...] = setting(
        COURIERS,
        words(100, 20),
        "快递",
        "备注里“发”后面可以写的快递。",
        REMARKS,
    )
    order_units: tuple[str, ...] = setting(
        UNITS,
        words(50, 10),
        "数量单位",
        "备注里数量后面可以写的单位。",
        REMARKS,
    )
    reply_ending_days: int = setting(
        7,
        number(1, 365, "天"),
        "话术将到期",
        "离失效不足多少天的话术，在话术库里提醒组长。",
        HOUSE,
    )
    reply_unused_days: int = setting(
        30,
        number(1, 3650, "天"),
        "话术久未用",
        "多少天没人用的话术，列在话术库的“久未用”里。",
        HOUSE,
    )
    words_off_platform: tuple[str, ...] = setting(
        wording_lists.OFF_PLATFORM,
        words(500, 30),
        "禁语：引到平台外",
        "发送前提醒：引客户到平台外交易的话，「…」代表中间几个字。",
        MARKETPLACE_WORDING,
    )
    words_review_cash: tuple[str, ...] = setting(
        wording_lists.REVIEW_CASH,
        words(500, 30),
        "禁语：好处换评价",
        "发送前提醒：拿现金、红包换好评或删差评的话。",
        MARKETPLACE_WORDING,
    )
    words_superlatives: tuple[str, ...] = setting(
        wording_lists.SUPERLATIVES,
        words(500, 30),
        "禁语：极限用语",
        "发送前提醒：最、第一、国家级等极限用语。",
        ADVERTISING,
    )
    words_superlatives_allowed: tuple[str, ...] = setting(
        wording_lists.SUPERLATIVES_ALLOWED,
        words(500, 30),
        "极限用语的例外",
        "含有极限用语却没有问题的说法，例如最近、第一时间。",
        HOUSE,
    )
    words_health: tuple[str, ...] = setting(
        wording_lists.HEALTH,
        words(500, 30),
        "禁语：保健功效",
        "发送前提醒：说酒能保健、治病，或鼓励危险喝法的话。",
        ADVERTISING,
    )
    words_minors: tuple[str, ...] = setting(
        wording_lists.MINORS,
        words(500, 30),
        "禁语：未成年人",
        "发送前提醒：像是卖酒给未成年人的话。",
        ADVERTISING,
    )
    words_promises: tuple[str, ...] = setting(
        wording_lists.PROMISES,
        words(500, 30),
        "禁语：不能许的诺",
        "发送前提醒：客服无权许下的承诺。",
        PROMISES,
    )
    words_coldness: tuple[str, ...] = setting(
        wording_lists.COLDNESS,
        words(500, 30),
        "禁语：生硬的话",
        "发送前提醒：争辩、质问、命令、冷淡的话。",
        MUST_AVOID,
    )


# As people read them: what is the chat's first, then shifts, then orders.
_CHAPTERS = [{one.name for one in fields(part)} for part in (OrderPolicy, ShiftPolicy)]
_FIELDS: dict[str, Mapping[str, Any]] = {
    one.name: one.metadata
    for one in sorted(
        fields(ShopPolicy), key=lambda one: [one.name in names for names in _CHAPTERS]
    )
}
KEYS: tuple[str, ...] = tuple(_FIELDS)


def label(key: str) -> str:
    """The Chinese name of ``key``. Raises PolicyError for an unknown one."""
    return str(_facts(key)["label"])


def help_text(key: str) -> str:
    """One Chinese sentence on what ``key`` does. Raises PolicyError for an unknown one."""
    return str(_facts(key)["help"])


def source(key: str) -> str:
    """Where the rule behind ``key`` comes from. Raises PolicyError for an unknown one."""
    return str(_facts(key)["source"])


def by_line(key: str) -> bool:
    """Whether the words of ``key`` are lines that may hold blanks. Raises PolicyError for an
    unknown one."""
    return bool(_facts(key)["by_line"])


def parse_value(key: str, raw: object) -> Value:
    """The value for ``key`` out of decoded JSON (lists become tuples; a parsed value stays).

    Raises PolicyError: unknown key, wrong type, or out of range.
    """
    facts = _facts(key)
    try:
        value: Value = facts["parse"](raw)
    except Bad as error:
        raise PolicyError(key, f"「{facts['label']}」{error}") from None
    return value


def from_json(key: str, stored: str) -> Value:
    """The value for ``key`` out of JSON text. Raises PolicyError, also for text that is no JSON."""
    try:
        raw = json.loads(stored)
    except (ValueError, RecursionError):
        raise PolicyError(key, f"「{label(key)}」存的不是有效的 JSON。") from None
    return parse_value(key, raw)


def to_json(value: Value) -> str:
    """``value`` as JSON text, as the store keeps it."""
    return json.dumps(value, ensure_ascii=False)


def apply(policy: ShopPolicy, values: Mapping[str, object]) -> ShopPolicy:
    """``policy`` with ``values`` (decoded JSON by key) in place. Raises PolicyError."""
    changes: dict[str, Any] = {key: parse_value(key, raw) for key, raw in values.items()}
    return replace(policy, **changes)


def _facts(key: str) -> Mapping[str, Any]:
    try:
        return _FIELDS[key]
    except KeyError:
        raise PolicyError(key, f"店铺规则里没有「{clean_line(key)}」这一项。") from None
