"""The shop's policy: every figure and word the rules use, with its default and where it is from.

Values live in the store, effective-dated, as JSON by key; a shop changes them on screen.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.policy_values import (
    Bad,
    hour,
    number,
    numbers,
    text,
    words,
)

Value = int | str | tuple[int, ...] | tuple[str, ...]

COURTESIES = tuple(
    [
        "谢谢",
        "谢谢了",
        "谢谢啦",
        "谢谢哦",
        "谢谢你",
        "谢谢您",
        "谢谢亲",
        "谢了",
        "多谢",
        "多谢了",
        "多谢啦",
        "感谢",
        "非常感谢",
        "太感谢了",
        "好",
        "好的",
        "好哒",
        "好滴",
        "好嘞",
        "好吧",
        "好啊",
        "好呀",
        "好了",
        "好的呢",
        "好的好的",
        "好的谢谢",
        "好的谢谢了",
        "好谢谢",
        "行",
        "行的",
        "可以",
        "嗯",
        "嗯嗯",
        "嗯嗯嗯",
        "嗯呢",
        "嗯好",
        "嗯好的",
        "嗯谢谢",
        "恩",
        "恩恩",
        "哦",
        "哦哦",
        "噢",
        "哦好的",
        "对",
        "对的",
        "是的",
        "收到",
        "收到了",
        "收到谢谢",
        "知道",
        "知道了",
        "我知道了",
        "了解",
        "了解了",
        "明白",
        "明白了",
        "懂了",
        "没事",
        "没事了",
        "没问题",
        "没有了",
        "不用了",
        "辛苦",
        "辛苦了",
        "辛苦啦",
        "您辛苦了",
        "麻烦了",
        "麻烦你了",
        "麻烦您了",
        "不客气",
        "ok",
        "okok",
        "okay",
        "thanks",
        "thx",
        "再见",
        "拜拜",
        "拜",
        "88",
        "886",
        "bye",
        "晚安",
        "回见",
    ]
)


class PolicyError(RuleError):
    """A value that the policy cannot take; ``key`` says which one it was meant for."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__("bad_policy", message)
        self.key = key


def _setting(
    default: Any, parse: Callable[[object], Any], label: str, help: str, source: str
) -> Any:
    facts = {"parse": parse, "label": label, "help": help, "source": source}
    return field(default=default, metadata=facts)


@dataclass(frozen=True, slots=True)
class ShopPolicy:
    """Each field's metadata holds ``label`` and ``help`` (Chinese), ``source`` and ``parse``."""

    first_target_s: int = _setting(
        20,
        number(1, 3600, "秒"),
        "首轮应答目标",
        "客户每天第一轮咨询，多少秒内应答算达标",
        "call-centre practice: 80 % of first answers within 20 s",
    )
    target_s: int = _setting(
        30,
        number(1, 3600, "秒"),
        "应答目标",
        "同一天之后各轮，多少秒内应答算达标",
        "醉卿 manual, 客服绩效, rule 4",
    )
    overdue_s: int = _setting(
        180,
        number(1, 86400, "秒"),
        "超时线",
        "一轮等了超过多少秒就标为超时，不应短于应答目标",
        "marketplace rule: every round within 180 s",
    )
    capacity: int = _setting(
        10,
        number(1, 1000, "个"),
        "接待上限",
        "自动分配时，一个人手上最多几个会话",
        "house rule",
    )
    advertiser_lines: int = _setting(
        10,
        number(0, 1000, "句"),
        "广告判定句数",
        "客服在前多少句内发出回绝语，会话才不计入统计；0 为不启用",
        "醉卿 manual, 客服绩效, rule 1.2",
    )
    brush_off: str = _setting(
        "我们不需要，谢谢了！",
        text(200),
        "回绝广告语",
        "对打广告的人说的话，标点和空格不计；留空为不启用",
        "醉卿 manual, 客服绩效, rule 1.2",
    )
    courtesy_words: tuple[str, ...] = _setting(
        COURTESIES,
        words(500, 30),
        "客套语",
        "整句只有这些话时不起新一轮，前后标点和表情不计",
        "house rule",
    )
    off_hours_reply: str = _setting(
        "",
        text(1000),
        "无人值班时的自动回复",
        "无人在岗时自动发给客户，不影响计时；留空为不发",
        "house rule",
    )
    idle_lock_min: int = _setting(
        15,
        number(0, 1440, "分钟"),
        "自动锁屏",
        "多少分钟没有按键就锁屏；0 为不锁",
        "house rule",
    )
    snooze_presets_min: tuple[int, ...] = _setting(
        (5, 30, 120),
        numbers(9, 1, 43200, "分钟"),
        "稍后处理的时长",
        "设稍后处理时可选的分钟数",
        "house rule",
    )
    scored_from: str = _setting(
        "08:00",
        hour(),
        "考核开始时间",
        "从每天几点起计入三分钟应答率",
        "marketplace rule: 08:00 to 24:00",
    )
    scored_to: str = _setting(
        "24:00",
        hour(),
        "考核结束时间",
        "到每天几点为止计入三分钟应答率",
        "marketplace rule: 08:00 to 24:00",
    )


_FIELDS = {one.name: one.metadata for one in fields(ShopPolicy)}
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


def parse_value(key: str, raw: object) -> Value:
    """The value for ``key`` out of decoded JSON (lists become tuples).

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
        raise PolicyError(key, f"「{label(key)}」存的不是有效的 JSON") from None
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
        raise PolicyError(key, f"没有「{key}」这一项店铺规则") from None
