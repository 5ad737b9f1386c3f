"""All checks of an order at once (醉卿 manual, 订单审核流程)."""

import re
from collections.abc import Callable
from typing import Final

from zuiqing_desk.rules import audit_goods
from zuiqing_desk.rules.audit import CHECKS, AuditFacts, Check, CheckName, Promised, Result
from zuiqing_desk.rules.audit_goods import Finding, worst
from zuiqing_desk.rules.courtesy import is_courtesy
from zuiqing_desk.rules.coverage import Choice, Served
from zuiqing_desk.rules.masking import with_masked
from zuiqing_desk.rules.remark import COURIERS
from zuiqing_desk.rules.text import folded, letters

_CLAUSE: Final = re.compile(r"[，,。；;！!？?\n]+")
_ADDRESS: Final = re.compile("地址")
_COURIER: Final[dict[Served, Result]] = {"yes": "green", "no": "red", "ask": "ask"}
_NOT: Final = re.compile("[不别勿没非]")


def checks(facts: AuditFacts) -> tuple[Check, ...]:
    """Every check, in the order of CHECKS; of the closer only where something is wrong."""
    found = tuple(Check(name, *_CHECKERS[name](facts)) for name in CHECKS if name in _CHECKERS)
    return found if facts.closer is None else (*found, Check("closer", *facts.closer))


def broken_promises(facts: AuditFacts) -> tuple[Promised, ...]:
    """The promises without a counterpart: with one of these the audit refuses the order."""
    return tuple(one for one in facts.promises if one.match.result == "red")


def _finance(facts: AuditFacts) -> Finding:
    if facts.state in ("unpaid", "closed", "refund"):
        return "red", "没有付款" if facts.state == "unpaid" else "订单已关闭或在退款"
    if facts.cod:
        return "ask", "货到付款，先和买家核对"
    return ("green", "已到账") if facts.confirmed else ("red", "财务还没确认到账")


def _wishes(facts: AuditFacts) -> Finding:
    wishes = [one for one in facts.promises if one.kind == "wish"]
    return _promised(wishes, "没有记下的要求")


def _promises(facts: AuditFacts) -> Finding:
    return _promised([one for one in facts.promises if one.kind != "wish"], "没有承诺")


def _promised(promises: list[Promised], none: str) -> Finding:
    if not promises:
        return "green", none
    return worst([(one.match.result, f"“{one.what[:20]}”{one.match.why}") for one in promises])


def _message(facts: AuditFacts) -> Finding:
    """Every part of the buyer's message must stand in the remark, save a courtesy."""
    message = facts.buyer_message
    if not message.strip() or is_courtesy(message, facts.courtesies):
        return "green", "没有留言" if not message.strip() else "只是客套"
    if facts.needs_no_remark:
        return "ask", f"没有备注，留言“{_told(message)}”要另外告诉仓库"
    if facts.remark is None:
        return "red", f"有留言，{facts.remark_problem}"
    parts = [one for one in _CLAUSE.split(message) if letters(one)]
    parts = [one for one in parts if not is_courtesy(one, facts.courtesies)]
    if not parts:
        return "ask", f"留言“{_told(message)}”说的是什么"
    missing = [one for one in parts if not _stands(one, facts)]
    if not missing:
        return "green", "留言已写进备注"
    said = "、".join(f"“{_told(one)}”" for one in missing[:3])
    if facts.remark.requirements:
        return "ask", f"看备注的要求里有没有{said}"
    return "red", f"留言{said}没写进备注"


def _told(said: str) -> str:
    return with_masked(said.strip())[:20]


def _stands(part: str, facts: AuditFacts) -> bool:
    assert facts.remark is not None
    said = letters(part)
    named = [one for one in COURIERS if folded(one) in folded(part)]
    if named and re.fullmatch(
        rf"(?:请|麻烦)?(?:发|用|走)?{re.escape(named[0])}(?:快递)?", part.strip()
    ):
        return named == [facts.remark.courier]
    requirements = map(letters, facts.remark.requirements)
    found = ((one, one.find(said)) for one in requirements)
    return any(place >= 0 and not _NOT.search(one[:place]) for one, place in found)


def _address(facts: AuditFacts) -> Finding:
    if not facts.address.strip():
        return "ask", "没有收货地址"
    if facts.address_before and facts.address_before != facts.address:
        told = facts.remark is not None and any(
            _ADDRESS.search(one) for one in facts.remark.requirements
        )
        return ("green", "地址改过，备注写了") if told else ("ask", "地址改过，和买家核对")
    if not facts.placed:
        return "ask", "认不出是哪个省市区，请核对"
    return "green", "没有改过"


def _courier(facts: AuditFacts) -> Finding:
    if facts.needs_no_remark:
        return _COURIER[facts.by_rule.served], _by_rule(facts.by_rule)
    if facts.remark is None:
        return "red", facts.remark_problem
    courier, rule = facts.remark.courier, facts.by_rule
    if facts.served == "no":
        return "red", f"{courier}不到这个地址：换快递，或退款"
    if facts.served == "ask":
        return "ask", f"不知道{courier}到不到，问客户或快递"
    if rule.courier and rule.courier != courier:
        return "ask", f"按规则发{rule.courier}（{rule.why}），备注发{courier}"
    return "green", f"{courier}到这个地址"


def _by_rule(rule: Choice) -> str:
    return f"没有备注，按规则发{rule.courier}（{rule.why}）" if rule.courier else rule.why


def _jd(facts: AuditFacts) -> Finding:
    if facts.platform != "jd":
        return "green", "不是京东订单"
    if facts.by_rule.served == "no" or facts.served == "no":
        return "ask", "发不了的京东订单要报给平台，并给买家打电话"
    if "ask" in (facts.by_rule.served, facts.served):
        return "ask", "还不知道发不发得了；发不了要报给平台，并给买家打电话"
    return "green", "可以发货"


_CHECKERS: Final[dict[CheckName, Callable[[AuditFacts], Finding]]] = {
    "finance": _finance,
    "goods": audit_goods.goods,
    "amount": audit_goods.amount,
    "wishes": _wishes,
    "message": _message,
    "address": _address,
    "promises": _promises,
    "courier": _courier,
    "sample": audit_goods.sample,
    "jd": _jd,
}
