"""Pages of the handover notebook as the sheets that are printed and signed by hand (call-centre
manual, 交接规定). What a sealed page says comes out of its seal, as everywhere."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zuiqing_desk import paper
from zuiqing_desk.paper import HandoverSheet, Signature
from zuiqing_desk.rules.calendar import MICROSECONDS, local
from zuiqing_desk.rules.handover_words import KINDS, MODES, PAGE_STATES, REMARKS
from zuiqing_desk.rules.weeks import day_text
from zuiqing_desk.services import shop
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import pages
from zuiqing_desk.services.handover.records import Entry, Item, Page, Person, Said, Section, Taker
from zuiqing_desk.store.tx import Tx


@dataclass(slots=True)
class _Later:
    """What was said and signed after a page was sealed: ids to the link it stands in."""

    remarks: dict[int, int] = field(default_factory=dict)
    answers: dict[int, int] = field(default_factory=dict)
    signatures: dict[int, int] = field(default_factory=dict)
    erasures: list[tuple[int, int, int]] = field(default_factory=list)
    """Number of the link, when, how many texts."""


def sheet(tx: Tx, page_id: int) -> HandoverSheet:
    """One page as a sheet. Raises Refused ``no_page`` or ``no_shop``."""
    known = shop.get(tx)
    if known is None:
        raise Refused("no_shop", "还没有店铺：请先运行 zuiqing-desk 完成首次设置。")
    page = pages.one(tx, page_id)
    words = _Words(page, known.time_zone, _later(tx, page_id))
    number, head = tx.one("SELECT number, hash FROM handover_seal ORDER BY number DESC") or (
        None,
        "",
    )
    return HandoverSheet(
        shop=known.name,
        page=page.id,
        day=day_text(page.day),
        shift=page.shift,
        next_shift=page.next_shift,
        boundary=words.at(page.boundary_at),
        mode=MODES[page.mode],
        state=" ".join(filter(None, (PAGE_STATES[page.state], words.at(page.sealed_at)))),
        late=words.late(),
        sections=words.sections(),
        closed=tuple(words.closed(one) for one in page.closed),
        remarks=words.remarks(),
        signatures=words.signatures(),
        reviewed=words.person(page.reviewed_by, page.reviewed_at),
        number=page.number,
        hash=page.hash,
        head_number=number,
        head=head,
        printed=f"{local(tx.now, known.time_zone):%Y-%m-%d %H:%M}",
        broken=page.broken,
    )


def of_day(tx: Tx, day: int) -> list[int]:
    """The pages of a business day (date.toordinal()), in the order of their shifts. Raises Refused
    ``no_page`` when there is none."""
    found = [
        page_id
        for (page_id,) in tx.all(
            "SELECT id FROM handover_page WHERE day = :day ORDER BY boundary_at, id", day=day
        )
    ]
    if not found:
        raise Refused("no_page", f"{day_text(day)} 没有交接页。")
    return found


def _later(tx: Tx, page_id: int) -> _Later:
    later = _Later()
    for number, body in tx.all(
        "SELECT number, body FROM handover_seal WHERE page_id = :page AND kind = 'amendment'"
        " ORDER BY number",
        page=page_id,
    ):
        read: Mapping[str, Any] = json.loads(body)
        facts = read["facts"]
        match read["what"]:
            case "remark":
                later.remarks[facts["remark"]] = number
            case "answer":
                later.answers[facts["remark"]] = number
            case "signature":
                later.signatures[facts["staff"]] = number
    later.erasures = _erasures(tx, page_id)
    return later


def _erasures(tx: Tx, page_id: int) -> list[tuple[int, int, int]]:
    """What was erased of a page: the link stands on the first page that it is about."""
    links = {
        str(number)
        for (number,) in tx.all(
            "SELECT DISTINCT t.number FROM handover_seal s JOIN handover_text t USING (number)"
            " WHERE s.page_id = :page AND t.redacted_at IS NOT NULL",
            page=page_id,
        )
    }
    if not links:
        return []
    found = []
    for number, body in tx.all(
        "SELECT number, body FROM handover_seal WHERE kind = 'amendment'"
        ' AND instr(body, CAST(\'"what":"redaction"\' AS BLOB)) ORDER BY number'
    ):
        read = json.loads(body)
        texts = sum(len(keys) for link, keys in read["facts"]["texts"].items() if link in links)
        if texts:
            found.append((number, read["at"], texts))
    return found


class _Words:
    """Says what stands on one page."""

    def __init__(self, page: Page, zone: str, later: _Later) -> None:
        self._page = page
        self._zone = zone
        self._later = later
        self._numbers = {entry.item.id: number for number, entry in enumerate(self._in_order(), 1)}

    def at(self, at: int | None) -> str:
        """The clock; with the date when it is not the page's own day."""
        if at is None:
            return ""
        there = local(at, self._zone)
        clock = f"{there:%H:%M}"
        return (
            clock
            if there.toordinal() == self._page.day
            else (f"{there.month}月{there.day}日 {clock}")
        )

    def person(self, who: Person | None, at: int | None = None) -> str:
        """Number and name, with when it was."""
        return "" if who is None else f"{who.staff_no} {who.name} {self.at(at)}".strip()

    def late(self) -> str:
        """How long after the boundary the page was sealed."""
        if self._page.sealed_at is None:
            return ""
        minutes = (self._page.sealed_at - self._page.boundary_at) // (60 * MICROSECONDS)
        if minutes <= 0:
            return "按时"
        hours, rest = divmod(minutes, 60)
        spoken = f"{hours} 小时 {rest} 分钟" if hours else f"{rest} 分钟"
        return f"晚 {spoken}".replace("小时 0 分钟", "小时")

    def sections(self) -> tuple[paper.Section, ...]:
        return tuple(
            paper.Section(
                giver=self.person(one.giver),
                state=self._signed(one),
                figures=one.figures,
                entries=tuple(self._entry(entry) for entry in self._entries_of(one)),
            )
            for one in self._page.sections
        )

    def closed(self, item: Item) -> paper.ClosedLine:
        result = item.result or "没有写结果"
        return paper.ClosedLine(
            kind=KINDS[item.words.kind],
            summary=item.words.summary,
            outcome=f"作废：{result}" if item.state == "dropped" else result,
            by=self.person(item.closed_by),
        )

    def remarks(self) -> tuple[paper.Remark, ...]:
        erased = (
            paper.Remark(
                kind="删除",
                about="",
                text=f"应要求删除了 {texts} 处文字",
                by=self.at(at),
                amendment=_link(number),
            )
            for number, at, texts in self._later.erasures
        )
        return (*(self._remark(one) for one in self._page.said), *erased)

    def signatures(self) -> tuple[Signature, ...]:
        givers = (self._giver(one) for one in self._page.sections)
        takers = [self._taker(one) for one in self._page.takers]
        return (*givers, *(takers or [Signature("接班", "")]))

    # Inside.

    def _in_order(self) -> Iterable[Entry]:
        for section in self._page.sections:
            yield from self._entries_of(section)

    def _entries_of(self, section: Section) -> Iterable[Entry]:
        return (entry for entry in self._page.entries if entry.section_id == section.id)

    def _signed(self, section: Section) -> str:
        if section.state == "open":
            return "还没有签"
        if section.state == "missing":
            return f"没有交班，{self.person(section.signed_by)} 代办：{section.reason}"
        return f"{self.at(section.signed_at)} 已签"

    def _giver(self, section: Section) -> Signature:
        if section.state == "missing":
            return Signature("交班", self.person(section.giver), note=self._signed(section))
        return Signature("交班", self.person(section.giver), self.at(section.signed_at))

    def _taker(self, taker: Taker) -> Signature:
        notes = []
        if taker.allowed_by is not None:
            notes.append(f"{self.person(taker.allowed_by)} 允许")
        link = self._later.signatures.get(taker.person.id)
        if link is not None:
            notes.append(f"封存后 {_link(link)}")
        role = "接班 当值" if taker.duty else "接班"
        return Signature(
            role, self.person(taker.person), self.at(taker.signed_at), "，".join(notes)
        )

    def _entry(self, entry: Entry) -> paper.Entry:
        item, words = entry.item, entry.item.words
        lines = (
            ("情况", words.situation),
            ("下一步", words.next_action),
            ("如果", words.if_then),
        )
        facts = (
            item.customer and f"客户 {item.customer}",
            item.order_number and f"订单 {item.order_number}",
            "" if words.conversation_id is None else f"会话 {words.conversation_id}",
        )
        said = self._stamp(entry.said_by, entry.said_at)
        return paper.Entry(
            number=self._numbers[item.id],
            severity=words.severity,
            kind=KINDS[words.kind],
            summary=words.summary,
            lines=tuple(line for line in lines if line[1]),
            facts=tuple(filter(None, facts)),
            whom=self.person(item.for_staff),
            due="" if words.due_at is None else f"{self.at(words.due_at)} 前",
            carried=self._carried(entry),
            acked=self._stamp(entry.acked_by, entry.acked_at),
            said_back=f"{said}：“{entry.said}”" if entry.said else said,
        )

    def _stamp(self, who: Person | None, at: int | None) -> str:
        """As short as it may be: the name stands where they sign."""
        return "" if who is None else f"{who.staff_no} {self.at(at)}"

    def _carried(self, entry: Entry) -> str:
        if not entry.carried:
            return ""
        return f"前页转来，上过 {entry.item.pages} 页" if entry.item.pages > 1 else "前页转来"

    def _remark(self, said: Said) -> paper.Remark:
        number = self._numbers.get(said.item_id) if said.item_id is not None else None
        answered = self.person(said.answered_by, said.answered_at)
        link = self._later.answers.get(said.id)
        if link is not None:
            answered = f"{answered} 封存后 {_link(link)}"
        added = self._later.remarks.get(said.id)
        return paper.Remark(
            kind=REMARKS[said.kind],
            about="" if number is None else f"第 {number} 项",
            text=said.text,
            by=self.person(said.by, said.at),
            answer=said.answer,
            answered=answered,
            amendment="" if added is None else _link(added),
            open_question=said.kind in ("question", "ask_back") and said.answered_at is None,
        )


def _link(number: int) -> str:
    return f"第 {number} 环"
