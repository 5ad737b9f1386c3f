"""Text that looks meant for another customer: their name, their phone, their order (house rule).

Who answers ten people at once sends one of them what another should have had. This customer's own
name and numbers are never taken for somebody else's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from zuiqing_desk.rules.courtesies import COURTESIES
from zuiqing_desk.rules.digits import digit_runs
from zuiqing_desk.rules.order_links import is_mobile
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.rules.wording import Finding
from zuiqing_desk.rules.wording_match import Folded

Whose = Literal["other_phone", "other_order", "other_number"]

WHY: Final[Mapping[str, str]] = {
    "other_name": "是别的客户的名字",
    "other_phone": "是别的客户的电话",
    "other_order": "是别的客户的订单号",
    "other_number": "是别的会话里的号码",
}
"""Every value of Finding.rule here, and what it says."""

SHORTEST: Final = 2
_COUNTRY: Final = "86"
_TELLING: Final = 3
"""Two characters are a name only if they look like a Chinese one."""

_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘蔡蒋余于杜叶"
    "程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾韦付傅夏邹熊孟秦薛江阎闫侯雷龙段郝孔邵史毛顾赖万钱"
    "严洪武莫尹施牛汤"
)
_NO_NAMES: Final = """
您好 你好 大家好 在吗 在么 在的 哈喽 hello hi 亲 亲亲 客服 老板 店主 卖家 掌柜 顾客 客户 老客户
新客户 买家 用户 新用户 游客 访客 匿名 匿名用户 朋友 先生 女士 小姐 老师 同学 会员 微信用户 vip
淘宝 天猫 京东 拼多多 抖音 抖店 快递 顺丰 韵达 圆通 中通 申通 极兔 邮政 德邦 手机 电话 地址 订单
白酒 黄酒 红酒 酱酒 酱香 酱香型 浓香 浓香型 清香 清香型 高度 低度 度数 江湖 石头 秦皇 高粱 陈酿
陈年 年份 马上 周末 周一 周二 周三 周四 周五 周六 周日 高兴 于是 何时 何地 任何 任意 许多 程度
余额 余款 段时 严重 严格 顾虑 万一 万分 汤圆 雷同 牛肉 石油 江苏 江西 夏天 秋天 夏季 武汉 洪水
龙头 毛病 史上 尹始 施工 黄金 黄色 田间 高低 高档 高端 马路 孔子 杜绝 叶子 付款 付清 付钱 付费
付好 付了 付过 何必 任务 谢意 贾湖 丁点 唐山 宋代 许可 曾经 曾是 于此 余下 熊猫 莫非 莫要 钱款
钱包 陆续 周到 周年 周边 周围 周期 任选 范围 余味 余香 陈香 毛重 郑州 苏州 徐州 沈阳 钟头 莫急 付给
许久 张裕 杜康 董酒 宋河 李渡 黄山 高峰 高温 高级 牛奶 龙年 马年 谢了 谢啦 严禁 杨梅 茅台酒 飞天茅台
五粮液 酒鬼酒 可以的 没问题 没关系 不客气 不着急 知道了 收到了 有的亲 好的亲 今天发 明天发 明天见
"""
_COMMON: Final = frozenset((*COURTESIES, *_NO_NAMES.split()))
_LINK: Final = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
_DATE: Final = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_HOTLINE: Final = re.compile(r"[48]00\d{7}")
_LONG_ENOUGH: Final = 10
"""Digits of a number written in groups; fewer are prices side by side."""
_GROUP: Final = re.compile(r"\d+")
_LATIN: Final = re.compile("[a-z0-9_]{2}")
_HAN_PAIR: Final = re.compile("[\u3400-\u9fff]{2}")


class Facts(NamedTuple):
    """``own``: the names of the customer written to; ``others``: names of other customers;
    ``numbers``: digits (as ``numbers_in`` gives them) that belong to others, and what they are."""

    own: Sequence[str] = ()
    others: Sequence[str] = ()
    numbers: Mapping[str, Whose] = {}


def mentions(text: str, facts: Facts) -> tuple[Finding, ...]:
    """What in ``text`` belongs to another customer, from left to right (code points)."""
    found = [(start, end, "other_name") for start, end in _names(text, facts)]
    if facts.numbers:
        for start, end, digits in _numbers(text):
            if whose := facts.numbers.get(digits):
                found.append((start, end, whose))
    return tuple(
        Finding(rule, start, end, text[start:end], f"「{clean_line(text[start:end])}」{WHY[rule]}")
        for start, end, rule in sorted(dict.fromkeys(found))
    )


def numbers_in(text: str) -> frozenset[str]:
    """The long numbers in ``text`` (rules.digits) that may be one person's alone: no dates, no
    figures side by side, no hotlines, nothing of a link; mobile numbers without the country's 86.
    """
    return frozenset(digits for _, _, digits in _numbers(text))


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    links = None
    for start, end, whole in digit_runs(text):
        if links is None:
            links = [one.span() for one in _LINK.finditer(text)]
        digits = _national(whole)
        if not any(left <= start < right for left, right in links) and (
            is_mobile(digits) or _may_be_ones_own(digits, _GROUP.findall(text[start:end]))
        ):
            yield start, end, digits


def _may_be_ones_own(digits: str, groups: Sequence[str]) -> bool:
    if _HOTLINE.fullmatch(digits):
        return False
    if len(groups) == 1:
        return _DATE.fullmatch(digits) is None
    # 2026-11-22 10:00 and 199 299 399 are written in groups too.
    return len(digits) >= _LONG_ENOUGH and all(len(one) >= _TELLING for one in groups)


def _national(digits: str) -> str:
    """A mobile number without the country's 86; any other number as it is."""
    rest = digits.removeprefix(_COUNTRY)
    return rest if is_mobile(rest) else digits


def same_name(one: str, other: str) -> bool:
    """Whether two names are looked for as the same."""
    return _wanted(one) == _wanted(other)


def tells(name: str) -> bool:
    """Whether this name, met in a message, can only be meant as one: no greeting, no figure, no
    pair of letters."""
    wanted = _wanted(name)
    if len(wanted) < SHORTEST or wanted in _COMMON:
        return False
    if wanted.isdigit():
        return any(True for _ in digit_runs(wanted))
    if len(wanted) >= _TELLING:
        return True
    return wanted[0] in _SURNAMES and _HAN_PAIR.fullmatch(wanted) is not None


def _names(text: str, facts: Facts) -> Iterator[tuple[int, int]]:
    others = [name for name in map(_wanted, facts.others) if name]
    if not others:
        return
    line = Folded(text)
    hit = [name for name in dict.fromkeys(others) if name in line.text]
    if not hit:
        return
    own = [name for name in map(_wanted, facts.own) if name]
    mine = [place for name in own for place in _places(line.text, name)]
    for name in hit:
        if tells(name) and not any(name in one for one in own):
            for start, end in _places(line.text, name):
                if not any(start < right and left < end for left, right in mine):
                    yield line.span(start, end)


def _places(line: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a name stands alone in a folded line."""
    start = line.find(name)
    while start >= 0:
        end = start + len(name)
        if not (_goes_on(line, start) or _goes_on(line, end)):
            yield start, end
        start = line.find(name, start + 1)


def _goes_on(text: str, at: int) -> bool:
    """Whether a word of Latin letters, digits and _ goes on over this place."""
    return at > 0 and _LATIN.match(text, at - 1) is not None


@lru_cache(maxsize=4096)
def _wanted(name: str) -> str:
    """A name as it is looked for."""
    return Folded(name.strip()).text
