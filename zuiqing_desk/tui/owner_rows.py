"""What speaks for whom in the question whose an order is: rows and words of that page."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple

from textual.content import Content

from zuiqing_desk.rules.ownership_facts import MEDIA, Claim, Decision, Fact, FactKind
from zuiqing_desk.services.orders.contacts import ContactRecord
from zuiqing_desk.services.records import LineRecord
from zuiqing_desk.tui.order_words import moment
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.prose import tidy

Kind = Literal["fact", "claim", "contact"]

FACTS: Final[dict[FactKind, str]] = {
    "customer_line": "买家说",
    "answer": "客服答",
    "quote": "报价",
    "agreed": "谈妥",
    "contact": "联系",
    "placed": "下单",
    "paid": "付款",
    "extended": "推荐加购",
    "ruling": "裁定",
    "claim": "认领",
}
COLUMNS: Final = (16, 10, 14, 0)
"""When, what, who, note."""


class OwnerRow(NamedTuple):
    """One thing that bears on it. ``id`` is the contact's."""

    kind: Kind
    id: int
    at: int
    what: str
    staff_id: int | None
    note: str
    look: str
    conversation_id: int | None
    seq: int | None


def fact_row(at: int, fact: Fact) -> OwnerRow:
    """A fact, the ``at``-th of the decision."""
    what = FACTS[fact.kind]
    if fact.kind == "contact" and fact.medium is not None:
        what = MEDIA[fact.medium]
    unproven = fact.kind == "contact" and not fact.counts
    note = "▲ 没有截图，不算数" if unproven else ""
    if fact.seq is not None:
        note = f"第 {fact.seq} 条消息，Enter 去看"
    look = "warning" if unproven else "muted"
    return OwnerRow(
        "fact", at, fact.at, what, fact.staff_id, note, look, fact.conversation_id, fact.seq
    )


def claim_row(claim: Claim) -> OwnerRow:
    """Somebody says it is theirs."""
    what = "推荐加购" if claim.extended else "认领"
    note = f"▲ 付款后才联系，严重违规：{claim.reason}" if claim.grave else claim.reason
    look = "warning" if claim.grave else ""
    return OwnerRow("claim", claim.staff_id, claim.at, what, claim.staff_id, note, look, None, None)


def contact_row(contact: ContactRecord) -> OwnerRow:
    """A contact outside the chat, with its screenshot or without."""
    if contact.evidence_id is None and contact.medium != "chat":
        proof, look = "▲ 没有截图，按 p 补上", "warning"
    else:
        proof, look = f"截图 {contact.evidence_name}", "muted"
    note = "  ".join(word for word in (contact.note, proof) if word)
    what = MEDIA[contact.medium]
    return OwnerRow(
        "contact", contact.id, contact.at, what, contact.staff_id, note, look, None, None
    )


def cells(row: OwnerRow, names: Mapping[int, str], now: int, zone: str) -> list[Cell]:
    """The columns of a row, as COLUMNS has them."""
    return [
        (moment(row.at, now, zone), "muted"),
        (row.what, "strong"),
        (names.get(row.staff_id, "") if row.staff_id is not None else "", ""),
        (row.note, row.look),
    ]


def verdict(decision: Decision, names: Mapping[int, str]) -> str:
    """Whose it is, in a few words."""
    if decision.disputed:
        return "▲ 有争议，等组长裁定"
    if decision.owner is None:
        return "不归任何人"
    rule = f"（第 {decision.rule} 条）" if decision.rule is not None else ""
    return f"归 {one_line(names.get(decision.owner, str(decision.owner)))}{rule}"


def description(
    decision: Decision,
    names: Mapping[int, str],
    row: OwnerRow | None,
    lines: Iterable[LineRecord],
    now: int,
    zone: str,
) -> Content:
    """Why it is so; then the row under the cursor, with the lines around it."""
    parts = [
        Content.styled(verdict(decision, names), "bold"),
        Content(tidy(decision.why)),
        Content(),
    ]
    if row is not None and row.conversation_id is None:
        parts.append(Content(tidy(row.note)))
    if row is not None:
        parts += _talk(row, lines, now, zone)
    return Content("\n").join(parts)


def _talk(row: OwnerRow, lines: Iterable[LineRecord], now: int, zone: str) -> Iterator[Content]:
    for line in lines:
        who = line.staff_no or "客"
        mark = "▶ " if line.seq == row.seq else "  "
        look = "bold" if line.seq == row.seq else "$text-muted"
        words = f"{mark}{moment(line.at, now, zone)} {one_line(who)}  {tidy(line.text)}"
        yield Content.styled(words, look)
