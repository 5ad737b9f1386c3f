"""``orders owner``: whose order it is, by which rule, and on what facts."""

import argparse
from collections.abc import Iterable
from typing import Any

from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.output import say, say_json, say_table
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.rules.calendar import iso, local
from zuiqing_desk.rules.ownership_facts import MEDIA, Claim, Decision, Fact, FactKind
from zuiqing_desk.services import staff
from zuiqing_desk.services.orders import ownership, reading
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.store.tx import Tx

_KINDS: dict[FactKind, str] = {
    "customer_line": "客户来话",
    "answer": "客服回复",
    "quote": "报价",
    "agreed": "谈妥",
    "contact": "联系",
    "placed": "下单",
    "paid": "付款",
    "extended": "认领（付款后加购）",
    "claim": "认领",
    "ruling": "裁定",
}


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""

    def query(tx: Tx) -> tuple[str, str, Decision, dict[int, StaffMember]]:
        order_id = reading.find(tx, args.order)
        number = reading.one(tx, order_id).number
        people = {one.id: one for one in staff.everyone(tx)}
        return zone_of(tx), number, ownership.decide(tx, order_id), people

    with opened(settings_of(args), "orders owner") as store:
        zone, number, decision, people = store.read(query).result()
    numbers = {staff_id: one.staff_no for staff_id, one in people.items()}
    if args.json:
        say_json({"order": number, **owner_data(decision, numbers, zone)})
    else:
        _tell(decision, people, zone)
    return 0


def owner_data(decision: Decision, numbers: dict[int, str], zone: str) -> dict[str, Any]:
    """A decision for scripts. ``numbers``: staff numbers by id."""
    return {
        "owner": _number(decision.owner, numbers),
        "rule": decision.rule,
        "disputed": decision.disputed,
        "why": decision.why,
        "facts": [_fact(fact, numbers, zone) for fact in decision.facts],
        "claims": [_claim(claim, numbers, zone) for claim in decision.claims],
    }


def _fact(fact: Fact, numbers: dict[int, str], zone: str) -> dict[str, Any]:
    return {
        "at": iso(fact.at, zone),
        "kind": fact.kind,
        "staff_no": _number(fact.staff_id, numbers),
        "conversation": fact.conversation_id,
        "seq": fact.seq,
    }


def _claim(claim: Claim, numbers: dict[int, str], zone: str) -> dict[str, Any]:
    return {
        "staff_no": _number(claim.staff_id, numbers),
        "at": iso(claim.at, zone),
        "reason": claim.reason,
        "extended": claim.extended,
        "grave": claim.grave,
    }


def _number(staff_id: int | None, numbers: dict[int, str]) -> str | None:
    return None if staff_id is None else numbers[staff_id]


def _tell(decision: Decision, people: dict[int, StaffMember], zone: str) -> None:
    owner = None if decision.owner is None else people[decision.owner]
    nobody = "有争议，等组长裁定" if decision.disputed else "不归任何人"
    say(nobody if owner is None else f"归 {owner.staff_no} {owner.name}")
    say(decision.why)
    if decision.facts:
        say_table(("时间", "事实", "工号", "会话", "第几句"), _rows(decision.facts, people, zone))
    for claim in decision.claims:
        grave = "（严重违规）" if claim.grave else ""
        say(f"{people[claim.staff_id].staff_no} 认领{grave}：{claim.reason}")


def _rows(
    facts: Iterable[Fact], people: dict[int, StaffMember], zone: str
) -> list[tuple[object, ...]]:
    return [
        (
            f"{local(fact.at, zone):%Y-%m-%d %H:%M}",
            f"{_KINDS[fact.kind]}{_how(fact)}",
            None if fact.staff_id is None else people[fact.staff_id].staff_no,
            fact.conversation_id,
            fact.seq,
        )
        for fact in facts
    ]


def _how(fact: Fact) -> str:
    if fact.medium is None:
        return ""
    return f"（{MEDIA[fact.medium]}{'' if fact.counts else '，没有截图'}）"
