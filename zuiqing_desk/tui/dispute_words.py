"""How disputes about orders, and violations, are spoken of on the lead's page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from textual.content import Content

from zuiqing_desk.rules.order_words import PLATFORMS
from zuiqing_desk.rules.ownership_facts import MEDIA, Claim, Decision, Fact
from zuiqing_desk.services.orders.ownership import Dispute
from zuiqing_desk.services.orders.violations import ViolationRecord
from zuiqing_desk.tui.audit_words import row_moment
from zuiqing_desk.tui.order_words import moment, yuan
from zuiqing_desk.tui.owner_rows import FACTS
from zuiqing_desk.tui.text import one_line, pad
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.prose import tidy

COLUMNS: Final = (12, 0, 10, 11, 12)
"""Whose or which, between whom or why, amount, when, what is worth noting."""
SHOWN_FACTS: Final = 12
"""Of each side, the newest; the page of the order has them all."""

Names = Mapping[int, str]
"""Staff numbers with names, by id."""


def short_name(names: Names, staff_id: int) -> str:
    """How somebody is called in a row: their number."""
    return names.get(staff_id, "？").split(" ")[0]


def order_name(dispute: Dispute) -> str:
    """The order as it is called in passing: 淘宝…3829."""
    return f"{PLATFORMS[dispute.platform]}…{dispute.number[-4:]}"


def sides(decision: Decision) -> list[int]:
    """Who stands on a side: those who claim first, then those the facts speak for."""
    claimed = [claim.staff_id for claim in decision.claims]
    speaking = (fact.staff_id for fact in decision.facts if fact.kind != "ruling")
    return [*dict.fromkeys([*claimed, *(one for one in speaking if one is not None)])]


def found_by(item: Dispute | ViolationRecord, names: Names) -> str:
    """What a row is found by."""
    if isinstance(item, ViolationRecord):
        return f"{names.get(item.staff_id, item.staff_no)} {item.reason}"
    who = " ".join(names.get(one, "") for one in sides(item.decision))
    return f"{item.number} {item.buyer} {who}"


def dispute_cells(dispute: Dispute, names: Names, now: int, zone: str) -> list[Cell]:
    """The columns of a dispute's row."""
    who = " / ".join(short_name(names, one) for one in sides(dispute.decision))
    return [
        (order_name(dispute), "strong"),
        (who, ""),
        (pad(yuan(dispute.amount_fen), 10, right=True), ""),
        (row_moment(dispute.paid_at, now, zone), "muted"),
        ("▲ 严重违规", "warning") if dispute.grave else ("等裁定", ""),
    ]


def violation_cells(
    violation: ViolationRecord, count: int, limit: int, now: int, zone: str
) -> list[Cell]:
    """The columns of a violation's row. ``count``: how many stand against this person."""
    return [
        (violation.staff_no, "strong"),
        (violation.reason, ""),
        (pad(yuan(violation.fine_fen), 10, right=True), ""),
        (row_moment(violation.at, now, zone), "muted"),
        (f"▲ 满 {count} 次", "warning") if count >= limit else (f"{count} 次", "muted"),
    ]


def dispute_text(dispute: Dispute, names: Names, now: int, zone: str) -> Content:
    """The dispute whole: why it is one, then each side with its claim and its facts."""
    return Content("\n").join(_dispute(dispute, names, now, zone))


def _dispute(dispute: Dispute, names: Names, now: int, zone: str) -> Iterator[Content]:
    yield Content.assemble(
        (f"{PLATFORMS[dispute.platform]} {one_line(dispute.number)}", "bold"),
        f"  {yuan(dispute.amount_fen)}",
    )
    paid = f"{moment(dispute.paid_at, now, zone)} 付款" if dispute.paid_at else "没有付款时间"
    yield Content.styled(one_line(f"买家 {dispute.buyer or '不明'} · {paid}"), "$text-muted")
    yield Content(tidy(dispute.decision.why))
    for staff_id in sides(dispute.decision):
        yield Content()
        yield Content.styled(one_line(names.get(staff_id, "")), "bold")
        yield from _side(dispute.decision, staff_id, now, zone)
    yield Content()
    yield from _facts([one for one in dispute.decision.facts if one.staff_id is None], now, zone)


def _side(decision: Decision, staff_id: int, now: int, zone: str) -> Iterator[Content]:
    yield from (_claim(one, now, zone) for one in decision.claims if one.staff_id == staff_id)
    said = ("claim", "ruling")
    facts = [one for one in decision.facts if one.staff_id == staff_id and one.kind not in said]
    if facts:
        yield from _facts(facts, now, zone)
    else:
        yield Content.styled("  没有记录", "$text-muted")


def _claim(claim: Claim, now: int, zone: str) -> Content:
    what = "推荐加购" if claim.extended else "认领"
    grave = "  ▲ 付款后才联系，严重违规" if claim.grave else ""
    said = f"  {moment(claim.at, now, zone)} {what}：{claim.reason}"
    return Content.assemble(tidy(said), (grave, "$text-warning bold"))


def _facts(facts: Sequence[Fact], now: int, zone: str) -> Iterator[Content]:
    if len(facts) > SHOWN_FACTS:
        left = len(facts) - SHOWN_FACTS
        yield Content.styled(f"  更早还有 {left} 条，按 Enter 看全部", "$text-muted")
    for fact in facts[-SHOWN_FACTS:]:
        what = FACTS[fact.kind] if fact.medium is None else MEDIA[fact.medium]
        missing = "" if fact.counts else "  ▲ 没有截图，不算数"
        said = f"  {moment(fact.at, now, zone)} {what}"
        yield Content.assemble(said, (missing, "$text-warning bold"))


def violation_text(violation: ViolationRecord, names: Names, now: int, zone: str) -> Content:
    """A violation whole."""
    by = names.get(violation.confirmed_by or 0, "命令行")
    rows = [
        Content.styled(one_line(names.get(violation.staff_id, violation.staff_no)), "bold"),
        Content(tidy(violation.reason)),
        Content(f"扣 {yuan(violation.fine_fen)}，当单提成取消"),
        Content.styled(one_line(f"{by} {moment(violation.at, now, zone)} 确认"), "$text-muted"),
    ]
    return Content("\n").join(rows)
