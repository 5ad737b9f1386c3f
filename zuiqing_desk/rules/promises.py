"""What was promised to a customer 承诺: pointing it out, and until when.

醉卿 manual, 订单审核流程: promises must be in the order before it goes out.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from zuiqing_desk.rules.calendar import day_starts_at, local
from zuiqing_desk.rules.text import clean_line

Kind = Literal["gift", "dispatch", "courier", "refund", "discount", "wish", "callback", "other"]
PromiseState = Literal["open", "kept", "dropped"]

KINDS: Final[dict[Kind, str]] = {
    "gift": "赠品",
    "dispatch": "发货时间",
    "courier": "快递",
    "refund": "退差退款",
    "discount": "优惠",
    "wish": "备注要求",
    "callback": "回电",
    "other": "其他",
}
WHAT_CHARS: Final = 60
"""What a requirement of a remark may hold."""

_MINUTE: Final = 60_000_000
_DAY_END: Final = 23 * 60 + 59

# The first that is found counts: 退差价 is a refund though 价 speaks of a price.
_SIGNS: Final[tuple[tuple[Kind, str], ...]] = (
    ("callback", "回电|回访|打电话|电话联系|给您回"),
    ("refund", "退差|退款|退您|退你|返您|返你|返现|退还|补差"),
    ("gift", "送您|送你|赠|多送|给您送|送给|再送|附送|小酒|补发"),
    ("courier", "改发|换快递|发(?:顺丰|韵达|圆通|中通|申通|极兔|邮政|EMS|京东|德邦)"),
    ("dispatch", "(?:今|明|后|当)[天日晚早].{0,6}[发寄走]|[发寄](?:货|出|走)|点前.{0,4}[发寄]"),
    ("discount", "优惠|包邮|便宜|让利|折|减|券"),
    ("wish", "备注|留|轻放|别放|附上|写上|补偿"),
)
_CLAUSE: Final = re.compile(r"[^，,。；;！!？?\n]+[，,。；;！!？?\n]?")
_ENDS: Final = "，,。；;！!？?\n~～…. 　"
_ASKS: Final = re.compile(r"[？?]$|[吗么呢][~～…。！!，,\s]*$")
_POLITE: Final = re.compile("不好意思|不过|不仅|不但|没问题|没关系|没事|要不|不用客气|不客气")
_NOT: Final = re.compile("[不没无别未非]")
_GIFT: Final = re.compile(r"[送赠](?:给)?(?:您|你|咱)?(?P<what>.+)")
_TAIL: Final = re.compile(r"[的哦哈呢啦呀吧了]+$")

_HANZI: Final = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2}
_COUNT: Final = (
    r"(?<![\d.一二三四五六七八九十百])"
    r"(?P<{}>\d{{1,3}}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
)
_DAYS: Final = (("大后天", 3), ("后天", 2), ("明", 1), ("今", 0), ("当天", 0))
_NEAR_DAY: Final = re.compile(r"大后天|后天|明(?=[天日早晚])|今(?=[天日早晚])|当天")
_WITHIN: Final = re.compile(
    _COUNT.format("count") + r"\s*(?:个)?(?P<unit>分钟|小时|天|日)(?:之?内|以内|后)"
)
_DATE: Final = re.compile(
    r"(?:(?P<month>\d{1,2})月)?(?<!\d)(?P<day>\d{1,2})[日号](?![楼线店库仓院门])"
)
# Days that are not reckoned here: a time beside them is not today's.
_OTHER_DAY: Final = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天末]|月[底初中]|下[周月]")
_CLOCK: Final = re.compile(
    r"(?P<half_day>上午|早上|中午|下午|晚上|傍晚|今晚|明晚)?\s*"
    r"(?P<hour>\d{1,2})(?:[:：](?P<minute>\d{2})|点(?P<half>半)?)"
)
# The hours that are twelve later by the clock of a whole day.
_HALF_DAYS: Final = {"中午": range(3), "下午": range(12), "傍晚": range(12)} | dict.fromkeys(
    ("晚上", "今晚", "明晚"), range(13)
)


class Suggestion(NamedTuple):
    """What a line seems to promise; ``until`` in UTC microseconds, None where it names no time."""

    kind: Kind
    what: str
    until: int | None


def likely(text: str, words: Iterable[str]) -> Kind | None:
    """The kind of promise a sent line seems to make, or None.

    A line with one of ``words`` (house rule, the shop's list), unless its clause says no or asks.
    """
    found = next(_promising(text, words), None)
    return None if found is None else kind_of(found)


def kind_of(text: str) -> Kind:
    """The kind of promise these words make; ``other`` where they tell nothing."""
    return next((kind for kind, sign in _SIGNS if re.search(sign, text)), "other")


def suggest(text: str, words: Iterable[str], now: int, zone: str) -> Suggestion:
    """How the form for marking a line as a promise begins: kind, what, until when."""
    clause = next(_promising(text, words), None) or text
    kind = kind_of(clause)
    what = clean_line(clause).strip(_ENDS)
    if kind == "gift" and (gift := _GIFT.search(what)):
        what = _TAIL.sub("", gift["what"].strip(_ENDS)) or what
    return Suggestion(kind, what[:WHAT_CHARS].strip(), until(clause, now, zone))


def until(text: str, now: int, zone: str) -> int | None:
    """The moment up to which the words 今天, 明天, 3天内, 16:00前, 5号 … put something off.

    A day without a time ends at 23:59; a time without a day is the next such moment. None where
    the text names neither, or none there is.
    """
    if within := _WITHIN.search(text):
        count = _number(within["count"])
        if within["unit"] in ("天", "日"):
            return _at(local(now, zone).toordinal() + count, _DAY_END, zone)
        return now + count * _MINUTE * (60 if within["unit"] == "小时" else 1)
    day = _day(text, local(now, zone))
    minute = _minute(text)
    if day is None and minute is None:
        return None
    if day is None and _OTHER_DAY.search(text):
        return None
    if day is not None:
        return _at(day, _DAY_END if minute is None else minute, zone)
    today = local(now, zone).toordinal()
    assert minute is not None
    moment = _at(today, minute, zone)
    return moment if moment is None or moment > now else _at(today + 1, minute, zone)


def is_late(state: PromiseState, until_at: int | None, now: int) -> bool:
    """Whether a promise is open past its time (house rule)."""
    return state == "open" and until_at is not None and until_at < now


def _promising(text: str, words: Iterable[str]) -> Iterator[str]:
    """The clauses with one of the words that neither say no nor ask."""
    known = [word for word in words if word]
    for clause in _CLAUSE.findall(text):
        if _ASKS.search(clause):
            continue
        for word in known:
            place = clause.find(word)
            if place >= 0 and not _NOT.search(_POLITE.sub("", clause[:place])):
                yield clause
                break


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_HANZI.get(tens, 1) * 10 if ten else 0) + _HANZI.get(ones, 0)


def _day(text: str, now: datetime) -> int | None:
    """The day a text names, as an ordinal."""
    if near := _NEAR_DAY.search(text):
        return now.toordinal() + dict(_DAYS)[near[0]]
    date = _DATE.search(text)
    if date is None:
        return None
    day = int(date["day"])
    month = None if date["month"] is None else int(date["month"])
    # Of the days to come the first that is called so: a year of them holds every date but one.
    for ahead in range(366):
        coming = now + timedelta(days=ahead)
        if coming.day == day and month in (None, coming.month):
            return coming.toordinal()
    return None


def _minute(text: str) -> int | None:
    """The minute of the day a text names."""
    clock = _CLOCK.search(text)
    if clock is None:
        return None
    hour = int(clock["hour"])
    if hour in _HALF_DAYS.get(clock["half_day"], ()):
        hour += 12
    minute = 30 if clock["half"] else int(clock["minute"] or 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return min(hour * 60 + minute, _DAY_END)


def _at(day: int, minute: int, zone: str) -> int | None:
    try:
        return day_starts_at(day, zone, minute)
    except (ValueError, OverflowError):
        return None
