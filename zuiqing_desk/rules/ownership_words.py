"""Why an order is somebody's, in a sentence a colleague accepts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from zuiqing_desk.rules.calendar import local
from zuiqing_desk.rules.ownership_facts import MEDIA, Claim, Fact, OrderFacts, Rule

Ground = Literal[
    "consulted",
    "contacted",
    "not_closed",
    "after_payment",
    "extended",
    "no_screenshot",
    "agreed",
    "closed_later",
    "both_agreed",
    "too_early",
    "not_asked",
    "silent",
    "unclear_clock",
    "unclear_moment",
]

UNKNOWN = "一位客服"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the facts alone say. ``by`` decides; ``against`` is what it was weighed against."""

    ground: Ground
    owner: int | None = None
    rule: Rule | None = None
    disputed: bool = False
    by: Fact | None = None
    against: Fact | None = None


def why(order: OrderFacts, outcome: Outcome, others: Sequence[Claim]) -> str:
    """The sentence, with the rule's number. ``others``: claims against what the facts say."""
    said = _SENTENCES[outcome.ground].format(
        by=_told(order, outcome.by),
        who=_name(order, None if outcome.by is None else outcome.by.staff_id),
        against=_told(order, outcome.against),
        other=_name(order, None if outcome.against is None else outcome.against.staff_id),
        then="下单付款" if order.closed else "下单",
        paid="付款" if order.paid_at is None else f"在 {_when(order, order.paid_at)} 付款",
    )
    if outcome.ground == "agreed":
        said = _agreed(order, outcome)
    if outcome.owner is not None and not order.closed:
        said += "还没付款，付款前若由别人接待成交会变。"
    if order.ruling is not None:
        return _ruled(order) + said
    return said + _claimed(order, outcome, others)


_SENTENCES: dict[Ground, str] = {
    "consulted": "规则1：客户先咨询 {by}，后{then}，归 {who}。",
    "contacted": "规则2：下单后、付款前由 {by}接待，随后成交，归 {who}。",
    "not_closed": "规则2：下单后 {by}联系过，但还没付款，成交才算，暂不归任何人。",
    "after_payment": "规则3：客户先{paid}，之后才有 {by}接待，不归任何人。",
    "extended": "规则3：付款后经 {by}推荐，客户另有购买或订单有变，归 {who}。",
    "no_screenshot": "规则4：{by}联系过，但没有截图，不算数，不归任何人。",
    "agreed": "",
    "closed_later": "规则5：{against}报过价，没有谈妥；后来由 {by}谈成，归 {who}。",
    "both_agreed": "规则5：{by}和 {against}都标了谈妥，看不出是谁谈成的，请组长裁定。",
    "too_early": "规则1：最近一次接待是 {by}，隔得太久，不算数，不归任何人。",
    "not_asked": "规则1：{by}发过消息，但客户没有来咨询，不归任何人。",
    "silent": "规则1、2都不成立：付款前没有客服接待过这位客户，不归任何人。",
    "unclear_clock": "规则1–3定不了：时钟被拨回过，看不出接待是不是在付款前；请认领，由组长定。",
    "unclear_moment": "规则1–3定不了：不知道付款时间，看不出接待是不是在付款前；请认领，由组长定。",
}


def _agreed(order: OrderFacts, outcome: Outcome) -> str:
    who = _name(order, outcome.owner)
    said = f"规则5：{_told(order, outcome.by)}已经谈妥，"
    if outcome.against is None:
        return f"{said}客户照此下单，归 {who}。"
    return f"{said}{_told(order, outcome.against)}只是接着办，归 {who}。"


def _ruled(order: OrderFacts) -> str:
    ruling = order.ruling
    assert ruling is not None
    lead = "" if ruling.ruled_by is None else f" {_name(order, ruling.ruled_by)} "
    whose = "不归任何人" if ruling.owner is None else f"归 {_name(order, ruling.owner)}"
    reason = f"：{ruling.reason}" if ruling.reason else ""
    end = "" if reason.endswith(("。", "！", "？", ".", "!", "?")) else "。"
    return f"组长{lead}于 {_when(order, ruling.at)} 裁定{whose}{reason}{end}裁定前："


def _claimed(order: OrderFacts, outcome: Outcome, others: Sequence[Claim]) -> str:
    if not others:
        return ""
    names = "、".join(_name(order, one.staff_id) for one in others)
    grave = [_name(order, one.staff_id) for one in others if one.grave]
    cheat = f"其中 {'、'.join(grave)} 付款前没有接待过，按规则3属严重违规。" if grave else ""
    asks = "" if outcome.disputed else "，请组长裁定"
    return f"但 {names} 认领了这一单{asks}。{cheat}"


def _told(order: OrderFacts, fact: Fact | None) -> str:
    """Who did it, when, and how, if not in the chat: ``1024 小王（3月2日 10:20，电话）``."""
    if fact is None:
        return ""
    how = "" if fact.medium in (None, "chat") else f"，{MEDIA[fact.medium]}"
    return f"{_name(order, fact.staff_id)}（{_when(order, fact.at)}{how}）"


def _name(order: OrderFacts, staff_id: int | None) -> str:
    return UNKNOWN if staff_id is None else order.names.get(staff_id, UNKNOWN)


def _when(order: OrderFacts, at: int) -> str:
    moment = local(at, order.zone)
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"
